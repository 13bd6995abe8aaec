"""The life of a key: made, published ahead, active, retired, compromised; and what its file must be."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import asyncpg
import jwt
import pytest

from registry.signing_keys import rotating, service
from registry.signing_keys.files import KeyFolder, SigningKeyRefused, make_passphrase_if_absent
from registry.signing_keys.rules import State, Use, signs_from
from registry.transactions import fetch, transaction
from tests.registry.making import BEFORE

LATER = BEFORE + timedelta(days=1)
KNOWN = LATER + timedelta(minutes=5)


@pytest.fixture
def folder(database: None, tmp_path: Path) -> KeyFolder:
    """Keys of this test alone."""
    make_passphrase_if_absent(tmp_path / "passphrase", "a passphrase of a test")
    folder = KeyFolder(tmp_path / "keys", tmp_path / "passphrase")
    service.keep_keys(folder)
    return folder


@pytest.mark.parametrize(("use", "algorithm"), [(Use.CREDENTIAL, "ES256"), (Use.LOG, "EdDSA")])
async def test_what_a_key_signs_others_verify(folder: KeyFolder, use: Use, algorithm: str) -> None:
    """By its published half, with a library of others, in the algorithm of its use."""
    await rotating.begin([use], now=BEFORE)
    signer = await service.active(use)
    [known] = await service.published(use)
    assert (known["kid"], known["alg"]) == (signer.kid, algorithm)
    verifier = jwt.get_algorithm_by_name(algorithm)
    public = verifier.from_jwk(json.dumps(known))
    assert verifier.verify(b"said", public, signer.sign(b"said"))
    assert not verifier.verify(b"said otherwise", public, signer.sign(b"said"))


async def test_beginning_again_changes_nothing(folder: KeyFolder) -> None:
    """The first key stays."""
    await rotating.begin([Use.CREDENTIAL, Use.LOG], now=BEFORE)
    before = await service.listed()
    await rotating.begin([Use.CREDENTIAL, Use.LOG], now=LATER)
    assert await service.listed() == before
    assert len(before) == 2


async def test_a_key_that_was_published_ahead_is_the_next_to_sign(folder: KeyFolder) -> None:
    """Known first, signing later; the active one stands first, and the retired one stays known."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    first = (await service.active(Use.CREDENTIAL)).kid
    second = await rotating.publish(Use.CREDENTIAL, now=LATER)
    assert [each["kid"] for each in await service.published(Use.CREDENTIAL)] == [first, second]
    assert await rotating.rotate(Use.CREDENTIAL, now=KNOWN) == second
    assert [each["kid"] for each in await service.published(Use.CREDENTIAL)] == [second, first]
    third = await rotating.publish(Use.CREDENTIAL, now=KNOWN)
    assert await rotating.rotate(Use.CREDENTIAL, now=KNOWN + timedelta(minutes=5)) == third
    assert (await service.active(Use.CREDENTIAL)).kid == third
    assert {each.kid: each.state for each in await service.listed()} == {
        first: State.RETIRED,
        second: State.RETIRED,
        third: State.ACTIVE,
    }


@pytest.mark.parametrize(
    ("use", "waits"),
    [
        pytest.param(Use.CREDENTIAL, timedelta(minutes=5), id="of credentials as long as others may keep what they fetched"),
        pytest.param(Use.LOG, timedelta(0), id="of the log not at all: the key of before signs along"),
    ],
)
def test_a_key_takes_over_once_everybody_can_know_it(use: Use, waits: timedelta) -> None:
    """Which is for how long the documents that name it may be kept."""
    assert signs_from(use, LATER) == LATER + waits


async def test_a_key_that_nobody_can_know_yet_does_not_take_over(folder: KeyFolder) -> None:
    """Nor one that would be made on the spot; the key of before signs on, and of what was refused nothing is kept."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    first = (await service.active(Use.CREDENTIAL)).kid
    with pytest.raises(SigningKeyRefused, match="Publish one"):
        await rotating.rotate(Use.CREDENTIAL, now=LATER)
    second = await rotating.publish(Use.CREDENTIAL, now=LATER)
    with pytest.raises(SigningKeyRefused, match="from 09:05:00 UTC on"):
        await rotating.rotate(Use.CREDENTIAL, now=KNOWN - timedelta(seconds=1))
    assert {each.kid: each.state for each in await service.listed()} == {first: State.ACTIVE, second: State.PUBLISHED}
    assert await rotating.rotate(Use.CREDENTIAL, now=KNOWN) == second


async def test_after_a_leak_no_key_waits(folder: KeyFolder) -> None:
    """What was published a moment ago signs at once: by the old one nothing is believed any more."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    leaked = (await service.active(Use.CREDENTIAL)).kid
    waiting = await rotating.publish(Use.CREDENTIAL, now=LATER)
    assert await rotating.give_up(leaked, now=LATER) == waiting
    assert (await service.active(Use.CREDENTIAL)).kid == waiting


