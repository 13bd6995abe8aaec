"""Tokens for programs: a key exchanged for one, the public keys, and what the description says of it all."""

from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from config.settings import Settings
from config.token_key import LEAD, rotate
from registry.accounts.tables import Account, ApiKey, Membership
from registry.permissions import Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.accounts.test_key_routes import Secretary, secretary

__all__ = ["secretary"]
FOR_KEY = "/api/v1/access-tokens/for-key"


async def exchanged(client: httpx.AsyncClient, key: str) -> dict[str, str]:
    """The header of the token that a key gives."""
    answer = await client.post(FOR_KEY, json={"key": key})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), answer.text
    told = answer.json()
    assert (set(told), told["tokenType"], told["expiresIn"]) == ({"accessToken", "tokenType", "expiresIn"}, "Bearer", 600)
    return {"Authorization": f"Bearer {told['accessToken']}"}


async def test_a_key_gives_a_token_that_may_what_it_may(secretary: Secretary) -> None:
    """No more than its scopes, for its organisation; and it makes and lists no keys."""
    headers = await exchanged(secretary.client, await secretary.key("read-results"))
    told = (await secretary.client.get("/api/v1/me", headers=headers)).json()
    assert told["permissions"] == ["read-results"]
    assert (await secretary.client.get("/api/v1/uploads", headers=headers)).status_code == 200
    assert (await secretary.client.get("/api/v1/api-keys", headers=headers)).status_code == 403
    headers = await exchanged(secretary.client, await secretary.key("upload-results"))
    assert (await secretary.client.get("/api/v1/uploads", headers=headers)).status_code == 403


async def over(secretary: Secretary, how: str, clock: Clock) -> None:
    """Bring the key to its end in one way."""
    mine = secretary.actor.account
    match how:
        case "key revoked":
            await ApiKey.update({ApiKey.revoked_at: clock.now}).where(ApiKey.account == mine)
        case "key expired":
            clock.now += timedelta(minutes=1)
            await ApiKey.update({ApiKey.expires_at: clock.now}).where(ApiKey.account == mine)
        case "member left":
            await Membership.update({Membership.ended_at: clock.now}).where(Membership.account == mine)
        case "account disabled":
            await Account.update({Account.disabled_at: clock.now}).where(Account.id == mine)
        case "ten minutes later":
            clock.now += timedelta(minutes=10)


ENDS = ["key revoked", "key expired", "member left", "account disabled", "ten minutes later"]


@pytest.mark.parametrize("how", ENDS)
async def test_its_token_dies_with_it(secretary: Secretary, clock: Clock, how: str) -> None:
    """At the very next request; and but for time, which a key outlasts, no other token is to be had."""
    key = await secretary.key("read-results")
    headers = await exchanged(secretary.client, key)
    assert (await secretary.client.get("/api/v1/me", headers=headers)).status_code == 200
    await over(secretary, how, clock)
    assert (await secretary.client.get("/api/v1/me", headers=headers)).status_code == 401
    again = await secretary.client.post(FOR_KEY, json={"key": key})
    assert again.status_code == (200 if how == "ten minutes later" else 401)


async def test_its_use_is_seen(secretary: Secretary, clock: Clock) -> None:
    """The list of keys says when it was last used, also by a token that it gave."""
    headers = await exchanged(secretary.client, await secretary.key("read-results"))
    clock.now += timedelta(minutes=5)
    await secretary.client.get("/api/v1/me", headers=headers)
    [row] = await ApiKey.select(ApiKey.last_used_at)
    assert row["last_used_at"] == clock.now


async def test_it_gives_no_more_than_the_owner_still_has(secretary: Secretary, clock: Clock) -> None:
    """Who gets another role in its place keeps of the key what both allow: here nothing."""
    headers = await exchanged(secretary.client, await secretary.key("read-results"))
    mine = Membership.account == secretary.actor.account
    await Membership.update({Membership.role: Role.MUNICIPALITY.value}).where(mine)
    assert (await secretary.client.get("/api/v1/uploads", headers=headers)).status_code == 403


