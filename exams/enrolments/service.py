"""Enrolling candidates, and recording who taught them what."""

from datetime import datetime
from uuid import UUID

import asyncpg

from exams.enrolments.errors import EnrolledAlready, TeachingRecorded, UnknownCandidate
from exams.enrolments.schemas import Enrol, EnrolmentOut, Known, RecordTeaching
from exams.enrolments.tables import Enrolment, Teaching
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.numbering import read_candidate_number
from registry.people import service as people
from registry.people.rules import folded
from registry.people.tables import Adviser, Person
from registry.periods import period_faults
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import Connection, transaction

_ONE_OF_TWO = Text(
    "Geef óf een nieuwe persoon, óf het nummer en de naam van een bekende.",
    "Give either a new person, or the number and name of someone known.",
)
_IN_THE_FUTURE = Text("Deze dag ligt in de toekomst.", "This day lies in the future.")
_UNKNOWN_PART = Text("Onderdeel {code} hoort niet bij dit traject.", "Part {code} is not of this track.")


async def enrol(command: Enrol, *, actor: Actor, now: datetime) -> EnrolmentOut:
    """A candidate joins a track; someone new gets a file and a number. Raises NotApproved, EnrolledAlready, Invalid."""
    actor.must_for(Permission.ENROL, command.provider)
    if command.person is not None and command.known is not None:
        raise Invalid([Fault("person", _ONE_OF_TWO)])
    if command.enrolled_on > amsterdam_day(now):
        raise Invalid([Fault("enrolledOn", _IN_THE_FUTURE)])
    version = await tracks.newest(command.track)
    await tracks.must_be_approved(command.provider, version.track, Approved.TEACH, command.enrolled_on)
    try:
        async with transaction() as connection:
            adviser = await _adviser(command, connection=connection, actor=actor, now=now)
            enrolment = Enrolment(
                adviser=adviser.id,
                provider=command.provider,
                track_version=version.id,
                enrolled_on=command.enrolled_on,
                recorded_at=now,
            )
            await Enrolment.insert(enrolment)
            facts = {"candidateNumber": adviser.candidate_number, "track": command.track}
            await audit.record(Action.ENROLLED, enrolment.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise EnrolledAlready from error
    return EnrolmentOut(
        id=enrolment.id,
        adviser=adviser.id,
        person=adviser.person,
        candidate_number=adviser.candidate_number,
        name=str((await people.names_of([adviser.person]))[adviser.person]),
        enrolled_on=command.enrolled_on,
    )


async def _adviser(command: Enrol, *, connection: Connection, actor: Actor, now: datetime) -> Adviser:
    if command.known is not None:
        return await _known(command.known)
    if command.person is None:
        raise Invalid([Fault("person", _ONE_OF_TWO)])
    person = await people.add(command.person, actor=actor, now=now)
    return await people.open_file(person, connection=connection, actor=actor, now=now)


async def _known(known: Known) -> Adviser:
    number = read_candidate_number(known.candidate_number)
    adviser = await Adviser.objects().where(Adviser.candidate_number == number).first()
    if adviser is None:
        raise UnknownCandidate
    name = (await people.names_of([adviser.person])).get(adviser.person)
    if name is None or folded(known.family_name) not in (folded(name.family), folded(f"{name.prefix or ''} {name.family}")):
        raise UnknownCandidate
    return adviser


async def record_teaching(enrolment: UUID, command: RecordTeaching, *, actor: Actor, now: datetime) -> None:
    """Who taught the candidate which parts, and with it the relation that impartiality looks at."""
    actor.must(Permission.ENROL)
    row = await Enrolment.select().where(Enrolment.id == enrolment).first()
    if row is None:
        raise NotFound
    actor.must_for(Permission.ENROL, row["provider"])
    if not await Person.exists().where(Person.id == command.trainer):
        raise NotFound
    parts = {part["code"]: part["id"] for part in (await tracks.version(row["track_version"])).parts}
    _check(command, parts)
    teachings = [
        Teaching(
            enrolment=enrolment,
            part=parts[code],
            trainer=command.trainer,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            recorded_at=now,
        )
        for code in dict.fromkeys(command.parts)
    ]
    try:
        async with transaction():
            await Teaching.insert(*teachings)
            await impartiality.report([_relation(each, row["adviser"]) for each in teachings], now=now)
            facts = {"trainer": command.trainer, "parts": command.parts}
            await audit.record(Action.TEACHING_RECORDED, enrolment, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise TeachingRecorded from error


def _check(command: RecordTeaching, parts: dict[str, UUID]) -> None:
    faults = [Fault("parts", _UNKNOWN_PART, {"code": code}) for code in command.parts if code not in parts]
    faults += period_faults(command.valid_from, command.valid_to, field="validTo")
    if faults:
        raise Invalid(faults)


def _relation(teaching: Teaching, adviser: UUID) -> Reported:
    return Reported(
        RelationKind.TAUGHT,
        person=teaching.trainer,
        adviser=adviser,
        valid_from=teaching.valid_from,
        valid_to=teaching.valid_to,
        origin=teaching.id,
        facts={"enrolment": teaching.enrolment, "part": teaching.part},
    )


async def enrolments_of(provider: UUID, *, actor: Actor) -> list[EnrolmentOut]:
    """The provider's candidates, by number."""
    actor.must_for(Permission.ENROL, provider)
    rows = (
        await Enrolment.select(
            *Enrolment.all_columns(),
            Enrolment.adviser.person.as_alias("person"),
            Enrolment.adviser.candidate_number.as_alias("candidate_number"),
        )
        .where(Enrolment.provider == provider)
        .order_by(Enrolment.adviser.candidate_number)
    )
    names = await people.names_of(row["person"] for row in rows)
    return [
        EnrolmentOut(
            id=row["id"],
            adviser=row["adviser"],
            person=row["person"],
            candidate_number=row["candidate_number"],
            name=str(names[row["person"]]) if row["person"] in names else None,
            enrolled_on=row["enrolled_on"],
        )
        for row in rows
    ]
