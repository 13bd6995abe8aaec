"""What a row of a list of certificates issued elsewhere must keep to; every fault is told at once."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from registry.people.rules import Name
from registry.takeovers.rules import Holder, Line, Seen, Wrong, certificate_key, open_doubts, problems
from registry.takeovers.wording import WORDS
from registry.texts import Language, Text
from tests.registry.making import TODAY
from tests.registry.takeovers.lists import TOMORROW, YESTERDAY, line

KNOWN = Holder(uuid4(), (Name("Jan", None, "Janssen"),))
NUMBER = "EA000101-45"


def told(*lines: Line, seen: Seen | None = None) -> list[tuple[int, Wrong]]:
    """What is wrong with these rows, all seen alike."""
    beside = {each.row: seen or Seen() for each in lines}
    return [(each.row, each.wrong) for each in problems(lines, beside, today=TODAY, validity_months=36)]


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        pytest.param({}, [], id="a certificate of three years"),
        pytest.param({"last_day": TODAY}, [], id="its last day is today"),
        pytest.param({"last_day": YESTERDAY}, [Wrong.ENDED], id="over since yesterday"),
        pytest.param({"first_day": TODAY}, [], id="from today"),
        pytest.param({"first_day": TOMORROW}, [Wrong.AHEAD], id="from tomorrow"),
        pytest.param({"last_day": date(2025, 2, 28)}, [Wrong.REVERSED], id="ends before it begins"),
        pytest.param({"last_day": date(2028, 3, 1)}, [Wrong.TOO_LONG], id="a day longer than the scheme gives"),
    ],
)
def test_days(other: dict[str, Any], wrong: list[Wrong]) -> None:
    """It has begun, is not over, and lasts no longer than certificates of the scheme."""
    assert [each for _, each in told(line(**other))] == wrong


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [
        pytest.param(Seen(holder=KNOWN), [], id="known by that name"),
        pytest.param(Seen(), [Wrong.HOLDER_UNKNOWN], id="nobody has that number"),
        pytest.param(Seen(holder=Holder(uuid4(), (Name("Piet", None, "Janssen"),))), [Wrong.HOLDER_UNKNOWN], id="another name"),
        pytest.param(Seen(holder=KNOWN, certified_until=TODAY), [Wrong.HOLDER_CERTIFIED], id="certified already"),
        pytest.param(Seen(holder=KNOWN, reasons=(Text("x", "x"),)), [Wrong.HOLDER_CLOSE], id="close to who judges"),
        pytest.param(Seen(holder=KNOWN, on_hold=True), [Wrong.HOLDER_ON_HOLD], id="on hold"),
        pytest.param(
            Seen(holder=KNOWN, certified_until=TODAY, reasons=(Text("x", "x"),), on_hold=True, on_record=True),
            [Wrong.ON_RECORD, Wrong.HOLDER_CERTIFIED, Wrong.HOLDER_CLOSE, Wrong.HOLDER_ON_HOLD],
            id="all of it",
        ),
    ],
)
def test_a_known_holder(seen: Seen, wrong: list[Wrong]) -> None:
    """Number and name are of one person, who has no such certificate, and about whom this certifier may decide."""
    assert [each for _, each in told(line(number=NUMBER), seen=seen)] == wrong


def test_a_new_holder_is_not_who_judges() -> None:
    """Nobody takes over a certificate of their own by leaving out the number."""
    assert told(line(), seen=Seen(is_judge=True)) == [(2, Wrong.HOLDER_IS_YOU)]


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ({}, {"given_name": "Piet", "certificate": "ko 1"}, [Wrong.DOUBLE]),
        ({}, {"certificate": "KO-2"}, [Wrong.HOLDER_DOUBLE]),
        (
            {"work_email": "j@a.nl"},
            {"given_name": "Piet", "certificate": "KO-2", "work_email": "J@A.NL"},
            [Wrong.HOLDER_DOUBLE],
        ),
        ({}, {"given_name": "Piet", "certificate": "KO-2"}, []),
    ],
    ids=["one certificate", "one name", "one address", "two people"],
)
def test_nothing_stands_twice_in_a_list(first: dict[str, Any], second: dict[str, Any], wrong: list[Wrong]) -> None:
    """The second row is told of the first."""
    assert told(line(**first), line(row=3, **second)) == [(3, each) for each in wrong]


def test_one_number_written_in_two_ways() -> None:
    """Blanks, dashes, case and accents make no difference."""
    assert certificate_key("KO - 12é") == certificate_key("ko12e")


def test_a_doubt_is_open_until_somebody_decides_it() -> None:
    """Only for who has no number, and only about candidates who were not named yet."""
    seen = Seen(alike=(("EA000101-45", "Jan Janssen"), ("EA000102-42", "J. Janssen")))
    assert open_doubts(line(distinct_from=("EA000101-45",)), seen) == (("EA000102-42", "J. Janssen"),)
    assert open_doubts(line(number=NUMBER), seen) == ()


@pytest.mark.parametrize("wrong", list(Wrong))
def test_every_problem_has_its_words(wrong: Wrong) -> None:
    """In both languages, what is wrong first and then what to do."""
    facts = dict.fromkeys(
        ("first", "last", "today", "months", "latest", "certificate", "typed", "number", "until", "reasons", "name"), "x"
    )
    for language in Language:
        assert WORDS[wrong].say(language, **facts).count(".") >= 2
