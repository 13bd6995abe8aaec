"""What the integrity watch is for: one provider that swindles, flagged by its second sitting, beside two that do not.

Told after the story, on a track of its own for which nobody waits before a resit, so that the story's candidates keep their
numbers. Persons and organisations are invented; the case that this opens is left for the certifiers to look into.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from config.demo.cast import Character
from config.demo.stage import Stage
from exams.enrolments import service as enrolments
from exams.enrolments.schemas import Enrol, EnrolmentOut
from exams.results import service as results
from exams.results import watching
from exams.results.acceptance import Choices, SittingDetails, everywhere
from exams.results.service import Sent
from exams.sittings import service as sittings
from exams.sittings.rules import Capacity
from exams.sittings.schemas import ApproveExaminer, RegisterExaminer
from exams.tracks import service as tracks
from exams.tracks.rules import Approved, PartIn
from exams.tracks.schemas import ApproveProvider, CreateTrack
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Actor, Role

TRACK = "basistraining-e-overheid"
CANDIDATES = 10
PASSED_HONESTLY = 7
"""Of the ten of an honest provider seven pass at once, and two of the other three at the resit, two weeks later."""

_SETTING_UP = datetime(2026, 8, 24, 9, 0, tzinfo=UTC)
_UPLOADING = (datetime(2026, 10, 30, 9, 0, tzinfo=UTC), datetime(2026, 10, 30, 15, 0, tzinfo=UTC))
_FIRST, _FIVE_DAYS_LATER, _TWO_WEEKS_LATER = date(2026, 10, 5), date(2026, 10, 10), date(2026, 10, 19)
_HEADINGS = (
    "Kandidaatnummer",
    "Achternaam",
    "Onderdeel",
    "Examendatum",
    "Poging",
    "Score",
    "Examinator",
    "Surveillant",
)
_GIVEN = ("Bart", "Chantal", "Daan", "Esra", "Fleur", "Gijs", "Hanna", "Ilias", "Jolijn", "Koen")


@dataclass(frozen=True, slots=True)
class _School:
    """An invented provider, whom it examines with, and the family name that its candidates share."""

    key: str
    name: str
    account: str
    examiner: str
    invigilator: str
    family: str
    swindles: bool = False


_SCHOOLS = (
    _School("school-zuiderlicht", "Zuiderlicht Opleidingen", "opleider-zuiderlicht", "Vos", "Prins", "Zuidema"),
    _School("school-de-brink", "Leerhuis De Brink", "opleider-de-brink", "Maas", "Kok", "Brinkman"),
    _School("school-snelpas", "Snelpas Trainingen", "opleider-snelpas", "Vlugt", "Wakker", "Snel", swindles=True),
)


async def tell_of_fraud(stage: Stage) -> None:
    """Ten candidates at each of three providers; the last one's fail under supervision and all pass five days later without."""
    await _track(stage)
    for school in _SCHOOLS:
        actor = await _open(stage, school)
        await _register_examiners(stage, school, actor)
        enrolled = [await _enrol(stage, school, given, actor) for given in _GIVEN[:CANDIDATES]]
        for at, file in zip(_UPLOADING, _files(school, enrolled), strict=True):
            await _upload(stage, school, file, actor=actor, at=at)


async def _track(stage: Stage) -> None:
    part = PartIn(
        code="BT",
        name_nl="Basistoets e-overheid",
        name_en="Basic test e-government",
        scale_maximum=Decimal(100),
        pass_mark=Decimal(55),
        resit_after_days=0,
        maximum_attempts=3,
        counts_months=24,
    )
    command = CreateTrack(
        owner=stage.organisations["owner"],
        code=TRACK,
        name_nl="Basistraining e-overheid",
        name_en="Basic training e-government",
        effective_from=_SETTING_UP.date(),
        parts=[part],
    )
    await tracks.create(command, actor=await stage.actor("owner"), now=_SETTING_UP)


