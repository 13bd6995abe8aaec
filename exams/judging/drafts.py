"""A row while it is being judged: what is known of it so far, and which of its fields are at fault."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from exams.cells.findings import Finding, Problem
from exams.judging.headings import Field, Headings
from exams.judging.register import Candidate, Outcome

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V], Generic[K, V]):
    """Answers of a pure function, each worked out once: files repeat the same few days, parts and people."""

    __slots__ = ("_answer",)

    def __init__(self, answer: Callable[[K], V]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: K) -> V:
        value = self[key] = self._answer(key)
        return value


class Draft(msgspec.Struct, eq=False, gc=False):
    """One row; None stands for empty as well as for at fault, and `broken` tells which.

    A day that was taken with a notice only is doubtful: it is enough for a new result, and corrects none.
    """

    row: int
    number: str | None = None
    family_name: str | None = None
    given_name: str | None = None
    part_code: str | None = None
    held_on: date | None = None
    attempt: int | None = None
    score: int | Outcome | None = None
    outcome: Outcome | None = None
    examiner: str | None = None
    invigilator: str | None = None
    remark: str | None = None
    candidate: Candidate | None = None
    examiner_id: UUID | None = None
    invigilator_id: UUID | None = None
    day_is_doubtful: bool = False
    broken: frozenset[Field] = frozenset()
    kept_out: bool = False


class Journal:
    """Where findings are written down, at the cell of a field in a row."""

    def __init__(self, sheet: str, headings: Headings) -> None:
        self._sheet = sheet
        self._headings = headings
        self.faults: list[Finding] = []
        self.notices: list[Finding] = []

    def fault(self, draft: Draft, field: Field, problem: Problem) -> None:
        """The row cannot be taken, because of this field."""
        draft.broken |= {field}
        self.fault_row(draft, field, problem)

    def fault_row(self, draft: Draft, field: Field, problem: Problem) -> None:
        """The row cannot be taken, though this field by itself may be right; it is where people should look."""
        draft.kept_out = True
        self.faults.append(self._finding(draft.row, field, problem))

    def notice(self, draft: Draft, field: Field, problem: Problem) -> None:
        """The row is taken, and this is worth knowing."""
        self.notices.append(self._finding(draft.row, field, problem))

    def about_sheet(self, code: str, **facts: object) -> None:
        """Worth knowing about the sheet as a whole: told at its heading row."""
        row = self._headings.row
        self.notices.append(Finding(self._sheet, f"A{row}", row, code, facts))

    def notices_of_taken(self, taken: set[int]) -> Iterator[Finding]:
        """The notices without those of rows that are not taken: their faults say enough."""
        for notice in self.notices:
            if notice.row in taken or notice.row <= self._headings.row:
                yield notice

    def _finding(self, row: int, field: Field, problem: Problem) -> Finding:
        cell = self._headings.cell(row, field)
        return Finding(self._sheet, cell, row, problem.code, problem.facts, problem.suggestion)
