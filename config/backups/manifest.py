"""What a backup tells about itself: `about.json`, its first part, and `manifest.json`, after the rows."""

from datetime import datetime
from typing import Annotated

import msgspec

FORMAT = 1
ABOUT, MANIFEST = "about.json", "manifest.json"

_Count = Annotated[int, msgspec.Meta(ge=0)]


class Format(msgspec.Struct, frozen=True):
    """Of `about.json` the one field that every format has, so that any version knows a newer one."""

    format: int


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Of which moment it is, by which program, and which migrations its tables have had, by app."""

    format: int
    made_at: datetime
    program: str
    postgresql: str
    migrations: dict[str, list[str]]
    locked: bool


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A column and its type, as PostgreSQL writes it."""

    name: str
    type: str


class TableRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """The rows of one table: the folder of its parts, how many parts and rows, and the digest of all rows by the database."""

    schema: str
    name: str
    folder: str
    columns: list[Column]
    parts: _Count
    rows: _Count
    digest: str


class SequenceValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Where a sequence is."""

    schema: str
    name: str
    last_value: int
    is_called: bool


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Everything that the archive holds, in order."""

    tables: list[TableRows]
    sequences: list[SequenceValue]
    keys: list[str]
