"""What a second reader found in signing in: addresses with NUL, secrets seen before, and passwords changed meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from registry.accounts import limiter, links, own_password, second_factor, sessions, signing_in
from registry.accounts import service as accounts
from registry.accounts.counting import Counted
from registry.accounts.errors import LinkOver, TooManyTries, WrongCode, WrongCredentials
from registry.accounts.limiter import Try
from registry.accounts.passwords import Passwords
from registry.accounts.purposes import RENEWING, Purpose
from registry.accounts.rules import OF_CODES, OF_PAIR, SECRET_BYTES, code_at, step_of
from registry.accounts.schemas import ChangePassword, Proof, SignIn
from registry.accounts.signing_in import SignedIn
from registry.accounts.tables import Account
from registry.admittance import forgetting
from registry.errors import Invalid, NotAuthenticated, NotFound
from registry.messages.rules import Kind
from registry.messages.tables import Message
from registry.permissions import OPERATOR, Actor, Role
from registry.texts import Language
from registry.transactions import Connection, transaction
from tests.registry import making
from tests.registry.accounts import entering
from tests.registry.making import NOW, PASSWORD, PASSWORDS
from tests.registry.waiting import waits_for_a_row

SECRET = b"x" * SECRET_BYTES
NEW = "nog een zin van woorden"


async def adviser() -> Actor:
    """Someone with an account."""
    return await making.account(await making.person(), Role.ADVISER)


def own(actor: Actor) -> UUID:
    """The account of an actor."""
    assert actor.account is not None
    return actor.account


async def email(actor: Actor) -> str:
    """Their address."""
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    address: str = row["email"]
    return address


async def sign_in(address: str, password: str = PASSWORD, *, passwords: Passwords = PASSWORDS) -> SignedIn:
    """Try to sign in."""
    command = SignIn(email=address, password=password)
    return await entering.sign_in(command, passwords=passwords, source="10.0.0.1", now=NOW)


async def change(
    actor: Actor, *, old: str = PASSWORD, new: str = NEW, code: str | None = None, source: str = "10.0.0.1"
) -> None:
    """Choose another password."""
    command = ChangePassword(old_password=old, new_password=new, code=code)
    await own_password.change(command, passwords=PASSWORDS, source=source, session=None, actor=actor, now=NOW)


async def told(actor: Actor) -> list[str]:
    """What they were told of, in their inbox and by mail."""
    rows = await Message.select(Message.kind).where(Message.account == actor.account).order_by(Message.id)
    return [row["kind"] for row in rows]


async def test_an_address_with_nul_is_counted_as_that_address(database: None) -> None:
    """However many characters that nobody sees stand in it: five tries are five."""
    address = await email(await adviser())
    written = [address[:each] + "\x00" * each + address[each:] for each in range(OF_PAIR.burst)]
    for each in written:
        with pytest.raises(WrongCredentials):
            await sign_in(each, "fout")
    for each in ("\x00" + address, "\x00 " + address, address + " \x00", "\x00" * 9 + address):
        with pytest.raises(TooManyTries):
            await sign_in(each)


async def test_a_secret_seen_in_another_session_is_never_set_up(database: None) -> None:
    """Who looked into an open browser knows what it showed; the owner's own session shows another, and confirms that alone."""
    actor = await adviser()
    first, second = [await sessions.id_of(await sessions.start(own(actor), now=NOW)) for _ in range(2)]
    seen = await second_factor.offer(session=first, actor=actor)
    fresh = await second_factor.offer(session=second, actor=actor)
    assert fresh != seen
    with pytest.raises(NotFound):
        await second_factor.confirm(code_at(seen, step_of(NOW)), session=first, actor=actor, now=NOW)
    with pytest.raises(WrongCode):
        await second_factor.confirm(code_at(seen, step_of(NOW)), session=second, actor=actor, now=NOW)
    await second_factor.confirm(code_at(fresh, step_of(NOW)), session=second, actor=actor, now=NOW)


async def test_what_was_offered_ends_with_the_password(database: None) -> None:
    """A secret that was shown to whoever had the old password is not set up with the new one."""
    actor = await adviser()
    session = await sessions.id_of(await sessions.start(own(actor), now=NOW))
    secret = await second_factor.offer(session=session, actor=actor)
    await change(actor)
    with pytest.raises(NotFound):
        await second_factor.confirm(code_at(secret, step_of(NOW)), session=session, actor=actor, now=NOW)


async def test_what_was_offered_beside_one_in_use_ends_too(database: None) -> None:
    """The one in use stays; another that was shown elsewhere is not set up after the password changed."""
    actor = await adviser()
    async with transaction():
        await second_factor.set_up(own(actor), SECRET, now=making.BEFORE)
    session = await sessions.id_of(await sessions.start(own(actor), now=NOW))
    secret = await second_factor.offer(session=session, actor=actor)
    await change(actor, code=code_at(SECRET, step_of(NOW)))
    with pytest.raises(NotFound):
        await second_factor.confirm(code_at(secret, step_of(NOW)), session=session, actor=actor, now=NOW)
    assert await second_factor.is_in_use(own(actor))


