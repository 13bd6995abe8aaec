"""When a provider may examine, in which version candidates are, files of one person, and days taken with a notice."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from exams.judging.headings import Field
from exams.judging.reading import Standing
from exams.judging.register import Outcome, PastResult
from registry.texts import Language, Text
from tests.exams.judging.registers import CANDIDATES, FIRST, POSTMA, WILLEMS, a_register, some_id
from tests.exams.judging.rows_judged import a_row, judged, on_record, told

SECOND, UNENROLLED = "EA000102-42", "EA000900-73"
DE_HAAN = {"number": SECOND, "family": "de Haan", "given": "Sietse"}
MERGED = {"number": UNENROLLED, "family": "van der Meer"}


@pytest.mark.parametrize(
    ("periods", "faults"),
    [
        pytest.param([(date(2026, 9, 7), date(2026, 9, 7))], [], id="on the only day"),
        pytest.param([(date(2026, 9, 8), None)], [("E2", "provider-not-approved")], id="a day before the first"),
        pytest.param([(date(2020, 1, 1), date(2026, 9, 6))], [("E2", "provider-not-approved")], id="a day after the last"),
        pytest.param([(date(2020, 1, 1), date(2022, 1, 1)), (date(2026, 1, 1), None)], [], id="in the second of two periods"),
        pytest.param([], [("E2", "provider-not-approved")], id="never"),
    ],
)
def test_approval_of_the_provider(periods, faults):
    """A provider examines through the last day of its approval; an exam outside it is a fault at the date."""
    reading = judged(a_row(), register=a_register(examined=tuple(periods)))
    assert told(reading) == faults
    assert len(reading.rows) == (not faults)


def test_approval_of_the_provider_names_the_periods():
    """The fault says when the provider was approved, in both languages, and what to do."""
    periods = ((date(2026, 10, 1), None), (date(2020, 1, 1), date(2022, 6, 30)))
    fault = judged(a_row(), register=a_register(examined=periods)).faults[0]
    assert "van 01-01-2020 tot en met 30-06-2022 en vanaf 01-10-2026" in fault.what(Language.NL)
    assert fault.remedy(Language.NL) == "Controleer de datum."
    assert "from 01-01-2020 through 30-06-2022 and from 01-10-2026" in fault.what(Language.EN)
    never = judged(a_row(), register=a_register(examined=())).faults[0]
    assert "op geen enkele dag" in never.what(Language.NL)


def test_a_day_at_fault_is_not_told_twice():
    """A day that cannot be read is one fault, not also one of the approval."""
    assert told(judged(a_row(day="31-2-2026"), register=a_register(examined=()))) == [("E2", "day-impossible")]


def test_examiner_approved_by_part():
    """Of an examiner with an approval for each part, that of the part counts, and its period is told once."""
    parts = tuple(
        replace(POSTMA, part_codes=frozenset({code}), first_day=first)
        for code, first in (("GP", date(2026, 9, 8)), ("IM", date(2020, 1, 1)), ("GP", date(2026, 9, 8)))
    )
    fault = judged(a_row(), register=a_register(registrations=parts)).faults[0]
    assert (fault.code, fault.facts["periods"]) == ("person-not-valid", [Text("vanaf 08-09-2026", "from 08-09-2026")])
    assert not judged(a_row(part="IM", invigilator=None), register=a_register(registrations=parts)).faults


def test_examiner_whom_nobody_approved():
    """A registered examiner without any approval for the track is out of scope for every part."""
    register = a_register(registrations=(replace(POSTMA, part_codes=frozenset()),))
    assert told(judged(a_row(invigilator=None), register=register)) == [("I2", "person-out-of-scope")]


def test_candidate_of_another_version():
    """A candidate who is enrolled in another version only is a fault that names that version."""
    register = a_register(other_versions={UNENROLLED: (1, 3)})
    fault = judged(a_row(**MERGED), register=register).faults[0]
    assert (fault.cell, fault.code) == ("A2", "number-of-other-version")
    assert "versie 1 en 3" in fault.what(Language.NL)
    assert told(judged(a_row(**MERGED))) == [("A2", "number-unknown")]


def test_number_of_a_merged_file():
    """The number of a file that was merged is taken for the enrolled one, with a notice."""
    reading = judged(a_row(**MERGED), register=a_register(same_person={UNENROLLED: FIRST}))
    row = reading.rows[0]
    assert (row.candidate_number, row.enrolment_id) == (FIRST, CANDIDATES[FIRST].enrolment_id)
    assert [(notice.cell, notice.code) for notice in reading.notices] == [("A2", "number-of-merged-file")]
    assert FIRST in reading.notices[0].say(Language.NL)
    assert [effect.candidate_number for effect in reading.effects] == [FIRST]


@pytest.mark.parametrize(
    ("names", "faults", "notices"),
    [
        pytest.param({"family": "Bosch", "given": "Johanna"}, [], ["name-written-otherwise"], id="the name of the other file"),
        pytest.param({"family": "BOSCH", "given": None}, [], ["name-written-otherwise"], id="its family name alone"),
        pytest.param({"family": "Bosch", "given": "Anna"}, [("B2", "name-contradicts")], [], id="somebody else of that name"),
        pytest.param({"family": "Bos", "given": "Johanna"}, [("B2", "name-contradicts")], [], id="a name of neither"),
    ],
)
def test_name_in_another_file(names, faults, notices):
    """Whoever has two files may be named as in either of them."""
    known = {**CANDIDATES, FIRST: replace(CANDIDATES[FIRST], also_named=(("Johanna", "Bosch"),))}
    reading = judged(a_row(**names), register=a_register(candidates=known))
    assert told(reading) == faults
    assert [notice.code for notice in reading.notices] == notices


def test_the_same_result_under_both_numbers():
    """One attempt of one person under two numbers is the same result twice."""
    register = a_register(same_person={SECOND: FIRST})
    assert told(judged(a_row(), a_row(**DE_HAAN), register=register)) == [("A3", "double-row")]
    assert not judged(a_row(), a_row(**DE_HAAN)).faults


def test_attempts_under_both_numbers_count_together():
    """A second attempt under one number follows the first under the other; a pass under one is a pass under both."""
    second = {**DE_HAAN, "attempt": 2, "day": date(2026, 9, 21)}
    register = a_register(past=[on_record(day=date(2026, 9, 7))], same_person={SECOND: FIRST})
    reading = judged(a_row(**second), register=register)
    assert not reading.faults
    assert (reading.rows[0].candidate_number, reading.effects[0].newly_passed) == (SECOND, ("GP",))
    passed = [on_record(day=date(2026, 9, 7), outcome=Outcome.PASSED, score=700)]
    again = judged(a_row(**second), register=a_register(past=passed, same_person={SECOND: FIRST}))
    assert told(again) == [("F2", "passed-before")]


def test_correction_under_the_other_number():
    """A row about a result that is on record under the person's other number corrects it there."""
    register = a_register(past=[on_record(day=date(2026, 9, 7))], same_person={SECOND: FIRST})
    row = judged(a_row(**DE_HAAN), register=register).rows[0]
    assert (row.standing, row.corrects, row.candidate_number) == (Standing.CORRECTION, some_id("GP1"), FIRST)
    assert row.enrolment_id == CANDIDATES[FIRST].enrolment_id


