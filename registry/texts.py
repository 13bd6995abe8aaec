"""What people read, in Dutch and in English, with dates and numbers as each language writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import singledispatch

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from registry.days import AMSTERDAM


class Language(StrEnum):
    """The two languages of the registry; Dutch comes first."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; `{name}` stands for a fact, and `{name:days}` for a number of days with its unit.

    Said without facts it is what it says, braces and all: names that people typed are texts too.
    """

    nl: str
    en: str

    def say(self, language: Language, **facts: object) -> str:
        """The sentence in that language, each fact written as that language writes it."""
        template = self.nl if language is Language.NL else self.en
        if not facts:
            return template
        return template.format(**{name: _Told(fact, language) for name, fact in facts.items()})


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact in a sentence of that language."""

    fact: object
    language: Language

    def __format__(self, spec: str) -> str:
        if spec == "days" and isinstance(self.fact, int | Decimal):
            return in_days(self.fact, self.language)
        return written(self.fact, self.language)


def in_days(number: int | Decimal, language: Language) -> str:
    """A number of days with its unit: `1 dag`, `0,25 dag`, `2,25 dagen`; English has `0.25 days`."""
    one = 0 < number <= 1 if language is Language.NL else number == 1
    return f"{written(number, language)} {(_DAY if one else _DAYS).say(language)}"


_DAY, _DAYS = Text("dag", "day"), Text("dagen", "days")


@singledispatch
def written(fact: object, language: Language) -> str:  # noqa: ARG001  registered kinds use it
    """A fact as people of that language write it: `5 maart 2026`, `2,25`, `a, b en c`."""
    return str(fact)


@written.register
def _(fact: Text, language: Language) -> str:
    return fact.say(language)


@written.register
def _(fact: date, language: Language) -> str:
    return format_date(fact, "d MMMM y", locale=language.value)


@written.register
def _(fact: datetime, language: Language) -> str:
    return format_datetime(fact, "d MMMM y HH:mm", tzinfo=AMSTERDAM, locale=language.value)


@written.register
def _(fact: Decimal, language: Language) -> str:
    return format_decimal(fact, locale=language.value)


@written.register(list)
@written.register(tuple)
def _(fact: Iterable[object], language: Language) -> str:
    return format_list([written(each, language) for each in fact], locale=language.value)
