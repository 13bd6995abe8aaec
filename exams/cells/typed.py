"""Every cell typed strictly, with the tolerance that people's spreadsheets need; a value never raises, it is told.

Each function takes a value as it was stored and gives a `Read`: the typed value, or the fault, or a notice beside it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from stdnum.iso7064 import mod_97_10

from exams.cells.findings import Problem
from exams.cells.names import tidy
from registry.texts import Text

T = TypeVar("T")

LONGEST_TEXT = 200
LONGEST_REMARK = 1000
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_LOOK_ALIKE = ("CYRILLIC", "GREEK", "FULLWIDTH", "ARMENIAN", "MATHEMATICAL", "ARABIC", "EXTENDED", "CHEROKEE")
_CANDIDATE = re.compile(r"EA ?-?(\d{6})[ -]?(\d{2})", re.ASCII)
_CERTIFICATE = re.compile(r"CA ?-?\d{8}[ -]?\d{2}", re.ASCII)
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "B": "8"})
_ORDINAL = re.compile(r"(\d{1,2})\s*(?:e|de|ste|st|nd|rd|th)?(?:\s+(?:poging|attempt))?", re.ASCII)
_ATTEMPT_WORDS = {
    word: attempt
    for attempt, words in enumerate(("eerste first", "tweede second", "derde third", "vierde fourth"), 1)
    for word in words.split()
}
_TYPES = {
    int: Text("een getal", "a number"),
    float: Text("een getal", "a number"),
    bool: Text("waar of onwaar", "true or false"),
    date: Text("een datum", "a date"),
    datetime: Text("een datum", "a date"),
}


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A typed value, None where the cell is empty or at fault; at most one fault, at most one notice."""

    value: T | None = None
    fault: Problem | None = None
    notice: Problem | None = None


def fault(code: str, *, suggestion: str | None = None, **facts: object) -> Read[T]:
    """A cell that cannot be taken."""
    return Read(fault=Problem(code, facts, suggestion))


def shown(value: object) -> str:
    """A value as a person knows it, in at most 80 characters."""
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return "".join(letter if letter.isprintable() else "·" for letter in tidy(str(value)))[:80]


def odd_character(text: str) -> Problem | None:
    """The first invisible character or letter of another alphabet in a text, or that it is too long to look at.

    Blanks and line ends are ordinary.
    """
    if len(text) > LONGEST_TEXT:
        return Problem("too-long", {"length": len(text), "limit": LONGEST_TEXT})
    if text.isascii() and text.isprintable():
        return None
    return invisible_character(text) or _look_alike(text)


def invisible_character(text: str) -> Problem | None:
    """The first character in a text that nobody sees; blanks and line ends are ordinary."""
    for letter in text:
        if unicodedata.category(letter) in _INVISIBLE and letter not in "\t\r\n":
            return Problem("control-character", {"name": _name(letter)})
    return None


def _look_alike(text: str) -> Problem | None:
    for letter in text:
        if letter.isalnum() and not letter.isascii() and _name(letter).startswith(_LOOK_ALIKE):
            return Problem("look-alike", {"letter": letter, "name": _name(letter)})
    return None


def _name(letter: str) -> str:
    return unicodedata.name(letter, f"U+{ord(letter):04X}")


def read_text(value: object, *, field: Text) -> Read[str]:
    """A name or another short text, tidied; a number or a date in its place is a fault."""
    if is_blank(value):
        return Read()
    if not isinstance(value, str):
        return fault("not-text", field=field, typed=_TYPES.get(type(value), shown(value)))
    problem = odd_character(value)
    return Read(fault=problem) if problem else Read(tidy(value))


def read_remark(value: object) -> Read[str]:
    """A remark is free, in any alphabet: a number or a date in it is taken as its text."""
    if is_blank(value):
        return Read()
    text = value if isinstance(value, str) else shown(value)
    if len(text) > LONGEST_REMARK:
        return fault("too-long", length=len(text), limit=LONGEST_REMARK)
    problem = invisible_character(text)
    return Read(fault=problem) if problem else Read(tidy(text))


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing that a person sees."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_number(value: object) -> Read[str]:
    """A candidate number, `EA` + 6 digits + `-` + 2 check digits (ISO 7064 MOD 97-10), in its one written form.

    An empty cell is no fault here: whoever knows the names in the row tells it, with a suggestion.
    """
    if is_blank(value):
        return Read()
    if not isinstance(value, str):
        return fault("number-form", typed=shown(value))
    problem = odd_character(value)
    return Read(fault=problem) if problem else _spelled_number(tidy(value).upper().replace("–", "-"))


def _spelled_number(typed: str) -> Read[str]:
    if _CERTIFICATE.fullmatch(typed):
        return fault("number-is-certificate", typed=typed)
    digits = _CANDIDATE.fullmatch(typed)
    if digits is None:
        return fault("number-form", typed=shown(typed), suggestion=_meant(typed))
    number = written_number(digits[1])
    if number[-2:] != digits[2]:
        return fault("number-check-digits", typed=f"EA{digits[1]}-{digits[2]}", suggestion=number)
    return Read(number)


def written_number(digits: str) -> str:
    """The candidate number of six digits, with its check digits."""
    return f"EA{digits}-{mod_97_10.calc_check_digits('EA' + digits)}"


def looks_like_number(value: object) -> bool:
    """Whether somebody meant to type a candidate or certificate number here."""
    return isinstance(value, str) and re.match(r"\s*[ECec][Aa][ -]?[0-9OoIl]{2}", value) is not None


def _meant(typed: str) -> str | None:
    """The number that letters typed for digits, or a forgotten EA, may stand for."""
    digits = "".join(letter for letter in typed.removeprefix("EA").translate(_MISREAD) if letter in "0123456789")
    if len(digits) != 8:  # noqa: PLR2004 — six digits and two check digits
        return None
    number = written_number(digits[:6])
    return number if number.endswith(digits[6:]) else None


def read_attempt(value: object) -> Read[int]:
    """An attempt counts from 1; `2e`, `2nd` and `tweede` are taken with a notice."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is int and 1 <= value < 100:  # noqa: PLR2004 — no track allows a hundred attempts
        return Read(value)
    if not isinstance(value, str):
        return fault("attempt-form", typed=shown(value))
    problem = odd_character(value)
    if problem:
        return Read(fault=problem)
    typed = tidy(value).casefold()
    ordinal = _ORDINAL.fullmatch(typed)
    attempt = int(ordinal[1]) if ordinal else _ATTEMPT_WORDS.get(typed, 0)
    if not attempt:
        return fault("attempt-form", typed=shown(value))
    plain = typed.isdigit()
    return Read(attempt, notice=None if plain else Problem("attempt-in-words", {"typed": tidy(value), "attempt": attempt}))
