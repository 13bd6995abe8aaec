"""Holders are told that the file of their certificate was replaced, once the new one can be fetched; of a first file not."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest

from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.credentials import making_up, service
from registry.messages.rules import Kind
from registry.messages.wording import text_of
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.files import KeyFolder, make_passphrase_if_absent
from registry.signing_keys.rules import Use
from registry.texts import Language
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.travelling.test_signed_at_issue import signing

__all__ = ["signing"]
TODAY = NOW.date()
LATER = NOW + timedelta(days=10)


async def of_holders(*given: str) -> list[Issued]:
    """The certificates of people with an account."""
    world = await making.world()
    return [await making.certified(world, await making.candidate(each)) for each in given]


async def told(certificate: UUID) -> list[str]:
    """What was said of its file, and goes out by mail as well, oldest first."""
    rows = await fetch(
        "SELECT facts::text, path FROM message JOIN mail ON mail.message = message.id "
        "WHERE kind = $1 AND subject = $2 ORDER BY message.id",
        Kind.CERTIFICATE_FILE_REPLACED.value,
        certificate,
    )
    assert all(row["path"] == "/mijn-certificaten" for row in rows)
    return [text_of(Kind.CERTIFICATE_FILE_REPLACED, msgspec.json.decode(row["facts"]), Language.NL) for row in rows]


async def reinstated(issued: Issued) -> None:
    """Suspended, and ten days later not any more."""
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await making.happens(issued.id, EventKind.REINSTATED, LATER.date(), at=LATER)


async def test_nobody_is_told_of_a_first_file_nor_of_a_suspension(signing: None) -> None:
    """Of issuing and suspending others tell; the file is not replaced."""
    [issued] = await of_holders("Elif")
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await making_up.make_up(now=NOW)
    assert await told(issued.id) == []


async def test_a_holder_is_told_of_the_file_after_a_reinstatement(signing: None) -> None:
    """Once, of their own certificate, with the page where the new one is."""
    issued, other = await of_holders("Elif", "Anna")
    await reinstated(issued)
    await making_up.make_up(now=LATER)
    [text] = await told(issued.id)
    assert text.startswith(f"Het bestand van certificaat {issued.number} is vervangen.")
    assert "gelden vanaf" not in text
    assert await told(other.id) == []


async def test_a_file_that_is_valid_from_a_later_day_says_so(signing: None) -> None:
    """It can be fetched already; until that day neither file is valid."""
    [issued] = await of_holders("Elif")
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await making.happens(issued.id, EventKind.REINSTATED, TODAY + timedelta(days=10), at=NOW)
    [text] = await told(issued.id)
    assert text.endswith("zij gelden vanaf 30 november 2026.")


async def test_after_a_leak_every_holder_is_told_when_the_new_file_is_there(signing: None) -> None:
    """Not when the key is given up: then there is nothing to fetch yet. Once, however often it is looked."""
    certificates = await of_holders("Elif", "Anna", "Bram")
    await rotating.give_up((await keys.active(Use.CREDENTIAL)).kid, now=NOW)
    assert [await told(each.id) for each in certificates] == [[], [], []]
    await making_up.make_up(now=NOW)
    await making_up.make_up(now=NOW)
    assert [len(await told(each.id)) for each in certificates] == [1, 1, 1]


async def test_what_could_not_be_signed_is_told_when_it_is(signing: None, tmp_path: Path) -> None:
    """Of a reinstatement without a key the holder hears with the new file, and not before."""
    [issued] = await of_holders("Elif")
    keys.keep_keys(KeyFolder(tmp_path / "no-keys", tmp_path / "passphrase"))
    await reinstated(issued)
    assert await told(issued.id) == []
    keys.keep_keys(KeyFolder(tmp_path / "keys", tmp_path / "passphrase"))
    assert await making_up.make_up(now=LATER) == 1
    assert len(await told(issued.id)) == 1


async def test_who_had_no_file_is_not_told_that_it_was_replaced(database: None, tmp_path: Path) -> None:
    """A certificate of before there was a key, reinstated since, has its first file."""
    [issued] = await of_holders("Elif")
    await reinstated(issued)
    make_passphrase_if_absent(tmp_path / "passphrase", "a passphrase of a test")
    keys.keep_keys(KeyFolder(tmp_path / "keys", tmp_path / "passphrase"))
    service.sign_as("http://registry.test")
    await rotating.begin([Use.CREDENTIAL], now=NOW)
    assert await making_up.make_up(now=LATER) == 1
    assert await told(issued.id) == []


async def signed_halfway(certificate: UUID) -> None:
    """Signed, in a transaction in which something fails afterwards."""
    async with transaction() as connection:
        assert await service.sign([certificate], now=NOW) == 1
        await connection.execute("SELECT FROM nothing_of_the_kind")


async def test_nothing_is_told_of_what_is_not_kept(signing: None) -> None:
    """The message is written with the file, or neither is."""
    [issued] = await of_holders("Elif")
    await rotating.give_up((await keys.active(Use.CREDENTIAL)).kid, now=NOW)
    with pytest.raises(asyncpg.UndefinedTableError):
        await signed_halfway(issued.id)
    assert await told(issued.id) == []
    assert len(await fetch("SELECT FROM credential WHERE certificate = $1", issued.id)) == 1
