"""A forgotten password: the same answer and the same work for every address, and a link that works once, for an hour."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from registry.accounts import second_factor, sessions
from registry.accounts import service as accounts
from registry.accounts.errors import LinkOver
from registry.accounts.purposes import INVITING, LASTS, RENEWING, Purpose
from registry.accounts.tables import Account, PasswordRequest
from registry.admittance import administering, forgetting
from registry.errors import NotAuthenticated
from registry.messages.tables import Message
from registry.permissions import OPERATOR, Actor
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.admittance.letting_in import ADDRESS, NEW_PASSWORD, invited, links_mailed, token_mailed
from tests.registry.making import NOW, PASSWORDS

HOUR = LASTS[Purpose.NEW_PASSWORD]


async def somebody() -> tuple[Actor, str]:
    """An account that stands, and its address."""
    actor = await making.account(await making.person(), None)
    [row] = await fetch("SELECT email FROM account WHERE id = $1", actor.account)
    return actor, row["email"]


async def asked(email: str) -> str:
    """The token that is mailed to who asks."""
    await forgetting.ask(email, now=NOW)
    assert await forgetting.answer_asked(now=NOW) == 1
    return await token_mailed(NOW)


async def renew(token: str, *, password: str = NEW_PASSWORD, now: object = NOW) -> None:
    """Choose this."""
    await forgetting.choose(token, password, RENEWING, passwords=PASSWORDS, now=now)  # type: ignore[arg-type]


async def test_who_forgot_it_chooses_another(database: None) -> None:
    """The old one no longer fits, every session ends, and the holder is told; however the address was typed."""
    actor, email = await somebody()
    assert actor.account is not None
    session = await sessions.start(actor.account, now=NOW)
    await renew(await asked(f" {email.upper()} "))
    row = await Account.select(Account.password_hash).where(Account.id == actor.account).first()
    assert row is not None
    assert await PASSWORDS.matches(row["password_hash"], NEW_PASSWORD)
    assert not await PASSWORDS.matches(row["password_hash"], making.PASSWORD)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(session, now=NOW)
    kinds = [row["kind"] for row in await Message.select(Message.kind).order_by(Message.id)]
    assert kinds == ["password-asked", "password-set"]


async def test_asking_does_not_look_whether_anybody_has_the_address(database: None, database_url: str) -> None:
    """While accounts cannot even be read, asking is answered, and leaves the same behind for every address."""
    _, email = await somebody()
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE account, person, session, message, account_link IN ACCESS EXCLUSIVE MODE")
            for typed in (email, f"\x00 {email.upper()}", "niemand@test.example", "", "geen adres", "\ud800", "a" * 1000):
                await asyncio.wait_for(forgetting.ask(typed, now=NOW), 5)
    finally:
        await connection.close()
    rows = await PasswordRequest.select(PasswordRequest.address_hash, PasswordRequest.answered_at)
    assert {len(each["address_hash"]) for each in rows} == {32}
    assert len(rows) == 6
    assert await forgetting.answer_asked(now=NOW) == 1


async def test_one_mail_a_quarter_of_an_hour(database: None) -> None:
    """Nobody's mailbox is filled by who types an address again and again."""
    _, email = await somebody()
    for minutes, mails in ((0, 1), (1, 0), (14, 0), (15, 1), (16, 0)):
        await forgetting.ask(email, now=NOW + timedelta(minutes=minutes))
        assert await forgetting.answer_asked(now=NOW + timedelta(minutes=minutes)) == mails


async def test_a_request_is_answered_once_however_many_look(database: None) -> None:
    """Five processes at once mail one link; a request that nobody answered in time is let go."""
    _, email = await somebody()
    await forgetting.ask(email, now=NOW)
    assert sum(await asyncio.gather(*(forgetting.answer_asked(now=NOW) for _ in range(5)))) == 1
    await forgetting.ask("later@test.example", now=NOW)
    await Account.update({Account.email: "later@test.example"}).where(Account.email == email)
    assert await forgetting.answer_asked(now=NOW + forgetting.KEPT) == 0


async def test_what_was_typed_is_not_kept(database: None) -> None:
    """Only a hash of it, and that goes by itself after a quarter of an hour: with the next request, or the next round."""
    await forgetting.ask("iemand@test.example", now=NOW)
    rows = await fetch("SELECT each::text AS row FROM password_request AS each")
    assert "iemand" not in rows[0]["row"]
    await forgetting.ask("ander@test.example", now=NOW + forgetting.KEPT)
    assert await PasswordRequest.count() == 1
    await forgetting.answer_asked(now=NOW + forgetting.KEPT * 2)
    assert await PasswordRequest.count() == 0


async def test_who_was_invited_or_shut_out_gets_no_link(database: None) -> None:
    """An invitation that was withdrawn does not come back this way, nor does a disabled account."""
    actor, email = await somebody()
    assert actor.account is not None
    await invited()
    await links_mailed(NOW)
    await administering.disable(actor.account, actor=OPERATOR, now=NOW)
    for typed in (email, ADDRESS):
        await forgetting.ask(typed, now=NOW)
    assert await forgetting.answer_asked(now=NOW) == 0
    assert await links_mailed(NOW) == []


async def test_the_link_works_once_and_for_an_hour(database: None) -> None:
    """And for nothing else."""
    _, email = await somebody()
    token = await asked(email)
    for late in (NOW + HOUR, NOW + HOUR * 2):
        with pytest.raises(LinkOver):
            await renew(token, now=late)
    with pytest.raises(LinkOver):
        await forgetting.choose(token, NEW_PASSWORD, INVITING, passwords=PASSWORDS, now=NOW)
    told = await asyncio.gather(
        *(renew(token, password=f"woorden van nummer {place:02}") for place in range(20)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in told) == ["LinkOver"] * 19 + ["NoneType"]
    with pytest.raises(LinkOver):
        await renew(token)


async def test_a_second_request_replaces_the_first(database: None) -> None:
    """Only the last link works."""
    _, email = await somebody()
    first = await asked(email)
    later = NOW + forgetting.KEPT
    await forgetting.ask(email, now=later)
    await forgetting.answer_asked(now=later)
    second = await token_mailed(later)
    with pytest.raises(LinkOver):
        await renew(first, now=later)
    await renew(second, now=later)


async def test_a_password_that_was_set_otherwise_ends_the_link(database: None) -> None:
    """Whoever has the mail of before does not change it again; nor after the account was shut."""
    actor, email = await somebody()
    assert actor.account is not None
    token = await asked(email)
    await accounts.set_password(actor.account, "door de beheerder gezet", passwords=PASSWORDS, actor=OPERATOR, now=NOW)
    with pytest.raises(LinkOver):
        await renew(token)


async def test_a_link_of_an_account_that_was_shut_stays_over(database: None) -> None:
    """Also once the account is open again."""
    actor, email = await somebody()
    assert actor.account is not None
    token = await asked(email)
    await administering.disable(actor.account, actor=OPERATOR, now=NOW)
    with pytest.raises(LinkOver):
        await renew(token)
    await administering.enable(actor.account, actor=OPERATOR, now=NOW)
    with pytest.raises(LinkOver):
        await renew(token)


async def test_the_second_factor_stays(database: None) -> None:
    """Who reads somebody's mail has their password, and no more."""
    actor, email = await somebody()
    assert actor.account is not None
    async with transaction():
        await second_factor.set_up(actor.account, b"x" * 20, now=NOW)
    await renew(await asked(email))
    assert await second_factor.is_in_use(actor.account)
