"""Secrets of second factors in the database: sealed for their account, also those from before; and a key that is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from config.second_factor_key import (
    make_second_factor_key_if_absent,
    read_second_factor_keys,
    second_factor_key_fault,
)
from config.settings import Settings
from registry.accounts import resealing, sealed, second_factor
from registry.accounts import service as accounts
from registry.accounts.errors import WrongCredentials
from registry.accounts.rules import SECRET_BYTES, code_at, step_of
from registry.accounts.schemas import SignIn
from registry.accounts.tables import Account, SecondFactor
from registry.admittance import administering
from registry.admittance.errors import NoSecondFactor
from registry.errors import NotAllowed
from registry.messages.rules import Kind
from registry.messages.tables import Message
from registry.permissions import OPERATOR, Actor, Role
from registry.transactions import transaction
from tests.registry import making
from tests.registry.accounts import entering
from tests.registry.making import NOW, PASSWORD, PASSWORDS

SECRET = b"x" * SECRET_BYTES


@pytest.fixture
def other_key(settings: Settings) -> Iterator[Callable[[], None]]:
    """This process has another key than the one that things were sealed with."""

    def give() -> None:
        sealed.keep_keys(lambda: [b"k" * sealed.KEY_BYTES])

    yield give
    file = settings.second_factor_key_file
    sealed.keep_keys(lambda: read_second_factor_keys(file))


async def with_app() -> UUID:
    """An account whose owner has an app with our secret."""
    actor = await making.account(await making.person(), Role.ADVISER)
    assert actor.account is not None
    async with transaction():
        await second_factor.set_up(actor.account, SECRET, now=making.BEFORE)
    return actor.account


async def kept(account: UUID) -> bytes:
    """What lies in the database."""
    row = await SecondFactor.select().where(SecondFactor.account == account).first()
    assert row is not None
    secret: bytes = row["secret"]
    return secret


async def lay(account: UUID, secret: bytes) -> None:
    """Put this in the database as it is."""
    await SecondFactor.update({SecondFactor.secret: secret}).where(SecondFactor.account == account)


async def sign_in(account: UUID, code: str, *, source: str = "10.0.0.1") -> None:
    """With the password and this code."""
    row = await Account.select(Account.email).where(Account.id == account).first()
    assert row is not None
    command = SignIn(email=row["email"], password=PASSWORD, code=code)
    await entering.sign_in(command, passwords=PASSWORDS, source=source, now=NOW)


def code() -> str:
    """What the app shows."""
    return code_at(SECRET, step_of(NOW))


async def test_no_secret_lies_open(database: None) -> None:
    """Neither the one in use nor the one that is offered; two that are alike look different."""
    first, second = await with_app(), await with_app()
    actor = await accounts.actor_of(first)
    offered = await second_factor.offer(session=None, actor=actor)
    rows = await SecondFactor.select(SecondFactor.secret, SecondFactor.offered)
    everything = b"".join(value for row in rows for value in row.values() if value)
    assert SECRET not in everything
    assert offered not in everything
    assert await kept(first) != await kept(second)
    await sign_in(first, code())


async def test_a_secret_is_of_its_account(database: None) -> None:
    """One that was put in another's row, or changed by a bit, opens nothing."""
    mine, other = await with_app(), await with_app()
    right = await kept(mine)
    for source, wrong in enumerate(
        (await kept(other), right[:-1] + bytes([right[-1] ^ 1]), b"\x02" + right[1:], right[:13], b"")
    ):
        await lay(mine, wrong)
        with pytest.raises(WrongCredentials):
            await sign_in(mine, code(), source=f"10.1.0.{source}")
    await lay(mine, right)
    await sign_in(mine, code())


async def test_secrets_from_before(database: None) -> None:
    """One that lies open opens nothing until the registry starts; then it is sealed, once, and its owner signs in."""
    account = await with_app()
    await lay(account, SECRET)
    await SecondFactor.update({SecondFactor.offered: SECRET}).where(SecondFactor.account == account)
    with pytest.raises(WrongCredentials):
        await sign_in(account, code())
    assert await resealing.seal_plain_ones() == 1
    assert await resealing.seal_plain_ones() == 0
    row = await SecondFactor.select().where(SecondFactor.account == account).first()
    assert row is not None
    assert SECRET not in row["secret"] + row["offered"]
    assert await resealing.not_ours() == 0
    await sign_in(account, code())


async def test_a_key_that_is_lost(database: None, other_key: Callable[[], None]) -> None:
    """Codes open nothing and it is told of how many; a recovery code still does, and another app can be set up."""
    account = await with_app()
    actor = await accounts.actor_of(account)
    [first, *_] = (await second_factor.new_codes(actor=actor, now=NOW)).codes
    await second_factor.offer(session=None, actor=actor)
    other_key()
    assert await resealing.not_ours() == 1
    with pytest.raises(WrongCredentials):
        await sign_in(account, code())
    await sign_in(account, first)
    new = await second_factor.offer(session=None, actor=actor)
    await second_factor.confirm(code_at(new, step_of(NOW)), session=None, actor=actor, now=NOW)
    assert await resealing.not_ours() == 0


async def test_the_operator_forgets_one(database: None) -> None:
    """Where no admin is left who can ask; the owner is told. Nobody but the operator, and only where there is one."""
    account = await with_app()
    admin = Actor(account=uuid4(), person=None, name="", grants=OPERATOR.grants)
    with pytest.raises(NotAllowed):
        await administering.forget_second_factor(account, actor=admin, now=NOW)
    await administering.forget_second_factor(account, actor=OPERATOR, now=NOW)
    assert not await second_factor.is_in_use(account)
    told = await Message.select(Message.kind).where(Message.account == account)
    assert [row["kind"] for row in told] == [Kind.SECOND_FACTOR_REMOVED]
    with pytest.raises(NoSecondFactor):
        await administering.forget_second_factor(account, actor=OPERATOR, now=NOW)


def test_the_key_file(tmp_path: Path) -> None:
    """Made once, for its owner alone; open to others, absent or anything else it is refused."""
    file = tmp_path / "folder" / "key"
    assert "cannot be read" in str(second_factor_key_fault(file))
    make_second_factor_key_if_absent(file)
    [key] = read_second_factor_keys(file)
    make_second_factor_key_if_absent(file)
    assert (len(key), read_second_factor_keys(file), file.stat().st_mode & 0o777) == (32, [key], 0o600)
    assert [each.name for each in file.parent.iterdir()] == ["key"]
    file.chmod(0o640)
    assert "chmod 600" in str(second_factor_key_fault(file))
    file.chmod(0o600)
    for text in (b"", b"geen base64!", b"a2V5", b"\xff" * 40):
        file.write_bytes(text)
        assert "is not 32 bytes" in str(second_factor_key_fault(file))
