"""Reading from the database what a file of results is judged against, and results as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from exams.enrolments.tables import Enrolment, Teaching
from exams.results import register
from exams.results.register import Candidate, Outcome, Part, PastResult, Register, Registration
from exams.results.tables import Result, Upload
from exams.sittings.tables import ExaminerRegistration, Sitting
from exams.tracks.service import Version
from registry.people import service as people
from registry.people.rules import Name
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class StandingResult:
    """A result that counts now: not corrected, its upload not retracted. Score in tenths; no outcome once erased."""

    id: UUID
    enrolment: UUID
    adviser: UUID
    part: UUID
    sitting: UUID
    held_on: date
    attempt: int
    outcome: Outcome | None
    score: int | None
    examiner: UUID
    invigilator: UUID | None
    upload: UUID
    sheet: str
    cell: str


async def register_of(provider: UUID, version: Version, *, today: date) -> Register:
    """Everything the rules may look at, for one provider and one version of a track."""
    codes = {part["id"]: part["code"] for part in version.parts}
    enrolled = await _enrolled(provider, version.id)
    results = await results_of([row["id"] for row in enrolled])
    numbers = {row["id"]: row["candidate_number"] for row in enrolled}
    return Register(
        today=today,
        parts={part["code"]: _part(part) for part in version.parts},
        candidates=await _candidates(enrolled, codes),
        registrations=await _registrations(provider),
        look_back_months=await schemes.look_back_of_track(version.code, today),
        past=tuple(_past(each, numbers, codes) for each in results if each.outcome is not None),
        sittings=await _sittings(provider, codes),
    )


def _part(row: dict[str, Any]) -> Part:
    return Part(
        code=row["code"],
        name=Text(row["name_nl"], row["name_en"]),
        scale_maximum=row["scale_maximum"],
        pass_mark=row["pass_mark"],
        waiting_days=row["resit_after_days"],
        maximum_attempts=row["maximum_attempts"],
        months_counted=row["counts_months"],
    )


async def _enrolled(provider: UUID, version: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Enrolment.select(
        Enrolment.id,
        Enrolment.adviser,
        Enrolment.adviser.candidate_number.as_alias("candidate_number"),
        Enrolment.adviser.person.as_alias("person"),
    ).where(Enrolment.provider == provider, Enrolment.track_version == version)
    return rows


async def _candidates(enrolled: list[dict[str, Any]], codes: Mapping[UUID, str]) -> dict[str, Candidate]:
    names = await people.names_of(row["person"] for row in enrolled)
    taught = await teachings_of([row["id"] for row in enrolled])
    return {
        row["candidate_number"]: Candidate(
            number=row["candidate_number"],
            adviser_id=row["adviser"],
            enrolment_id=row["id"],
            given_name=names[row["person"]].given,
            family_name=_family(names[row["person"]]),
            taught_by=tuple(
                register.Teaching(each["trainer"], codes[each["part"]], each["valid_from"], each["valid_to"])
                for each in taught.get(row["id"], [])
            ),
        )
        for row in enrolled
        if row["person"] in names
    }


async def teachings_of(enrolments: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Who taught which part, by enrolment."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    if enrolments:
        for row in await Teaching.select().where(Teaching.enrolment.is_in(enrolments)).order_by(Teaching.valid_from):
            found.setdefault(row["enrolment"], []).append(row)
    return found


async def _registrations(provider: UUID) -> tuple[Registration, ...]:
    rows = await ExaminerRegistration.select().where(ExaminerRegistration.provider == provider)
    names = await people.names_of(row["person"] for row in rows)
    return tuple(
        Registration(
            person_id=row["person"],
            given_name=names[row["person"]].given,
            family_name=_family(names[row["person"]]),
            capacity=register.Capacity(row["capacity"]),
            first_day=row["valid_from"],
            last_day=row["valid_to"],
        )
        for row in rows
        if row["person"] in names
    )


def _family(name: Name) -> str:
    return f"{name.prefix} {name.family}" if name.prefix else name.family


async def _sittings(provider: UUID, codes: Mapping[UUID, str]) -> dict[tuple[str, date, UUID], UUID]:
    rows = await Sitting.select().where(Sitting.provider == provider, Sitting.part.is_in(list(codes)))
    return {(codes[row["part"]], row["held_on"], row["examiner"]): row["id"] for row in rows}


def _past(result: StandingResult, numbers: Mapping[UUID, str], codes: Mapping[UUID, str]) -> PastResult:
    if result.outcome is None:
        raise ValueError("an erased result is no past result")
    return PastResult(
        id=result.id,
        candidate_number=numbers[result.enrolment],
        part_code=codes[result.part],
        attempt=result.attempt,
        held_on=result.held_on,
        outcome=result.outcome,
        score=result.score,
        examiner_id=result.examiner,
        invigilator_id=result.invigilator,
    )


async def results_of(enrolments: list[UUID]) -> list[StandingResult]:
    """The results that count now for these enrolments, in order of recording."""
    if not enrolments:
        return []
    rows = (
        await Result.select(
            *Result.all_columns(),
            Result.enrolment.adviser.as_alias("adviser"),
            Result.sitting.held_on.as_alias("held_on"),
            Result.sitting.examiner.as_alias("examiner"),
            Result.sitting.invigilator.as_alias("invigilator"),
        )
        .where(
            Result.enrolment.is_in(enrolments),
            Result.upload.is_in(Upload.select(Upload.id).where(Upload.retracted_at.is_null())),
        )
        .order_by(Result.recorded_at)
    )
    corrected = {row["corrects"] for row in rows}
    contents = await personal_data.reveal(row["content"] for row in rows)
    return [_standing(row, contents.get(row["content"])) for row in rows if row["id"] not in corrected]


def _standing(row: dict[str, Any], content: dict[str, Any] | None) -> StandingResult:
    return StandingResult(
        id=row["id"],
        enrolment=row["enrolment"],
        adviser=row["adviser"],
        part=row["part"],
        sitting=row["sitting"],
        held_on=row["held_on"],
        attempt=row["attempt"],
        outcome=Outcome(content["outcome"]) if content else None,
        score=content["score"] if content else None,
        examiner=row["examiner"],
        invigilator=row["invigilator"],
        upload=row["upload"],
        sheet=row["sheet"],
        cell=row["cell"],
    )
