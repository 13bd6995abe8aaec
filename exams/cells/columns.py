"""The heading row of a list: found below titles, each heading read by synonym in Dutch and English."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from exams.cells.findings import Finding
from exams.cells.names import folded, tidy
from exams.spreadsheets.sheet import Row, Sheet, address
from registry.texts import Text

F = TypeVar("F")

_ROWS_SEARCHED = 50
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Columns(Generic[F]):
    """Where the heading row is and which column holds which field; findings about the headings themselves."""

    row: int
    places: Mapping[F, int]
    findings: tuple[Finding, ...] = ()

    def cell(self, row: int, field: F) -> str:
        """The address of a field in a row; its first cell where the column is missing."""
        return address(row, self.places.get(field, 0))


@dataclass(frozen=True, slots=True)
class Headed(Generic[F]):
    """The fields that a list has: their titles in order, the words they go by, and those that it cannot do without."""

    titles: Mapping[F, Text]
    synonyms: Mapping[F, str]
    required: tuple[F, ...]

    def field_of(self, heading: object) -> F | None:
        """The field that a heading names, by synonym."""
        return self._by_word().get(_key(heading))

    def find(self, sheet: Sheet) -> Columns[F] | Finding:
        """The heading row: of the first fifty rows the one that names the most fields, at least three."""

        def named(row: Row) -> int:
            return len({self.field_of(cell) for cell in row.cells} - {None})

        best = max(islice(sheet.rows, _ROWS_SEARCHED), key=named, default=None)
        if best is None or named(best) < _ENOUGH:
            first = sheet.rows[0].number if sheet.rows else 1
            return Finding(sheet.name, address(first, 0), first, "heading-not-found", {"expected": [*self.titles.values()]})
        return self._read(sheet, best)

    def are_repeated_in(self, row: Row, columns: Columns[F]) -> bool:
        """The row says the headings again."""
        return all(self.field_of(row.cells[index]) == field for field, index in columns.places.items())

    def _read(self, sheet: Sheet, row: Row) -> Columns[F]:
        places: dict[F, int] = {}
        findings: list[Finding] = []
        for index, cell in enumerate(row.cells):
            field, here = self.field_of(cell), address(row.number, index)
            if cell is None:
                continue
            if field is None:
                findings.append(self._unknown(sheet, here, row.number, cell))
            elif field in places:
                facts = {"expected": self.titles[field], "first": address(row.number, places[field])}
                findings.append(Finding(sheet.name, here, row.number, "heading-double", facts))
            else:
                places[field] = index
        findings += self._missing(sheet, row.number, places)
        if sheet.dates_from_1904:
            findings.append(Finding(sheet.name, address(row.number, 0), row.number, "dates-1904"))
        return Columns(row.number, places, tuple(findings))

    def _unknown(self, sheet: Sheet, here: str, row: int, cell: object) -> Finding:
        by_word = self._by_word()
        close = difflib.get_close_matches(_key(cell), by_word, n=1, cutoff=0.75)
        suggestion = self.titles[by_word[close[0]]].nl if close else None
        facts = {"typed": tidy(str(cell))[:80], "expected": [*self.titles.values()]}
        return Finding(sheet.name, here, row, "heading-unknown", facts, suggestion)

    def _missing(self, sheet: Sheet, row: int, places: Mapping[F, int]) -> Iterator[Finding]:
        for count, field in enumerate(field for field in self.required if field not in places):
            here, title = address(row, sheet.width + count), self.titles[field]
            yield Finding(sheet.name, here, row, "heading-missing", {"expected": title}, title.nl)

    def _by_word(self) -> dict[str, F]:
        return {word: field for field, words in self.synonyms.items() for word in words.split()}


def _key(heading: object) -> str:
    return "".join(letter for letter in folded(heading) if letter.isalnum()) if isinstance(heading, str) else ""
