"""Shutting accounts, ending roles, and the last admin, who stays whatever two admins do at once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from registry.accounts import api_keys, roles, second_factor, sessions
from registry.accounts import service as accounts
from registry.accounts.errors import LastAdmin, LinkOver
from registry.accounts.purposes import LASTS, Purpose
from registry.accounts.schemas import GrantRole, IssueApiKey
from registry.admittance import administering, inviting
from registry.admittance.errors import NoSecondFactor
from registry.admittance.schemas import ResetSecondFactor
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAllowed, NotAuthenticated, NotFound
from registry.permissions import OPERATOR, Actor, Permission, Role
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.admittance.letting_in import admin, invitation, links_mailed, operator, token_mailed
from tests.registry.making import NOW, TODAY

REASON = ResetSecondFactor(reason="Telefoon kwijt; gebeld op het nummer in het dossier.")


def own(actor: Actor) -> UUID:
    """The account of somebody who has one."""
    assert actor.account is not None
    return actor.account


async def with_second_factor(actor: Actor) -> UUID:
    """Their account, which has one."""
    async with transaction():
        await second_factor.set_up(own(actor), b"x" * 20, now=NOW)
    return own(actor)


async def test_a_disabled_account_fails_at_the_next_request(database: None) -> None:
    """By session, by key and by token; open again it needs another sign-in, and its keys work again."""
    world = await making.world()
    account = own(world.provider)
    session = await sessions.start(account, now=NOW)
    issue = IssueApiKey(
        organisation=world.organisations["provider"],
        label="Koppeling",
        scopes=[Permission.READ_RESULTS],
        last_day=TODAY + timedelta(days=30),
    )
    key = (await api_keys.issue(issue, actor=world.provider, now=NOW)).secret
    for _ in range(2):
        await administering.disable(account, actor=OPERATOR, now=NOW)
    asked: list[Callable[[], Awaitable[object]]] = [
        lambda: sessions.actor_by(session, now=NOW),
        lambda: api_keys.actor_by(key, now=NOW),
        lambda: accounts.actor_of(account),
    ]
    for ask in asked:
        with pytest.raises(NotAuthenticated):
            await ask()
    for _ in range(2):
        await administering.enable(account, actor=OPERATOR, now=NOW)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(session, now=NOW)
    assert (await api_keys.actor_by(key, now=NOW)).may(Permission.READ_RESULTS)
    for action in (Action.ACCOUNT_DISABLED, Action.ACCOUNT_ENABLED):
        assert await AuditEntry.count().where(AuditEntry.action == action.value) == 1


async def test_a_role_that_ended_gives_nothing_at_the_next_request(database: None) -> None:
    """The session goes on, without the right; the role can be given again."""
    world = await making.world()
    account, role = own(world.provider), GrantRole(role=Role.PROVIDER, organisation=world.organisations["provider"])
    session = await sessions.start(account, now=NOW)
    await roles.end(account, role, actor=OPERATOR, now=NOW)
    assert (await sessions.actor_by(session, now=NOW)).grants == ()
    with pytest.raises(NotFound):
        await roles.end(account, role, actor=OPERATOR, now=NOW)
    await accounts.grant(account, role, actor=OPERATOR, now=NOW)
    assert (await sessions.actor_by(session, now=NOW)).may(Permission.UPLOAD_RESULTS)


async def test_sessions_are_ended(database: None) -> None:
    """Of this account, and of no other."""
    one, other = [await making.account(await making.person(), None) for _ in range(2)]
    token, theirs = await sessions.start(own(one), now=NOW), await sessions.start(own(other), now=NOW)
    await administering.end_sessions(own(one), actor=OPERATOR, now=NOW)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)
    assert (await sessions.actor_by(theirs, now=NOW)).account == own(other)


async def test_the_last_admin_stays(database: None) -> None:
    """Neither disabled nor without the role, by an act or by SQL, while who was invited has no password yet."""
    of = await operator()
    last, waiting = await admin(of), invitation(role=Role.ADMIN, organisation=of)
    await inviting.invite(waiting, actor=OPERATOR, now=NOW)
    role = GrantRole(role=Role.ADMIN, organisation=of)
    with pytest.raises(LastAdmin):
        await administering.disable(own(last), actor=OPERATOR, now=NOW)
    with pytest.raises(LastAdmin):
        await roles.end(own(last), role, actor=OPERATOR, now=NOW)
    for change in (
        "UPDATE account SET disabled_at = now()",
        "UPDATE account SET password_hash = ''",
        "UPDATE membership SET ended_at = now() WHERE ended_at IS NULL",
    ):
        with pytest.raises(asyncpg.CheckViolationError, match="last admin"):
            await fetch(change)
    second = await admin(of, "Bert")
    await administering.disable(own(last), actor=OPERATOR, now=NOW)
    with pytest.raises(LastAdmin):
        await administering.disable(own(second), actor=OPERATOR, now=NOW)


@pytest.mark.parametrize("acts", ["disabling", "ending", "both"])
async def test_two_admins_who_remove_each_other_at_once(database: None, acts: str) -> None:
    """One is refused, ten times over: somebody is left who can sign in."""
    of = await operator()
    role = GrantRole(role=Role.ADMIN, organisation=of)
    pair = [own(await admin(of, name)) for name in ("Anna", "Bert")]

    def removing(account: UUID, *, by_role: bool) -> Awaitable[None]:
        if by_role:
            return roles.end(account, role, actor=OPERATOR, now=NOW)
        return administering.disable(account, actor=OPERATOR, now=NOW)

    for _ in range(10):
        ways = {"disabling": (False, False), "ending": (True, True), "both": (True, False)}[acts]
        told = await asyncio.gather(
            *(removing(account, by_role=way) for account, way in zip(pair, ways, strict=True)), return_exceptions=True
        )
        assert Counter(type(each).__name__ for each in told) == {"NoneType": 1, "LastAdmin": 1}
        for account in pair:
            await administering.enable(account, actor=OPERATOR, now=NOW)
            await accounts.grant(account, role, actor=OPERATOR, now=NOW)


async def test_two_admins_who_are_erased_at_once(database: None) -> None:
    """One of the two stays, whatever asked for it."""
    of = await operator()
    pair = [await admin(of, name) for name in ("Anna", "Bert")]
    told = await asyncio.gather(
        *(fetch("SELECT erase_person($1, $2)", each.person, NOW) for each in pair), return_exceptions=True
    )
    assert Counter(type(each).__name__ for each in told) == {"list": 1, "CheckViolationError": 1}


async def test_who_is_no_admin_is_disabled_freely(database: None) -> None:
    """The rule is about admins, also where there is none at all."""
    someone = await making.account(await making.person(), Role.ADVISER)
    await administering.disable(own(someone), actor=OPERATOR, now=NOW)


async def test_a_second_factor_is_taken_away_by_two(database: None) -> None:
    """An admin asks and says why, the holder confirms by mail; until then it stays, and afterwards all sessions end."""
    holder = await making.account(await making.person(), Role.ADVISER)
    account = await with_second_factor(holder)
    session = await sessions.start(account, now=NOW)
    await administering.ask_to_remove_second_factor(account, REASON, actor=OPERATOR, now=NOW)
    assert await second_factor.is_in_use(account)
    assert (await sessions.actor_by(session, now=NOW)).account == account
    [(page, token)] = await links_mailed(NOW)
    assert page == "/tweede-factor-kwijt/"
    await administering.check_removal(token, now=NOW)
    with pytest.raises(LinkOver):
        await administering.remove_second_factor(token, now=NOW + LASTS[Purpose.SECOND_FACTOR])
    await administering.remove_second_factor(token, now=NOW)
    assert not await second_factor.is_in_use(account)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(session, now=NOW)
    with pytest.raises(LinkOver):
        await administering.remove_second_factor(token, now=NOW)
    rows = await fetch("SELECT facts::text FROM audit_entry WHERE action LIKE 'account.second-factor%'")
    assert all("kwijt" not in row["facts"] for row in rows)


async def test_what_has_no_second_factor_is_not_taken_away(database: None) -> None:
    """Nor is that of a disabled account, or of nobody."""
    without = await making.account(await making.person(), Role.ADVISER)
    with pytest.raises(NoSecondFactor):
        await administering.ask_to_remove_second_factor(own(without), REASON, actor=OPERATOR, now=NOW)
    account = await with_second_factor(without)
    await administering.ask_to_remove_second_factor(account, REASON, actor=OPERATOR, now=NOW)
    token = await token_mailed(NOW)
    await administering.disable(account, actor=OPERATOR, now=NOW)
    with pytest.raises(LinkOver):
        await administering.remove_second_factor(token, now=NOW)
    with pytest.raises(NoSecondFactor):
        await administering.ask_to_remove_second_factor(account, REASON, actor=OPERATOR, now=NOW)
    with pytest.raises(NotFound):
        await administering.ask_to_remove_second_factor(uuid4(), REASON, actor=OPERATOR, now=NOW)


async def test_nobody_is_not_there(database: None) -> None:
    """And who was erased stays shut."""
    person = await making.person()
    erased = own(await making.account(person, None))
    await fetch("SELECT erase_person($1, $2)", person, NOW)
    for account in (uuid4(), erased):
        for act in (administering.disable, administering.enable, administering.end_sessions):
            with pytest.raises(NotFound):
                await act(account, actor=OPERATOR, now=NOW)


async def test_only_an_admin_does_these(database: None) -> None:
    """Nobody else, and nothing changes."""
    world = await making.world()
    account = await with_second_factor(world.neighbour)
    role = GrantRole(role=Role.MUNICIPALITY, organisation=world.organisations[making.NEIGHBOUR])
    for actor in (*world.certifiers, world.owner, world.provider, world.municipality, world.coordinator, world.auditor):
        for act in (administering.disable, administering.enable, administering.end_sessions):
            with pytest.raises(NotAllowed):
                await act(account, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await administering.ask_to_remove_second_factor(account, REASON, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await roles.end(account, role, actor=actor, now=NOW)
    assert (await accounts.actor_of(account)).holds(Role.MUNICIPALITY)
