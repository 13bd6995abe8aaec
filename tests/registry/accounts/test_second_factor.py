"""The second factor: setting it up, codes and recovery codes that are good once, and who does nothing without one."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from registry.accounts import second_factor, sessions
from registry.accounts import service as accounts
from registry.accounts.errors import SecondFactorNeeded, WrongCode, WrongCredentials
from registry.accounts.rules import SECRET_BYTES, code_at, step_of
from registry.accounts.schemas import GrantRole, SignIn
from registry.accounts.signing_in import SignedIn
from registry.accounts.tables import Account, RecoveryCode, SecondFactor
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAllowed, NotAuthenticated, NotFound
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Actor, Role
from registry.transactions import transaction
from tests.registry import making
from tests.registry.accounts import entering
from tests.registry.making import NOW, PASSWORD, PASSWORDS

SECRET = b"x" * SECRET_BYTES
STEP = timedelta(seconds=30)


async def adviser() -> Actor:
    """Someone who may have a second factor, and need not."""
    return await making.account(await making.person(), Role.ADVISER)


def own(actor: Actor) -> UUID:
    """The account of an actor."""
    assert actor.account is not None
    return actor.account


async def with_app(actor: Actor) -> None:
    """They have an app with our secret."""
    async with transaction():
        await second_factor.set_up(own(actor), SECRET, now=making.BEFORE)


async def sign_in(actor: Actor, code: str | None = None, *, source: str = "10.0.0.1", password: str = PASSWORD) -> SignedIn:
    """Try to sign in."""
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    command = SignIn(email=row["email"], password=password, code=code)
    return await entering.sign_in(command, passwords=PASSWORDS, source=source, now=NOW)


def code(secret: bytes = SECRET) -> str:
    """What the app shows."""
    return code_at(secret, step_of(NOW))


async def test_without_a_second_factor(database: None) -> None:
    """A password is enough; a code that is typed all the same is not looked at."""
    actor = await adviser()
    for typed in (None, "123456"):
        assert await sign_in(actor, typed) == SignedIn(own(actor), needs_to_set_up=False)


async def test_with_a_second_factor(database: None) -> None:
    """After a right password the code is asked for; with it one is in."""
    actor = await adviser()
    await with_app(actor)
    for typed in (None, ""):
        with pytest.raises(SecondFactorNeeded):
            await sign_in(actor, typed)
    assert await sign_in(actor, code()) == SignedIn(own(actor), needs_to_set_up=False)


async def test_a_wrong_code_looks_like_a_wrong_password(database: None) -> None:
    """One refusal for both; a right code does not make up for a wrong password, nor is it used up by one."""
    actor = await adviser()
    await with_app(actor)
    for typed, password in ((code(b"y" * SECRET_BYTES), PASSWORD), ("geen code", PASSWORD), (code(), PASSWORD + "x")):
        with pytest.raises(WrongCredentials) as refused:
            await sign_in(actor, typed, password=password)
        assert type(refused.value) is WrongCredentials
    await sign_in(actor, code())


async def test_a_code_is_good_once(database: None) -> None:
    """Nor is the one before it good afterwards; the next one is."""
    actor = await adviser()
    await with_app(actor)
    present = step_of(NOW)
    await sign_in(actor, code_at(SECRET, present))
    for step in (present, present - 1):
        with pytest.raises(WrongCredentials):
            await sign_in(actor, code_at(SECRET, step))
    await sign_in(actor, code_at(SECRET, present + 1))


@pytest.mark.parametrize("by_recovery_code", [False, True])
async def test_fifty_at_once_with_one_code(database: None, *, by_recovery_code: bool) -> None:
    """Exactly one of them is in, whichever; each comes from elsewhere, where the owner signed in before."""
    actor = await adviser()
    await with_app(actor)
    typed = code()
    if by_recovery_code:
        typed = (await second_factor.new_codes(actor=actor, now=NOW)).codes[0]
    sources = [f"10.0.1.{place}" for place in range(50)]
    for source in sources:
        await SecondFactor.update({SecondFactor.last_step: 0}).where(SecondFactor.account == own(actor))
        await sign_in(actor, code(), source=source)
    await SecondFactor.update({SecondFactor.last_step: 0}).where(SecondFactor.account == own(actor))
    tries = await asyncio.gather(*(sign_in(actor, typed, source=source) for source in sources), return_exceptions=True)
    assert [each for each in tries if isinstance(each, SignedIn)] == [SignedIn(own(actor), needs_to_set_up=False)]
    assert {type(each) for each in tries} == {SignedIn, WrongCredentials}


async def test_recovery_codes(database: None) -> None:
    """Ten, each good once however it is typed; only hashes are kept; using one is audited. New ones replace the old."""
    actor = await adviser()
    await with_app(actor)
    codes = (await second_factor.new_codes(actor=actor, now=NOW)).codes
    assert len(set(codes)) == 10
    kept = str(await RecoveryCode.select())
    assert not [each for each in codes if each in kept or each.replace(" ", "") in kept]
    await sign_in(actor, codes[0].lower().replace(" ", "-"))
    with pytest.raises(WrongCredentials):
        await sign_in(actor, codes[0])
    await sign_in(actor, codes[1])
    assert (await second_factor.state_of(own(actor))).codes_left == 8
    assert await AuditEntry.count().where(AuditEntry.action == Action.RECOVERY_CODE_USED.value) == 2
    made = await second_factor.new_codes(actor=actor, now=NOW)
    assert made.codes[0] not in repr(made)
    with pytest.raises(WrongCredentials):
        await sign_in(actor, codes[2])


async def test_recovery_codes_are_of_one_account(database: None) -> None:
    """Another's open nothing."""
    actor, other = await adviser(), await making.account(await making.person("Cor", "Lega"), Role.ADVISER)
    for each in (actor, other):
        await with_app(each)
    codes = (await second_factor.new_codes(actor=other, now=NOW)).codes
    with pytest.raises(WrongCredentials):
        await sign_in(actor, codes[0])


