"""The heading row is found below titles, by synonym; whatever is wrong with it is told at its cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exams.judging.headings import TITLES, Field, Headings, find_headings, mapping_key
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
    headings = found(["EA000101-45", "van der Meer"], ["EA000102-42", "de Haan"])
    assert headings.finding.code == "heading-not-found"
    assert "Kandidaatnummer" in headings.finding.say(Language.NL)
    assert not headings.unknown


OWN = ["Dossier", "Cursist", "Toets", "Afgenomen", "Ronde", "Behaald getal", "Beoordelaar"]
EASY = dict(zip(OWN, [Field.NUMBER, Field.FAMILY_NAME, Field.PART, Field.HELD_ON, Field.ATTEMPT, Field.SCORE, Field.EXAMINER],
                strict=True))  # fmt: skip


def test_headings_of_another_system():
    """Where no row is known, the row with the most words is offered; once its words are mapped it is the heading row."""
    rows: list[list[object]] = [
        ["Uitslagen 2026"],
        [*OWN],
        ["EA000101-45", "van der Meer", "GP", "7-9-2026", 1, 72, "R. Postma"],
    ]
    nothing = found(*rows)
    assert nothing.finding.code == "heading-not-found"
    assert [(each.heading, each.cell) for each in nothing.unknown] == list(
        zip(OWN, ["A2", "B2", "C2", "D2", "E2", "F2", "G2"], strict=True)
    )
    headings = found(*rows, mapping={mapping_key(each): field for each, field in EASY.items()})
    assert (headings.row, [*headings.columns]) == (2, [*EASY.values()])
    assert not headings.findings
    assert not headings.unknown


def test_unknown_headings_are_told_with_what_they_may_mean():
    """Every heading that names no field, with the field whose synonyms are most like it, unless a column has that already."""
    headings = found(["Kandidatnumer", *HEADINGS[1:], "Scores", "Lokaal", 2026])
    assert [(each.heading, each.cell, each.suggestion) for each in headings.unknown] == [
        ("Kandidatnumer", "A1", Field.NUMBER), ("Scores", "L1", None), ("Lokaal", "M1", None), ("2026", "N1", None),
    ]  # fmt: skip


def test_two_headings_mapped_to_one_field():
    """What a provider maps to a field that another column holds is a column too many."""
    finding = found([*HEADINGS, "Eindcijfer"], mapping={mapping_key("eindcijfer"): Field.SCORE}).findings[0]
    assert (finding.code, finding.cell, finding.facts["first"]) == ("heading-double", "L1", "G1")


def test_a_known_heading_that_is_not_to_be_read():
    """What a provider says of a heading goes before what we know of it: of two columns for the score one is left out."""
    headings = found([*HEADINGS, "Cijfer"], mapping={mapping_key("cijfer"): None})
    assert not headings.findings
    assert headings.columns[Field.SCORE] == 6


@example(heading="ﬃ" * 300)
@example(heading="kop " * 300)
@given(heading=st.text() | st.integers() | st.floats(allow_nan=False) | st.dates() | st.booleans())
def test_what_is_compared_of_a_heading_can_be_kept(heading):
    """It is short, holds nothing that a database refuses, and comes out the same of what is shown of it."""
    key = mapping_key(heading)
    assert len(key) <= 200
    assert key.isprintable()
    headings = found([*HEADINGS[:7], heading])
    for unknown in headings.unknown if isinstance(headings, Headings) else ():
        assert mapping_key(unknown.heading) == key


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