async def test_a_key_that_leaked_is_known_no_more(folder: KeyFolder) -> None:
    """Another signs at once; what is said of it stands in the public log and the audit trail."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    leaked = (await service.active(Use.CREDENTIAL)).kid
    after = await rotating.give_up(leaked, now=LATER)
    assert [each["kid"] for each in await service.published(Use.CREDENTIAL)] == [after]
    with pytest.raises(SigningKeyRefused, match="given up already"):
        await rotating.give_up(leaked, now=LATER)
    said = [json.loads(row["data"]) for row in await fetch("SELECT data FROM log_leaf ORDER BY place")]
    assert [(each["kid"], each["state"]) for each in said] == [
        (leaked, "published"),
        (leaked, "active"),
        (leaked, "compromised"),
        (after, "published"),
        (after, "active"),
    ]
    assert len(await fetch("SELECT 1 FROM audit_entry WHERE action = 'signing-key.changed'")) == 5


async def test_only_what_signs_nothing_is_retired_by_itself(folder: KeyFolder) -> None:
    """One that signs is rotated instead; an unknown one is told."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    signing = (await service.active(Use.CREDENTIAL)).kid
    with pytest.raises(SigningKeyRefused, match="rotate"):
        await rotating.retire(signing, now=LATER)
    with pytest.raises(SigningKeyRefused, match="no key"):
        await rotating.retire("x", now=LATER)
    waiting = await rotating.publish(Use.CREDENTIAL, now=LATER)
    await rotating.retire(waiting, now=LATER)
    after = await rotating.publish(Use.CREDENTIAL, now=LATER)
    assert await rotating.rotate(Use.CREDENTIAL, now=KNOWN) == after


@pytest.mark.parametrize(
    ("which", "harm", "told"),
    [
        ("key", lambda file: file.chmod(0o640), "chmod 600"),
        ("passphrase", lambda file: file.chmod(0o604), "chmod 600"),
        ("key", lambda file: file.unlink(), "cannot be read"),
        ("passphrase", lambda file: file.write_text("another passphrase of it"), "does not open"),
        ("key", lambda file: file.write_bytes(b"no key"), "does not open"),
        ("passphrase", lambda file: file.write_text("short"), "fewer than"),
    ],
)
async def test_a_file_that_is_not_as_it_should_be_signs_nothing(
    folder: KeyFolder, which: str, harm: Callable[[Path], object], told: str
) -> None:
    """Open to others, gone, of another passphrase or something else: each is told."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    [file] = folder.folder.glob("*.pem")
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in file.read_bytes()
    harm(file if which == "key" else folder.passphrase)
    service.keep_keys(KeyFolder(folder.folder, folder.passphrase))
    with pytest.raises(SigningKeyRefused, match=told):
        await service.active(Use.CREDENTIAL)


async def test_another_key_under_its_name_signs_nothing(folder: KeyFolder) -> None:
    """The name of a file is the thumbprint of what is in it."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    [file] = folder.folder.glob("*.pem")
    other = folder.make(Use.CREDENTIAL)["kid"]
    file.write_bytes((folder.folder / f"credential-{other}.pem").read_bytes())
    with pytest.raises(SigningKeyRefused, match="not the key of its name"):
        await service.active(Use.CREDENTIAL)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE signing_key SET state = 'published', activated_at = NULL",
        "UPDATE signing_key SET activated_at = now()",
        "UPDATE signing_key SET public_jwk = '{}'",
        "DELETE FROM signing_key",
    ],
)
async def test_a_key_goes_one_way(folder: KeyFolder, change: str) -> None:
    """The database refuses to take a state back, to change what was recorded, or to forget a key."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute(change)


async def test_two_keys_of_one_use_never_sign_at_once(folder: KeyFolder) -> None:
    """The database refuses the second."""
    await rotating.begin([Use.CREDENTIAL], now=BEFORE)
    other = await rotating.publish(Use.CREDENTIAL, now=LATER)
    with pytest.raises(asyncpg.UniqueViolationError):
        async with transaction() as connection:
            await connection.execute("UPDATE signing_key SET state = 'active', activated_at = now() WHERE kid = $1", other)
