"""What comes out of judging a file: results as they would be recorded, findings at their cells, and the effect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from exams.cells.findings import Finding
from exams.judging.headings import Field, UnknownHeading
from exams.judging.register import Outcome
from exams.spreadsheets.sheet import address

NO_RESULTS = "no-results"
"""The fault of a sheet without any result, told where the first was expected."""


class Standing(StrEnum):
    """What a row is to what is on record."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CORRECTION = "correction"


class Skip(StrEnum):
    """Why a row is not read as a result, without being a fault."""

    NOT_A_RESULT = "not-a-result"
    NOT_FILLED_IN = "not-filled-in"
    HEADING_AGAIN = "heading-again"


class Change(NamedTuple):
    """One thing a correction changes: the field, as on record, as in the file."""

    field: Field
    old: object
    new: object


class SittingKey(NamedTuple):
    """What tells one sitting of a provider from another."""

    part_code: str
    held_on: date
    examiner_id: UUID

    @property
    def written(self) -> str:
        """The key as programs and forms send it: `GP|2026-09-07|` and the examiner's id."""
        return f"{self.part_code}|{self.held_on.isoformat()}|{self.examiner_id}"


class ResultRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One result as it would be recorded; the score in tenths, None when there was none.

    `corrects` is the result on record that a correction or an unchanged row is about.
    """

    sheet: str
    row: int
    columns: Mapping[Field, int]
    candidate_number: str
    adviser_id: UUID
    enrolment_id: UUID
    part_code: str
    held_on: date
    attempt: int
    outcome: Outcome
    score: int | None
    examiner_id: UUID
    invigilator_id: UUID | None
    remark: str | None
    standing: Standing
    corrects: UUID | None
    changes: tuple[Change, ...]

    @property
    def cells(self) -> dict[Field, str]:
        """The address of each field: where in the file it came from."""
        return {name: address(self.row, column) for name, column in self.columns.items()}

    @property
    def sitting(self) -> SittingKey:
        """The sitting that this result belongs to."""
        return SittingKey(self.part_code, self.held_on, self.examiner_id)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is not read as a result, with the start of what stands in it."""

    row: int
    why: Skip
    text: str


@dataclass(frozen=True, slots=True)
class SittingSeen:
    """A sitting that rows belong to; without an id it does not exist yet and is proposed."""

    key: SittingKey
    id: UUID | None
    invigilator_ids: tuple[UUID, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What accepting does for one candidate: part codes passed, those passed anew, and the whole track.

    `makes_evidence` says that results of theirs are new or corrected and that every part is then passed by a pass that
    counts today. `mean` is there for who passes the track: of the latest passes, by weight, in tenths on a scale to 100.
    """

    candidate_number: str
    name: str
    adviser_id: UUID
    passed: tuple[str, ...]
    newly_passed: tuple[str, ...]
    passes_track: bool
    newly_passes_track: bool
    makes_evidence: bool
    mean: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A judged file. Nothing may be recorded while there are faults.

    `people` holds the written names of those who can stand at a sitting, to tell changes and sittings by.
    """

    sheet: str
    heading_row: int | None = None
    rows: tuple[ResultRow, ...] = ()
    faults: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    sittings: tuple[SittingSeen, ...] = ()
    effects: tuple[Effect, ...] = ()
    unknown_headings: tuple[UnknownHeading, ...] = ()
    people: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def faulty_rows(self) -> tuple[int, ...]:
        """The rows of results that have a fault, each once, in order: a provider may set these aside."""
        if self.heading_row is None:
            return ()
        of_rows = (each.row for each in self.faults if each.row > self.heading_row and each.code != NO_RESULTS)
        return tuple(dict.fromkeys(of_rows))
