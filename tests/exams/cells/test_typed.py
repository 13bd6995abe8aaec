"""Each cell is typed strictly, with the tolerance that the samples ask for; no value raises."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.cells.days import read_day
from exams.cells.typed import Read, read_attempt, read_number, read_remark, read_text
from exams.judging.scores import read_outcome, read_score
from registry.texts import Text
from tests.exams.judging.registers import TODAY

NAME = Text("Achternaam", "Family name")
ANY_CELL = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes())


def read_today(value: object) -> Read[date]:
    """A day as it is read on the day of the samples."""
    return read_day(value, today=TODAY)


def read_name(value: object) -> Read[str]:
    """A family name."""
    return read_text(value, field=NAME)


READERS = (read_number, read_today, read_attempt, read_score, read_outcome, read_name, read_remark)


@given(value=ANY_CELL)
def test_no_value_raises(value):
    """Whatever stands in a cell, the answer is a value or a fault, never both and never an error."""
    for reader in READERS:
        read = reader(value)
        assert isinstance(read, Read)
        assert read.value is None or read.fault is None


@given(digits=st.integers(0, 999_999), wrong=st.integers(0, 99))
def test_check_digits(digits, wrong):
    """Of the hundred pairs of check digits one is right, and it is what a wrong one is answered with."""
    read = read_number(f"EA{digits:06d}-{wrong:02d}")
    right = read.value or (read.fault and read.fault.suggestion)
    assert right
    assert read_number(right).value == right
    assert (read.value is None) == (right[-2:] != f"{wrong:02d}")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param("EA000101-45", "EA000101-45", id="as it is written"),
        pytest.param("EA00010145", "EA000101-45", id="without the dash"),
        pytest.param("ea000102-42  ", "EA000102-42", id="in lower case with blanks at the end"),
        pytest.param("EA 000101 45", "EA000101-45", id="with blanks between"),
        pytest.param("EA000101–45", "EA000101-45", id="with a long dash"),
        pytest.param("\u00a0EA000101-45", "EA000101-45", id="with a hard blank before it"),
        pytest.param(None, None, id="an empty cell, which others tell"),
    ],
)
def test_number_taken(typed, number):
    """A candidate number is taken in the forms that people give it."""
    assert read_number(typed) == Read(number)


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        pytest.param("EA000102-99", "number-check-digits", "EA000102-42", id="wrong check digits"),
        pytest.param("CA12345678-90", "number-is-certificate", None, id="a certificate number"),
        pytest.param("CA1234567890", "number-is-certificate", None, id="a certificate number without its dash"),
        pytest.param("EAOOO1O1-45", "number-form", "EA000101-45", id="the letter O for zero"),
        pytest.param("000101-45", "number-form", "EA000101-45", id="without the letters"),
        pytest.param(101, "number-form", None, id="a number cell"),
        pytest.param("12345", "number-form", None, id="another number"),
        pytest.param("ЕА000101-45", "look-alike", None, id="Cyrillic letters that look alike"),
        pytest.param("EA０００１０１-45", "look-alike", None, id="digits of full width"),
        pytest.param("EA000101\u200b-45", "control-character", None, id="a blank of no width"),
        pytest.param("EA000101\x01-45", "control-character", None, id="a control character"),
    ],
)
def test_number_at_fault(typed, code, suggestion):
    """What is wrong with a candidate number is named, with what may be meant."""
    found = read_number(typed).fault
    assert found
    assert (found.code, found.suggestion) == (code, suggestion)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(date(2026, 9, 7), id="a date cell"),
        pytest.param(datetime(2026, 9, 7), id="a date cell at midnight"),  # noqa: DTZ001 — cells know no zone
        pytest.param("7-9-2026", id="as the Dutch write it"),
        pytest.param("07/09/2026", id="with slashes, the day first"),
        pytest.param("7.9.2026", id="with points"),
        pytest.param("2026-09-07", id="as machines write it"),
        pytest.param("2026-09-07T00:00:00", id="as machines write midnight"),
        pytest.param("7 september 2026", id="in words"),
        pytest.param("7 sept. 2026", id="in short"),
        pytest.param("maandag 7 september 2026", id="with the day of the week"),
        pytest.param("7 September 2026", id="in English"),
        pytest.param(" 7 - 9 - 2026 ", id="with blanks"),
    ],
)
def test_day_taken(typed):
    """An exam day is taken in the forms that people give it."""
    assert read_today(typed) == Read(date(2026, 9, 7))


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        pytest.param("31 februari 2026", "day-impossible", None, id="31 February"),
        pytest.param("9/21/2026", "day-impossible", None, id="the month first"),
        pytest.param("7-9-26", "day-short-year", "07-09-2026", id="a year of two digits"),
        pytest.param("begin september", "day-form", None, id="no date at all"),
        pytest.param(46272, "day-is-number", "07-09-2026", id="the bare number of a date"),
        pytest.param(20260907, "day-form", None, id="digits without a sign"),
        pytest.param(date(2031, 9, 7), "day-ahead", None, id="a day ahead"),
        pytest.param(date(2026, 11, 23), "day-ahead", None, id="tomorrow"),
        pytest.param("1-1-1926", "day-long-ago", None, id="a century ago"),
        pytest.param(True, "day-form", None, id="true"),
    ],
)
def test_day_at_fault(typed, code, suggestion):
    """A day that does not exist, is not sure or lies ahead is a fault."""
    found = read_today(typed).fault
    assert found
    assert (found.code, found.suggestion) == (code, suggestion)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(datetime(2026, 9, 21, 13, 30), id="in a date cell"),  # noqa: DTZ001 — cells know no zone
        pytest.param("21-9-2026 13:30", id="in text"),
        pytest.param("2026-09-21T13:30:00", id="as machines write it"),
    ],
)
def test_day_with_time(typed):
    """A time of day is left out, with a notice."""
    read = read_today(typed)
    assert read.notice
    assert (read.value, read.notice.code) == (date(2026, 9, 21), "day-with-time")


def test_today_is_not_ahead():
    """An exam may have been held today."""
    assert read_today(TODAY).value == TODAY


@pytest.mark.parametrize(
    ("typed", "attempt", "told"),
    [
        pytest.param(1, 1, None, id="a number"),
        pytest.param(2.0, 2, None, id="a number as spreadsheets store it"),
        pytest.param("2", 2, None, id="a number in text"),
        pytest.param("1e", 1, "attempt-in-words", id="as the Dutch write first"),
        pytest.param("2nd", 2, "attempt-in-words", id="as the English write second"),
        pytest.param("derde", 3, "attempt-in-words", id="in words"),
        pytest.param(0, None, "attempt-form", id="zero"),
        pytest.param(-1, None, "attempt-form", id="below zero"),
        pytest.param(1.5, None, "attempt-form", id="one and a half"),
        pytest.param(True, None, "attempt-form", id="true"),
        pytest.param("herkansing", None, "attempt-form", id="a word that does not count"),
        pytest.param(date(2026, 1, 1), None, "attempt-form", id="a date"),
    ],
)
def test_attempt(typed, attempt, told):
    """An attempt is a whole number from 1; words are taken with a notice."""
    read = read_attempt(typed)
    problem = read.fault or read.notice
    assert (read.value, problem.code if problem else None) == (attempt, told)


@pytest.mark.parametrize(
    ("reader", "typed", "code"),
    [
        pytest.param(read_outcome, "misschien", "outcome-unknown", id="an outcome nobody knows"),
        pytest.param(read_outcome, "vrijstelling", "exemption", id="an exemption as outcome"),
        pytest.param(read_outcome, 1, "outcome-unknown", id="a number as outcome"),
        pytest.param(read_name, 12, "not-text", id="a number as name"),
        pytest.param(read_name, "x" * 201, "too-long", id="a name without end"),
        pytest.param(read_number, "x" * 201, "too-long", id="a number without end"),
        pytest.param(read_today, "1" * 100_000, "too-long", id="a day without end"),
        pytest.param(read_name, "Jаnssen", "look-alike", id="a Cyrillic letter in a name"),
        pytest.param(read_name, "Janssen\u202e", "control-character", id="a sign that turns the text around"),
        pytest.param(read_remark, "x" * 1001, "too-long", id="a remark without end"),
        pytest.param(read_remark, "a\x00b", "control-character", id="a zero byte in a remark"),
    ],
)
def test_other_faults(reader, typed, code):
    """Texts are short, of one alphabet and visible."""
    assert reader(typed).fault.code == code


def test_remark_is_free():
    """A remark may hold numbers and other alphabets; line ends become blanks."""
    assert read_remark("Привет\nwereld").value == "Привет wereld"
    assert read_remark(7.5).value == "7,5"
