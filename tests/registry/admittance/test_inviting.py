"""Inviting: no admin knows the password, a link works once and until it expires, and its token stands nowhere."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.accounts import service as accounts
from registry.accounts.errors import AccountExists, LinkOver, RoleNeedsOrganisation
from registry.accounts.purposes import INVITING, LASTS, RENEWING, Purpose
from registry.accounts.tables import Account
from registry.admittance import administering, forgetting, inviting, overseeing
from registry.admittance.errors import NothingToInvite
from registry.admittance.schemas import InvitePerson, Standing
from registry.errors import Invalid, NotAllowed, NotFound
from registry.messages import outbox
from registry.messages.tables import Mail
from registry.organisations.tables import Kind
from registry.people.tables import Person
from registry.permissions import OPERATOR, Grant, Role
from registry.transactions import fetch
from tests.registry import making
from tests.registry.admittance.letting_in import ADDRESS, NEW_PASSWORD, invitation, invited, links_mailed, token_mailed
from tests.registry.making import NOW, PASSWORDS
from tests.registry.messages.postman import postman

WEEK = LASTS[Purpose.INVITATION]


async def choose(token: str, password: str = NEW_PASSWORD, *, at: object = NOW) -> None:
    """Whoever was invited chooses this."""
    await forgetting.choose(token, password, INVITING, passwords=PASSWORDS, now=at)  # type: ignore[arg-type]


async def test_who_is_invited_chooses_a_password(database: None) -> None:
    """They have the role from the start, get in by the link alone, and can do what the role gives."""
    account = await invited()
    assert (await overseeing.one(account, actor=OPERATOR, now=NOW)).standing is Standing.INVITED
    [(page, token)] = await links_mailed(NOW)
    assert page == "/uitnodiging/"
    assert await forgetting.check(token, INVITING, now=NOW) == ADDRESS
    await choose(token)
    assert (await overseeing.one(account, actor=OPERATOR, now=NOW)).standing is Standing.ACTIVE
    row = await Account.select(Account.password_hash).where(Account.id == account).first()
    assert row is not None
    assert await PASSWORDS.matches(row["password_hash"], NEW_PASSWORD)
    assert (await accounts.actor_of(account)).grants == (Grant(Role.ADVISER, None),)


async def test_nothing_fits_before_a_password_was_chosen(database: None) -> None:
    """What stands in place of a hash is no hash of anything."""
    account = await invited()
    row = await Account.select(Account.password_hash).where(Account.id == account).first()
    assert row is not None
    for tried in ("", row["password_hash"], NEW_PASSWORD):
        assert not await PASSWORDS.matches(row["password_hash"], tried)


async def test_a_link_works_once(database: None) -> None:
    """After it was used it is as if it had never been."""
    await invited()
    token = await token_mailed(NOW)
    await choose(token)
    with pytest.raises(LinkOver):
        await choose(token, "nog een ander wachtwoord")
    with pytest.raises(LinkOver):
        await forgetting.check(token, INVITING, now=NOW)


async def test_of_twenty_at_once_one_uses_the_link(database: None) -> None:
    """Committed for real, on connections of their own; the password is the one of whoever was first."""
    account = await invited()
    token = await token_mailed(NOW)
    tried = [f"woorden van nummer {place:02}" for place in range(20)]
    told = await asyncio.gather(*(choose(token, each) for each in tried), return_exceptions=True)
    assert Counter(type(each).__name__ for each in told) == {"NoneType": 1, "LinkOver": 19}
    row = await Account.select(Account.password_hash).where(Account.id == account).first()
    assert row is not None
    assert await PASSWORDS.matches(row["password_hash"], tried[told.index(None)])


async def test_a_link_expires(database: None) -> None:
    """Seven days after it went out, not after it was asked for."""
    await invited()
    sent = NOW + timedelta(days=2)
    token = await token_mailed(sent)
    assert await forgetting.check(token, INVITING, now=sent + WEEK - timedelta(microseconds=1)) == ADDRESS
    for late in (sent + WEEK, sent + WEEK * 2):
        with pytest.raises(LinkOver):
            await choose(token, at=late)


async def test_a_poor_password_leaves_the_link(database: None) -> None:
    """It may be tried again; an address is no password of its owner."""
    await invited()
    token = await token_mailed(NOW)
    for poor in ("kort", "x" * 129, ADDRESS):
        with pytest.raises(Invalid):
            await choose(token, poor)
    await choose(token)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 10_000, "é" * 43, "\x00", "../" * 10])
async def test_what_is_no_token_opens_nothing(database: None, token: str) -> None:
    """Not even where a link has no token yet."""
    await invited()
    for purposes in (INVITING, RENEWING):
        with pytest.raises(LinkOver):
            await forgetting.check(token, purposes, now=NOW)
        with pytest.raises(LinkOver):
            await forgetting.choose(token, NEW_PASSWORD, purposes, passwords=PASSWORDS, now=NOW)


async def test_a_link_is_for_what_it_was_asked_for(database: None) -> None:
    """An invitation is no way to another password, nor to take away a second factor."""
    await invited()
    token = await token_mailed(NOW)
    with pytest.raises(LinkOver):
        await forgetting.choose(token, NEW_PASSWORD, RENEWING, passwords=PASSWORDS, now=NOW)
    with pytest.raises(LinkOver):
        await administering.remove_second_factor(token, now=NOW)


async def test_a_token_stands_nowhere(database: None) -> None:
    """Neither in the message, nor in the outbox, nor in any other text of the database."""
    await invited()
    token = await token_mailed(NOW)
    tables = await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for table in [row["tablename"] for row in tables]:
        found = await fetch(f"SELECT 1 FROM {table} AS each WHERE each::text LIKE '%' || $1 || '%'", token)  # noqa: S608
        assert not found, table


async def test_another_invitation_replaces_the_one_before(database: None) -> None:
    """Only the last link works; mail of the one before it that is still to go out is given up."""
    account = await invited()
    first = await token_mailed(NOW)
    await inviting.invite_again(account, actor=OPERATOR, now=NOW)
    await inviting.invite_again(account, actor=OPERATOR, now=NOW)
    second = await token_mailed(NOW)
    with pytest.raises(LinkOver):
        await choose(first)
    await choose(second)
    failures = [row["failure"] for row in await Mail.select(Mail.failure).order_by(Mail.id)]
    assert failures == [None, "link-over", None]


async def test_a_mail_that_is_tried_again_has_another_link(database: None) -> None:
    """The server may have taken the first: whoever reads both has one that works, the last."""
    await invited()
    async with postman() as server:
        server.answers[ADDRESS] = "450 4.2.1 busy"
        await outbox.send_due(server.outgoing(), now=NOW)
    before = await fetch("SELECT token_hash FROM account_link")
    token = await token_mailed(NOW + timedelta(minutes=5))
    assert (await fetch("SELECT token_hash FROM account_link")) != before
    await choose(token)


async def test_no_reader_takes_the_second_mail_for_the_first(database: None) -> None:
    """A process that died after it sent one sends another: it has another link, and so an id of its own."""
    await invited()
    async with postman() as server:
        for minutes in (0, 5):
            at = NOW + timedelta(minutes=minutes)
            await fetch("UPDATE mail SET sent_at = NULL, next_try_at = $1", at)
            await outbox.send_due(server.outgoing(), now=at)
        first, second = server.received
    assert first["Message-ID"] != second["Message-ID"]


async def test_an_invitation_is_withdrawn(database: None) -> None:
    """Nothing opens the account any more, until somebody is invited again; the list tells so."""
    account = await invited()
    token = await token_mailed(NOW)
    await inviting.withdraw(account, actor=OPERATOR, now=NOW)
    with pytest.raises(LinkOver):
        await choose(token)
    with pytest.raises(NothingToInvite):
        await inviting.withdraw(account, actor=OPERATOR, now=NOW)
    assert (await overseeing.one(account, actor=OPERATOR, now=NOW)).standing is Standing.LAPSED
    await inviting.invite_again(account, actor=OPERATOR, now=NOW)
    await choose(await token_mailed(NOW))


async def test_who_has_a_password_is_not_invited(database: None) -> None:
    """Nor who is disabled, whose link no longer works; nor nobody."""
    standing = (await making.account(await making.person(), None)).account
    assert standing is not None
    waits = await invited()
    token = await token_mailed(NOW)
    await administering.disable(waits, actor=OPERATOR, now=NOW)
    with pytest.raises(LinkOver):
        await choose(token)
    for account in (standing, waits):
        with pytest.raises(NothingToInvite):
            await inviting.invite_again(account, actor=OPERATOR, now=NOW)
    for act in (inviting.invite_again, inviting.withdraw):
        with pytest.raises(NotFound):
            await act(uuid4(), actor=OPERATOR, now=NOW)


async def test_a_link_of_an_account_that_was_shut_otherwise(database: None) -> None:
    """Whoever shut it, such as by erasing the person, and whatever became of its links."""
    account = await invited()
    token = await token_mailed(NOW)
    await Account.update({Account.disabled_at: NOW}).where(Account.id == account)
    with pytest.raises(LinkOver):
        await forgetting.check(token, INVITING, now=NOW)
    with pytest.raises(LinkOver):
        await choose(token)


async def test_one_account_a_person_and_an_address(database: None) -> None:
    """Who is refused leaves nothing behind: no person, no account, no mail."""
    person = await making.person()
    await invited()
    known = InvitePerson(email="elif@test.example", role=Role.ADVISER, person=person)
    await inviting.invite(known, actor=OPERATOR, now=NOW)
    before = (await Person.count(), await Account.count(), await Mail.count())
    for second in (
        invitation(email=ADDRESS.upper()),
        InvitePerson(email="ander@test.example", role=Role.ADVISER, person=person),
    ):
        with pytest.raises(AccountExists):
            await inviting.invite(second, actor=OPERATOR, now=NOW)
    with pytest.raises(RoleNeedsOrganisation):
        await inviting.invite(invitation(role=Role.ADMIN, email="x@test.example"), actor=OPERATOR, now=NOW)
    nobody = InvitePerson(email="x@test.example", role=Role.ADVISER, person=uuid4())
    with pytest.raises(NotFound):
        await inviting.invite(nobody, actor=OPERATOR, now=NOW)
    assert (await Person.count(), await Account.count(), await Mail.count()) == before


async def test_a_name_or_somebody_who_is_known(database: None) -> None:
    """One of the two; both, or neither, is told at its field."""
    person = await making.person()
    neither = InvitePerson(email=ADDRESS, role=Role.ADVISER)
    both = InvitePerson(email=ADDRESS, role=Role.ADVISER, person=person, family_name="Nieuw")
    for command, fields in ((neither, ["givenName", "familyName"]), (both, ["person"])):
        with pytest.raises(Invalid) as refused:
            await inviting.invite(command, actor=OPERATOR, now=NOW)
        assert [fault.field for fault in refused.value.faults] == fields


async def test_the_first_admin_comes_by_a_link_that_is_told(database: None) -> None:
    """It works once, within a day, and nothing is mailed."""
    operator = await making.organisation(Kind.OPERATOR, "De beheerder")
    path = await inviting.begin(invitation(role=Role.ADMIN, organisation=operator), actor=OPERATOR, now=NOW)
    page, _, token = path.rpartition("/")
    assert (page, await Mail.count()) == ("/uitnodiging", 0)
    with pytest.raises(LinkOver):
        await forgetting.check(token, INVITING, now=NOW + timedelta(hours=24))
    await choose(token, at=NOW + timedelta(hours=23))
    with pytest.raises(LinkOver):
        await choose(token)


async def test_an_invitation_replaces_the_link_of_the_first_admin(database: None) -> None:
    """Of the two ways in the last one works."""
    operator = await making.organisation(Kind.OPERATOR, "De beheerder")
    path = await inviting.begin(invitation(role=Role.ADMIN, organisation=operator), actor=OPERATOR, now=NOW)
    [row] = await Account.select(Account.id)
    await inviting.invite_again(row["id"], actor=OPERATOR, now=NOW)
    with pytest.raises(LinkOver):
        await choose(path.rpartition("/")[2])
    await choose(await token_mailed(NOW))


async def test_only_an_admin_invites(database: None) -> None:
    """Nobody else lets anybody in."""
    world = await making.world()
    account = await invited()
    for actor in (*world.certifiers, world.owner, world.provider, world.municipality, world.coordinator, world.auditor):
        for act in (inviting.invite_again, inviting.withdraw):
            with pytest.raises(NotAllowed):
                await act(account, actor=actor, now=NOW)
        for make in (inviting.invite, inviting.begin):
            with pytest.raises(NotAllowed):
                await make(invitation(email="x@test.example"), actor=actor, now=NOW)


@pytest.mark.parametrize("change", ["used_at = now(), withdrawn_at = now()", "purpose = 'other'", "expires_at = recorded_at"])
async def test_the_database_refuses_a_link_that_cannot_be(database: None, change: str) -> None:
    """Used and withdrawn, for another purpose, or over before it began."""
    await invited()
    with pytest.raises(asyncpg.CheckViolationError):
        await fetch(f"UPDATE account_link SET {change}")  # noqa: S608
