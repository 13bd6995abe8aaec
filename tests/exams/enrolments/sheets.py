"""Sheets of enrolments and what the registry knows beside them, made by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import msgspec

from exams.enrolments.judging import check_rows
from exams.enrolments.reading import Reading
from exams.enrolments.roll import Roll
from exams.spreadsheets.sheet import Row, Sheet
from registry.people.duplicates import Everyone, Listed
from registry.people.rules import Name
from registry.texts import Text

TODAY = date(2026, 11, 20)
HEADINGS = (
    "Kandidaatnummer",
    "Voornaam",
    "Voorvoegsel",
    "Achternaam",
    "E-mail (werk)",
    "Inschrijfdatum",
    "Onderdeel",
    "Docent",
    "Les van",
    "Les tot",
)
KUIPERS, VERMEULEN = uuid4(), uuid4()
LESSON = ("GP", "N. Kuipers", date(2026, 11, 23), date(2026, 12, 18))
OWN, OTHERS = "EA000101-45", "EA000102-42"
_AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def listed(number: str, given: str, family: str, prefix: str | None = None, email: str | None = None) -> Listed:
    """A file on record."""
    return Listed(uuid4(), number, Name(given, prefix, family), email, _AT)


def roll(*files: Listed, own: set[str] | None = None, **more: Any) -> Roll:
    """A provider that may teach two parts this autumn; its own candidates are those of these numbers."""
    usual = Roll(
        today=TODAY,
        version=1,
        begins=date(2026, 6, 1),
        ends=None,
        parts={"GP": Text("Gemeentelijke processen", "Municipal processes"), "IM": Text("Informatie", "Information")},
        approved=((date(2026, 9, 1), date(2027, 6, 30)),),
        trainers={KUIPERS: Name("Nico", None, "Kuipers"), VERMEULEN: Name("Hanneke", None, "Vermeulen")},
        everyone=Everyone(list(files)),
        own=frozenset(each.adviser for each in files if each.number in (own or {OWN})),
    )
    return replace(usual, **more)


def new(given: str = "Jan", family: str = "Janssen", *lesson: object, **more: object) -> list[object]:
    """A row about someone new, enrolled today."""
    cells = {"number": None, "prefix": None, "email": None, "day": TODAY} | more
    taught = [*lesson, None, None, None, None][:4]
    return [cells["number"], given, cells["prefix"], family, cells["email"], cells["day"], *taught]


def sheet(*rows: Sequence[object], headings: tuple[str, ...] = HEADINGS, first: int = 1, **more: Any) -> Sheet:
    """A sheet whose headings are on the first row, unless told otherwise."""
    made = [Row(first, tuple(headings)), *(Row(first + place, tuple(row)) for place, row in enumerate(rows, 1))]
    return msgspec.structs.replace(Sheet("Inschrijvingen", len(headings), tuple(made)), **more)


def read(*rows: Sequence[object], at: Roll | None = None, **more: Any) -> Reading:
    """The judge's reading of these rows."""
    return check_rows(sheet(*rows, **more), at or roll())


def told(reading: Reading) -> list[tuple[str, str]]:
    """The cells and codes of all faults."""
    return [(each.cell, each.code) for each in reading.faults]


def noticed(reading: Reading) -> list[tuple[str, str]]:
    """The cells and codes of all notices."""
    return [(each.cell, each.code) for each in reading.notices]
