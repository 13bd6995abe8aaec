"""Making a backup: one consistent moment of the database, while everyone works on."""

import gzip
import hashlib
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import asyncpg
import msgspec

from config.backups import catalogue, marker
from config.backups.age import Locking
from config.backups.archive import ArchiveWriter
from config.backups.aside import written_aside
from config.backups.catalogue import StandingTable
from config.backups.manifest import ABOUT, FORMAT, MANIFEST, About, Manifest, SequenceValue, TableRows
from config.backups.refusals import BackupRefused
from registry.transactions import Connection, snapshot_on

PIECE = 4 * 1024 * 1024
"""Bytes of rows in one part."""
_FAREWELL = 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds, and the SHA-256 of the file."""

    tables: int
    rows: int
    size: int
    sha256: str


async def write(file: Path, *, url: str, keys: Mapping[str, bytes], passphrase: str | None, now: datetime) -> Made:
    """The whole database as it is at one moment, and these key files if it is locked with a passphrase; whoever writes goes on.

    An earlier file of that name is replaced when the new one is whole. Raises BackupRefused where there is nothing to
    back up or a restore has not ended, OSError when the file cannot be written.
    """
    async with _one_moment(url) as connection:
        with written_aside(file) as opened:
            counted = _Counted(opened.write)
            if passphrase is None:
                rows = await _archived(connection, counted.write, {}, now=now)
            else:
                locking = Locking(counted.write, passphrase=passphrase)
                rows = await _archived(connection, locking.write, keys, now=now)
                locking.finish()
    return Made(len(rows), sum(each.rows for each in rows), counted.size, counted.sha256.hexdigest())


class _Counted:
    """Passes on what is written, with its size and its digest."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write, self.size, self.sha256 = write, 0, hashlib.sha256()

    def write(self, content: bytes) -> None:
        """On it goes."""
        self._write(content)
        self.size += len(content)
        self.sha256.update(content)


@asynccontextmanager
async def _one_moment(url: str) -> AsyncIterator[Connection]:
    """A connection that sees one moment, whose tables no migration changes while it reads."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(marker.NO_MIGRATION_MEANWHILE)
        async with snapshot_on(connection):
            await marker.refuse_unfinished(connection)
            await catalogue.keep_from_changing(connection)
            await connection.execute(marker.MIGRATIONS_MAY_BEGIN)
            await connection.execute(catalogue.SAME_WRITING)
            yield connection
    finally:
        await connection.close(timeout=_FAREWELL)


async def _archived(
    connection: Connection, write: Callable[[bytes], object], keys: Mapping[str, bytes], *, now: datetime
) -> list[TableRows]:
    tables = await catalogue.tables(connection)
    if "public.migration" not in {each.full_name for each in tables}:
        raise BackupRefused("There is nothing to back up: this database has no tables of the registry.")
    archive = ArchiveWriter(write)
    archive.add(ABOUT, msgspec.json.encode(await _about(connection, locked=bool(keys), now=now)))
    rows = [await _rows(connection, table, place, archive) for place, table in enumerate(tables, 1)]
    for name, content in keys.items():
        archive.add(f"keys/{name}", content)
    counters = [
        SequenceValue(schema=each[0], name=each[1], last_value=each[2], is_called=each[3])
        for each in await catalogue.sequences(connection)
    ]
    told = Manifest(tables=rows, sequences=counters, keys=list(keys))
    archive.add(MANIFEST, msgspec.json.encode(told))
    archive.finish()
    return rows


async def _about(connection: Connection, *, locked: bool, now: datetime) -> About:
    migrations: dict[str, list[str]] = {}
    for row in await connection.fetch("SELECT app_name, name FROM migration ORDER BY app_name, name"):
        migrations.setdefault(row["app_name"], []).append(row["name"])
    return About(
        format=FORMAT,
        made_at=now,
        program=version("adviseursregister"),
        postgresql=await connection.fetchval("SHOW server_version"),
        migrations=migrations,
        locked=locked,
    )


async def _rows(connection: Connection, table: StandingTable, place: int, archive: ArchiveWriter) -> TableRows:
    folder = "rows/" + re.sub(r"[^A-Za-z0-9_.-]", "-", f"{place:03}.{table.full_name}")
    pieces = _Pieces(folder, archive)
    number, digest = await catalogue.digest(connection, table)
    if number:
        columns = [column.name for column in table.columns]
        await connection.copy_from_table(
            table.name, schema_name=table.schema, columns=columns, output=pieces.take, format="text"
        )
    return TableRows(
        schema=table.schema,
        name=table.name,
        folder=folder,
        columns=list(table.columns),
        parts=pieces.finish(),
        rows=number,
        digest=digest,
    )


class _Pieces:
    """Cuts the rows of a table, as they come, into parts of one size."""

    def __init__(self, folder: str, archive: ArchiveWriter) -> None:
        self._folder, self._archive = folder, archive
        self._waiting, self._parts = bytearray(), 0

    async def take(self, content: bytes) -> None:
        """What PostgreSQL sends: asyncpg reads on when this returns."""
        self._waiting += content
        while len(self._waiting) >= PIECE:
            self._put(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]

    def finish(self) -> int:
        """The rest; how many parts there are."""
        if self._waiting:
            self._put(bytes(self._waiting))
        return self._parts

    def _put(self, piece: bytes) -> None:
        self._parts += 1
        self._archive.add(f"{self._folder}/{self._parts:06}.copy.gz", gzip.compress(piece, 1, mtime=0))
