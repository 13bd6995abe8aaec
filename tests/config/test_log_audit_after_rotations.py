"""The auditor from outside, when the key of the log is another one: it follows where the log itself leads, and nowhere else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.log_rounds import SIGNS_ALONG_FOR, signing_for
from config.settings import Settings
from registry.public_log import reading
from registry.public_log.kept_note import FILE
from registry.public_log.notes import public_half
from registry.public_log.signing import Hand
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.files import KeyFolder, make_passphrase_if_absent
from registry.signing_keys.rules import Use
from tests.config.test_log_audit import Audit, audit, served
from tests.registry.making import NOW
from tests.registry.public_log.test_signing import KEY, add, signed

__all__ = ["audit", "served"]


@pytest.fixture
async def own(database: None, settings: Settings, tmp_path: Path) -> AsyncIterator[Settings]:
    """A registry whose log has a key that a leaf names."""
    make_passphrase_if_absent(tmp_path / "passphrase", "a passphrase of a test")
    before = keys._Kept.folder  # noqa: SLF001  put back afterwards
    keys.keep_keys(KeyFolder(tmp_path / "signing-keys", tmp_path / "passphrase"))
    await rotating.begin([Use.LOG], now=NOW)
    yield replace(settings, data_folder=tmp_path)
    keys._Kept.folder = before  # noqa: SLF001  likewise


async def test_a_new_key_is_believed_once_the_old_one_signed_that(own: Settings, audit: Audit, tmp_path: Path) -> None:
    """From then on the old one need not sign; whoever looked away meanwhile has to be told the new key."""
    await signed(await signing_for(own, now=NOW))
    assert (await audit())[0] == 0
    away = (tmp_path / "seen.json").read_text()
    await rotating.rotate(Use.LOG, now=NOW)
    await signed(await signing_for(own, now=NOW))
    code, told = await audit()
    assert (code, "has a new key" in told) == (0, True), told
    await add(1)
    await signed(await signing_for(own, now=NOW + SIGNS_ALONG_FOR))
    code, told = await audit()
    assert (code, "has a new key" in told) == (0, False), told
    (tmp_path / "seen.json").write_text(away)
    code, told = await audit()
    assert (code, "did not sign" in told) == (1, True), told
    newest = await reading.newest_signed(1)
    assert newest is not None
    assert (await audit("--key", str(newest.key)))[0] == 0


async def test_a_key_that_the_log_does_not_name_is_refused(own: Settings, audit: Audit, tmp_path: Path) -> None:
    """Though the known one signs along; nor is one believed after a key that leaked."""
    signer = await signing_for(own, now=NOW)
    await signed(signer)
    assert (await audit())[0] == 0
    await add(1)
    stranger = Hand(public_half(KEY), KEY.sign)
    await signed(replace(signer, now=stranger, before=(signer.now,)))
    code, told = await audit()
    assert (code, "does not name" in told) == (1, True), told
    await rotating.give_up((await keys.active(Use.LOG)).kid, now=NOW)
    await signed(await signing_for(own, now=NOW))
    code, told = await audit()
    assert (code, "did not sign" in told) == (1, True), told


async def test_a_next_log_is_believed_by_a_key_that_the_last_one_names(own: Settings, audit: Audit, tmp_path: Path) -> None:
    """Also by whoever saw only the key before it."""
    old = await signing_for(own, now=NOW)
    await signed(old)
    assert (await audit())[0] == 0
    await rotating.rotate(Use.LOG, now=NOW)
    await signed(await signing_for(own, now=NOW))
    (tmp_path / FILE).unlink()
    await (await signing_for(own, now=NOW)).begin_next(now=NOW)
    code, told = await audit()
    assert (code, "registry.test/log/2: 1 leaves" in told) == (0, True), told
