"""The heading row: found below titles, read by synonym in Dutch and English; every heading that is wrong is named."""

import difflib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from exams.cells.findings import Finding
from exams.cells.names import folded, tidy
from exams.cells.typed import shown
from exams.spreadsheets.sheet import Row, Sheet, address, column_letter
from registry.texts import Text


class Field(StrEnum):
    """The columns of a file of results, in the order of the template."""

    NUMBER = "number"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    PART = "part"
    HELD_ON = "held_on"
    ATTEMPT = "attempt"
    SCORE = "score"
    OUTCOME = "outcome"
    EXAMINER = "examiner"
    INVIGILATOR = "invigilator"
    REMARK = "remark"


TITLES: Mapping[Field, Text] = {
    Field.NUMBER: Text("Kandidaatnummer", "Candidate number"),
    Field.FAMILY_NAME: Text("Achternaam", "Family name"),
    Field.GIVEN_NAME: Text("Voornaam", "Given name"),
    Field.PART: Text("Onderdeel", "Exam part"),
    Field.HELD_ON: Text("Examendatum", "Exam date"),
    Field.ATTEMPT: Text("Poging", "Attempt"),
    Field.SCORE: Text("Score", "Score"),
    Field.OUTCOME: Text("Resultaat", "Outcome"),
    Field.EXAMINER: Text("Examinator", "Examiner"),
    Field.INVIGILATOR: Text("Surveillant", "Invigilator"),
    Field.REMARK: Text("Opmerking", "Remark"),
}
REQUIRED = (
    Field.NUMBER,
    Field.FAMILY_NAME,
    Field.PART,
    Field.HELD_ON,
    Field.ATTEMPT,
    Field.SCORE,
    Field.EXAMINER,
)
_SYNONYMS: Mapping[Field, str] = {
    Field.NUMBER: "kandidaatnummer kandidaatnr kandidaatsnummer kandidaatsnr kandidaat kandnr nummerkandidaat "
    "candidatenumber candidateno candidatenr candidateid candidate",
    Field.FAMILY_NAME: "achternaam achtern familienaam familyname surname lastname",
    Field.GIVEN_NAME: "voornaam voorn voornamen roepnaam givenname givennames firstname forename",
    Field.PART: "onderdeel onderdeelcode examenonderdeel examendeel vak exampart part module subject",
    Field.HELD_ON: "examendatum datumexamen datum datumvanexamen datumafname afnamedatum examdate date dateofexam",
    Field.ATTEMPT: "poging pogingnr pogingnummer attempt attemptno attemptnumber",
    Field.SCORE: "score cijfer punten puntenaantal behaaldescore mark marks points grade",
    Field.OUTCOME: "resultaat uitslag geslaagd behaald geslaagdjanee outcome result passed passfail",
    Field.EXAMINER: "examinator examinatornaam naamexaminator examiner",
    Field.INVIGILATOR: "surveillant surveillantnaam toezichthouder toezicht invigilator proctor",
    Field.REMARK: "opmerking opmerkingen opm bijzonderheden toelichting remark remarks comment comments note notes",
}
_FIELD_OF = {word: field for field, words in _SYNONYMS.items() for word in words.split()}
_ROWS_SEARCHED = 50
_ENOUGH = 3
LONGEST_HEADING = 60
"""Of a longer heading the rest is not looked at."""


@dataclass(frozen=True, slots=True)
class UnknownHeading:
    """A heading that names no field, for a person to say what it means; the field that may be meant."""

    heading: str
    cell: str
    suggestion: Field | None


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the heading row is and which column holds which field; findings about the headings themselves."""

    row: int
    columns: Mapping[Field, int]
    findings: tuple[Finding, ...] = ()
    nameless: frozenset[int] = frozenset()
    unknown: tuple[UnknownHeading, ...] = ()

    def cell(self, row: int, field: Field) -> str:
        """The address of a field in a row; its first cell where the column is missing."""
        return address(row, self.columns.get(field, 0))


@dataclass(frozen=True, slots=True)
class NoHeadings:
    """No row names three fields: the fault, and what may be headings of the provider's own."""

    finding: Finding
    unknown: tuple[UnknownHeading, ...] = ()


def field_of(heading: object, *, mapping: Mapping[str, Field | None]) -> Field | None:
    """The field that a heading names, by the provider's own mapping first, then by synonym."""
    key = mapping_key(heading)
    return mapping[key] if key in mapping else _FIELD_OF.get(key)


