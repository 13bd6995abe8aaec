"""The story of the demo, step by step through the services that people use (DESIGN §5, steps 1 to 6)."""

from importlib.resources import files
from uuid import UUID

from config.demo import cast
from config.demo.cast import Character, Credentials
from config.demo.engagements import tell_of_bookings, tell_of_intakes
from config.demo.fraud import tell_of_fraud
from config.demo.measures import tell_of_measures
from config.demo.profiles import apply_with, tell_of_profiles
from config.demo.stage import Stage, set_up
from exams.enrolments import service as enrolments
from exams.enrolments.schemas import Enrol, RecordTeaching
from exams.results import service as results
from exams.results.acceptance import Choices, SittingDetails, everywhere
from exams.results.service import Preview, Sent
from exams.sittings import service as sittings
from exams.sittings.rules import Capacity
from exams.sittings.schemas import ApproveExaminer, RegisterExaminer
from registry.accounts.passwords import Passwords
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Admit, Apply, Grant, Prepare
from registry.impartiality.errors import NotIndependent
from registry.people import service as people
from registry.people.schemas import RecordEmployment, RegisterPerson
from registry.permissions import OPERATOR

_PLACE = "Utrecht"
UPLOADS = (("uitslagen-najaar.xlsx", cast.UPLOADING), ("uitslagen-herkansing.csv", cast.UPLOADING_RESITS))


async def tell(passwords: Passwords) -> dict[str, Credentials]:
    """The whole story on an empty registry, and a fraud that is flagged; returns what each e-mail address signs in with."""
    stage = Stage(passwords)
    await set_up(stage)
    candidates = await _enrol(stage)
    await _apply(stage, candidates)
    await tell_of_intakes(stage)
    await tell_of_profiles(stage)
    for name, _ in UPLOADS:
        await _upload(stage, name)
    await _decide(stage)
    await tell_of_bookings(stage)
    await tell_of_measures(stage)
    await tell_of_fraud(stage)
    return stage.credentials


async def _enrol(stage: Stage) -> list[str]:
    """Step 2: the provider enrols the twelve, says who taught them, and registers its examiners, whom the body approves."""
    provider = stage.organisations["provider"]
    actor = await stage.actor("provider")
    keys = []
    for place, each in enumerate(cast.CANDIDATES):
        person = RegisterPerson(given_name=each.given, family_prefix=each.prefix, family_name=each.family)
        command = Enrol(
            provider=provider,
            track=cast.TRACK,
            enrolled_on=cast.ENROLLING.date(),
            person=person,
            is_somebody_else=each in cast.CANDIDATES[:place],
        )
        enrolled = await enrolments.enrol(command, actor=actor, now=cast.ENROLLING)
        key = f"candidate-{place}"
        stage.persons[key] = enrolled.person
        keys.append(key)
        for trainer, parts, first, last in cast.TEACHING:
            taught = RecordTeaching(trainer=stage.persons[trainer], parts=list(parts), valid_from=first, valid_to=last)
            await enrolments.record_teaching(enrolled.id, taught, actor=actor, now=cast.TAUGHT)
    for capacity, who in ((Capacity.EXAMINER, cast.EXAMINERS), (Capacity.INVIGILATOR, cast.INVIGILATORS)):
        for key in who:
            registration = RegisterExaminer(
                provider=provider,
                person=stage.persons[key],
                capacity=capacity,
                valid_from=cast.ENROLLING.date(),
            )
            registered = await sittings.register_examiner(registration, actor=actor, now=cast.ENROLLING)
            if capacity is Capacity.EXAMINER:
                await _approve(stage, registered)
    return keys


async def _approve(stage: Stage, registration: UUID) -> None:
    """The certification body approves an examiner for every part of the track."""
    approval = ApproveExaminer(
        registration=registration,
        track=cast.TRACK,
        approved_by=stage.organisations["body"],
        valid_from=cast.ENROLLING.date(),
    )
    await sittings.approve_examiner(approval, actor=await stage.actor("certifier-a"), now=cast.ENROLLING)


async def _apply(stage: Stage, candidates: list[str]) -> None:
    """The candidates sign their applications, say what the public may see, and are admitted."""
    employer = RecordEmployment(employer=stage.organisations["employer"], valid_from=cast.SETTING_UP.date())
    certifier = await stage.actor("certifier-a")
    for place, key in enumerate(candidates):
        await stage.give_account(key, Character("", "", account=f"adviseur-{place + 101}"), at=cast.ENROLLING)
        await people.record_employment(stage.persons[key], employer, actor=OPERATOR, now=cast.ENROLLING)
        actor = await stage.actor(key)
        await apply_with(place, actor)
        application = Apply(scheme=cast.SCHEME, terms_version="2026-1", code_of_conduct_version="2026-1")
        dossier = await dossiers.apply(application, actor=actor, now=cast.APPLYING)
        await dossiers.admit(dossier, Admit(identity_document="paspoort"), actor=certifier, now=cast.ADMITTING)


async def _upload(stage: Stage, name: str) -> None:
    """Step 3: the provider uploads a file and accepts it whole."""
    at = dict(UPLOADS)[name]
    actor = await stage.actor("provider")
    sent = Sent(stage.organisations["provider"], cast.TRACK, name, sample(name))
    seen = await results.send(sent, actor=actor, now=at)
    await results.accept(seen.upload.id, everything_at_the_academy(seen), actor=actor, now=at)


def everything_at_the_academy(seen: Preview) -> Choices:
    """Every sitting was held at the provider's own place, with its papers in order."""
    details = SittingDetails(
        place=_PLACE,
        exam_form="schriftelijk",
        exam_form_version="2026-1",
        identity_checked=True,
        confidentiality_signed=True,
    )
    return Choices(places=everywhere(seen.reading, details))


def sample(name: str) -> bytes:
    """A result file of the demo."""
    return files("config.demo").joinpath("files", name).read_bytes()


async def _decide(stage: Stage) -> None:
    """Step 4: A prepares, B decides but for the three whose resits B examined; C decides those."""
    a, b, c = [await stage.actor(f"certifier-{letter}") for letter in "abc"]
    for held in await reading.dossiers():
        evidence = _complete(held)
        await dossiers.prepare(held.id, Prepare(evidence=evidence), actor=a, now=cast.PREPARING)
        try:
            await dossiers.grant(held.id, Grant(evidence=evidence), actor=b, now=cast.DECIDING)
        except NotIndependent:
            await dossiers.grant(held.id, Grant(evidence=evidence), actor=c, now=cast.DECIDING)


def _complete(held: reading.Held) -> UUID:
    if held.evidence is None:
        raise LookupError(f"dossier of {held.candidate_number} is not complete")
    return held.evidence
