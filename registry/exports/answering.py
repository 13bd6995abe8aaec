"""A list as something to save: `?bestand=` on the address of the page that shows it."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Annotated, TypeAlias

from litestar.params import QueryParameter
from litestar.response import Stream

from registry.exports import csv_text, json_text, workbook
from registry.exports.listing import Batches, Exported, Listing, in_words
from registry.texts import Language, Text

ASKED = "bestand"
"""The name in the address; its value is a `FileKind`."""
TOTAL = "x-total-count"
"""The header with the number of rows."""


class FileKind(StrEnum):
    """The kinds of file in which every list goes out: Excel, CSV as Excel reads it in Dutch, CSV and JSON for programs."""

    XLSX = "xlsx"
    CSV = "csv"
    PLAIN_CSV = "csv-programma"
    JSON = "json"


AskedKind: TypeAlias = Annotated[FileKind | None, QueryParameter(name=ASKED)]
"""The parameter of a page with a list: the kind of file that is asked, or none."""

KINDS: Mapping[FileKind, Text] = {
    FileKind.XLSX: Text("Excel", "Excel"),
    FileKind.CSV: Text("CSV voor Excel", "CSV for Dutch Excel"),
    FileKind.PLAIN_CSV: Text("CSV voor programma’s", "CSV for programs"),
    FileKind.JSON: Text("JSON", "JSON"),
}
"""What the kinds are called, where one is chosen in a form; on a page with links the macro `export_links` says the same."""


@dataclass(frozen=True, slots=True)
class _Way:
    media_type: str
    ending: str
    pieces: Callable[..., AsyncIterator[bytes]]
    for_people: bool


_CSV = "text/csv; header=present"
_WAYS: Mapping[FileKind, _Way] = {
    FileKind.XLSX: _Way(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", workbook.pieces, for_people=True
    ),
    FileKind.CSV: _Way(_CSV, "csv", partial(csv_text.pieces, variant=csv_text.DUTCH), for_people=True),
    FileKind.PLAIN_CSV: _Way(_CSV, "csv", partial(csv_text.pieces, variant=csv_text.PLAIN), for_people=False),
    FileKind.JSON: _Way("application/json", "json", json_text.pieces, for_people=False),
}

MEDIA_TYPES = tuple(sorted({way.media_type.partition(";")[0] for way in _WAYS.values()}))
"""What a route that gives a file in any of these kinds answers with: its mark `files`, for the description of the API."""


def file_of(
    listing: Listing, batches: Batches, kind: FileKind, *, language: Language, day: date, total: int | None = None
) -> Stream:
    """The list as a file that goes out while it is made, named after the list and the day.

    `total` is how many rows there are, where that is known beforehand: a header tells it, so that whoever takes in a long file
    knows how far it is.
    """
    way = _WAYS[kind]
    headers = {"content-disposition": f'attachment; filename="{listing.name}-{day}.{way.ending}"'}
    if total is not None:
        headers[TOTAL] = str(total)
    rows = in_words(listing, batches, language) if way.for_people else batches
    return Stream(way.pieces(listing, rows, language=language), media_type=way.media_type, headers=headers)


def answer(exported: Exported, kind: FileKind, *, language: Language) -> Stream:
    """The list of a page as a file; how many rows it has stands in the header."""
    day, total = exported.day, exported.total
    return file_of(exported.listing, exported.batches, kind, language=language, day=day, total=total)
