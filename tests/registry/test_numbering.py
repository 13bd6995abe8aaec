"""Candidate and certificate numbers: their check digits, and what people type instead."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.errors import Invalid
from registry.numbering import candidate_number, new_certificate_number, read_candidate_number, read_certificate_number
from registry.texts import Language

NUMBER = "CA12345678-66"


def refusal(typed: str) -> str:
    """What is said of something typed for a certificate number."""
    with pytest.raises(Invalid) as refused:
        read_certificate_number(typed)
    [fault] = refused.value.faults
    assert fault.field == "number"
    return fault.say(Language.EN)


@given(some.integers(1, 999_999))
def test_every_candidate_number_is_read_back(serial: int) -> None:
    """Each serial has one number, and the number is read as it was written."""
    number = candidate_number(serial)
    assert read_candidate_number(number) == number
    assert int(number[2:8]) == serial


@pytest.mark.parametrize("serial", [0, -1, 1_000_000])
def test_there_are_999999_candidate_numbers(serial: int) -> None:
    """There is no number outside the range."""
    with pytest.raises(ValueError, match="no candidate number"):
        candidate_number(serial)


def test_certificate_numbers_are_drawn_and_read_back() -> None:
    """A thousand numbers are well formed and (nearly always) differ; nothing orders them."""
    drawn = [new_certificate_number() for _ in range(1_000)]
    assert [read_certificate_number(number) for number in drawn] == drawn
    assert len(set(drawn)) > 990
    assert drawn != sorted(drawn)


@pytest.mark.parametrize("typed", ["ca12345678-66", "CA 1234 5678 66", "CA1234567866", " CA12345678–66 ", "C.A.12345678.66"])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    """Case, blanks, dots and dashes make no difference."""
    assert read_certificate_number(typed) == NUMBER


@given(some.integers(1, 999_999), some.integers(0, 7), some.integers(1, 9))
def test_every_wrong_digit_is_caught(serial: int, place: int, shift: int) -> None:
    """One wrong digit, check digits included, is never another valid number."""
    digits = candidate_number(serial).replace("-", "")[2:]
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    with pytest.raises(Invalid):
        read_candidate_number(f"EA{wrong}")


@given(some.integers(1, 999_999), some.integers(0, 6))
def test_every_swap_of_neighbours_is_caught(serial: int, place: int) -> None:
    """Two neighbouring digits in the wrong order are never another valid number."""
    digits = candidate_number(serial).replace("-", "")[2:]
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped == digits:
        return
    with pytest.raises(Invalid):
        read_candidate_number(f"EA{swapped}")


def test_every_error_in_one_certificate_number() -> None:
    """All 90 wrong digits and all swaps of one number, one by one."""
    digits = NUMBER.replace("-", "")[2:]
    wrong = {digits[:at] + str(digit) + digits[at + 1 :] for at in range(10) for digit in range(10)}
    wrong |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(9)}
    for each in wrong - {digits}:
        with pytest.raises(Invalid):
            read_certificate_number(f"CA{each}")


def test_wrong_check_digits_come_with_a_suggestion() -> None:
    """Who mistypes the check digits reads which they would be."""
    assert refusal("CA12345678-67") == "The check digits of ‘CA12345678-67’ are wrong. Did you mean CA12345678-66?"


def test_the_other_kind_of_number_is_named() -> None:
    """A candidate number where a certificate number belongs, and the other way round."""
    assert "is a candidate number. A certificate number is expected" in refusal("EA000101-45")
    with pytest.raises(Invalid) as refused:
        read_candidate_number(NUMBER)
    [fault] = refused.value.faults
    assert "is a certificate number. A candidate number is expected" in fault.say(Language.EN)


@pytest.mark.parametrize(
    "typed",
    ["", "CA", "12345678-66", "CA1234567-66", "CA123456789-66", "CA１２３４５６７８-66", "XX12345678-66", "{nl}", "x" * 5_000],
)
def test_what_is_no_number_at_all(typed: str) -> None:
    """It is called no certificate number, with an example, and is not repeated at any length."""
    told = refusal(typed)
    assert "is not a certificate number" in told
    assert "CA12345678-66" in told
    assert len(told) < 200


@given(some.text(max_size=60))
def test_any_text_may_be_typed(typed: str) -> None:
    """Whatever is typed is a number or is refused as none."""
    with contextlib.suppress(Invalid):
        assert read_certificate_number(typed)