async def test_changing_the_password_asks_the_code(database: None) -> None:
    """With a second factor the old password is not enough; a code is good once, and whoever it is about is told."""
    actor = await adviser()
    async with transaction():
        await second_factor.set_up(own(actor), SECRET, now=making.BEFORE)
    for wrong in (None, "000000", "geen code"):
        with pytest.raises(Invalid) as refused:
            await change(actor, code=wrong)
        assert [fault.field for fault in refused.value.faults] == ["code"]
    assert await told(actor) == []
    with pytest.raises(Invalid) as refused:
        await change(actor, code=code_at(SECRET, step_of(NOW)), new="kort")
    assert [fault.field for fault in refused.value.faults] == ["password"]
    await change(actor, code=code_at(SECRET, step_of(NOW)))
    assert await told(actor) == [Kind.PASSWORD_SET]
    with pytest.raises(Invalid) as refused:
        await change(actor, old=NEW, new=PASSWORD, code=code_at(SECRET, step_of(NOW)))
    assert [fault.field for fault in refused.value.faults] == ["code"]


async def test_codes_are_not_guessed_by_changing_the_password(database: None) -> None:
    """Each guess is counted as at a sign-in; without a code there is none, and one is told what is missing."""
    actor = await adviser()
    async with transaction():
        await second_factor.set_up(own(actor), SECRET, now=making.BEFORE)
    for _ in range(2 * OF_CODES.burst):
        with pytest.raises(Invalid) as refused:
            await change(actor)
        assert "herstelcode" in refused.value.faults[0].say(Language.NL)
    for guess in range(OF_CODES.burst):
        with pytest.raises(Invalid):
            await change(actor, code=f"{guess:06}", source=f"10.0.1.{guess}")
    with pytest.raises(TooManyTries):
        await change(actor, code=code_at(SECRET, step_of(NOW)), source="10.0.2.1")


async def test_changes_of_the_second_factor_are_told(database: None) -> None:
    """Setting one up, and new recovery codes."""
    actor = await adviser()
    secret = await second_factor.offer(session=None, actor=actor)
    await second_factor.confirm(code_at(secret, step_of(NOW)), session=None, actor=actor, now=NOW)
    await second_factor.new_codes(actor=actor, now=NOW)
    assert await told(actor) == [Kind.SECOND_FACTOR_SET_UP, Kind.RECOVERY_CODES_MADE]


class Slow(Passwords):
    """A check that takes until something else has happened; every hash is outdated."""

    def __init__(self, meanwhile: Callable[[], Awaitable[None]]) -> None:
        self._meanwhile = meanwhile

    async def matches(self, kept: str | None, password: str) -> bool:
        right = await PASSWORDS.matches(kept, password)
        await self._meanwhile()
        return right

    async def rehash(self, password: str) -> str:
        return await PASSWORDS.rehash(password)

    def is_outdated(self, _kept: str) -> bool:
        return True


async def test_a_password_that_changes_while_a_session_begins(database: None) -> None:
    """It waits for the sign-in, and then ends the session that the old password began."""
    actor = await adviser()
    command, begun = SignIn(email=await email(actor), password=PASSWORD), asyncio.Event()

    async def change() -> None:
        await begun.wait()
        await accounts.set_password(own(actor), NEW, passwords=PASSWORDS, actor=OPERATOR, now=NOW)

    changing = asyncio.create_task(change())
    async with signing_in.sign_in(command, passwords=PASSWORDS, source="10.0.0.1", now=NOW) as signed:
        begun.set()
        await waits_for_a_row(changing)
        token = await sessions.start(signed.account, now=NOW)
    await changing
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)


async def test_a_password_that_changed_during_the_sign_in(database: None) -> None:
    """The old one gives no last sign-in, and its new hash does not take the place of the new password."""
    actor = await adviser()
    address = await email(actor)

    async def changed() -> None:
        await accounts.set_password(own(actor), NEW, passwords=PASSWORDS, actor=OPERATOR, now=NOW)

    with pytest.raises(WrongCredentials):
        await sign_in(address, passwords=Slow(changed))
    with pytest.raises(WrongCredentials):
        await sign_in(address)
    assert (await sign_in(address, NEW)).account == own(actor)


async def test_a_password_that_changed_during_a_proof(database: None) -> None:
    """The old one proves nothing any more."""
    actor = await adviser()

    async def changed() -> None:
        await accounts.set_password(own(actor), NEW, passwords=PASSWORDS, actor=OPERATOR, now=NOW)

    with pytest.raises(WrongCredentials):
        await signing_in.prove_again(Proof(password=PASSWORD), passwords=Slow(changed), source="10.0.0.1", actor=actor, now=NOW)


