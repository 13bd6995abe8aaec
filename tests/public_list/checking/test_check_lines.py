"""What is answered to each line of a list, and how much of it one client may ask."""

from datetime import UTC, date, datetime, timedelta

import pytest

from public_list.checking.allowance import AT_ONCE, NUMBERS_PER_SECOND, Allowance
from public_list.checking.errors import TooManyNumbers
from public_list.checking.files import remark
from public_list.checking.numbers import Odd, Typed
from public_list.checking.rules import Line, Outcome, Questions, counted
from public_list.checking.wording import MEANING_FOR_HIRING, MEANING_ON_A_DAY
from public_list.listing.rules import Checked
from registry.certificates.rules import Status
from registry.texts import Language, Text

NUMBER, UNKNOWN = "CA12345678-66", "CA87654321-38"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def checked(number: str = NUMBER, status: Status = Status.VALID) -> Checked:
    """What is told of a certificate."""
    first, last = date(2026, 1, 1), date(2028, 12, 31)
    scheme = Text("e-adviseur", "e-adviser")
    return Checked(number, status, first, "e-adviseur", scheme, first, last, NOW.date(), None, None, None)


def answered(*typed: str) -> list[Line]:
    """The answers, where only NUMBER was ever issued."""
    asked = Questions.of([Typed(row, text) for row, text in enumerate(typed, 1)])
    return asked.answered({NUMBER: checked()})


def test_each_line_is_answered_in_its_place() -> None:
    """A certificate, a number that nobody had, a candidate number, and something else; nothing is left out."""
    lines = answered("ca 12345678 66", UNKNOWN, "EA000101-45", "Jan Jansen", "")
    assert [(line.row, line.outcome, line.number) for line in lines] == [
        (1, Outcome.CERTIFICATE, NUMBER),
        (2, Outcome.UNKNOWN, UNKNOWN),
        (3, Outcome.NO_NUMBER, None),
        (4, Outcome.NO_NUMBER, None),
        (5, Outcome.NO_NUMBER, None),
    ]
    assert "never issued" in remark(lines[1], Language.EN)
    assert "is a candidate number" in remark(lines[2], Language.EN)
    assert [line.suggestions for line in lines] == [()] * 5


def test_a_number_that_stands_twice() -> None:
    """Is answered at both places; the second names the first, however it was typed."""
    first, _, again = answered(NUMBER, UNKNOWN, NUMBER.lower())
    assert (first.first_row, again.first_row, again.checked) == (None, 1, first.checked)
    assert remark(again, Language.NL) == "Dit nummer staat ook op regel 1."


@pytest.mark.parametrize("typed", ["CA12345678-67", "CA12345687-66", "CA1234567-66", "1234567866"])
def test_a_typing_error_names_an_issued_number(typed: str) -> None:
    """What may be meant is named only where it was issued."""
    [line] = answered(typed)
    assert (line.outcome, line.suggestions) == (Outcome.NO_NUMBER, (NUMBER,))
    assert remark(line, Language.EN).endswith(f"Did you mean {NUMBER}?")
    unissued = Questions.of([Typed(1, typed)]).answered({})
    assert unissued[0].suggestions == ()
    assert "Did you mean" not in remark(unissued[0], Language.EN)


def test_a_few_suggestions_at_most() -> None:
    """Were every number near it issued, three are named."""
    asked = Questions.of([Typed(1, "CA12345613-6")])
    [line] = asked.answered({number: checked(number) for number in asked.numbers})
    assert len(asked.numbers) > len(line.suggestions) > 1
    assert len(line.suggestions) <= 3
    assert "one of these numbers" in remark(line, Language.EN)


def test_a_formula_is_no_number_whatever_it_shows() -> None:
    """Its cell is told, and nothing is looked up."""
    asked = Questions.of([Typed(4, NUMBER, Odd.FORMULA), Typed(5, "#N/A", Odd.ERROR)])
    assert asked.numbers == []
    formula, error = asked.answered({NUMBER: checked()})
    assert "holds a formula" in remark(formula, Language.EN)
    assert "#N/A" in remark(error, Language.EN)


def test_the_count_of_each_kind() -> None:
    """Certificates by their status, valid ones first; all else by its outcome."""
    asked = Questions.of([Typed(1, NUMBER), Typed(2, UNKNOWN), Typed(3, "x"), Typed(4, NUMBER)])
    known = {NUMBER: checked(), UNKNOWN: checked(UNKNOWN, Status.VOID)}
    assert list(counted(asked.answered(known)).items()) == [("valid", 2), ("void", 1), ("no-number", 1)]
    assert counted(answered(UNKNOWN)) == {"unknown": 1}


@pytest.mark.parametrize("status", list(Status))
def test_all_eight_statuses_are_told(status: Status) -> None:
    """Each in words of its own, for today and for any day, in both languages."""
    for told in (MEANING_FOR_HIRING, MEANING_ON_A_DAY):
        assert len(told) == len({text.nl for text in told.values()}) == len({text.en for text in told.values()}) == 8
        assert told[status].nl.endswith(".")


def test_a_client_may_check_so_many_numbers() -> None:
    """Twenty thousand at once, then a hundred a second; another client has its own, and the wait is told."""
    allowance = Allowance()
    for _ in range(4):
        allowance.take("a", AT_ONCE // 4, now=NOW)
    with pytest.raises(TooManyNumbers) as refused:
        allowance.take("a", 1, now=NOW)
    assert refused.value.facts == {"seconds": 1}
    with pytest.raises(TooManyNumbers) as refused:
        allowance.take("a", 5_000, now=NOW)
    assert refused.value.facts == {"seconds": 5_000 / NUMBERS_PER_SECOND}
    allowance.take("b", AT_ONCE, now=NOW)
    allowance.take("a", 5_000, now=NOW + timedelta(seconds=50))
    with pytest.raises(TooManyNumbers):
        allowance.take("a", 1, now=NOW + timedelta(seconds=50))


def test_a_clock_that_goes_back_locks_nobody_out() -> None:
    """What a client owes is never more than a full bucket."""
    allowance = Allowance()
    allowance.take("a", 5_000, now=NOW + timedelta(days=1))
    with pytest.raises(TooManyNumbers) as refused:
        allowance.take("a", 5_000, now=NOW)
    assert refused.value.facts == {"seconds": 50}


def test_memory_is_bounded() -> None:
    """Buckets that are full again are forgotten."""
    allowance = Allowance()
    for client in range(50_000):
        allowance.take(str(client), 1, now=NOW + timedelta(seconds=client))
    assert len(allowance._full_at) <= 20_000  # noqa: SLF001  there is no other way to see it