def test_results_of_both_files_from_before_they_were_merged():
    """Where each file has a first attempt on record, a row is about that of its own number."""
    first = on_record(day=date(2026, 9, 7))
    second = PastResult(some_id("other"), SECOND, "GP", 1, date(2026, 9, 7), Outcome.FAILED, 300, POSTMA.person_id)
    register = a_register(past=[first, second], same_person={SECOND: FIRST})
    failed = {"outcome": None, "invigilator": None}
    reading = judged(a_row(**failed, score=40), a_row(**DE_HAAN, **failed, score=30), register=register)
    assert not reading.faults
    assert [(row.standing, row.corrects) for row in reading.rows] == [
        (Standing.UNCHANGED, first.id),
        (Standing.UNCHANGED, second.id),
    ]


TIMED = {"day": datetime(2026, 9, 8, 10, 30)}  # noqa: DTZ001  a cell of a spreadsheet knows no zone


def test_a_doubtful_day_corrects_nothing():
    """A day taken with a notice leaves the day on record as it is, and says so; the row is unchanged."""
    past = [on_record(day=date(2026, 9, 7), outcome=Outcome.PASSED, score=720)]
    reading = judged(a_row(**TIMED), register=a_register(past=past))
    row = reading.rows[0]
    assert (row.standing, row.held_on, row.changes) == (Standing.UNCHANGED, date(2026, 9, 7), ())
    assert [(notice.cell, notice.code) for notice in reading.notices] == [("E2", "day-with-time"), ("E2", "day-on-record")]
    assert "7 september 2026" in reading.notices[1].say(Language.NL)


def test_a_doubtful_day_beside_a_correction():
    """A row that corrects something else keeps the day, and with it the sitting, on record."""
    row = judged(a_row(**TIMED), register=a_register(past=[on_record(day=date(2026, 9, 7))])).rows[0]
    assert row.standing is Standing.CORRECTION
    assert [change.field for change in row.changes] == [Field.SCORE, Field.OUTCOME]
    assert row.sitting.held_on == date(2026, 9, 7)


def test_a_doubtful_day_of_a_new_result_is_taken():
    """Nothing else is known of it; a day typed as it should be does correct."""
    assert judged(a_row(**TIMED)).rows[0].held_on == date(2026, 9, 8)
    past = [on_record(day=date(2026, 9, 7), outcome=Outcome.PASSED, score=720)]
    row = judged(a_row(day=date(2026, 9, 8)), register=a_register(past=past)).rows[0]
    assert row.changes == ((Field.HELD_ON, date(2026, 9, 7), date(2026, 9, 8)),)


def test_people_are_named():
    """Whoever can stand at a sitting is named in the reading, to tell changes and sittings by."""
    reading = judged(a_row(examiner="K. Willems"), register=a_register(past=[on_record(day=date(2026, 9, 7))]))
    change = reading.rows[0].changes[-1]
    assert (change.old, change.new) == (POSTMA.person_id, WILLEMS.person_id)
    assert [reading.people[each.person_id] for each in (POSTMA, WILLEMS)] == ["R. Postma", "K. Willems"]
    assert reading.sittings[0].key.written == f"GP|2026-09-07|{WILLEMS.person_id}"


def test_faulty_rows():
    """The rows that may be set aside are those with a fault, each once; a fault of the headings is of no row."""
    reading = judged(a_row(part="XX", score="?"), a_row(number=SECOND, family="de Haan", given="Sietse"), a_row())
    assert reading.faulty_rows == (2,)
    assert reading.heading_row == 1
    assert judged().faulty_rows == ()


@pytest.mark.parametrize(("rows", "reports"), [(0, [1]), (499, [500]), (500, [500, 501]), (1200, [500, 1000, 1201])])
def test_progress(rows, reports):
    """Every five hundred rows, and at the end, it is told how many were looked at; the headings are one."""
    seen: list[int] = []
    judged(*[a_row()] * rows, progress=seen.append)
    assert seen == reports


def test_progress_may_end_the_judging():
    """What the report raises goes to whoever asked for the judging."""

    def stop(rows: int) -> None:
        raise KeyboardInterrupt(rows)

    with pytest.raises(KeyboardInterrupt):
        judged(a_row(), progress=stop)
