"""Lists as CSV: for Excel in Dutch and for programs."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exports import csv_text
from registry.exports.csv_text import DUTCH, PLAIN, Variant, shielded
from registry.exports.listing import Listing, Row, at_hand
from registry.texts import Language, Text
from tests.registry.exports.sheets import FORMULAS, LISTING, NAME, ROW, whole


async def _made(variant: Variant, *rows: Row, language: Language = Language.NL, listing: Listing = LISTING) -> str:
    pieces = csv_text.pieces(listing, at_hand(rows), variant=variant, language=language)
    return (await whole(pieces)).decode()


async def test_for_excel_in_dutch() -> None:
    """A byte order mark, semicolons, a decimal comma, days as they are written here, CRLF; and the facts after a blank line."""
    assert await _made(DUTCH, ROW, ("a;b", 0, Decimal("1E+3"), None, None, None)) == (
        "\ufeffNaam;Aantal;Dagen;Dag;Maand;Vastgelegd op\r\n"
        "Öztürk & <zn>;7;2,25;22-11-2026;11-2026;01-07-2026 12:30\r\n"
        '"a;b";0;1000;;;\r\n'
        "\r\n"
        "Regio;'=alle\r\n"
        "Gemaakt op;22 november 2026\r\n"
    )


async def test_for_programs() -> None:
    """Commas, a point, days by ISO 8601 and UTC; nothing but the table."""
    assert await _made(PLAIN, ROW, ("a,b", 0, Decimal("-0.25"), None, None, None), language=Language.EN) == (
        "Name,Number,Days,Day,Month,Recorded at\r\n"
        "Öztürk & <zn>,7,2.25,2026-11-22,2026-11,2026-07-01T10:30:00Z\r\n"
        '"a,b",0,-0.25,,,\r\n'
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_never_a_formula(text: str) -> None:
    """An apostrophe stands before it, which Excel does not show."""
    assert shielded(text) == "'" + text


@pytest.mark.parametrize("text", ["\tJan", "\rJan", "\nJan"])
def test_nothing_begins_with_a_tab_or_a_return(text: str) -> None:
    """A spreadsheet drops it, and reads what follows as if it were typed."""
    assert shielded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Jan", "a=b", "2-1", "'t Hart", "–"])
def test_other_text_is_left_alone(text: str) -> None:
    """What begins otherwise is as it was."""
    assert shielded(text) == text


@pytest.mark.parametrize("variant", [DUTCH, PLAIN])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
async def test_every_cell_stays_one_cell(variant: Variant, text: str) -> None:
    """Quotes, line ends and separators in a text do not make another cell, and none begins a formula."""
    listing = Listing(name="namen", title=Text("Namen", "Names"), columns=(NAME,), stamped=())
    content = await _made(variant, (text,), listing=listing)
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=variant.delimiter))
    assert rows[1] == [shielded(text)]
    assert rows[1][0].lstrip()[:1] not in {"=", "+", "-", "@"}
