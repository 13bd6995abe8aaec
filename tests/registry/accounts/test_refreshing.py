"""Refresh tokens: each gives one pair, and one that comes twice ends the renewing of its family."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from registry.accounts import endings
from registry.accounts.tables import Account, Membership, RefreshFamily, RefreshToken
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making

AT_ONCE = 50
SIGN_IN = "/api/v1/access-tokens"
Pair = dict[str, Any]


@dataclass(frozen=True)
class Program:
    """A program of someone who works for a training provider."""

    client: httpx.AsyncClient
    actor: Actor
    email: str

    async def sign_in(self) -> Pair:
        """With a password."""
        answer = await self.client.post(SIGN_IN, json={"email": self.email, "password": making.PASSWORD})
        assert answer.status_code == 201, answer.text
        pair: Pair = answer.json()
        return pair

    async def renew(self, pair: Pair) -> httpx.Response:
        """With the refresh token of a pair."""
        return await self.client.post(f"{SIGN_IN}/refresh", json={"refreshToken": pair["refreshToken"]})

    async def end(self, refresh: str) -> int:
        """With a refresh token."""
        return (await self.client.post(f"{SIGN_IN}/revocation", json={"refreshToken": refresh})).status_code

    async def opens(self, pair: Pair) -> int:
        """What the access token of a pair is answered with."""
        headers = {"Authorization": f"Bearer {pair['accessToken']}"}
        return (await self.client.get("/api/v1/me", headers=headers)).status_code


@pytest.fixture
async def program(client: httpx.AsyncClient, clock: Clock) -> Program:
    """Before the whole application."""
    clock.now = making.NOW
    academy = await making.organisation(Kind.PROVIDER, "Academie")
    actor = await making.account(await making.person("Petra", "Lindeman"), Role.PROVIDER, academy)
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    return Program(client, actor, row["email"])


async def acts() -> list[str]:
    """What the audit trail has of tokens, in order."""
    told = {Action.REFRESH_TOKEN_REUSED.value, Action.RENEWING_ENDED.value}
    rows = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.id)
    return [row["action"] for row in rows if row["action"] in told]


async def test_what_a_sign_in_gives(program: Program) -> None:
    """What it always gave, and a refresh token, of which only a hash is kept."""
    pair = await program.sign_in()
    assert set(pair) == {"accessToken", "tokenType", "expiresIn", "refreshToken"}
    assert (pair["tokenType"], pair["expiresIn"]) == ("Bearer", 600)
    [row] = await RefreshToken.select()
    assert pair["refreshToken"] not in str(row)
    assert len(row["token_hash"]) == 32


async def test_one_follows_from_another(program: Program, clock: Clock) -> None:
    """Each pair is new; the access token of the last opens what that of the first did, long after that ended."""
    pair = first = await program.sign_in()
    for _ in range(3):
        clock.now += timedelta(minutes=11)
        answer = await program.renew(pair)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert set(answer.json()) == set(pair)
        assert not set(answer.json().values()) & {pair["accessToken"], pair["refreshToken"]}
        pair = answer.json()
    assert (await program.opens(first), await program.opens(pair)) == (401, 200)
    assert await acts() == []


async def test_a_token_that_comes_twice_ends_the_renewing(program: Program) -> None:
    """Of a thief and the owner nobody can tell who came first: neither goes on, and the trail has it once."""
    first = await program.sign_in()
    second = (await program.renew(first)).json()
    third = (await program.renew(second)).json()
    other_program = await program.sign_in()
    for pair in (first, third, second, first):
        assert (await program.renew(pair)).status_code == 401
    assert await acts() == [Action.REFRESH_TOKEN_REUSED]
    assert await program.opens(third) == 200
    assert (await program.renew(other_program)).status_code == 200


async def test_fifty_at_once(program: Program) -> None:
    """One gets the one new pair that is made; the rest are a second use, so that renewing ends there."""
    pair = await program.sign_in()
    answers = await asyncio.gather(*(program.renew(pair) for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * (AT_ONCE - 1)
    [won] = [answer.json() for answer in answers if answer.status_code == 200]
    assert await RefreshToken.count() == 2
    assert await program.opens(won) == 200
    assert (await program.renew(won)).status_code == 401
    assert await acts() == [Action.REFRESH_TOKEN_REUSED]


async def test_fifty_families_at_once(program: Program) -> None:
    """Programs of one account do not get in each other's way."""
    pairs = [await program.sign_in() for _ in range(5)]
    answers = await asyncio.gather(*(program.renew(pair) for pair in pairs))
    assert {answer.status_code for answer in answers} == {200}


