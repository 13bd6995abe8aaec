"""The whole application before forged tokens: each is refused with 401, and none breaks it."""

from datetime import timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar.datastructures import State

from config.front_door import FrontDoor
from config.settings import Settings
from config.token_key import read_token_keys
from registry.accounts import api_keys, refreshing
from registry.accounts.schemas import IssueApiKey
from registry.accounts.tokens import Tokens
from registry.days import amsterdam_day
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission, Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.accounts.forging import ATTACKS, Attack, Forge

PATHS = ("/api/v1/me", "/api/v1/uploads")


@pytest.fixture
def state(application: FrontDoor) -> State:
    """What the application holds."""
    return application.application.state


@pytest.fixture
async def secretary(application: FrontDoor) -> Actor:
    """Someone who works for a training provider."""
    academy = await making.organisation(Kind.PROVIDER, "Academie")
    return await making.account(await making.person("Petra", "Lindeman"), Role.PROVIDER, academy)


@pytest.fixture
async def forge(secretary: Actor, settings: Settings, state: State, clock: Clock) -> Forge:
    """A good token, and at worst the key itself."""
    assert secretary.account is not None
    tokens: Tokens = state.tokens
    given = [await refreshing.begin(secretary.account, tokens=tokens, now=clock.now) for _ in range(2)]
    return Forge(signing_key(settings, clock), given[0].access, given[1].access)


def signing_key(settings: Settings, clock: Clock) -> Ed25519PrivateKey:
    """The key that signs now."""
    return read_token_keys(settings.token_key_file).signing(clock.now).private


async def asked(client: httpx.AsyncClient, path: str, *authorization: str) -> httpx.Response:
    """Ask with these Authorization headers, byte for byte."""
    headers = [(b"authorization", each.encode("latin-1")) for each in authorization]
    return await client.get(path, headers=headers)


async def test_the_kit_can_make_a_good_one(client: httpx.AsyncClient, forge: Forge) -> None:
    """What it changes nothing in is accepted: so it is the change that is refused."""
    for token in (forge.token, forge.ours(), forge.saying(), forge.under(), forge.written("{…}")):
        for path in PATHS:
            assert (await asked(client, path, f"Bearer {token}")).status_code == 200


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
async def test_a_forged_token_is_refused(client: httpx.AsyncClient, forge: Forge, attack: Attack) -> None:
    """401, with the way to sign in, and nothing about what was wrong."""
    for path in PATHS:
        answer = await asked(client, path, f"Bearer {attack(forge)}")
        assert answer.status_code == 401, answer.text
        assert answer.headers["www-authenticate"] == 'Bearer realm="registry"'
        assert answer.json()["type"].endswith("/not-authenticated")


def test_there_are_many() -> None:
    """A kit that shrinks is seen."""
    assert len(ATTACKS) >= 200


SCHEMES = ("", "Token", "Basic", "JWT", "DPoP", "Foo", "Bearerr", "Bear", "bearer:", "Bearer,", "\xa0Bearer", "Digest")


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_another_scheme(client: httpx.AsyncClient, forge: Forge, scheme: str) -> None:
    """Only the word Bearer is taken, and it must be there."""
    assert (await asked(client, "/api/v1/me", f"{scheme} {forge.token}")).status_code == 401
    assert (await asked(client, "/api/v1/me", f"{scheme}{forge.token}")).status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_in_any_case(client: httpx.AsyncClient, forge: Forge, scheme: str) -> None:
    """As HTTP has it (RFC 9110, 11.1)."""
    assert (await asked(client, "/api/v1/me", f"{scheme} {forge.token}")).status_code == 200


async def test_two_headers_are_none(client: httpx.AsyncClient, forge: Forge) -> None:
    """Whichever of them another program in between would read."""
    for second in (forge.token, forge.second, "x"):
        assert (await asked(client, "/api/v1/me", f"Bearer {forge.token}", f"Bearer {second}")).status_code == 401
        assert (await asked(client, "/api/v1/me", f"Bearer {second}", f"Bearer {forge.token}")).status_code == 401


async def test_a_token_elsewhere(client: httpx.AsyncClient, forge: Forge) -> None:
    """Neither in the address, nor in a cookie, a body or a header of another name."""
    token = forge.token
    answers = [
        await client.get("/api/v1/me", params={"access_token": token}),
        await client.get("/api/v1/me", headers={"Cookie": f"session={token}; access_token={token}; __Host-session={token}"}),
        await client.get("/api/v1/me", headers={"X-Authorization": f"Bearer {token}", "X-API-Key": token}),
        await client.get("/api/v1/me", headers={"Proxy-Authorization": f"Bearer {token}"}),
        await client.request("GET", "/api/v1/me", data={"access_token": token}),
        await client.get("/api/v1/me"),
    ]
    assert {answer.status_code for answer in answers} == {401}


async def test_a_token_opens_no_page(client: httpx.AsyncClient, forge: Forge) -> None:
    """Pages take the cookie of a session alone."""
    for headers in ({"Authorization": f"Bearer {forge.token}"}, {"Cookie": f"session={forge.token}"}):
        assert (await client.get("/werk", headers=headers)).status_code == 303


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_reading_without_a_body_asks_as_well(client: httpx.AsyncClient, forge: Forge, method: str) -> None:
    """HEAD needs what GET needs."""
    assert (await client.request(method, "/api/v1/me")).status_code == 401
    good = {"Authorization": f"Bearer {forge.token}"}
    assert (await client.request(method, "/api/v1/me", headers=good)).status_code == 200


async def test_secrets_of_one_kind_are_not_taken_for_another(
    client: httpx.AsyncClient, forge: Forge, state: State, secretary: Actor, clock: Clock
) -> None:
    """A refresh token opens nothing; an access token renews nothing and is no key; a key renews nothing."""
    assert secretary.account is not None
    refresh = (await refreshing.begin(secretary.account, tokens=state.tokens, now=clock.now)).refresh
    [grant] = secretary.grants
    assert grant.organisation is not None
    command = IssueApiKey(
        organisation=grant.organisation,
        label="Leerlingsysteem",
        scopes=[Permission.READ_RESULTS],
        last_day=amsterdam_day(clock.now + timedelta(days=30)),
    )
    key = (await api_keys.issue(command, actor=secretary, now=clock.now)).secret
    assert (await asked(client, "/api/v1/me", f"Bearer {refresh}")).status_code == 401
    for secret in (forge.token, key):
        answer = await client.post("/api/v1/access-tokens/refresh", json={"refreshToken": secret})
        assert answer.status_code == 401
    for secret in (forge.token, refresh):
        answer = await client.post("/api/v1/access-tokens/for-key", json={"key": secret})
        assert answer.status_code == 401