async def test_setting_up(database: None) -> None:
    """A secret is offered, the same one until a code confirms it; then other sessions end and recovery codes are given."""
    actor = await adviser()
    mine, other = await sessions.start(own(actor), now=NOW), await sessions.start(own(actor), now=NOW)
    session = await sessions.id_of(mine)
    secret = await second_factor.offer(session=session, actor=actor)
    assert await second_factor.offer(session=session, actor=actor) == secret
    assert len(secret) == SECRET_BYTES
    assert not await second_factor.is_in_use(own(actor))
    with pytest.raises(WrongCode):
        await second_factor.confirm(code(SECRET), session=session, actor=actor, now=NOW)
    codes = await second_factor.confirm(code(secret), session=session, actor=actor, now=NOW)
    assert len(codes.codes) == 10
    await sessions.actor_by(mine, now=NOW)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(other, now=NOW)
    state = await second_factor.state_of(own(actor))
    assert (state.confirmed_at, state.is_offered, state.codes_left) == (NOW, False, 10)
    with pytest.raises(WrongCredentials):
        await sign_in(actor, code(secret))
    with pytest.raises(NotFound):
        await second_factor.confirm(code(secret), session=None, actor=actor, now=NOW)


async def test_another_app(database: None) -> None:
    """The one in use stays until a code of the new one was typed; from then on only the new one opens."""
    actor = await adviser()
    await with_app(actor)
    new = await second_factor.offer(session=None, actor=actor)
    await sign_in(actor, code())
    await second_factor.confirm(code(new), session=None, actor=actor, now=NOW)
    later = code_at(SECRET, step_of(NOW) + 1)
    with pytest.raises(WrongCredentials):
        await sign_in(actor, later)
    await sign_in(actor, code_at(new, step_of(NOW) + 1))


async def test_nothing_to_renew(database: None) -> None:
    """Without a second factor there are no recovery codes to make; a program makes none, and sees no secret."""
    actor = await adviser()
    with pytest.raises(NotFound):
        await second_factor.new_codes(actor=actor, now=NOW)
    by_key = Actor(actor.account, actor.person, actor.name, actor.grants, api_key=uuid4())
    for ask in (second_factor.offer(session=None, actor=by_key), second_factor.new_codes(actor=by_key, now=NOW)):
        with pytest.raises(NotAllowed):
            await ask


async def test_removing(database: None) -> None:
    """Secret and recovery codes are gone, and sessions end; where there was none, nothing was removed."""
    actor = await adviser()
    await with_app(actor)
    await second_factor.new_codes(actor=actor, now=NOW)
    token = await sessions.start(own(actor), now=NOW)
    async with transaction():
        assert await second_factor.remove(own(actor), now=NOW)
    assert await SecondFactor.count() == await RecoveryCode.count() == 0
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)
    async with transaction():
        assert not await second_factor.remove(own(actor), now=NOW)
    await sign_in(actor)


async def test_who_needs_one_and_has_none(database: None) -> None:
    """Signs in with a password, has no rights, also not those of another role, and has them once it is set up."""
    body = await making.organisation(Kind.OPERATOR, "Beheer")
    actor = await adviser()
    await accounts.grant(own(actor), GrantRole(role=Role.AUDITOR, organisation=body), actor=OPERATOR, now=NOW)
    assert await sign_in(actor) == SignedIn(own(actor), needs_to_set_up=True)
    now_lacking = await accounts.actor_of(own(actor))
    assert (now_lacking.grants, now_lacking.lacks_second_factor) == ((), True)
    secret = await second_factor.offer(session=None, actor=now_lacking)
    assert (await accounts.actor_of(own(actor))).lacks_second_factor
    await second_factor.confirm(code(secret), session=None, actor=now_lacking, now=NOW)
    complete = await accounts.actor_of(own(actor))
    assert {grant.role for grant in complete.grants} == {Role.ADVISER, Role.AUDITOR}
    assert not complete.lacks_second_factor