async def test_thirty_days(program: Program, clock: Clock) -> None:
    """After that one signs in anew, however often it was renewed; a renewal does not lengthen it."""
    pair = await program.sign_in()
    clock.now += timedelta(days=30, seconds=-1)
    renewed = await program.renew(pair)
    assert renewed.status_code == 200
    clock.now += timedelta(seconds=1)
    assert (await program.renew(renewed.json())).status_code == 401


async def test_ending_it(program: Program) -> None:
    """With any token of the family, also a used one, its access tokens end at once; any text gets the same answer."""
    first = await program.sign_in()
    second = (await program.renew(first)).json()
    other_program = await program.sign_in()
    for text in ("", "rt_" + "A" * 43, first["accessToken"], first["refreshToken"], first["refreshToken"]):
        assert await program.end(text) == 204
    assert (await program.opens(first), await program.opens(second)) == (401, 401)
    assert (await program.renew(second)).status_code == 401
    assert await program.opens(other_program) == 200
    assert await acts() == [Action.RENEWING_ENDED]


async def changed(program: Program, how: str, clock: Clock) -> None:
    """Something happens to the account."""
    mine = program.actor.account
    assert mine is not None
    if how == "disabled":
        await Account.update({Account.disabled_at: clock.now}).where(Account.id == mine)
    else:
        async with transaction():
            await endings.end_all(mine, besides=None, now=clock.now)


@pytest.mark.parametrize("how", ["disabled", "everything ended"])
async def test_the_next_request_fails(program: Program, clock: Clock, how: str) -> None:
    """An account that is disabled, or signed out everywhere (also by a new password), has no token that works."""
    pair = await program.sign_in()
    assert await program.opens(pair) == 200
    await changed(program, how, clock)
    assert await program.opens(pair) == 401
    assert (await program.renew(pair)).status_code == 401


async def test_a_member_who_left(program: Program, clock: Clock) -> None:
    """Their token says who they are and opens nothing of the organisation, from the next request on; nor does a new one."""
    pair = await program.sign_in()
    headers = {"Authorization": f"Bearer {pair['accessToken']}"}
    assert (await program.client.get("/api/v1/uploads", headers=headers)).status_code == 200
    await Membership.update({Membership.ended_at: clock.now}).where(Membership.account == program.actor.account)
    assert (await program.client.get("/api/v1/uploads", headers=headers)).status_code == 403
    headers = {"Authorization": f"Bearer {(await program.renew(pair)).json()['accessToken']}"}
    assert (await program.client.get("/api/v1/uploads", headers=headers)).status_code == 403


async def test_a_family_that_was_deleted(program: Program) -> None:
    """Once it is over its rows may go; an access token of it that is left is refused."""
    pair = await program.sign_in()
    await RefreshToken.delete(force=True)
    await RefreshFamily.delete(force=True)
    assert await program.opens(pair) == 401
    assert (await program.renew(pair)).status_code == 401


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "rt_",
        "rt_" + "A" * 43,
        "rt_" + "A" * 42 + "\x00",
        "rt_" + "é" * 43,
        "\ud800",
        "rt_" + "A" * 4000,
        "' OR 1=1 --",
    ],
)
async def test_what_is_no_refresh_token(program: Program, token: str) -> None:
    """Refused as any other, and ends nothing."""
    pair = await program.sign_in()
    body = b'{"refreshToken":"\\ud800"}' if token == "\ud800" else None
    sent: dict[str, Any] = {"content": body} if body else {"json": {"refreshToken": token}}
    headers = {"Content-Type": "application/json"}
    answer = await program.client.post(f"{SIGN_IN}/refresh", headers=headers, **sent)
    assert answer.status_code == (400 if body else 401)
    assert await program.opens(pair) == 200
    assert (await program.renew(pair)).status_code == 200


async def test_a_pair_is_kept_nowhere(program: Program, capfd: pytest.CaptureFixture[str]) -> None:
    """An Idempotency-Key, which would keep the answer, is refused and uses nothing up; no log has a token."""
    pair = await program.sign_in()
    path, sent = f"{SIGN_IN}/refresh", {"refreshToken": pair["refreshToken"]}
    answer = await program.client.post(path, json=sent, headers={"Idempotency-Key": "k-1"})
    assert answer.status_code == 400
    renewed = (await program.renew(pair)).json()
    await program.renew(pair)
    written = "".join(capfd.readouterr())
    for secret in (*pair.values(), *renewed.values()):
        if len(str(secret)) > 20:
            assert str(secret)[5:40] not in written
