"""Back from a backup, into an empty database: all of it, or nothing and a mark that says so.

The tables are made by the migrations that the backup names, as by any start; the rows come in by COPY in the same
transaction, with foreign keys and triggers out of the way meanwhile and in force again before it ends.
"""

import contextlib
import io
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.conf.apps import Finder, MigrationModule

from config.backups import catalogue, marker, notes
from config.backups.catalogue import StandingTable
from config.backups.manifest import Column, Manifest, TableRows
from config.backups.notes import Copied, Notes
from config.backups.proving import Proven
from config.backups.refusals import BackupRefused
from registry.transactions import Connection, engine, transaction

APPS = ("registry", "exams")
"""In the order in which they migrate."""

_OUT_OF_THE_WAY = """
SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', oid::regclass) AS before,
    format('ALTER TABLE %s ENABLE TRIGGER USER', oid::regclass) AS after
FROM pg_class WHERE oid IN (SELECT tgrelid FROM pg_trigger WHERE NOT tgisinternal) AND relkind = 'r'
UNION ALL
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f'
"""
_OWNED = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
_EMPTYING = """
SELECT format('TRUNCATE %s', string_agg(format('%I.%I', schema, name), ', '))
FROM unnest($1::text[], $2::text[]) AS own (schema, name)
"""


def refuse_newer(proven: Proven) -> None:
    """Raises BackupRefused when it has tables as only a newer version of the registry makes them."""
    for app, names in proven.about.migrations.items():
        known = set(_migrations(app)) if app in APPS else set()
        if unknown := sorted(set(names) - known):
            raise BackupRefused(
                f"It was made by a newer version of the registry ({proven.about.program}, migration {unknown[0]} of {app}): "
                "restore it with that version."
            )


def _migrations(app: str) -> Mapping[str, MigrationModule]:
    manager = ForwardsMigrationManager(app)
    return manager.get_migration_modules(str(Finder().get_app_config(app).migrations_folder_path))


async def restore(proven: Proven) -> None:
    """Fill the empty database of the open pool with the backup; its tables are then those of the backup's version.

    Raises BackupRefused for a newer backup and for a database that is not empty, and changes nothing then. When it ends
    in any other way the database is marked: it does not serve, and can be restored again.
    """
    refuse_newer(proven)
    async with transaction() as connection:
        await _empty_and_alone(connection)
        await _may_leave_word(connection)
        await marker.set_mark(connection)
    async with transaction() as connection:
        await _empty_and_alone(connection)
        await connection.execute(catalogue.SAME_WRITING)
        await _make_tables(proven.about.migrations)
        before = await catalogue.guards(connection)
        async with _guards_aside(connection):
            await _fill(connection, proven)
        if await catalogue.guards(connection) != before:
            raise RuntimeError("constraints and triggers are not what they were before the rows came")
        await _set_sequences(connection, proven.manifest)
        await notes.write(connection, Notes(restored=_whence(proven)))
        await marker.take_mark_away(connection)


def _whence(proven: Proven) -> Copied:
    rows = sum(table.rows for table in proven.manifest.tables)
    return Copied(sha256=proven.sha256, rows=rows, made_at=proven.about.made_at, locked=proven.about.locked)


async def settle() -> None:
    """The database counts its rows, so that it finds short ways to them; it would by itself, some minutes later."""
    await engine().run_ddl("ANALYZE")


async def _empty_and_alone(connection: Connection) -> None:
    await connection.execute(marker.ALONE)
    if not await catalogue.is_empty(connection):
        raise BackupRefused(
            "The database is not empty: restore into a new one, by REGISTRY_DATABASE_URL or REGISTRY_DATA_FOLDER."
        )


async def _may_leave_word(connection: Connection) -> None:
    """Where it came from is noted on the database itself, which its owner alone may do."""
    if not await connection.fetchval(_OWNED):
        raise BackupRefused("The role of REGISTRY_DATABASE_URL must own the database, to note on it where it came from.")


class _Named(ForwardsMigrationManager):
    """Runs these migrations of an app and no others."""

    def __init__(self, app: str, names: Iterable[str]) -> None:
        super().__init__(app)
        self._names = frozenset(names)

    def get_migration_modules(self, folder_path: str) -> dict[str, MigrationModule]:
        """Those alone."""
        found = super().get_migration_modules(folder_path)
        return {name: module for name, module in found.items() if name in self._names}


async def _make_tables(migrations: Mapping[str, Iterable[str]]) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as told:
        for app in APPS:
            outcome = await _Named(app, migrations.get(app, ())).run()
            if not outcome.success:
                raise RuntimeError(f"migrating {app} failed: {told.getvalue()}")


@contextlib.asynccontextmanager
async def _guards_aside(connection: Connection) -> AsyncIterator[None]:
    """Inside, no trigger runs and no foreign key is asked; afterwards every foreign key has been asked of every row."""
    statements = await connection.fetch(_OUT_OF_THE_WAY)
    for statement in statements:
        await connection.execute(statement["before"])
    yield
    for statement in statements:
        await connection.execute(statement["after"])


async def _fill(connection: Connection, proven: Proven) -> None:
    standing = {table.full_name: table for table in await catalogue.tables(connection)}
    own = [_same(table, standing) for table in proven.manifest.tables]
    if missing := sorted(standing.keys() - {table.full_name for table in own}):
        raise BackupRefused(f"It has no rows for the table {missing[0]}, which its migrations make.")
    names = [table.schema for table in own], [table.name for table in own]
    await connection.execute(await connection.fetchval(_EMPTYING, *names))
    for (told, contents), table in zip(proven.rows(), own, strict=True):
        if told.parts:
            await connection.copy_to_table(
                table.name,
                schema_name=table.schema,
                columns=[column.name for column in told.columns],
                source=_flowing(contents),
                format="text",
            )
        if await catalogue.digest(connection, table) != (told.rows, told.digest):
            raise BackupRefused(f"The rows of {table.full_name} are not what they were when the backup was made.")


def _same(told: TableRows, standing: Mapping[str, StandingTable]) -> StandingTable:
    """The table that the migrations made for these rows."""
    full_name = f"{told.schema}.{told.name}"
    found = standing.get(full_name)
    if found is None:
        raise BackupRefused(f"It has rows of {full_name}, a table that its migrations do not make.")
    if sorted(found.columns, key=_by_name) != sorted(told.columns, key=_by_name):
        raise BackupRefused(f"It has other columns of {full_name} than its migrations make.")
    return found


def _by_name(column: Column) -> str:
    return column.name


async def _flowing(contents: Iterator[bytes]) -> AsyncIterator[bytes]:
    for content in contents:
        yield content


async def _set_sequences(connection: Connection, manifest: Manifest) -> None:
    there = {(schema, name) for schema, name, _, _ in await catalogue.sequences(connection)}
    if there != {(told.schema, told.name) for told in manifest.sequences}:
        raise BackupRefused("It has other sequences than its migrations make.")
    for told in manifest.sequences:
        await connection.execute(
            "SELECT setval(format('%I.%I', $1::text, $2::text)::regclass, $3, $4)",
            told.schema,
            told.name,
            told.last_value,
            told.is_called,
        )
