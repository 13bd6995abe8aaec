"""Databases to back up and to restore into, the commands on them, and what a database holds, read apart from the backup."""

import asyncio
import os
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from tests.config.programs import CHECKOUT

LANDED = Path(__file__).parent / "landed/2026-11-23.backup"
"""The demo, in which people and programs have signed in, as the version that landed last that day backed it up: 49 migrations.

One of its certificates was suspended and reinstated, so that its credential was replaced; one has its documents, so that the
file is small. Its audit trail has 553 sealed entries, its public log 24 leaves.
"""
LANDED_HEAD = "553:a9423da9ea724affaea2be8f1b07b67542c9cbe7f22eea5d47926d0eaa000c25"
PASSPHRASE = "vier woorden uit de la"
MAIN = "from config.commands import main; main()"
VERIFICATIONS = (
    (("audit", "verify", "--head", LANDED_HEAD), "0 findings"),
    (("recheck",), "0 differences"),
    (("ledger", "verify"), "0 discrepancies"),
    (("list", "verify"), "0 differences"),
)
_NUMBERS = count(1)


def environment(url: str, folder: Path) -> dict[str, str]:
    """Of a command on that database, with a data folder of its own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    return own | {
        "REGISTRY_DATABASE_URL": url,
        "REGISTRY_DATA_FOLDER": str(folder),
        "REGISTRY_PASSWORD_COST": "cheapest",
        "PYTHONPATH": str(CHECKOUT),
    }


async def registry(url: str, folder: Path, *arguments: object) -> tuple[int, str]:
    """Run the command; its exit code and what it said."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        MAIN,
        *map(str, arguments),
        env=environment(url, folder),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        told, _ = await program.communicate()
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    assert program.returncode is not None
    return program.returncode, told.decode()


async def refused(url: str, folder: Path, *arguments: object) -> str:
    """The one line with which the command refuses, within a minute."""
    code, told = await asyncio.wait_for(registry(url, folder, *arguments), 60)
    assert code == 1, told
    assert told.startswith("Error: "), told
    assert told.count("\n") == 1, told
    return told


async def new_database(database_url: str) -> str:
    """An empty database on the server of the tests."""
    name = f"place_{os.getpid()}_{next(_NUMBERS)}"
    connection = await asyncpg.connect(database_url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return urlsplit(database_url)._replace(path=f"/{name}").geturl()


async def drop_database(url: str) -> None:
    """It is gone, whoever uses it."""
    connection = await asyncpg.connect(urlsplit(url)._replace(path="/postgres").geturl())
    await connection.execute(f"DROP DATABASE IF EXISTS {urlsplit(url).path[1:]} WITH (FORCE)")
    await connection.close()


async def held(url: str, *, columns: Mapping[str, list[str]] | None = None) -> dict[str, tuple[int, str]]:
    """Of each table how many rows it has and a digest of them all, sorted; of those columns, or of all."""
    connection = await asyncpg.connect(url)
    found = {}
    for schema, name, own in await connection.fetch(
        "SELECT table_schema, table_name, array_agg(column_name::text ORDER BY column_name) FROM information_schema.columns "
        "JOIN information_schema.tables USING (table_schema, table_name) WHERE table_type = 'BASE TABLE' "
        "AND table_schema IN ('public', 'queue') GROUP BY 1, 2"
    ):
        wanted = own if columns is None else columns.get(f"{schema}.{name}", [])
        asked = ", ".join(f'"{column}"' for column in wanted)
        row = await connection.fetchrow(
            "SELECT count(*), md5(string_agg(own, '' ORDER BY own)) "  # noqa: S608 - the database's own names
            f'FROM (SELECT md5(ROW({asked})::text) AS own FROM {schema}."{name}") AS digested'
        )
        assert row is not None
        found[f"{schema}.{name}"] = row[0], row[1] or ""
    await connection.close()
    return found


async def asked(url: str, query: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(query)
    await connection.close()
    return [tuple(row) for row in rows]


GUARDS = """
SELECT conrelid::regclass::text AS place, conname::text AS name, pg_get_constraintdef(oid) || convalidated::text AS guard
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid) || tgenabled::text
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT schemaname::text, sequencename::text, last_value::text FROM pg_sequences ORDER BY 1, 2, 3
"""
"""Every constraint, trigger and index of a database with its definition, and where its sequences are."""


def names_in(folder: Path) -> list[str]:
    """Every name in the folder, hidden ones among them."""
    return sorted(each.name for each in folder.iterdir())