async def test_a_password_that_changed_during_a_change(database: None) -> None:
    """Who still had the old one does not choose the next."""
    actor = await adviser()
    other = "wat de eigenaar zelf koos"

    async def changed() -> None:
        await accounts.set_password(own(actor), other, passwords=PASSWORDS, actor=OPERATOR, now=NOW)

    command = ChangePassword(old_password=PASSWORD, new_password=NEW)
    with pytest.raises(Invalid) as refused:
        await own_password.change(command, passwords=Slow(changed), source="10.0.0.1", session=None, actor=actor, now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["oldPassword"]
    assert (await sign_in(await email(actor), other)).account == own(actor)


async def test_changes_of_one_password_at_once(database: None) -> None:
    """One of them wins; nobody has a password that another chose."""
    actor = await adviser()
    found = await asyncio.gather(*(change(actor, new=f"{NEW} nummer {each}") for each in range(5)), return_exceptions=True)
    won = [each for each, outcome in enumerate(found) if outcome is None]
    assert len(won) == 1
    assert {type(outcome) for outcome in found} <= {type(None), Invalid, TooManyTries}
    await sign_in(await email(actor), f"{NEW} nummer {won[0]}")


def _tried() -> tuple[Try, list[bytes]]:
    """A try, and the keys of its three buckets in the order in which they are locked."""
    tried = limiter.try_of("order@test.example", "10.9.0.1")
    return tried, sorted(tried.keys[kind] for kind in (Counted.PAIR, Counted.SOURCE, Counted.ACCOUNT))


async def _is_free(connection: Connection, statement: str, key: bytes) -> bool:
    """Whether this connection gets at the bucket without waiting."""
    try:
        await connection.execute(statement, key)
    except asyncpg.LockNotAvailableError:
        return False
    return True


_LOCK = "SELECT 1 FROM sign_in_try WHERE key = $1 FOR UPDATE NOWAIT"
_SOMEBODY_WAITS = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)"
_MAKE = "INSERT INTO sign_in_try (id, kind, key, used_until) VALUES (gen_random_uuid(), 'pair', $1, '2026-01-01')"


@pytest.mark.parametrize("there", [True, False], ids=["buckets that are there", "new buckets"])
async def test_buckets_are_locked_in_one_order(database: None, database_url: str, *, there: bool) -> None:
    """A try that waits for its second bucket has the first and not the third; else two tries could wait for each other."""
    tried, (first, second, third) = _tried()
    holder, onlooker = [await asyncpg.connect(database_url) for _ in range(2)]
    try:
        for key in (third, second, first) if there else ():
            kind = next(kind for kind in Counted if tried.keys[kind] == key)
            await holder.execute(_MAKE.replace("'pair'", f"'{kind}'"), key)
        holding = holder.transaction()
        await holding.start()
        await holder.execute(_LOCK if there else _MAKE, second)
        waiting = asyncio.create_task(limiter.count(tried, now=NOW))
        while not await onlooker.fetchval(_SOMEBODY_WAITS):  # noqa: ASYNC110  the database alone knows
            await asyncio.sleep(0.01)
        await onlooker.execute("SET lock_timeout = '200ms'")
        reach = _LOCK if there else _MAKE
        async with onlooker.transaction():
            assert await _is_free(onlooker, reach, third)
        if not there:
            await onlooker.execute("DELETE FROM sign_in_try WHERE key = $1", third)
        assert not await _is_free(onlooker, reach, first)
        await holding.rollback()
        await waiting
    finally:
        await holder.close()
        await onlooker.close()


async def test_fifty_at_once_with_one_link(database: None) -> None:
    """One of those who come with a link to choose a password has it; the others are told that it is over."""
    actor = await adviser()
    async with transaction():
        path = await links.handed_out(own(actor), Purpose.NEW_PASSWORD, actor=OPERATOR, now=NOW)
    token = path.rpartition("/")[2]
    wanted = [f"{NEW} nummer {each}" for each in range(50)]
    found = await asyncio.gather(
        *(forgetting.choose(token, each, RENEWING, passwords=PASSWORDS, now=NOW) for each in wanted), return_exceptions=True
    )
    won = [each for each, outcome in zip(wanted, found, strict=True) if outcome is None]
    assert len(won) == 1
    assert {type(outcome) for outcome in found} == {type(None), LinkOver}
    await sign_in(await email(actor), won[0])


async def test_fifty_sign_ins_at_once_with_a_right_password(database: None) -> None:
    """From one source no more than five are in, each counted; the rest wait, and nothing fails otherwise."""
    address = await email(await adviser())
    found = await asyncio.gather(*(sign_in(address) for _ in range(50)), return_exceptions=True)
    assert {type(outcome) for outcome in found} <= {SignedIn, TooManyTries}
    assert any(isinstance(outcome, SignedIn) for outcome in found)
