"""What one typing error makes of a certificate number, and back: which numbers may have been meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from stdnum.iso7064 import mod_97_10

from registry.numbering import certificate_numbers_near, read_certificate_number

NUMBER = "CA12345678-66"
DIGITS = NUMBER.replace("-", "")[2:]


def errors_in(digits: str) -> set[str]:
    """Everything that one error makes of the digits: one wrong, two neighbours swapped, one too few, one too many."""
    wrong = {digits[:at] + str(digit) + digits[at + 1 :] for at in range(10) for digit in range(10)}
    wrong |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(9)}
    wrong |= {digits[:at] + digits[at + 1 :] for at in range(10)}
    wrong |= {digits[:at] + str(digit) + digits[at:] for at in range(11) for digit in range(10)}
    return wrong - {digits}


def test_whatever_the_error_the_number_is_among_those_near() -> None:
    """Of every single error in a number the number itself is found again, and there are few others."""
    wrong = errors_in(DIGITS)
    assert len(wrong) > 200
    for each in wrong:
        near = certificate_numbers_near(f"CA{each}")
        assert NUMBER in near, each
        assert len(near) < 8, each


@given(some.integers(0, 10**11 - 1), some.integers(9, 11))
def test_each_is_a_number(digits: int, length: int) -> None:
    """What is near is well formed, by the check digits of another program, and there once."""
    near = certificate_numbers_near(f"CA{digits:0{length}}"[: length + 2])
    assert len(set(near)) == len(near)
    assert all(mod_97_10.is_valid(number.replace("-", "")) and read_certificate_number(number) == number for number in near)


@pytest.mark.parametrize(
    "typed",
    ["12345678-66", "ca1234s678-66", "CAl2345678-66", "CA 12B45678 66".replace("B", "3"), "CA1234567 8-66", "CA12345678-21"],
)
def test_other_errors(typed: str) -> None:
    """No `CA`, letters that look like digits, and two wrong check digits are errors of one kind too."""
    assert NUMBER in certificate_numbers_near(typed)


def test_the_likeliest_comes_first() -> None:
    """The same digits go before swapped ones, and these before a wrong one."""
    assert certificate_numbers_near("12345678-66")[0] == NUMBER
    assert certificate_numbers_near("CA21345678-66")[0] == NUMBER


@pytest.mark.parametrize(
    "typed", ["", "CA", "Jan Jansen", "EA000101-45", "CA1234", "CA123456789012", "１２３４５６７８66", "9" * 9_999]
)
def test_nothing_is_near_what_is_no_number(typed: str) -> None:
    """A name, a candidate number, too few digits or far too many resemble no certificate number."""
    assert certificate_numbers_near(typed) == []
