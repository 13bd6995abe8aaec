"""After a restore: what somebody may have ended since the backup works no more, and the audit trail knows of both."""

import json
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.config.backups.ground import LANDED, MAIN, asked, environment, held, registry
from tests.config.programs import Program

Empty = Callable[[], Awaitable[str]]

OPENED = """
INSERT INTO session (id, account, token_hash, started_at, last_seen_at, proved_at)
SELECT gen_random_uuid(), id, sha256('session'), now(), now(), now() FROM account LIMIT 1;
INSERT INTO refresh_family (id, account, started_at, proved_at, expires_at)
SELECT gen_random_uuid(), id, now(), now(), now() + interval '30 days' FROM account LIMIT 1;
INSERT INTO account_link (id, account, purpose, token_hash, recorded_at, expires_at)
SELECT gen_random_uuid(), id, 'invitation', sha256('mailed'), now(), now() + interval '1 day' FROM account LIMIT 1;
INSERT INTO account_link (id, account, purpose, recorded_at, expires_at)
SELECT gen_random_uuid(), id, 'new-password', now(), now() + interval '1 day' FROM account LIMIT 1;
"""
OPEN = """
SELECT (SELECT count(*) FROM session WHERE ended_at IS NULL), (SELECT count(*) FROM refresh_family WHERE ended_at IS NULL),
    (SELECT count(*) FROM account_link WHERE used_at IS NULL AND withdrawn_at IS NULL AND token_hash IS NOT NULL),
    (SELECT count(*) FROM account_link WHERE used_at IS NULL AND withdrawn_at IS NULL)
"""
TRAIL = "SELECT action, account, facts::text FROM audit_entry WHERE action LIKE 'backup.%' ORDER BY id"


async def on_record(url: str) -> list[tuple[str, UUID | None, dict[str, Any]]]:
    """What the trail says of backups and restores."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(TRAIL)
    await connection.close()
    return [(row["action"], row["account"], json.loads(row["facts"])) for row in rows]


async def opened(empty: Empty, folder: Path) -> str:
    """The demo, with a session, a program and a mailed link that are open."""
    url = await empty()
    assert (await registry(url, folder, "restore", LANDED))[0] == 0
    connection = await asyncpg.connect(url)
    await connection.execute(OPENED)
    await connection.close()
    return url


def served_once(url: str, folder: Path, port: int) -> None:
    """`registry serve` begins, and is ended again."""
    program = Program(
        MAIN.replace("main()", "main(['serve'])"), environment=environment(url, folder) | {"REGISTRY_PORT": str(port)}
    )
    lines: list[str] = []
    while not any("Ctrl-C stops it" in line for line in lines):
        lines.append(program.line())
        assert program.process.poll() is None, "\n".join(lines)
    program.process.send_signal(signal.SIGINT)
    program.rest()
    program.close()


async def test_the_first_to_serve_ends_them(empty: Empty, tmp_path: Path, free_port: int) -> None:
    """Restored, every row is as it was. Once it serves, all that was open is over, told in one entry; and only once."""
    there, file = await opened(empty, tmp_path), tmp_path / "registry.backup"
    code, told = await registry(there, tmp_path, "backup", file)
    assert code == 0, told
    url = await empty()
    code, said = await registry(url, tmp_path, "restore", file)
    assert code == 0, said
    assert await held(url) == await held(there)
    before = await asked(url, OPEN)
    assert 0 not in before[0]
    served_once(url, tmp_path, free_port)
    assert await asked(url, OPEN) == [(0, 0, 0, 1)]
    [restored] = await on_record(url)
    assert restored[:2] == ("backup.restored", None)
    assert restored[2]["sha256"] == told.partition(" ")[0]
    assert f" {restored[2]['rows']} rows" in told
    assert restored[2]["ended"] == {"sessions": before[0][0], "programs": before[0][1], "links": before[0][2]}
    await asked(
        url,
        "INSERT INTO session (id, account, token_hash, started_at, last_seen_at, proved_at) "
        "SELECT gen_random_uuid(), id, sha256('later'), now(), now(), now() FROM account LIMIT 1",
    )
    served_once(url, tmp_path, free_port)
    assert (await asked(url, OPEN))[0][0] == 1
    assert len(await on_record(url)) == 1


async def test_the_operator_hears_what_no_backup_knows(empty: Empty, tmp_path: Path) -> None:
    """Erasures, withdrawn consent, revoked keys and mail: what was done since must be done again."""
    code, told = await registry(await empty(), tmp_path, "restore", LANDED)
    assert code == 0, told
    for word in ("erase again", "consent", "API keys", "roles", "passwords", "mail", "UTC"):
        assert word in told, told


async def test_backups_are_on_record(empty: Empty, tmp_path: Path, free_port: int) -> None:
    """None changes a row; once the registry serves, the trail has each with rows and SHA-256. One that failed is none."""
    there = await opened(empty, tmp_path)
    served_once(there, tmp_path, free_port)
    before, told = await held(there), []
    for name in ("first", "second"):
        code, said = await registry(there, tmp_path, "backup", tmp_path / name)
        assert code == 0, said
        told.append(said)
    assert (await registry(there, tmp_path, "backup", tmp_path / "no" / "folder"))[0] == 1
    assert await held(there) == before
    served_once(there, tmp_path, free_port)
    entries = (await on_record(there))[1:]
    assert [each[:2] for each in entries] == [("backup.made", None)] * 2
    assert [each[2]["sha256"] for each in entries] == [each.partition(" ")[0] for each in told]
    assert all(f", {each[2]['rows']} rows" in said for each, said in zip(entries, told, strict=True))
    assert [each[2]["locked"] for each in entries] == [False, False]


@pytest.mark.parametrize("comment", [None, "the database of somebody", "adviseursregister productie"])
async def test_a_database_that_was_not_restored(empty: Empty, tmp_path: Path, free_port: int, comment: str | None) -> None:
    """Nothing ends, and what an administrator wrote on the database stays."""
    url = await opened(empty, tmp_path)
    note = "NULL" if comment is None else f"'{comment}'"
    await asked(url, f"DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), {note}); END $$")
    before = await asked(url, OPEN)
    served_once(url, tmp_path, free_port)
    assert await asked(url, OPEN) == before
    assert await on_record(url) == []
    noted = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    assert await asked(url, noted) == [(comment,)]
