"""How attempts follow each other, corrections of what is on record, and what accepting does."""

from dataclasses import replace
from datetime import date

import pytest

from exams.judging.headings import Field
from exams.judging.reading import Standing
from exams.judging.register import Outcome, PastResult
from tests.exams.judging.registers import DE_BOER, GROEN, PARTS, POSTMA, WILLEMS, a_register, some_id
from tests.exams.judging.rows_judged import a_row, judged, on_record, told


@pytest.mark.parametrize(
    ("rows", "past", "faults"),
    [
        pytest.param([{"attempt": 2}], [], [("F2", "attempt-before-unknown")], id="a second without a first"),
        pytest.param([{"attempt": 2}], [on_record()], [], id="a second after a first that failed"),
        pytest.param([{"attempt": 2}], [on_record(outcome=Outcome.ABSENT, score=None)], [], id="a second after an absence"),
        pytest.param(
            [{"attempt": 2}], [on_record(outcome=Outcome.PASSED)], [("F2", "passed-before")], id="a second after a pass"
        ),
        pytest.param(
            [{"attempt": 2}],
            [on_record(outcome=Outcome.PASSED, day=date(2024, 9, 7))],
            [],
            id="after a pass that no longer counts",
        ),
        pytest.param(
            [{"attempt": 2}],
            [on_record(outcome=Outcome.PASSED, day=date(2024, 9, 8))],
            [("F2", "passed-before")],
            id="on the last day that a pass counts",
        ),
        pytest.param(
            [{"attempt": 2}], [on_record(day=date(2026, 8, 25))], [("E2", "resit-too-soon")], id="thirteen days later"
        ),
        pytest.param([{"attempt": 2}], [on_record(day=date(2026, 8, 24))], [], id="fourteen days later"),
        pytest.param(
            [{"attempt": 4}], [on_record(n, date(2026, n, 1)) for n in (1, 2, 3)], [("F2", "attempts-exhausted")], id="a fourth"
        ),
        pytest.param([{"score": 40, "outcome": None}, {"attempt": 2, "day": date(2026, 9, 21)}], [], [], id="both in one file"),
        pytest.param(
            [{"attempt": 2, "day": date(2026, 9, 21)}, {"score": 40, "outcome": None}],
            [],
            [],
            id="both in one file, the later above",
        ),
        pytest.param(
            [{}, {"attempt": 2, "day": date(2026, 9, 21)}], [], [("F3", "passed-before")], id="passed in the same file"
        ),
        pytest.param(
            [{"score": "?"}, {"attempt": 2, "day": date(2026, 9, 21)}],
            [],
            [("G2", "score-form")],
            id="a first at fault is told once",
        ),
        pytest.param([{}, {}], [], [("A3", "double-row")], id="the same result twice"),
        pytest.param([{}, {}, {}], [], [("A3", "double-row"), ("A4", "double-row")], id="the same result three times"),
        pytest.param(
            [{}, {"score": 73}],
            [],
            [("A2", "double-row-differs"), ("A3", "double-row-differs")],
            id="twice with different scores",
        ),
    ],
)
def test_attempts(rows, past, faults):
    """Attempts follow each other: none skipped, none after a pass that counts, none too soon, none twice."""
    assert told(judged(*(a_row(**row) for row in rows), register=a_register(past=past))) == faults


FREE = {code: replace(part, absence_uses_attempt=False) for code, part in PARTS.items()}


def away(attempt: int, day: date) -> PastResult:
    """An absence on record."""
    return on_record(attempt, day, Outcome.ABSENT, None)


