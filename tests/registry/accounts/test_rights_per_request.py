"""Every way in is judged afresh at each request: who lost a role, an account or an organisation is refused at the next one."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from config.front_door import FrontDoor
from registry.accounts import api_keys, refreshing, roles, sessions
from registry.accounts.schemas import GrantRole, IssueApiKey
from registry.accounts.service import actor_of
from registry.accounts.tables import Account
from registry.admittance import administering
from registry.days import amsterdam_day
from registry.permissions import OPERATOR, Actor, Permission, Role
from registry.reorganisations import service as reorganisations
from registry.reorganisations.schemas import Reorganise
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.reorganisations.pairs import MIDNIGHT, world_of_pairs

OLD, NEW = "GM2000", "GM3000"
PAGE, OPERATION = "/boekingen", "/api/v1/bookings"


@dataclass
class Ways:
    """Someone of a municipality who is in by every way there is, and an admin."""

    client: httpx.AsyncClient
    actor: Actor
    admin: Actor
    organisations: Mapping[str, UUID]
    clock: Clock
    session: str
    access: str
    refresh: str
    key: str
    of_key: str

    async def by_session(self) -> int:
        """In the browser."""
        return (await self.client.get(PAGE, headers={"Cookie": f"session={self.session}"})).status_code

    async def by_access_token(self) -> int:
        """With the token of the sign-in."""
        return await self._asked(self.access)

    async def by_refresh_token(self) -> int:
        """With a new token, or the refusal to give one."""
        answer = await self.client.post("/api/v1/access-tokens/refresh", json={"refreshToken": self.refresh})
        return await self._asked(answer.json()["accessToken"]) if answer.status_code == 200 else answer.status_code

    async def by_key(self) -> int:
        """With the key itself."""
        return await self._asked(self.key)

    async def by_token_of_key(self) -> int:
        """With the token that was given for it."""
        return await self._asked(self.of_key)

    async def _asked(self, bearer: str) -> int:
        return (await self.client.get(OPERATION, headers={"Authorization": f"Bearer {bearer}"})).status_code

    async def all(self) -> list[int]:
        """By each of them, in this order."""
        ways = (self.by_session, self.by_access_token, self.by_refresh_token, self.by_key, self.by_token_of_key)
        return [await way() for way in ways]


@pytest.fixture
async def ways(client: httpx.AsyncClient, application: FrontDoor, clock: Clock) -> Ways:
    """In by every way, on the first day after their municipality's last, before anything passed on."""
    clock.now = MIDNIGHT
    world, admin = await world_of_pairs(1)
    actor = await making.account(await making.person("Sam", "Oud"), Role.MUNICIPALITY, world.organisations[OLD])
    assert actor.account is not None
    tokens = application.application.state.tokens
    given = await refreshing.begin(actor.account, tokens=tokens, now=clock.now)
    command = IssueApiKey(
        organisation=world.organisations[OLD],
        label="Planning",
        scopes=[Permission.READ_BOOKINGS],
        last_day=amsterdam_day(clock.now + timedelta(days=30)),
    )
    key = (await api_keys.issue(command, actor=actor, now=clock.now)).secret
    by_key = await api_keys.actor_by(key, now=clock.now)
    made = Ways(
        client=client,
        actor=actor,
        admin=admin,
        organisations=world.organisations,
        clock=clock,
        session=await sessions.start(actor.account, now=clock.now),
        access=given.access,
        refresh=given.refresh,
        key=key,
        of_key=api_keys.token_for(by_key, tokens=tokens, now=clock.now),
    )
    assert [await made.by_session(), await made.by_access_token(), await made.by_key(), await made.by_token_of_key()] == [
        200
    ] * 4
    return made


async def end_role(ways: Ways) -> None:
    """An admin ends the role."""
    [grant] = ways.actor.grants
    command = GrantRole(role=grant.role, organisation=grant.organisation)
    assert ways.actor.account is not None
    await roles.end(ways.actor.account, command, actor=ways.admin, now=ways.clock.now)


async def disable(ways: Ways) -> None:
    """An admin shuts the account."""
    assert ways.actor.account is not None
    await administering.disable(ways.actor.account, actor=ways.admin, now=ways.clock.now)


async def only_disable(ways: Ways) -> None:
    """The account is shut, and nothing that stood open was ended with it."""
    await Account.update({Account.disabled_at: ways.clock.now}).where(Account.id == ways.actor.account)


async def end_all(ways: Ways) -> None:
    """An admin signs them out everywhere; keys are made to work without anybody."""
    assert ways.actor.account is not None
    await administering.end_sessions(ways.actor.account, actor=ways.admin, now=ways.clock.now)


Ending = Callable[[Ways], Awaitable[None]]
ENDINGS: Mapping[str, tuple[Ending, list[int]]] = {
    "the role ended": (end_role, [403, 403, 403, 401, 401]),
    "the account was shut": (disable, [303, 401, 401, 401, 401]),
    "the account is shut": (only_disable, [303, 401, 401, 401, 401]),
    "signed out everywhere": (end_all, [303, 401, 401, 200, 200]),
}


@pytest.mark.parametrize(("ending", "expected"), ENDINGS.values(), ids=ENDINGS.keys())
async def test_the_next_request(ways: Ways, ending: Ending, expected: list[int]) -> None:
    """By none of them is anything had that was lost."""
    await ending(ways)
    assert await ways.all() == expected


async def test_an_account_that_opens_again(ways: Ways) -> None:
    """What was ended stays ended; a key that nobody revoked works again."""
    await disable(ways)
    assert ways.actor.account is not None
    await administering.enable(ways.actor.account, actor=ways.admin, now=ways.clock.now)
    assert await ways.all() == [303, 401, 401, 200, 200]


async def test_an_organisation_that_ended(ways: Ways) -> None:
    """Who worked for it works for its successor from the next request on; a key for the old one opens nothing."""
    await reorganisations.reorganise(Reorganise(predecessors=[OLD], successor=NEW), actor=ways.admin, now=ways.clock.now)
    assert ways.actor.account is not None
    held = {str(grant.organisation) for grant in (await actor_of(ways.actor.account)).grants}
    assert held == {str(ways.organisations[NEW])}
    told = await ways.client.get("/api/v1/me", headers={"Authorization": f"Bearer {ways.access}"})
    assert {grant["organisation"] for grant in told.json()["grants"]} == held
    assert await ways.all() == [200, 200, 200, 401, 401]


async def test_a_role_that_comes_gives_at_once(ways: Ways) -> None:
    """Without signing in again; the key has no more than it had."""
    assert ways.actor.account is not None
    command = GrantRole(role=Role.MUNICIPALITY, organisation=ways.organisations[NEW])
    await end_role(ways)
    async with transaction():
        await roles.give(ways.actor.account, command, actor=OPERATOR, now=ways.clock.now)
    assert await ways.all() == [200, 200, 200, 401, 401]
