"""Second factors and the key that seals them: from before they were sealed, through a backup, and where the key is missing."""

import base64
import re
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from config.backups import keys
from config.second_factor_key import read_second_factor_keys
from config.settings import Settings
from registry.accounts import sealed
from registry.accounts.rules import SECRET_BYTES
from tests.config.backups.ground import LANDED, PASSPHRASE, registry
from tests.config.backups.test_beginning_anew import served_once

Empty = Callable[[], Awaitable[str]]
FILE = "second-factor-key"
LOST = "second factors do not open with the key in"


async def secrets_in(url: str) -> dict[UUID, bytes]:
    """What lies in the database, by account."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT account, secret FROM second_factor WHERE secret IS NOT NULL")
    await connection.close()
    return {row["account"]: row["secret"] for row in rows}


async def laid_open(url: str) -> dict[UUID, bytes]:
    """Secrets of no key, as they lay in the database before they were sealed."""
    connection = await asyncpg.connect(url)
    await connection.execute("UPDATE second_factor SET secret = substring(sha256(uuid_send(account)) FOR $1)", SECRET_BYTES)
    await connection.close()
    return await secrets_in(url)


def opened(found: dict[UUID, bytes], folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[UUID, bytes]:
    """The secrets, by the key of that place."""
    monkeypatch.setattr(sealed._Kept, "read", staticmethod(lambda: read_second_factor_keys(folder / FILE)))  # noqa: SLF001  for this test alone
    return {account: sealed.opened(kept, account=account) for account, kept in found.items()}


async def done(url: str, folder: Path, *arguments: object) -> str:
    """Run the command, which succeeds."""
    code, told = await registry(url, folder, *arguments)
    assert code == 0, told
    return told


async def test_they_come_along(empty: Empty, tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies open is sealed at the first start; a locked backup brings the key, an open one says that it is missing."""
    here, there, bare = (tmp_path / name for name in ("here", "there", "bare"))
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE)
    url = await empty()
    assert LOST in await done(url, here, "restore", LANDED)
    plain = await laid_open(url)
    assert len(plain) > 1
    assert {len(secret) for secret in plain.values()} == {SECRET_BYTES}
    served_once(url, here, free_port)
    kept = await secrets_in(url)
    assert not set(plain.values()) & set(kept.values())
    assert opened(kept, here, monkeypatch) == plain
    told = await done(url, here, "backup", tmp_path / "locked", "--passphrase-file", passphrase)
    assert re.search(r"locked, with key files: [2-9]\n$", told)
    told = await done(await empty(), there, "restore", tmp_path / "locked", "--passphrase-file", passphrase)
    assert f"The key of second factors is in {there / FILE}." in told
    assert LOST not in told
    assert opened(kept, there, monkeypatch) == plain
    await done(url, here, "backup", tmp_path / "open")
    told = await done(await empty(), bare, "restore", tmp_path / "open")
    assert f"{len(plain)} {LOST} {bare / FILE}" in told
    assert "put back there the key" in told
    assert not (bare / FILE).exists()
    bare.mkdir(exist_ok=True)
    shutil.copy(here / FILE, bare / FILE)
    assert LOST not in await done(await empty(), bare, "restore", tmp_path / "open")


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """A place whose key files have names of their own."""
    return replace(
        settings,
        data_folder=tmp_path,
        token_key_file=tmp_path / "a" / "key",
        second_factor_key_file=tmp_path / "b" / "key",
        signing_passphrase_file=tmp_path / "c" / "passphrase",
    )


def test_each_goes_where_it_belongs(place: Settings) -> None:
    """By its name in the backup, whatever the files are called; for their owner alone."""
    told = keys.put_back({"second-factor-key": b"seals", "token-key.pem": b"signs"}, place)
    assert told == [
        f"The key of second factors is in {place.second_factor_key_file}.",
        f"The token keys are in {place.token_key_file}.",
    ]
    files = place.token_key_file, place.second_factor_key_file
    assert [(file.read_bytes(), file.stat().st_mode & 0o777) for file in files] == [(b"signs", 0o600), (b"seals", 0o600)]
    assert keys.read(place) == {"token-key.pem": b"signs", "second-factor-key": b"seals"}


def test_a_backup_from_before(place: Settings) -> None:
    """It has the keys of tokens alone, under the name that their file had."""
    keys.put_back({"signing.pem": b"signs"}, place)
    assert keys.read(place) == {"token-key.pem": b"signs"}


def test_another_key_that_is_there_stays(place: Settings) -> None:
    """That of the backup lies beside it, once; the same one is no other."""
    mine, other = (base64.b64encode(bytes([each]) * 32) + b"\n" for each in b"mo")
    keys.put_back({"second-factor-key": mine}, place)
    file = place.second_factor_key_file
    beside = file.with_name("key.of-the-backup")
    assert keys.put_back({"second-factor-key": mine.strip()}, place) == [
        f"The key of second factors in {file} is that of the backup."
    ]
    assert not beside.exists()
    told = f"The key of second factors in {file} is another than that of the backup, which is in {beside}."
    assert keys.put_back({"second-factor-key": other}, place) == [told]
    assert (file.read_bytes(), beside.read_bytes(), beside.stat().st_mode & 0o777) == (mine, other, 0o600)
    assert keys.put_back({"second-factor-key": mine[::-1]}, place) == [f"{beside} could not be written: File exists."]


def test_a_place_that_cannot_be_written(place: Settings) -> None:
    """It is told, and the other key is written all the same."""
    place.second_factor_key_file.parent.write_text("no folder")
    told = keys.put_back({"second-factor-key": b"seals", "token-key.pem": b"signs"}, place)
    assert told[0].startswith(str(place.second_factor_key_file.parent))
    assert "could not be written" in told[0]
    assert place.token_key_file.read_bytes() == b"signs"