@pytest.mark.parametrize(
    ("row", "past", "costly", "free"),
    [
        pytest.param(
            {"attempt": 2},
            [away(1, date(2026, 9, 1))],
            [("E2", "resit-too-soon")],
            [],
            id="a week after an absence",
        ),
        pytest.param(
            {"attempt": 3},
            [on_record(1, date(2026, 8, 30)), away(2, date(2026, 9, 1))],
            [("E2", "resit-too-soon")],
            [("E2", "resit-too-soon")],
            id="a week after a failure and an absence",
        ),
        pytest.param(
            {"attempt": 4},
            [on_record(1, date(2026, 1, 1)), away(2, date(2026, 2, 1)), on_record(3, date(2026, 3, 1))],
            [("F2", "attempts-exhausted")],
            [],
            id="a fourth of which one was an absence",
        ),
        pytest.param(
            {"attempt": 5},
            [on_record(n, date(2026, n, 1)) for n in (1, 2, 3)] + [away(4, date(2026, 4, 1))],
            [("F2", "attempts-exhausted")],
            [("F2", "attempts-exhausted")],
            id="a fifth of which one was an absence",
        ),
        pytest.param(
            {"attempt": 4, "score": "afwezig", "outcome": None},
            [on_record(n, date(2026, n, 1)) for n in (1, 2, 3)],
            [("F2", "attempts-exhausted")],
            [],
            id="an absence after three failures",
        ),
        pytest.param(
            {"attempt": 2, "score": "afwezig", "outcome": None},
            [on_record(1, date(2026, 9, 1))],
            [("E2", "resit-too-soon")],
            [],
            id="an absence a week after a failure",
        ),
        pytest.param(
            {"attempt": 3},
            [away(1, date(2026, 6, 1))],
            [("F2", "attempt-before-unknown")],
            [("F2", "attempt-before-unknown")],
            id="numbers count on over an absence",
        ),
        pytest.param(
            {"attempt": 2},
            [away(1, date(2026, 9, 8))],
            [("E2", "resit-too-soon")],
            [("E2", "resit-too-soon")],
            id="the day before an absence",
        ),
    ],
)
def test_absences(row, past, costly, free):
    """An absence uses an attempt, and makes the next one wait, only where the part says so; its number counts on."""
    for parts, faults in ((PARTS, costly), (FREE, free)):
        assert told(judged(a_row(**row), register=a_register(past=past, parts=parts))) == faults


def test_correction():
    """A row that differs from the record is a correction that says what it changes, old and new."""
    register = a_register(past=[on_record(day=date(2026, 9, 7))])
    row = judged(a_row(), register=register).rows[0]
    assert (row.standing, row.corrects) == (Standing.CORRECTION, some_id("GP1"))
    assert row.changes == ((Field.SCORE, 400, 720), (Field.OUTCOME, Outcome.FAILED, Outcome.PASSED))


def test_unchanged():
    """A row that says what is on record is unchanged, also without its invigilator."""
    register = a_register(past=[on_record(day=date(2026, 9, 7), outcome=Outcome.PASSED, score=720)])
    row = judged(a_row(invigilator=None), register=register).rows[0]
    assert (row.standing, row.changes, row.invigilator_id) == (Standing.UNCHANGED, (), GROEN.person_id)


def test_who_invigilated_is_said_of_the_sitting():
    """Another invigilator than the sitting on record has corrects no result: it is noticed, and nothing changes."""
    past = replace(on_record(day=date(2026, 9, 7), outcome=Outcome.PASSED, score=720), invigilator_id=DE_BOER.person_id)
    register = a_register(past=[past])
    reading = judged(a_row(), register=register)
    [row] = reading.rows
    assert (row.standing, row.changes, row.invigilator_id) == (Standing.UNCHANGED, (), DE_BOER.person_id)
    assert "invigilator-on-record" in [notice.code for notice in reading.notices]


def test_correction_before_a_later_attempt():
    """A correction that makes a pass of an attempt after which there was another gets a notice."""
    register = a_register(past=[on_record(day=date(2026, 9, 7)), on_record(2, date(2026, 10, 1))])
    assert [notice.code for notice in judged(a_row(), register=register).notices] == ["later-attempt"]


def test_sittings():
    """Rows of one part, day and examiner share a sitting: the one on record, or one that is proposed."""
    known = {("GP", date(2026, 9, 7), POSTMA.person_id): some_id("sitting")}
    other = a_row(number="EA000102-42", family="de Haan", given="Sietse")
    third = a_row(part="OA", examiner="K. Willems")
    reading = judged(a_row(), other, third, register=a_register(sittings=known))
    assert [(each.key.examiner_id, each.id, each.rows) for each in reading.sittings] == [
        (POSTMA.person_id, some_id("sitting"), 2), (WILLEMS.person_id, None, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first_pass", "passes"),
    [
        pytest.param(date(2024, 9, 8), True, id="the oldest pass still counts on the day of the last"),
        pytest.param(date(2024, 9, 7), False, id="the oldest pass has lapsed by the day of the last"),
    ],
)
def test_effect(first_pass, passes):
    """The track is passed when every part is, each pass counting on the day of the last."""
    past = [on_record(day=first_pass, outcome=Outcome.PASSED, part=code) for code in PARTS if code != "GP"]
    effect = judged(a_row(), register=a_register(past=past)).effects[0]
    assert effect.newly_passed == ("GP",)
    assert (effect.passes_track, effect.newly_passes_track) == (passes, passes)
