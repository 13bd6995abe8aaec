"""Reading from the database what a file of results is judged against, and results as they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from exams.judging import register
from exams.judging.register import Candidate, Outcome, Part, PastResult, Register, Registration
from exams.results.candidates import candidates_of, whole_family_name
from exams.results.history import CorrectionReason, Nature
from exams.sittings import service as sittings
from exams.sittings.rules import RegistrationRow
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from exams.tracks.service import Version
from registry.days import amsterdam_day
from registry.dossiers import equivalence_reading as equivalence
from registry.people import service as people
from registry.people.rules import Name
from registry.schemes import service as schemes
from registry.texts import Text
from registry.transactions import fetch

_STANDING = """
SELECT result.id, result.enrolment, enrolment.adviser, result.part, result.sitting, sitting.held_on, result.attempt,
    kept.value, sitting.examiner, sitting.invigilator, result.upload, result.sheet, result.cell, result.nature
FROM result
    JOIN enrolment ON enrolment.id = result.enrolment
    JOIN sitting ON sitting.id = result.sitting
    LEFT JOIN personal_value kept ON kept.commitment = result.content
WHERE result.enrolment = ANY($1) AND result.nature <> 'retracted'
    AND NOT EXISTS (SELECT 1 FROM result later WHERE later.corrects = result.id)
ORDER BY result.recorded_at, result.id
"""
_HISTORY = """
WITH RECURSIVE chain AS (
    SELECT id, 1 AS place FROM result WHERE enrolment = $1 AND part = $2 AND corrects IS NULL
    UNION ALL SELECT result.id, place + 1 FROM result JOIN chain ON result.corrects = chain.id)
SELECT result.id, result.enrolment, enrolment.adviser, result.part, result.sitting, sitting.held_on, result.attempt,
    kept.value, sitting.examiner, sitting.invigilator, result.upload, result.sheet, result.cell, result.nature,
    result.reason, result.recorded_at
FROM chain
    JOIN result ON result.id = chain.id
    JOIN enrolment ON enrolment.id = result.enrolment
    JOIN sitting ON sitting.id = result.sitting
    LEFT JOIN personal_value kept ON kept.commitment = result.content
ORDER BY result.attempt, chain.place
"""
_TEACHINGS = """
SELECT enrolment, part, trainer, valid_from, valid_to FROM teaching WHERE enrolment = ANY($1) ORDER BY valid_from, id
"""
_SITTINGS = """
SELECT id, part, held_on, examiner FROM sitting WHERE provider = $1 AND part = ANY($2)
"""


class _Content(msgspec.Struct):
    """What is kept of a result about the person: a row that takes back has no outcome."""

    outcome: Outcome | None
    score: int | None = None


_content = msgspec.json.Decoder(_Content)
_NOTHING = _Content(None)
_NATURES = {nature.value: nature for nature in Nature}


@dataclass(frozen=True, slots=True)
class StandingResult:
    """A result that counts: the last row of the history of its attempt. Score in tenths; no outcome once erased."""

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
    nature: Nature


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A row of the history of an attempt, whether it counts or not: what it said, why, and when it was recorded."""

    result: StandingResult
    reason: CorrectionReason | None
    recorded_at: datetime


async def register_of(provider: UUID, version: Version, *, today: date) -> Register:
    """Everything the rules may look at, for one provider and one version of a track."""
    codes = {part["id"]: part["code"] for part in version.parts}
    registered = await _registrations(provider, version.track)
    examiners = {each.person_id for each in registered if each.capacity is register.Capacity.EXAMINER}
    candidates = await candidates_of(provider, version, examiners=examiners)
    numbers = {each.enrolment_id: each.number for each in candidates.enrolled.values()}
    results = await results_of(numbers)
    return Register(
        today=today,
        parts={part["code"]: _part(part) for part in version.parts},
        candidates=candidates.enrolled,
        registrations=registered,
        look_back_months=await schemes.look_back_of_track(version.code, today),
        examined=tuple(await tracks.approved_periods(provider, version.track, Approved.EXAMINE)),
        past=tuple(_past(each, numbers, codes) for each in results if each.outcome is not None),
        sittings=await _sittings(provider, codes),
        other_versions=candidates.other_versions,
        same_person=candidates.same_person,
        equivalents=await _equivalents(candidates.enrolled.values(), version.code),
    )


async def _equivalents(enrolled: Iterable[Candidate], track_code: str) -> dict[str, dict[str, date]]:
    granted = await equivalence.granted_in(track_code)
    return {
        each.number: {of.part_code: amsterdam_day(of.decided_at) for of in granted[each.adviser_id]}
        for each in enrolled
        if each.adviser_id in granted
    }


def _part(row: dict[str, Any]) -> Part:
    return Part(
        code=row["code"],
        name=Text(row["name_nl"], row["name_en"]),
        scale_maximum=row["scale_maximum"],
        pass_mark=row["pass_mark"],
        waiting_days=row["resit_after_days"],
        maximum_attempts=row["maximum_attempts"],
        months_counted=row["counts_months"],
        weight=row["weight"],
        absence_uses_attempt=row["absence_uses_attempt"],
    )


async def _registrations(provider: UUID, track: UUID) -> tuple[Registration, ...]:
    rows = await sittings.registrations_of(provider, track)
    names = await people.names_of(row.person for row in rows)
    return tuple(_registration(row, names[row.person]) for row in rows if row.person in names)


def _registration(row: RegistrationRow, name: Name) -> Registration:
    return Registration(
        person_id=row.person,
        given_name=name.given,
        family_name=whole_family_name(name),
        capacity=register.Capacity(row.capacity.value),
        first_day=row.valid_from,
        last_day=row.valid_to,
        part_codes=row.part_codes,
    )


async def _sittings(provider: UUID, codes: Mapping[UUID, str]) -> dict[tuple[str, date, UUID], UUID]:
    rows = await fetch(_SITTINGS, provider, list(codes))
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


async def results_of(enrolments: Iterable[UUID]) -> list[StandingResult]:
    """The results that count now for these enrolments, in order of recording; those of an erased person without outcome.

    One query, however many they are. Files of one person that were merged have an enrolment each: ask for all of them.
    """
    return [_standing(row) for row in await fetch(_STANDING, list(enrolments))]


async def history_of(enrolment: UUID, part: UUID) -> list[HistoryRow]:
    """Everything that was ever recorded of an enrolment at a part: attempt by attempt, each from its first row to its last."""
    return [
        HistoryRow(_standing(row), CorrectionReason(row["reason"]) if row["reason"] else None, row["recorded_at"])
        for row in await fetch(_HISTORY, enrolment, part)
    ]


def _standing(row: asyncpg.Record) -> StandingResult:
    content = _content.decode(row["value"]) if row["value"] is not None else _NOTHING
    return StandingResult(
        id=row["id"],
        enrolment=row["enrolment"],
        adviser=row["adviser"],
        part=row["part"],
        sitting=row["sitting"],
        held_on=row["held_on"],
        attempt=row["attempt"],
        outcome=content.outcome,
        score=content.score,
        examiner=row["examiner"],
        invigilator=row["invigilator"],
        upload=row["upload"],
        sheet=row["sheet"],
        cell=row["cell"],
        nature=_NATURES[row["nature"]],
    )


async def teachings_of(enrolments: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Who taught which part from when to when, by enrolment, in order of first day."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in await fetch(_TEACHINGS, list(enrolments)):
        found.setdefault(row["enrolment"], []).append(dict(row))
    return found