def find_headings(sheet: Sheet, *, mapping: Mapping[str, Field | None]) -> Headings | NoHeadings:
    """The heading row: of the first fifty rows the one that names the most fields, at least three."""

    def named(row: Row) -> int:
        return len({field_of(cell, mapping=mapping) for cell in row.cells} - {None})

    best = max(islice(sheet.rows, _ROWS_SEARCHED), key=named, default=None)
    if best is None or named(best) < _ENOUGH:
        return _not_found(sheet, mapping=mapping)
    return _read_headings(sheet, best, mapping=mapping)


def _not_found(sheet: Sheet, *, mapping: Mapping[str, Field | None]) -> NoHeadings:
    """The fault, and the cells of the first row with the most words, which may be headings of the provider's own."""
    first = sheet.rows[0].number if sheet.rows else 1
    expected = [TITLES[field] for field in Field]
    finding = Finding(sheet.name, address(first, 0), first, "heading-not-found", {"expected": expected})

    def words(row: Row) -> int:
        return len({mapping_key(cell) for cell in row.cells if isinstance(cell, str)} - {""})

    likely = max(islice(sheet.rows, _ROWS_SEARCHED), key=words, default=None)
    if likely is None or words(likely) < _ENOUGH:
        return NoHeadings(finding)
    known = {field_of(cell, mapping=mapping) for cell in likely.cells}
    unnamed = [
        _unknown(cell, address(likely.number, index), taken=known)
        for index, cell in enumerate(likely.cells)
        if isinstance(cell, str) and mapping_key(cell) not in mapping and field_of(cell, mapping=mapping) is None
    ]
    return NoHeadings(finding, tuple(each for each in unnamed if each.heading))


def _read_headings(sheet: Sheet, row: Row, *, mapping: Mapping[str, Field | None]) -> Headings:
    columns: dict[Field, int] = {}
    findings: list[Finding] = []
    nameless = {index for index, cell in enumerate(row.cells) if cell is None}
    strange: dict[str, object] = {}
    for index, cell in enumerate(row.cells):
        if cell is None:
            continue
        here, key = address(row.number, index), mapping_key(cell)
        field = field_of(cell, mapping=mapping)
        if key in mapping and field is None:
            continue
        if field is None:
            strange[here] = cell
        elif field in columns:
            facts = {"expected": TITLES[field], "first": address(row.number, columns[field])}
            findings.append(Finding(sheet.name, here, row.number, "heading-double", facts))
        else:
            columns[field] = index
    unknown = tuple(_unknown(cell, here, taken=columns) for here, cell in strange.items())
    findings += [_told(sheet, row.number, each) for each in unknown]
    findings += _missing(sheet, row.number, columns)
    if sheet.dates_from_1904:
        here = address(row.number, columns.get(Field.HELD_ON, 0))
        findings.append(Finding(sheet.name, here, row.number, "dates-1904"))
    return Headings(row.number, columns, tuple(findings), frozenset(nameless), unknown)


def _unknown(cell: object, here: str, *, taken: Container[Field | None]) -> UnknownHeading:
    """The heading, and of the fields that no other column holds the one whose synonyms are most like it."""
    free = {word: field for word, field in _FIELD_OF.items() if field not in taken}
    close = difflib.get_close_matches(mapping_key(cell), free, n=1, cutoff=0.75)
    return UnknownHeading(_heading(cell), here, free[close[0]] if close else None)


def _told(sheet: Sheet, row: int, unknown: UnknownHeading) -> Finding:
    facts = {"typed": unknown.heading, "expected": [TITLES[field] for field in Field]}
    suggestion = TITLES[unknown.suggestion].nl if unknown.suggestion else None
    return Finding(sheet.name, unknown.cell, row, "heading-unknown", facts, suggestion)


def _missing(sheet: Sheet, row: int, columns: Mapping[Field, int]) -> Iterator[Finding]:
    for count, field in enumerate(field for field in REQUIRED if field not in columns):
        here = address(row, sheet.width + count)
        yield Finding(sheet.name, here, row, "heading-missing", {"expected": TITLES[field]}, TITLES[field].nl)


def columns_without_heading(sheet: Sheet, headings: Headings) -> tuple[str, ...]:
    """The letters of the columns that hold something below an empty heading."""
    nameless = sorted(headings.nameless)
    below = [row for row in sheet.rows if row.number > headings.row] if nameless else []
    return tuple(column_letter(index) for index in nameless if any(row.cells[index] is not None for row in below))


def mapping_key(heading: object) -> str:
    """What is compared of a heading: its letters and digits without accents and case, or else all of it."""
    folds = folded(_heading(heading))
    return "".join(filter(str.isalnum, folds)) or "".join(filter(str.isprintable, folds))


def _heading(cell: object) -> str:
    return "" if cell is None else tidy(cell if isinstance(cell, str) else shown(cell))[:LONGEST_HEADING].rstrip()