@pytest.mark.parametrize(
    "key", ["", "ar_", "x" * 62, "ar_0123456789abcdef_" + "A" * 43, "ar_\x00", "ar_" + "٣" * 16 + "_" + "A" * 43]
)
async def test_what_is_no_key(client: httpx.AsyncClient, key: str) -> None:
    """All alike."""
    answer = await client.post(FOR_KEY, json={"key": key})
    assert (answer.status_code, answer.json()["type"]) == (401, "http://registry.test/problems/not-authenticated")


async def test_the_public_keys(secretary: Secretary, settings: Settings, clock: Clock) -> None:
    """Anyone can check a token with them, as the standards have it; nothing private is among them."""
    answer = await secretary.client.get("/.well-known/jwks.json")
    assert answer.headers["content-type"] == "application/jwk-set+json"
    assert answer.headers["cache-control"] == "public, max-age=30"
    keys = jwt.PyJWKSet.from_dict(answer.json())
    assert all(set(each) == {"kty", "crv", "x", "use", "alg", "kid"} for each in answer.json()["keys"])
    token = (await secretary.token())["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(
        token,
        keys[jwt.get_unverified_header(token)["kid"]],
        algorithms=["EdDSA"],
        audience="http://registry.test/api/v1",
        issuer="http://registry.test",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert claims["exp"] - claims["iat"] == 600
    assert claims["auth_time"] == claims["iat"]


async def test_a_new_key_while_it_serves(secretary: Secretary, settings: Settings, clock: Clock) -> None:
    """The application publishes it at once and signs with it 30 seconds later; who had a token notices nothing."""
    before = await secretary.token()
    kid = rotate(settings.token_key_file, now=clock.now).id
    published = (await secretary.client.get("/.well-known/jwks.json")).json()["keys"]
    assert kid in {each["kid"] for each in published}
    assert signed_with(await secretary.token()) != kid
    clock.now += LEAD
    assert signed_with(await secretary.token()) == kid
    for headers in (before, await secretary.token()):
        assert (await secretary.client.get("/api/v1/me", headers=headers)).status_code == 200


def signed_with(headers: dict[str, str]) -> str:
    """The id of the key that signed a token."""
    kid: str = jwt.get_unverified_header(headers["Authorization"].removeprefix("Bearer "))["kid"]
    return kid


async def test_what_the_description_says(client: httpx.AsyncClient) -> None:
    """Each route with the statuses it can give, without a need to sign in, and no field more."""
    document: dict[str, Any] = (await client.get("/api/v1/openapi.json")).json()
    always = {"400", "408", "409", "413", "415", "429", "500", "503"}
    expected = {
        "/access-tokens": {"201", "401"},
        "/access-tokens/refresh": {"200", "401"},
        "/access-tokens/for-key": {"200", "401"},
        "/access-tokens/revocation": {"204"},
    }
    for path, own in expected.items():
        operation = document["paths"][path]["post"]
        assert "security" not in operation
        assert set(operation["responses"]) - always - {"404"} == own, path
    pair = document["components"]["schemas"]["TokenPair"]
    assert set(pair["properties"]) == {"accessToken", "tokenType", "expiresIn", "refreshToken"}
    for name in ("bearer", "apiKey"):
        assert "/access-tokens" in document["components"]["securitySchemes"][name]["description"]


async def test_proof_does_not_get_younger(secretary: Secretary, clock: Clock) -> None:
    """A renewed token says when its owner gave their password, not when it was renewed."""
    sent = {"email": secretary.email, "password": making.PASSWORD}
    pair = (await secretary.client.post("/api/v1/access-tokens", json=sent)).json()
    proved = jwt.decode(pair["accessToken"], options={"verify_signature": False})["auth_time"]
    clock.now += timedelta(hours=1)
    answer = await secretary.client.post("/api/v1/access-tokens/refresh", json={"refreshToken": pair["refreshToken"]})
    claims = jwt.decode(answer.json()["accessToken"], options={"verify_signature": False})
    assert (claims["auth_time"], claims["iat"]) == (proved, proved + 3600)
