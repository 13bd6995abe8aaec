"""The programs in which one signed in: seen by their owner, and ended one by one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from registry.accounts.tables import RefreshFamily
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.permissions import Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.accounts.test_key_routes import Secretary, secretary

__all__ = ["secretary"]
SIGN_INS = "/api/v1/access-tokens/sign-ins"
REFRESH = "/api/v1/access-tokens/refresh"


async def signed_in(secretary: Secretary) -> dict[str, Any]:
    """A program signs in with the password: its pair of tokens."""
    answer = await secretary.client.post("/api/v1/access-tokens", json={"email": secretary.email, "password": making.PASSWORD})
    pair: dict[str, Any] = answer.json()
    return pair


def bearing(pair: dict[str, Any]) -> dict[str, str]:
    """The header of a pair's access token."""
    return {"Authorization": f"Bearer {pair['accessToken']}"}


async def ids(client: httpx.AsyncClient, pair: dict[str, Any]) -> list[str]:
    """The sign-ins that are open, as this program sees them."""
    return [each["id"] for each in (await client.get(SIGN_INS, headers=bearing(pair))).json()]


async def test_one_of_two_is_ended(secretary: Secretary, clock: Clock) -> None:
    """Its access token and its refresh token are over at the next request; the other program notices nothing."""
    client, lost = secretary.client, await signed_in(secretary)
    clock.now += timedelta(minutes=1)
    own = await signed_in(secretary)
    newest, oldest = await ids(client, own)
    for _ in range(2):
        assert (await client.post(f"{SIGN_INS}/{oldest}/ending", headers=bearing(own))).status_code == 204
    assert await ids(client, own) == [newest]
    assert (await client.get("/api/v1/me", headers=bearing(lost))).status_code == 401
    assert (await client.post(REFRESH, json={"refreshToken": lost["refreshToken"]})).status_code == 401
    assert (await client.get("/api/v1/me", headers=bearing(own))).status_code == 200
    assert (await client.post(REFRESH, json={"refreshToken": own["refreshToken"]})).status_code == 200
    assert await AuditEntry.count().where(AuditEntry.action == Action.RENEWING_ENDED.value) == 1


async def test_what_is_told_of_one(secretary: Secretary, clock: Clock) -> None:
    """When it began, was renewed last and ends, and that a token of it came twice; never a token."""
    pair = await signed_in(secretary)
    clock.now += timedelta(minutes=5)
    renewed = (await secretary.client.post(REFRESH, json={"refreshToken": pair["refreshToken"]})).json()
    [told] = (await secretary.client.get(SIGN_INS, headers=bearing(renewed))).json()
    assert set(told) == {"id", "startedAt", "renewedAt", "expiresAt", "reusedAt"}
    assert told["startedAt"] < told["renewedAt"] < told["expiresAt"]
    assert told["reusedAt"] is None
    await secretary.client.post(REFRESH, json={"refreshToken": pair["refreshToken"]})
    [told] = (await secretary.client.get(SIGN_INS, headers=bearing(renewed))).json()
    assert told["reusedAt"] is not None


async def test_somebody_elses_looks_absent(secretary: Secretary) -> None:
    """Nor is one that never was there, and a key neither lists nor ends any."""
    from registry.accounts import refreshing  # noqa: PLC0415  Piccolo is configured by now

    other = (await making.account(await making.person("Olga", "Ander"), Role.ADVISER)).account
    assert other is not None
    tokens = secretary.client._transport.app.application.state.tokens  # type: ignore[attr-defined]  # noqa: SLF001  its keys
    await refreshing.begin(other, tokens=tokens, now=making.NOW)
    [theirs] = await RefreshFamily.select().where(RefreshFamily.account == other)
    pair = await signed_in(secretary)
    assert str(theirs["id"]) not in await ids(secretary.client, pair)
    for absent in (theirs["id"], uuid4()):
        answer = await secretary.client.post(f"{SIGN_INS}/{absent}/ending", headers=bearing(pair))
        assert answer.status_code == 404
    key = {"Authorization": f"Bearer {await secretary.key('read-results')}"}
    assert (await secretary.client.get(SIGN_INS, headers=key)).status_code == 403
    assert (await secretary.client.post(f"{SIGN_INS}/{theirs['id']}/ending", headers=key)).status_code == 403


async def test_a_token_must_come_alone(secretary: Secretary) -> None:
    """Two Authorization headers are none, whichever of them is good and wherever it stands."""
    good = bearing(await signed_in(secretary))["Authorization"]
    for pair in ([good, good], [good, "Bearer e30.e30.e30"], ["Bearer e30.e30.e30", good], [good, ""]):
        answer = await secretary.client.get("/api/v1/me", headers=[("Authorization", each) for each in pair])
        assert answer.status_code == 401, pair