async def _open(stage: Stage, school: _School) -> Actor:
    """The provider, approved to teach and to examine, and someone who signs in for it."""
    command = RegisterOrganisation(kind=Kind.PROVIDER, name=school.name)
    provider = await organisations.register(command, actor=OPERATOR, now=_SETTING_UP)
    stage.organisations[school.key] = provider
    for approved, by, who in ((Approved.TEACH, "owner", "owner"), (Approved.EXAMINE, "body", "certifier-a")):
        approval = ApproveProvider(
            provider=provider, approved=approved, approved_by=stage.organisations[by], valid_from=_SETTING_UP.date()
        )
        await tracks.approve(TRACK, approval, actor=await stage.actor(who), now=_SETTING_UP)
    clerk = Character("Sam", school.family, account=school.account, role=Role.PROVIDER, organisation=school.key)
    person = RegisterPerson(given_name=clerk.given, family_name=clerk.family)
    stage.persons[school.key] = await people.register(person, actor=OPERATOR, now=_SETTING_UP)
    await stage.give_account(school.key, clerk, at=_SETTING_UP)
    return await stage.actor(school.key)


async def _register_examiners(stage: Stage, school: _School, actor: Actor) -> None:
    for capacity, family in ((Capacity.EXAMINER, school.examiner), (Capacity.INVIGILATOR, school.invigilator)):
        command = RegisterExaminer(
            provider=stage.organisations[school.key],
            capacity=capacity,
            valid_from=_SETTING_UP.date(),
            new=RegisterPerson(given_name="Robin", family_name=family),
        )
        registered = await sittings.register_examiner(command, actor=actor, now=_SETTING_UP)
        if capacity is Capacity.EXAMINER:
            await _approve_examiner(stage, registered)


async def _approve_examiner(stage: Stage, registration: UUID) -> None:
    approval = ApproveExaminer(
        registration=registration,
        track=TRACK,
        approved_by=stage.organisations["body"],
        valid_from=_SETTING_UP.date(),
    )
    await sittings.approve_examiner(approval, actor=await stage.actor("certifier-a"), now=_SETTING_UP)


async def _enrol(stage: Stage, school: _School, given: str, actor: Actor) -> EnrolmentOut:
    command = Enrol(
        provider=stage.organisations[school.key],
        track=TRACK,
        enrolled_on=_SETTING_UP.date(),
        person=RegisterPerson(given_name=given, family_name=school.family),
    )
    return await enrolments.enrol(command, actor=actor, now=_SETTING_UP)


def _files(school: _School, enrolled: Sequence[EnrolmentOut]) -> tuple[str, str]:
    """What the provider sends: a first sitting, and a second for those who failed."""
    passing = 0 if school.swindles else PASSED_HONESTLY
    failed = enrolled[passing:]
    first = _rows(school, enrolled, passing, day=_FIRST, attempt=1, invigilator=school.invigilator)
    if school.swindles:
        return _file(first), _file(_rows(school, failed, len(failed), day=_FIVE_DAYS_LATER, attempt=2, invigilator=""))
    again = _rows(school, failed, len(failed) - 1, day=_TWO_WEEKS_LATER, attempt=2, invigilator=school.invigilator)
    return _file(first), _file(again)


def _rows(
    school: _School, of: Sequence[EnrolmentOut], passing: int, *, day: date, attempt: int, invigilator: str
) -> list[tuple[object, ...]]:
    """One sitting: the first so many pass."""
    return [
        (
            each.candidate_number,
            school.family,
            "BT",
            day.isoformat(),
            attempt,
            60 + 3 * place if place < passing else 40 + place,
            f"R. {school.examiner}",
            invigilator and f"R. {invigilator}",
        )
        for place, each in enumerate(of)
    ]


def _file(rows: Iterable[tuple[object, ...]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";").writerows([_HEADINGS, *rows])
    return written.getvalue()


async def _upload(stage: Stage, school: _School, file: str, *, actor: Actor, at: datetime) -> None:
    sent = Sent(stage.organisations[school.key], TRACK, "uitslagen.csv", file.encode())
    seen = await results.send(sent, actor=actor, now=at)
    details = SittingDetails(place="Zwolle", exam_form="schriftelijk", exam_form_version="2026-1")
    choices = Choices(places=everywhere(seen.reading, details))
    await results.accept(seen.upload.id, choices, actor=actor, now=at)
    await watching.watch(seen.upload.id, now=at)
