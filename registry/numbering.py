"""Candidate and certificate numbers, with two check digits each (ISO 7064 MOD 97-10).

Candidate `EA` + 6 digits + `-` + 2 check digits; certificate `CA` + 8 random digits + `-` + 2 (DESIGN §7); appeal or
complaint `BK` + 8 random digits + `-` + 2.
A certificate number carries no meaning and cannot be enumerated.
"""

import re
import secrets
from collections.abc import Iterator

from stdnum.iso7064 import mod_97_10

from registry.errors import Fault, Invalid
from registry.texts import Text

CANDIDATE = "EA"
CERTIFICATE = "CA"
APPEAL = "BK"
_LONGEST = 40
_DIGITS = {CANDIDATE: 6, CERTIFICATE: 8, APPEAL: 8}
_NOISE = re.compile(r"[\s.\-–]+")
_NEARLY_DIGITS = re.compile(rf"(?:{CERTIFICATE})?([0-9OILSBZ]{{9,11}})")
_LOOK_LIKE = str.maketrans("OILSBZ", "011582")
_CERTIFICATE_VALUE = "1210"
"""The letters CA as ISO 7064 counts them."""

_NOT_A_NUMBER = Text(
    "‘{typed}’ is geen {kind}. Een {kind} ziet eruit als {example}.",
    "‘{typed}’ is not a {kind}. A {kind} looks like {example}.",
)
_OTHER_KIND = Text(
    "‘{typed}’ is een {other}. Hier hoort een {kind}, zoals {example}.",
    "‘{typed}’ is a {other}. A {kind} is expected here, such as {example}.",
)
WRONG_CHECK_DIGITS = Text(
    "De controlecijfers van ‘{typed}’ kloppen niet. Bedoelt u {suggestion}?",
    "The check digits of ‘{typed}’ are wrong. Did you mean {suggestion}?",
)
"""The fault of a number that has the right form; what it suggests need not have been issued."""
_KIND = {
    CANDIDATE: Text("kandidaatnummer", "candidate number"),
    CERTIFICATE: Text("certificaatnummer", "certificate number"),
    APPEAL: Text("nummer van een bezwaar of klacht", "number of an appeal or complaint"),
}
_EXAMPLE = {CANDIDATE: "EA000101-45", CERTIFICATE: "CA12345678-66", APPEAL: "BK12345678-14"}


def candidate_number(serial: int) -> str:
    """The number of the candidate with that serial, 1 to 999999."""
    if not 1 <= serial < 10 ** _DIGITS[CANDIDATE]:
        raise ValueError(f"no candidate number is left for {serial}")
    return _with_check_digits(f"{CANDIDATE}{serial:06}")


def new_certificate_number() -> str:
    """A random number; that it is free is for the table's unique constraint to say."""
    return _with_check_digits(f"{CERTIFICATE}{secrets.randbelow(10**8):08}")


def new_appeal_number() -> str:
    """A random number; that it is free is for the table's unique constraint to say."""
    return _with_check_digits(f"{APPEAL}{secrets.randbelow(10**8):08}")


def read_appeal_number(typed: str) -> str:
    """The number as we write it, however it was typed; raises Invalid with a suggestion where the check digits are wrong."""
    return _read(typed, APPEAL)


def read_certificate_number(typed: str) -> str:
    """The number as we write it, however it was typed; raises Invalid with a suggestion where the check digits are wrong."""
    return _read(typed, CERTIFICATE)


def certificate_numbers_near(typed: str) -> list[str]:
    """The certificate numbers that one typing error can have made into this, the likeliest first; empty for what is none.

    One error: letters that look like digits, no `CA`, two neighbours that changed places, one wrong digit, wrong check
    digits, one digit too few or too many. Whether any of them was ever issued is not known here.
    """
    found = _NEARLY_DIGITS.fullmatch(_NOISE.sub("", typed[:_LONGEST]).upper())
    if found is None:
        return []
    valid = (each for each in _one_error_from(found[1].translate(_LOOK_LIKE)) if _is_valid(each))
    return [f"{CERTIFICATE}{digits[:-2]}-{digits[-2:]}" for digits in dict.fromkeys(valid)]


def _one_error_from(typed: str) -> Iterator[str]:
    whole, places = _DIGITS[CERTIFICATE] + 2, range(len(typed))
    if len(typed) < whole:
        yield from (typed[:at] + digit + typed[at:] for at in range(len(typed) + 1) for digit in "0123456789")
    elif len(typed) > whole:
        yield from (typed[:at] + typed[at + 1 :] for at in places)
    else:
        yield typed
        yield from (typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in places[:-1])
        yield from (typed[:at] + digit + typed[at + 1 :] for at in places for digit in "0123456789")
        yield typed[:-2] + mod_97_10.calc_check_digits(CERTIFICATE + typed[:-2])


def _is_valid(digits: str) -> bool:
    """The check digits are those that we would write: 02 to 98, of which 00, 01 and 99 are other ways to say 97, 98 and 02."""
    return int(_CERTIFICATE_VALUE + digits) % 97 == 1 and digits[-2:] not in {"00", "01", "99"}


def read_candidate_number(typed: str) -> str:
    """The number as we write it, however it was typed; raises Invalid with a suggestion where the check digits are wrong."""
    return _read(typed, CANDIDATE)


def _read(typed: str, prefix: str) -> str:
    bare = _NOISE.sub("", typed).upper()
    digits = bare.removeprefix(prefix)
    shown = typed.strip()[:_LONGEST]
    kind, example = _KIND[prefix], _EXAMPLE[prefix]
    for other, length in _DIGITS.items():
        if other != prefix and re.fullmatch(rf"{other}[0-9]{{{length + 2}}}", bare):
            raise _fault(_OTHER_KIND, typed=shown, other=_KIND[other], kind=kind, example=example)
    if not bare.startswith(prefix) or not re.fullmatch(rf"[0-9]{{{_DIGITS[prefix] + 2}}}", digits):
        raise _fault(_NOT_A_NUMBER, typed=shown, kind=kind, example=example)
    right = _with_check_digits(bare[:-2])
    if right.replace("-", "") != bare:
        raise _fault(WRONG_CHECK_DIGITS, typed=shown, suggestion=right)
    return right


def _fault(text: Text, **facts: object) -> Invalid:
    return Invalid([Fault("number", text, facts)])


def _with_check_digits(stem: str) -> str:
    return f"{stem}-{mod_97_10.calc_check_digits(stem)}"
