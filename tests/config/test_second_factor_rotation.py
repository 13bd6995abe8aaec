"""The key of second factors is replaced while the registry runs: nobody notices, and the old key opens nothing any more."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from config import second_factor_rotation
from config.second_factor_key import (
    SecondFactorKeyRefused,
    make_second_factor_key_if_absent,
    read_second_factor_keys,
    replaced,
)
from config.second_factor_rotation import StillOpen, rotated
from config.settings import Settings
from registry.accounts import resealing, sealed, second_factor
from registry.accounts.rules import SECRET_BYTES
from registry.accounts.tables import SecondFactor
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.permissions import Role
from registry.transactions import transaction
from tests.config.test_keys_commands import keys
from tests.registry import making

SECRET = b"x" * SECRET_BYTES


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A key file of this test, which this process seals and opens with."""
    made = tmp_path / "second-factor-key"
    make_second_factor_key_if_absent(made)
    sealed.keep_keys(lambda: read_second_factor_keys(made))
    yield made
    before = settings.second_factor_key_file
    sealed.keep_keys(lambda: read_second_factor_keys(before))


async def with_app() -> UUID:
    """An account whose owner has an app, and was offered another secret since."""
    actor = await making.account(await making.person(), Role.ADVISER)
    assert actor.account is not None
    async with transaction():
        await second_factor.set_up(actor.account, SECRET, now=making.BEFORE)
    await second_factor.offer(session=None, actor=actor)
    return actor.account


async def kept(account: UUID) -> tuple[bytes, bytes]:
    """What lies in the database: the secret in use and the one that is offered."""
    row = await SecondFactor.select().where(SecondFactor.account == account).first()
    assert row is not None
    return row["secret"], row["offered"]


def what_lies_with(file: Path) -> list[tuple[str, int]]:
    """The files in its folder, and who may read them."""
    return [(each.name, each.stat().st_mode & 0o777) for each in file.parent.iterdir()]


async def test_the_key_is_replaced(database: None, file: Path) -> None:
    """Each secret is sealed anew, also one that is only offered; the file has the new key alone, as private as before."""
    accounts = [await with_app() for _ in range(3)]
    offered = [sealed.opened((await kept(each))[1], account=each) for each in accounts]
    [old] = read_second_factor_keys(file)
    assert await rotated(file) == 3
    [new] = read_second_factor_keys(file)
    assert new != old
    assert what_lies_with(file) == [(file.name, 0o600)]
    for account, other in zip(accounts, offered, strict=True):
        assert [sealed.opened(each, account=account) for each in await kept(account)] == [SECRET, other]
    assert await resealing.not_ours() == 0
    entries = await AuditEntry.select().where(AuditEntry.action == Action.SECOND_FACTOR_KEY_ROTATED.value)
    assert ["accounts" in str(each["facts"]) for each in entries] == [True]
    sealed.keep_keys(lambda: [old])
    assert await resealing.not_ours() == 3


async def test_what_no_key_opens_stays(database: None, file: Path) -> None:
    """It is told at the start how many there are; the others are sealed anew."""
    lost, mine = await with_app(), await with_app()
    other = [b"k" * sealed.KEY_BYTES]
    sealed.keep_keys(lambda: other)
    foreign = sealed.seal(SECRET, account=lost)
    sealed.keep_keys(lambda: read_second_factor_keys(file))
    await SecondFactor.update({SecondFactor.secret: foreign}).where(SecondFactor.account == lost)
    assert await rotated(file) == 2
    assert ((await kept(lost))[0], await resealing.not_ours()) == (foreign, 1)
    assert sealed.opened((await kept(mine))[0], account=mine) == SECRET


async def sealing(account: UUID, begun: asyncio.Event, file: Path) -> None:
    """Somebody seals with the key that they read just before another was in the file, and is slow to write it down."""
    async with transaction() as connection:
        secret = sealed.seal(SECRET, account=account)
        begun.set()
        async with asyncio.timeout(10):
            await until_there_are_two(file)
        await asyncio.sleep(0.3)
        await connection.execute(
            "INSERT INTO second_factor (id, account, secret, confirmed_at, last_step) "
            "VALUES (gen_random_uuid(), $1, $2, $3, 1)",
            account,
            secret,
            making.BEFORE,
        )


async def until_there_are_two(file: Path) -> None:
    """The new key is in the file."""
    while len(read_second_factor_keys(file)) == 1:  # noqa: ASYNC110 - a file tells nobody
        await asyncio.sleep(0.01)


async def test_what_is_sealed_meanwhile_is_kept(database: None, file: Path) -> None:
    """Who sealed with the old key just before is waited for, and what they sealed is sealed anew as well."""
    actor, begun = await making.account(await making.person(), Role.ADVISER), asyncio.Event()
    assert actor.account is not None
    slow = asyncio.create_task(sealing(actor.account, begun, file))
    await begun.wait()
    assert await rotated(file) == 1
    await slow
    [key] = read_second_factor_keys(file)
    sealed.keep_keys(lambda: [key])
    assert await resealing.not_ours() == 0


async def open_until(ended: asyncio.Event, begun: asyncio.Event) -> None:
    """A transaction that does not end by itself."""
    async with transaction():
        begun.set()
        await ended.wait()


async def test_who_does_not_end_is_not_waited_for(database: None, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both keys stay, everyone signs in with either; asked again it goes on with the same two."""
    account, begun, ended = await with_app(), asyncio.Event(), asyncio.Event()
    monkeypatch.setattr(second_factor_rotation, "LOOKS", 1)
    endless = asyncio.create_task(open_until(ended, begun))
    await begun.wait()
    with pytest.raises(StillOpen):
        await rotated(file)
    both = read_second_factor_keys(file)
    assert (len(both), await resealing.not_ours()) == (2, 0)
    ended.set()
    await endless
    assert await rotated(file) == 0
    assert read_second_factor_keys(file) == both[:1]
    assert sealed.opened((await kept(account))[0], account=account) == SECRET


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    """Nothing is replaced."""
    for broken in (tmp_path / "absent", tmp_path / "no folder" / "absent"):
        with pytest.raises(SecondFactorKeyRefused, match="cannot be read"), replaced(broken):
            raise AssertionError


async def test_the_command(database: None, database_url: str, tmp_path: Path) -> None:
    """As an operator types it."""
    file, tokens = tmp_path / "second-factor-key", tmp_path / "tokens.pem"
    make_second_factor_key_if_absent(file)
    before = read_second_factor_keys(file)
    code, told = await keys(tokens, database_url, "second-factor", "rotate", second_factor=file)
    assert (code, "The second factors of 0 accounts are sealed with the new key" in told) == (0, True)
    assert read_second_factor_keys(file) != before
    file.chmod(0o644)
    code, told = await keys(tokens, database_url, "second-factor", "rotate", second_factor=file)
    assert (code, "chmod 600" in told) == (1, True)
