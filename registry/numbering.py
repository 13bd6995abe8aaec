"""Candidate and certificate numbers, with two check digits each (ISO 7064 MOD 97-10).

Candidate `EA` + 6 digits + `-` + 2 check digits; certificate `CA` + 8 random digits + `-` + 2 (DESIGN §7); appeal or
complaint `BK` + 8 random digits + `-` + 2.
A certificate number carries no meaning and cannot be enumerated.
"""

import re
import secrets

from stdnum.iso7064 import mod_97_10

from registry.errors import Fault, Invalid
from registry.texts import Text

CANDIDATE = "EA"
CERTIFICATE = "CA"
APPEAL = "BK"
_DIGITS = {CANDIDATE: 6, CERTIFICATE: 8, APPEAL: 8}
_NOISE = re.compile(r"[\s.\-–]+")

_NOT_A_NUMBER = Text(
    "‘{typed}’ is geen {kind}. Een {kind} ziet eruit als {example}.",
    "‘{typed}’ is not a {kind}. A {kind} looks like {example}.",
)
_OTHER_KIND = Text(
    "‘{typed}’ is een {other}. Hier hoort een {kind}, zoals {example}.",
    "‘{typed}’ is a {other}. A {kind} is expected here, such as {example}.",
)
_CHECK_DIGITS = Text(
    "De controlecijfers van ‘{typed}’ kloppen niet. Bedoelt u {suggestion}?",
    "The check digits of ‘{typed}’ are wrong. Did you mean {suggestion}?",
)
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


def read_candidate_number(typed: str) -> str:
    """The number as we write it, however it was typed; raises Invalid with a suggestion where the check digits are wrong."""
    return _read(typed, CANDIDATE)


def _read(typed: str, prefix: str) -> str:
    bare = _NOISE.sub("", typed).upper()
    digits = bare.removeprefix(prefix)
    shown = typed.strip()[:40]
    kind, example = _KIND[prefix], _EXAMPLE[prefix]
    for other, length in _DIGITS.items():
        if other != prefix and re.fullmatch(rf"{other}[0-9]{{{length + 2}}}", bare):
            raise _fault(_OTHER_KIND, typed=shown, other=_KIND[other], kind=kind, example=example)
    if not bare.startswith(prefix) or not re.fullmatch(rf"[0-9]{{{_DIGITS[prefix] + 2}}}", digits):
        raise _fault(_NOT_A_NUMBER, typed=shown, kind=kind, example=example)
    right = _with_check_digits(bare[:-2])
    if right.replace("-", "") != bare:
        raise _fault(_CHECK_DIGITS, typed=shown, suggestion=right)
    return right


def _fault(text: Text, **facts: object) -> Invalid:
    return Invalid([Fault("number", text, facts)])


def _with_check_digits(stem: str) -> str:
    return f"{stem}-{mod_97_10.calc_check_digits(stem)}"
