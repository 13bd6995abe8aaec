"""The heading row is found below titles, by synonym; whatever is wrong with it is told at its cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from exams.results.headings import TITLES, Field, Headings, find_headings, mapping_key
from exams.spreadsheets.sheet import Row, Sheet
from registry.texts import Language
from tests.exams.spreadsheets.files import HEADINGS


def a_sheet(*rows: Sequence[object], **more: Any) -> Sheet:
    """A sheet of these rows, counted from 1."""
    width = max(map(len, rows))
    return Sheet("Blad1", width, tuple(Row(n, (*row, *[None] * (width - len(row)))) for n, row in enumerate(rows, 1)), **more)


def found(*rows: Sequence[object], mapping: Mapping[str, Field | None] | None = None, **more: Any) -> Any:
    """The headings of such a sheet."""
    return find_headings(a_sheet(*rows, **more), mapping=mapping or {})


def test_below_titles():
    """Titles and blank rows above the headings are passed over."""
    headings = found(["Uitslagen najaar 2026"], ["Opgesteld door: secretariaat"], [], HEADINGS)
    assert isinstance(headings, Headings)
    assert headings.row == 4
    assert headings.columns == {field: index for index, field in enumerate(Field)}
    assert not headings.findings


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param([title.nl for title in TITLES.values()], id="Dutch"),
        pytest.param([title.en for title in TITLES.values()], id="English"),
        pytest.param(
            ["kandidaat nr.", "ACHTERNAAM", "Voorn.", "Onderdeel ", "datum examen", "Poging", "Score ", "Geslaagd?",
             "Examinator", "Surveillant", "Opmerkingen"],
            id="as secretaries type them",
        ),
    ],
)  # fmt: skip
def test_synonyms(titles):
    """Headings are read in both languages, without case, signs and blanks."""
    assert list(found(titles).columns) == list(Field)


@pytest.mark.parametrize(
    ("titles", "code", "cell", "suggestion"),
    [
        pytest.param([*HEADINGS[:10], "Lokaal"], "heading-unknown", "K1", None, id="a heading nobody knows"),
        pytest.param(["Kandidatnumer", *HEADINGS[1:]], "heading-unknown", "A1", "Kandidaatnummer", id="a heading misspelt"),
        pytest.param([*HEADINGS, "Cijfer"], "heading-double", "L1", None, id="a heading twice, by a synonym"),
        pytest.param(HEADINGS[:8], "heading-missing", "I1", "Examinator", id="a heading missing"),
    ],
)
def test_faults(titles, code, cell, suggestion):
    """An unknown, double or missing heading is a fault at its cell, that names what is expected."""
    finding = found(titles).findings[0]
    assert (finding.code, finding.cell, finding.suggestion) == (code, cell, suggestion)
    assert finding.say(Language.NL)


def test_no_heading_row():
    """A sheet without headings is one fault, not one for each row."""
    finding = found(["EA000101-45", "van der Meer"], ["EA000102-42", "de Haan"])
    assert finding.code == "heading-not-found"
    assert "Kandidaatnummer" in finding.say(Language.NL)


def test_mapping_of_a_provider():
    """What a provider once said about a heading of its own holds; None means that it is not read."""
    titles = ["Cursist", *HEADINGS[1:10], "Lokaal"]
    mapping = {mapping_key("cursist"): Field.NUMBER, mapping_key("LOKAAL"): None}
    headings = found(titles, mapping=mapping)
    assert headings.columns[Field.NUMBER] == 0
    assert not headings.findings


def test_calendar_of_1904():
    """Dates that count from 1904 are named at the heading of the dates."""
    finding = found(HEADINGS, dates_from_1904=True).findings[0]
    assert (finding.code, finding.cell) == ("dates-1904", "E1")
