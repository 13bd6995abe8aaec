"""The heading row of a file of enrolments: found below titles, read by synonym in Dutch and English."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from exams.cells.findings import Finding
from exams.cells.names import folded, tidy
from exams.spreadsheets.sheet import Row, Sheet, address
from registry.texts import Text


class Field(StrEnum):
    """The columns of a file of enrolments, in the order of the template."""

    NUMBER = "number"
    GIVEN_NAME = "given_name"
    PREFIX = "prefix"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    ENROLLED_ON = "enrolled_on"
    PART = "part"
    TRAINER = "trainer"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


TITLES: Mapping[Field, Text] = {
    Field.NUMBER: Text("Kandidaatnummer", "Candidate number"),
    Field.GIVEN_NAME: Text("Voornaam", "Given name"),
    Field.PREFIX: Text("Voorvoegsel", "Prefix"),
    Field.FAMILY_NAME: Text("Achternaam", "Family name"),
    Field.EMAIL: Text("E-mail (werk)", "E-mail (work)"),
    Field.ENROLLED_ON: Text("Inschrijfdatum", "Enrolment date"),
    Field.PART: Text("Onderdeel", "Exam part"),
    Field.TRAINER: Text("Docent", "Trainer"),
    Field.FIRST_DAY: Text("Les van", "Lessons from"),
    Field.LAST_DAY: Text("Les tot", "Lessons until"),
}
REQUIRED = (Field.GIVEN_NAME, Field.FAMILY_NAME, Field.ENROLLED_ON)
TEACHING = (Field.PART, Field.TRAINER, Field.FIRST_DAY, Field.LAST_DAY)
_SYNONYMS: Mapping[Field, str] = {
    Field.NUMBER: "kandidaatnummer kandidaatnr kandidaatsnummer kandnr nummer candidatenumber candidateno candidatenr number",
    Field.GIVEN_NAME: "voornaam voornamen roepnaam givenname givennames firstname forename",
    Field.PREFIX: "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels tussenv prefix infix",
    Field.FAMILY_NAME: "achternaam familienaam familyname surname lastname",
    Field.EMAIL: "emailwerk werkemail email emailadres mail mailadres werkadres emailwork workemail emailaddress",
    Field.ENROLLED_ON: "inschrijfdatum datuminschrijving ingeschrevenop inschrijving enrolmentdate enrollmentdate enrolledon",
    Field.PART: "onderdeel onderdeelcode examenonderdeel vak module exampart part subject",
    Field.TRAINER: "docent trainer docentnaam naamdocent leraar opleider teacher instructor",
    Field.FIRST_DAY: "lesvan lesvanaf lessenvan eersteles eerstelesdag lessonsfrom lessonfrom teachingfrom firstlesson",
    Field.LAST_DAY: "lestot lestotenmet lestm lessentot laatsteles laatstelesdag lessonsuntil lessonsto lessonto teachinguntil "
    "lastlesson",
}
_FIELD_OF = {word: field for field, words in _SYNONYMS.items() for word in words.split()}
_ROWS_SEARCHED = 50
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the heading row is and which column holds which field; findings about the headings themselves."""

    row: int
    columns: Mapping[Field, int]
    findings: tuple[Finding, ...] = ()

    def cell(self, row: int, field: Field) -> str:
        """The address of a field in a row; its first cell where the column is missing."""
        return address(row, self.columns.get(field, 0))

    def are_repeated_in(self, row: Row) -> bool:
        """The row says the headings again."""
        return all(field_of(row.cells[index]) is field for field, index in self.columns.items())


def field_of(heading: object) -> Field | None:
    """The field that a heading names, by synonym."""
    return _FIELD_OF.get(_key(heading))


def _key(heading: object) -> str:
    return "".join(letter for letter in folded(heading) if letter.isalnum()) if isinstance(heading, str) else ""


def find_headings(sheet: Sheet) -> Headings | Finding:
    """The heading row: of the first fifty rows the one that names the most fields, at least three."""

    def named(row: Row) -> int:
        return len({field_of(cell) for cell in row.cells} - {None})

    best = max(islice(sheet.rows, _ROWS_SEARCHED), key=named, default=None)
    if best is None or named(best) < _ENOUGH:
        first = sheet.rows[0].number if sheet.rows else 1
        expected = [TITLES[field] for field in Field]
        return Finding(sheet.name, address(first, 0), first, "heading-not-found", {"expected": expected})
    return _read(sheet, best)


def _read(sheet: Sheet, row: Row) -> Headings:
    columns: dict[Field, int] = {}
    findings: list[Finding] = []
    for index, cell in enumerate(row.cells):
        field = field_of(cell)
        if cell is None:
            continue
        here = address(row.number, index)
        if field is None:
            findings.append(_unknown(sheet, here, row.number, cell))
        elif field in columns:
            facts = {"expected": TITLES[field], "first": address(row.number, columns[field])}
            findings.append(Finding(sheet.name, here, row.number, "heading-double", facts))
        else:
            columns[field] = index
    findings += _missing(sheet, row.number, columns)
    if sheet.dates_from_1904:
        findings.append(Finding(sheet.name, address(row.number, columns.get(Field.ENROLLED_ON, 0)), row.number, "dates-1904"))
    return Headings(row.number, columns, tuple(findings))


def _unknown(sheet: Sheet, here: str, row: int, cell: object) -> Finding:
    close = difflib.get_close_matches(_key(cell), _FIELD_OF, n=1, cutoff=0.75)
    suggestion = TITLES[_FIELD_OF[close[0]]].nl if close else None
    facts = {"typed": tidy(str(cell))[:80], "expected": [TITLES[field] for field in Field]}
    return Finding(sheet.name, here, row, "heading-unknown", facts, suggestion)


def _missing(sheet: Sheet, row: int, columns: Mapping[Field, int]) -> Iterator[Finding]:
    for count, field in enumerate(field for field in REQUIRED if field not in columns):
        here = address(row, sheet.width + count)
        yield Finding(sheet.name, here, row, "heading-missing", {"expected": TITLES[field]}, TITLES[field].nl)
