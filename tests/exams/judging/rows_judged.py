"""Rows made for these tests, and what is judged of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from exams.judging.reading import Reading
from exams.judging.register import Outcome, PastResult, Register
from exams.judging.rules import Progress, check_rows
from exams.spreadsheets.sheet import Row, Sheet
from tests.exams.judging.registers import FIRST, GROEN, POSTMA, a_register, some_id
from tests.exams.spreadsheets.files import HEADINGS

GOOD: dict[str, object] = {
    "number": FIRST, "family": "van der Meer", "given": "Johanna", "part": "GP", "day": date(2026, 9, 7), "attempt": 1,
    "score": 72, "outcome": "Geslaagd", "examiner": "R. Postma", "invigilator": "M. Groen", "remark": None,
}  # fmt: skip
NOTHING: dict[str, object] = dict.fromkeys(GOOD)


def a_row(**more: object) -> list[object]:
    """A right row, otherwise where it is said."""
    return [*{**GOOD, **more}.values()]


def judged(
    *rows: Sequence[object], register: Register | None = None, progress: Progress | None = None, **marks: Any
) -> Reading:
    """Rows under the usual headings, judged; the first is row 2."""
    sheet = Sheet("Blad1", 11, tuple(Row(n, tuple(row)) for n, row in enumerate([HEADINGS, *rows], 1)), **marks)
    return check_rows(sheet, register or a_register(), progress=progress)


def told(reading: Reading) -> list[tuple[str, str]]:
    """The faults, short."""
    return [(fault.cell, fault.code) for fault in reading.faults]


def on_record(
    attempt: int = 1,
    day: date = date(2026, 6, 1),
    outcome: Outcome = Outcome.FAILED,
    score: int | None = 400,
    part: str = "GP",
) -> PastResult:
    """A result of the first candidate."""
    return PastResult(some_id(f"{part}{attempt}"), FIRST, part, attempt, day, outcome, score, POSTMA.person_id, GROEN.person_id)
