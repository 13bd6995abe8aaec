"""A list as something to save: `?bestand=` on the address of the page that shows it."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from litestar.response import Stream

from registry.exports import csv_text, workbook
from registry.exports.listing import Batches, Listing
from registry.texts import Language

ASKED = "bestand"
"""The name in the address; its value is a `FileKind`."""


class FileKind(StrEnum):
    """The kinds of file in which every list goes out: Excel, CSV as Excel reads it in Dutch, CSV for programs."""

    XLSX = "xlsx"
    CSV = "csv"
    PLAIN_CSV = "csv-programma"


@dataclass(frozen=True, slots=True)
class _Way:
    media_type: str
    ending: str
    pieces: Callable[..., AsyncIterator[bytes]]


_CSV = "text/csv; header=present"
_WAYS: Mapping[FileKind, _Way] = {
    FileKind.XLSX: _Way("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", workbook.pieces),
    FileKind.CSV: _Way(_CSV, "csv", partial(csv_text.pieces, variant=csv_text.DUTCH)),
    FileKind.PLAIN_CSV: _Way(_CSV, "csv", partial(csv_text.pieces, variant=csv_text.PLAIN)),
}


def file_of(listing: Listing, batches: Batches, kind: FileKind, *, language: Language, day: date) -> Stream:
    """The list as a file that goes out while it is made, named after the list and the day."""
    way = _WAYS[kind]
    return Stream(
        way.pieces(listing, batches, language=language),
        media_type=way.media_type,
        headers={"content-disposition": f'attachment; filename="{listing.name}-{day}.{way.ending}"'},
    )
