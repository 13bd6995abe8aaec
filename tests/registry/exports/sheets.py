"""Lists to write out, and the parts of what was written."""

import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from registry.exports import workbook
from registry.exports.listing import Column, Kind, Listing, Row, at_hand
from registry.texts import Language, Text

NAME, NUMBER, DAYS, DAY, MONTH, AT = (
    Column(Text("Naam", "Name")),
    Column(Text("Aantal", "Number"), Kind.WHOLE),
    Column(Text("Dagen", "Days"), Kind.DECIMAL),
    Column(Text("Dag", "Day"), Kind.DAY),
    Column(Text("Maand", "Month"), Kind.MONTH),
    Column(Text("Vastgelegd op", "Recorded at"), Kind.INSTANT),
)
LISTING = Listing(
    name="dagen-per-regio",
    title=Text("Dagen per regio", "Days by region"),
    columns=(NAME, NUMBER, DAYS, DAY, MONTH, AT),
    stamped=((Text("Regio", "Region"), "=alle"), (Text("Gemaakt op", "Made on"), date(2026, 11, 22))),
)
ROW: Row = (
    "Öztürk & <zn>",
    7,
    Decimal("2.25"),
    date(2026, 11, 22),
    date(2026, 11, 1),
    datetime(2026, 7, 1, 10, 30, tzinfo=UTC),
)
FORMULAS = ('=HYPERLINK("http://kwaad.example","klik")', "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "＝1", "=cmd|' /C calc'!A0")
"""What a spreadsheet would take for a formula."""


async def whole(pieces: AsyncIterator[bytes]) -> bytes:
    """Everything that comes."""
    return b"".join([piece async for piece in pieces])


async def made(listing: Listing, rows: Sequence[Row], *, language: Language = Language.NL, per_sheet: int = 1_048_575) -> bytes:
    """The workbook of these rows."""
    return await whole(workbook.pieces(listing, at_hand(rows), language=language, rows_of_a_sheet=per_sheet))


async def texts(*values: str | None) -> bytes:
    """A workbook with one column of text."""
    listing = Listing(name="teksten", title=Text("Teksten", "Texts"), columns=(NAME,), stamped=())
    return await made(listing, [(value,) for value in values])


def part(content: bytes, name: str) -> str:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()
