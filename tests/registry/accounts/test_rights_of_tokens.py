"""A token says who asks; what they may is what they may at that moment."""

from datetime import timedelta

import httpx
import pytest
from litestar.datastructures import State

from config.front_door import FrontDoor
from registry.accounts import refreshing, second_factor
from registry.accounts.refreshing import Given
from registry.accounts.tables import Membership
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making


@pytest.fixture
def state(application: FrontDoor) -> State:
    """What the application holds."""
    return application.application.state


@pytest.fixture
async def admin(application: FrontDoor, clock: Clock) -> Actor:
    """One of two admins: the last one stays."""
    clock.now = making.NOW
    operator = await making.organisation(Kind.OPERATOR, "Beheer")
    await making.account(await making.person("Anna", "Meijer"), Role.ADMIN, operator)
    return await making.account(await making.person("Bas", "Visser"), Role.ADMIN, operator)


async def given_to(actor: Actor, state: State, clock: Clock) -> Given:
    """The tokens of a sign-in at this moment."""
    assert actor.account is not None
    return await refreshing.begin(actor.account, tokens=state.tokens, now=clock.now)


async def renewed(client: httpx.AsyncClient, refresh: str) -> str:
    """The next access token."""
    answer = await client.post("/api/v1/access-tokens/refresh", json={"refreshToken": refresh})
    assert answer.status_code == 200, answer.text
    access: str = answer.json()["accessToken"]
    return access


async def accounts(client: httpx.AsyncClient, access: str) -> tuple[int, str]:
    """What an admin reads: the status, and the code of the problem."""
    answer = await client.get("/api/v1/accounts", headers={"Authorization": f"Bearer {access}"})
    return answer.status_code, "" if answer.status_code == 200 else answer.json()["type"].rpartition("/")[2]


async def test_a_demoted_admin(client: httpx.AsyncClient, admin: Actor, state: State, clock: Clock) -> None:
    """At the next request, with the token they have and with the next one."""
    given = await given_to(admin, state, clock)
    assert await accounts(client, given.access) == (200, "")
    await Membership.update({Membership.ended_at: clock.now}).where(Membership.account == admin.account)
    assert await accounts(client, given.access) == (403, "not-allowed")
    assert await accounts(client, await renewed(client, given.refresh)) == (403, "not-allowed")


async def test_an_admin_whose_second_factor_is_gone(
    client: httpx.AsyncClient, admin: Actor, state: State, clock: Clock
) -> None:
    """What was opened with it is over; a new sign-in gives nothing before another is set up."""
    assert admin.account is not None
    given = await given_to(admin, state, clock)
    async with transaction():
        await second_factor.remove(admin.account, now=clock.now)
    assert await accounts(client, given.access) == (401, "not-authenticated")
    again = await given_to(admin, state, clock)
    assert await accounts(client, again.access) == (401, "second-factor-not-set-up")


async def test_renewing_is_no_proof(client: httpx.AsyncClient, admin: Actor, state: State, clock: Clock) -> None:
    """Who manages accounts signed in within 15 minutes: a token that was renewed after that reads, and changes nothing."""
    person = await making.person("Eva", "Bos")
    given = await given_to(admin, state, clock)
    sent = {"person": str(person), "email": "eva@test.example", "role": "adviser"}

    async def created(access: str) -> httpx.Response:
        return await client.post("/api/v1/invitations", json=sent, headers={"Authorization": f"Bearer {access}"})

    clock.now += timedelta(minutes=16)
    access = await renewed(client, given.refresh)
    assert await accounts(client, access) == (200, "")
    answer = await created(access)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "prove-yourself-again")
    assert (await created((await given_to(admin, state, clock)).access)).status_code == 201
