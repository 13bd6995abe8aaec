"""What holds of every file of results, whatever is in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.cells.findings import Finding
from exams.judging.reading import Reading, Standing
from exams.judging.register import Outcome, PastResult, Register
from exams.results.acceptance import left_of
from tests.exams.judging.registers import CANDIDATES, PARTS, POSTMA, WILLEMS, a_register, as_recorded, some_id
from tests.exams.judging.rows_judged import a_row, judged

NUMBERS = [*CANDIDATES][:3]
CODES = ("GP", "ET")
UNENROLLED = "EA000900-73"
FIRST_DAY = date(2026, 5, 1)

days = st.integers(0, 60).map(lambda passed: FIRST_DAY + timedelta(days=passed))
cells_of_days = days | days.map(lambda day: datetime.combine(day, time(9, 30)))
scores = st.sampled_from([3, 5.5, 8, 9.9, 55, "afwezig", "?", None])
registers = st.builds(
    lambda absence_uses_attempt, merged: a_register(
        parts={code: replace(part, absence_uses_attempt=absence_uses_attempt) for code, part in PARTS.items()},
        same_person=merged,
    ),
    st.booleans(),
    st.sampled_from([{}, {NUMBERS[1]: NUMBERS[0]}, {NUMBERS[1]: NUMBERS[0], UNENROLLED: NUMBERS[0]}]),
)


@st.composite
def rows(draw: st.DrawFn, register: Register) -> list[list[object]]:
    """Rows about different attempts of a few candidates; each attempt of a person once."""
    attempts = st.tuples(st.sampled_from([*NUMBERS, UNENROLLED]), st.sampled_from(CODES), st.integers(1, 4))
    chosen = draw(
        st.lists(attempts, max_size=12, unique_by=lambda each: (register.person_of(each[0]), *each[1:])), label="attempts"
    )
    return [
        a_row(
            number=number, family=None, given=None, part=code, attempt=attempt, outcome=None,
            day=draw(cells_of_days), score=draw(scores), examiner=draw(st.sampled_from(["R. Postma", "K. Willems"])),
            invigilator=draw(st.sampled_from(["M. Groen", None])),
        )
        for number, code, attempt in chosen
    ]  # fmt: skip


@st.composite
def on_record(draw: st.DrawFn) -> tuple[PastResult, ...]:
    """Some results of the same candidates."""
    chosen = draw(
        st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(CODES), st.integers(1, 3)), max_size=6, unique=True)
    )
    return tuple(
        PastResult(
            some_id(f"{number} {code} {attempt}"), number, code, attempt, draw(days), draw(st.sampled_from(Outcome)),
            draw(st.sampled_from([None, 30, 80])), draw(st.sampled_from([POSTMA, WILLEMS])).person_id,
        )
        for number, code, attempt in chosen
    )  # fmt: skip


def shown(reading: Reading, file: Sequence[Sequence[object]]) -> dict[tuple[object, ...], object]:
    """What is said of each row, by what stands in it."""

    def told(findings: tuple[Finding, ...], row: int) -> list[tuple[str, str, str]]:
        return sorted((each.cell[0], each.code, str(dict(each.facts))) for each in findings if each.row == row)

    taken = {row.row: (row.standing, row.corrects, row.held_on, row.changes, row.candidate_number) for row in reading.rows}
    return {
        tuple(row): (taken.get(number), told(reading.faults, number), told(reading.notices, number))
        for number, row in enumerate(file, 2)
    }


@given(data=st.data(), register=registers, past=on_record())
def test_the_order_of_rows_makes_no_difference(data, register, past):
    """Each row is judged the same wherever it stands."""
    register = replace(register, past=past)
    file = data.draw(rows(register))
    other = data.draw(st.permutations(file))
    first, second = judged(*file, register=register), judged(*other, register=register)
    assert shown(first, file) == shown(second, other)
    assert [replace(each, name="") for each in first.effects if register.same_person == {}] == [
        replace(each, name="") for each in second.effects if register.same_person == {}
    ]
    assert first.sittings == second.sittings


@given(data=st.data(), register=registers, past=on_record())
def test_what_was_accepted_is_unchanged(data, register, past):
    """A file from which the faulty rows are set aside is, once it is recorded, all unchanged and without a fault."""
    register = replace(register, past=past)
    file = data.draw(rows(register))

    def judge(without: frozenset[int], beside: Register = register) -> Reading:
        kept = [row if number not in without else [None] * len(row) for number, row in enumerate(file, 2)]
        return judged(*kept, register=beside)

    aside = frozenset[int]()
    while faulty := judge(aside).faulty_rows:
        aside |= frozenset(faulty)
    reading = judge(aside)
    news = {each.id: each for each in as_recorded(reading)}
    recorded = replace(register, past=(*(each for each in past if each.id not in news), *news.values()))
    again = judge(aside, recorded)
    assert [row.standing for row in again.rows] == [Standing.UNCHANGED] * len(reading.rows)
    assert not again.faulty_rows
    assert not any(effect.newly_passed or effect.makes_evidence for effect in again.effects)
    assert not again.sittings


def test_setting_aside_what_others_build_on():
    """Of a resit whose first attempt is set aside nothing is known to build on: it is at fault as well."""
    file = [a_row(score="?"), a_row(attempt=2, day=date(2026, 10, 1))]

    def judge(without: frozenset[int]) -> Reading:
        return judged(*(row if number not in without else [None] * 11 for number, row in enumerate(file, 2)))

    assert judge(frozenset()).faulty_rows == (2,)
    assert judge(frozenset({2})).faulty_rows == (3,)
    assert [*left_of(judge, {2, 3}).set_aside] == [2, 3]


@pytest.mark.parametrize("more", [1, 2])
def test_setting_aside_one_of_two_that_differ(more):
    """Of two rows about one attempt that differ, the other is right once one is set aside."""
    file = [a_row(), a_row(score=73)]
    kept = [[None] * 11 if number == more else row for number, row in enumerate(file, 1)]
    assert len(judged(*kept).rows) == 1
