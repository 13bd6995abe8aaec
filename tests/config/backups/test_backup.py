"""`registry backup` and `registry restore`: what comes back is what was there, with every guard in force."""

import hashlib
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from config.backups import keys
from config.settings import Settings
from tests.config.backups.ground import GUARDS, PASSPHRASE, VERIFICATIONS, asked, held, names_in, registry

Empty = Callable[[], Awaitable[str]]


async def test_everything_comes_back(filled: str, backup: Path, empty: Empty, tmp_path: Path) -> None:
    """Every row of every table, every constraint, trigger and index, every sequence; and all that proves the registry."""
    url = await empty()
    code, told = await registry(url, tmp_path, "restore", backup)
    assert (code, told.split(", as of")[0]) == (0, f"{len(await held(filled))} tables, {await rows(filled)} rows")
    assert await held(url) == await held(filled)
    assert await asked(url, GUARDS) == await asked(filled, GUARDS)
    for arguments, found in VERIFICATIONS:
        code, told = await registry(url, tmp_path, *arguments)
        assert (code, told.strip().endswith(found)) == (0, True), told


async def rows(url: str) -> int:
    """Of all tables together."""
    return sum(number for number, _ in (await held(url)).values())


@pytest.fixture
async def plain(database_url: str) -> AsyncIterator[str]:
    """An empty database whose owner is no superuser, by that owner."""
    connection = await asyncpg.connect(database_url)
    for statement in ("DROP DATABASE IF EXISTS plain_place WITH (FORCE)", "DROP ROLE IF EXISTS plain"):
        await connection.execute(statement)
    await connection.execute("CREATE ROLE plain LOGIN")
    await connection.execute("CREATE DATABASE plain_place OWNER plain")
    yield database_url.replace("registry@", "plain@").replace("/registry?", "/plain_place?")
    await connection.execute("DROP DATABASE plain_place WITH (FORCE)")
    await connection.execute("DROP ROLE plain")
    await connection.close()


async def test_the_guards_are_in_force(backup: Path, filled: str, plain: str, tmp_path: Path) -> None:
    """What the database refuses it refuses after a restore, also for a role that has no rights but its own database:
    changes of what is append-only, overdrafts, strays, doubles. Numbers go on where they were.
    """
    code, told = await registry(plain, tmp_path, "restore", backup)
    assert code == 0, told
    assert await held(plain) == await held(filled)
    connection = await asyncpg.connect(plain)
    for statement in (
        "DELETE FROM audit_entry",
        "UPDATE certificate_event SET effective_on = effective_on + 1",
        "UPDATE day_account SET balance = 100000 WHERE kind = 'available'",
        "INSERT INTO adviser VALUES (gen_random_uuid(), gen_random_uuid(), 'EA999999-00', now())",
        "INSERT INTO adviser SELECT gen_random_uuid(), person, candidate_number, recorded_at FROM adviser LIMIT 1",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await connection.execute(statement)
    last = await connection.fetchval("SELECT max(id) FROM audit_entry")
    own = await connection.fetchval(
        "INSERT INTO audit_entry (recorded_at, action, subject, facts) VALUES (now(), 'demo.told', gen_random_uuid(), '{}') "
        "RETURNING id"
    )
    await connection.close()
    assert own == last + 1
    assert (await registry(plain, tmp_path, "backup", tmp_path / "again"))[0] == 0


async def test_the_file_is_its_owners_alone(filled: str, tmp_path: Path) -> None:
    """Mode 600, its digest told, and an earlier one replaced."""
    file = tmp_path / "registry.backup"
    file.write_text("an earlier one")
    file.chmod(0o644)
    code, told = await registry(filled, tmp_path, "backup", file)
    assert code == 0, told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert told.startswith(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file}\n")
    assert names_in(tmp_path) == ["registry.backup"]


async def test_locked_with_a_passphrase(filled: str, empty: Empty, tmp_path: Path) -> None:
    """Nothing of it can be read, and the key that signs access tokens goes along."""
    passphrase, file, url = tmp_path / "passphrase", tmp_path / "locked", await empty()
    passphrase.write_text(f"{PASSPHRASE}\n")
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    (here / "token-key.pem").write_text("the key of this place")
    code, told = await registry(filled, here, "backup", file, "--passphrase-file", passphrase)
    assert code == 0, told
    assert told.endswith("locked, with key files: 1\n")
    assert b"about.json" not in file.read_bytes()
    code, told = await registry(url, there, "restore", file, "--passphrase-file", passphrase)
    assert code == 0, told
    key = there / "token-key.pem"
    assert f"The token keys are in {key}.\n" in told
    assert (key.read_text(), stat.S_IMODE(key.stat().st_mode)) == ("the key of this place", 0o600)
    assert await held(url) == await held(filled)


def test_a_key_that_is_there_stays(settings: Settings) -> None:
    """In production one is there before a restore; a token of ten minutes is all that can be lost."""
    before = settings.token_key_file.read_bytes()
    told = keys.put_back({"token-key.pem": b"another"}, settings)
    assert told == [f"The token keys in {settings.token_key_file} stay as they are."]
    assert settings.token_key_file.read_bytes() == before


async def test_without_a_passphrase_no_key_goes_along(filled: str, tmp_path: Path) -> None:
    """A secret is only in a file that is locked."""
    (tmp_path / "token-key.pem").write_text("the key of this place")
    assert (await registry(filled, tmp_path, "backup", tmp_path / "open"))[0] == 0
    assert b"the key of" not in (tmp_path / "open").read_bytes()
    assert b"keys/" not in (tmp_path / "open").read_bytes()
