"""The public log beside the server: what stood before is logged, what was committed is signed within seconds, and seen."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from config import rounds
from config.log_rounds import SIGNS_ALONG_FOR, LogRounds, signing_for
from config.settings import Settings
from registry.public_log import catching_up, openings, reading
from registry.public_log.kept_note import FILE
from registry.public_log.notes import NoteKey
from registry.public_log.reading import Signed
from registry.public_log.signing import newest
from registry.public_log.witness import Witness as Named
from registry.public_log.witnesses import cosigned
from registry.signing_keys import rotating
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import KeyFolder, make_passphrase_if_absent
from registry.signing_keys.rules import Use
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.public_log.test_signing import add
from tests.registry.public_log.witness import Witness, running

KEY_LEAVES = 2
"""That a key was published, and that it signs."""


@pytest.fixture
async def own(database: None, settings: Settings, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings with a data folder of the test's own, in which the log has a key; a leaf says so."""
    passphrase = tmp_path / "passphrase"
    make_passphrase_if_absent(passphrase, secrets.token_hex())
    found = replace(settings, data_folder=tmp_path)
    before = signing_keys._Kept.folder  # noqa: SLF001  put back afterwards
    signing_keys.keep_keys(KeyFolder(found.signing_keys, passphrase))
    await rotating.begin([Use.LOG], now=NOW)
    yield found
    signing_keys._Kept.folder = before  # noqa: SLF001  likewise


@pytest.fixture
async def going(database: None, own: Settings) -> AsyncIterator[Settings]:
    """The rounds at work."""
    stop = asyncio.Event()
    task = asyncio.create_task(rounds.go_round(stop, None, LogRounds(own)))
    yield own
    stop.set()
    await asyncio.wait_for(task, 5)


async def until_signed(size: int, signatures: int = 1) -> Signed:
    """Wait until a checkpoint of so many leaves is served with so many signatures; not for ever."""
    for _ in range(200):
        signed = await reading.newest_signed(1)
        if signed is not None and (signed.said.size, len(signed.note.signatures)) == (size, signatures):
            return signed
        await asyncio.sleep(0.05)
    raise AssertionError(await reading.newest_signed(1))


async def test_what_is_logged_is_signed_by_itself(going: Settings) -> None:
    """By the key in the data folder, and the note is kept there too."""
    await add(3)
    signed = await until_signed(KEY_LEAVES + 3)
    assert signed.note.verified([NoteKey("registry.test/log", (await signing_for(going, now=NOW)).now.public)])
    assert (going.data_folder / FILE).read_text() == str(signed.note)
    await add(2)
    await until_signed(KEY_LEAVES + 5)


async def test_witnesses_of_the_settings_are_asked(database: None, own: Settings) -> None:
    """Their line stands under the checkpoint within seconds."""
    log = NoteKey("registry.test/log", (await signing_for(own, now=NOW)).now.public)
    with running(Witness(log)) as witness:
        settings = replace(own, log_witnesses=(Named(witness.known_by, witness.url),))
        stop = asyncio.Event()
        task = asyncio.create_task(rounds.go_round(stop, None, LogRounds(settings)))
        await add(3)
        signed = await until_signed(KEY_LEAVES + 3, signatures=2)
        stop.set()
        await asyncio.wait_for(task, 5)
    assert signed.note.verified([witness.known_by])


async def test_after_a_rotation_the_old_key_signs_along_for_a_while(database: None, own: Settings) -> None:
    """So a witness that knows the log by it goes on, and one that was told the new one as well; then it signs no more."""
    old = NoteKey("registry.test/log", (await signing_for(own, now=NOW)).now.public)
    kid = await rotating.rotate(Use.LOG, now=NOW)
    signer = await signing_for(own, now=NOW + SIGNS_ALONG_FOR - timedelta(seconds=1))
    new = NoteKey("registry.test/log", signer.now.public)
    assert new != old
    await signer.round(now=NOW)
    signed = await reading.newest_signed(1)
    head = await newest()
    assert signed is not None
    assert head is not None
    assert signed.key == new
    assert signed.note.verified([old, new]).keys() == {old, new}
    for known in (old, new):
        with running(Witness(known)) as witness:
            assert await cosigned(Named(witness.known_by, witness.url), head, signed, known=0)
    assert (await signing_for(own, now=NOW + SIGNS_ALONG_FOR)).before == ()
    await rotating.give_up(kid, now=NOW)
    assert new.public not in {each.public for each in (await signing_for(own, now=NOW)).before}


async def test_what_stood_before_is_logged_once(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates and versions of schemes from before the log: in transactions of bounded size, and a second time nothing."""
    monkeypatch.setattr(catching_up, "AT_ONCE", 2)
    world = await making.world()
    for given in ("Elif", "Noor", "Bas", "Jan", "Fenna"):
        await making.certified(world, await making.candidate(given))
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM log_opening; DELETE FROM log_leaf; DELETE FROM log_head")
    rows = await fetch("SELECT id FROM certificate")
    assert await catching_up.round_of_all(now=NOW) == 6
    assert await catching_up.round_of_all(now=NOW) == 0
    assert [len(await openings.of_certificate(row["id"])) for row in rows] == [1] * 5


@pytest.mark.parametrize("gone", ["passphrase", FILE])
async def test_without_key_or_last_note_it_is_told_once(database: None, own: Settings, gone: str) -> None:
    """Nothing is signed, and everything else goes on; once the file is back it goes on by itself."""
    log = LogRounds(own)
    sign = log.signing()["signing the public log"]
    await add(1)
    await sign()
    kept = (own.data_folder / gone).read_bytes()
    (own.data_folder / gone).unlink()
    signing_keys.keep_keys(KeyFolder(own.signing_keys, own.data_folder / "passphrase"))
    await add(1)
    with capture_logs() as logged:
        await sign()
        await sign()
    assert [each["event"] for each in logged] == ["the public log is not signed"]
    (own.data_folder / gone).write_bytes(kept)
    (own.data_folder / gone).chmod(0o600)
    await sign()
    await until_signed(KEY_LEAVES + 2)
