"""Each secret opens the door it was made for and no other: what one part of the registry gives is worth nothing at the rest."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from litestar.datastructures import State

from config.front_door import FrontDoor
from config.settings import Settings
from registry.accounts import api_keys, links, refreshing, sessions
from registry.accounts.purposes import Purpose
from registry.accounts.schemas import IssueApiKey
from registry.accounts.signing_keys import CLOCKS_DIFFER, LIFETIME
from registry.credentials.signing import CREDENTIAL
from registry.days import amsterdam_day
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Actor, Permission, Role
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.accounts.forging import Forge
from tests.registry.accounts.test_token_attacks import signing_key

METRICS = "a-token-for-figures"
ME = "/api/v1/me"


@dataclass
class Place:
    """The application, somebody of a provider, and every secret there is of them."""

    client: httpx.AsyncClient
    state: State
    actor: Actor
    secrets: Mapping[str, str]
    forge: Forge


@pytest.fixture
async def place(client: httpx.AsyncClient, application: FrontDoor, settings: Settings, clock: Clock) -> Place:
    """All of them fresh."""
    state = application.application.state
    academy = await making.organisation(Kind.PROVIDER, "Academie")
    actor = await making.account(await making.person("Petra", "Lindeman"), Role.PROVIDER, academy)
    assert actor.account is not None
    given, second = [await refreshing.begin(actor.account, tokens=state.tokens, now=clock.now) for _ in range(2)]
    session = await sessions.start(actor.account, now=clock.now)
    command = IssueApiKey(
        organisation=academy,
        label="Leerlingsysteem",
        scopes=[Permission.READ_RESULTS],
        last_day=amsterdam_day(clock.now + timedelta(days=30)),
    )
    forge = Forge(signing_key(settings, clock), given.access, second.access)
    secrets = {
        "access token": given.access,
        "refresh token": given.refresh,
        "session": session,
        "form token": sessions.form_token(session),
        "key": (await api_keys.issue(command, actor=actor, now=clock.now)).secret,
        "invitation": await _link(actor, Purpose.INVITATION, clock),
        "new password": await _link(actor, Purpose.NEW_PASSWORD, clock),
        "second factor": await _link(actor, Purpose.SECOND_FACTOR, clock),
        "credential": _credential(forge),
        "figures": METRICS,
    }
    return Place(client, state, actor, secrets, forge)


async def _link(actor: Actor, purpose: Purpose, clock: Clock) -> str:
    assert actor.account is not None
    async with transaction():
        path = await links.handed_out(actor.account, purpose, actor=OPERATOR, now=clock.now)
    return path.rpartition("/")[2]


def _credential(forge: Forge) -> str:
    """A certificate that travels, which says all that an access token says besides, under the name of the key of those."""
    header = {"typ": CREDENTIAL, "kid": forge.header["kid"]}
    return jwt.encode(forge.claims, generate_private_key(SECP256R1()), algorithm="ES256", headers=header)


async def bearer(place: Place, secret: str) -> bool:
    """The API."""
    return (await place.client.get(ME, headers={"Authorization": f"Bearer {secret}"})).status_code == 200


async def cookie(place: Place, secret: str) -> bool:
    """Pages."""
    answer = await place.client.get("/account", headers={"Cookie": f"session={secret}; __Host-session={secret}"})
    return answer.status_code == 200


async def renewing(place: Place, secret: str) -> bool:
    """The next pair of tokens."""
    answer = await place.client.post("/api/v1/access-tokens/refresh", json={"refreshToken": secret})
    return answer.status_code == 200


async def for_key(place: Place, secret: str) -> bool:
    """A token for a key."""
    return (await place.client.post("/api/v1/access-tokens/for-key", json={"key": secret})).status_code == 200


def _path(path: str) -> "Door":
    async def opened(place: Place, secret: str) -> bool:
        return (await place.client.get(f"{path}/{secret}")).status_code == 200

    return opened


async def form(place: Place, secret: str) -> bool:
    """What ties a form to its session."""
    sent = {"_csrf": secret, "oldPassword": "x", "newPassword": "x"}
    cookies = {"Cookie": f"session={place.secrets['session']}"}
    return (await place.client.post("/account/wachtwoord", data=sent, headers=cookies)).status_code != 403


async def figures(place: Place, secret: str) -> bool:
    """Figures for whoever watches."""
    place.state.metrics_token = METRICS
    try:
        answer = await place.client.get("/metrics", headers={"Authorization": f"Bearer {secret}"})
    finally:
        place.state.metrics_token = None
    return answer.status_code == 200


Door = Callable[[Place, str], Awaitable[bool]]
DOORS: Mapping[str, tuple[Door, frozenset[str]]] = {
    "the API": (bearer, frozenset({"access token", "key"})),
    "pages": (cookie, frozenset({"session"})),
    "renewing": (renewing, frozenset({"refresh token"})),
    "a token for a key": (for_key, frozenset({"key"})),
    "an invitation": (_path("/uitnodiging"), frozenset({"invitation"})),
    "a new password": (_path("/nieuw-wachtwoord"), frozenset({"new password"})),
    "a lost second factor": (_path("/tweede-factor-kwijt"), frozenset({"second factor"})),
    "a form": (form, frozenset({"form token"})),
    "figures": (figures, frozenset({"figures"})),
}


@pytest.mark.parametrize(("door", "taken"), DOORS.values(), ids=DOORS.keys())
async def test_each_secret_at_each_door(place: Place, door: Door, taken: frozenset[str]) -> None:
    """Of ten secrets of one person each door takes its own."""
    assert {name for name, secret in place.secrets.items() if await door(place, secret)} == taken


@pytest.mark.parametrize(
    "kind", [CREDENTIAL, "vc+sd-jwt", "statuslist+jwt", "dpop+jwt", "secevent+jwt", "logout+jwt", "rt+jwt"]
)
async def test_our_signature_for_another_use(place: Place, kind: str) -> None:
    """What our own key signed as something else is no access token, whatever it claims."""
    assert not await bearer(place, place.forge.under(typ=kind))
    assert not await bearer(place, jwt.encode(place.forge.claims, place.forge.key, "EdDSA", headers={"typ": kind}))


@pytest.mark.parametrize(
    ("after", "taken"),
    [
        (-CLOCKS_DIFFER - timedelta(seconds=1), False),
        (-CLOCKS_DIFFER, True),
        (timedelta(0), True),
        (LIFETIME - timedelta(microseconds=1), True),
        (LIFETIME, False),
        (LIFETIME + timedelta(microseconds=1), False),
    ],
    ids=str,
)
async def test_the_edges_of_its_time(place: Place, clock: Clock, after: timedelta, *, taken: bool) -> None:
    """To the second: from a minute before it was given, for clocks that differ, up to the moment of `exp`, which is out."""
    clock.now = _began(place, clock) + after
    assert await bearer(place, place.secrets["access token"]) is taken


@pytest.mark.parametrize(("seconds", "taken"), [(0, True), (1, False), (-600, False)])
async def test_no_token_lasts_longer(place: Place, seconds: int, *, taken: bool) -> None:
    """Ten minutes and not one second more, though we signed it; and none that ends as it begins."""
    assert await bearer(place, place.forge.saying(exp=place.forge.claims["exp"] + seconds)) is taken


def _began(place: Place, clock: Clock) -> datetime:
    return datetime.fromtimestamp(place.forge.claims["iat"], tz=clock.now.tzinfo)


@pytest.mark.parametrize("size", [3_999, 4_000, 4_001, 8_000])
async def test_a_long_token_is_refused_as_any_other(place: Place, size: int) -> None:
    """Around the longest that is read at all: no fault, no other answer."""
    stem = place.secrets["access token"]
    for secret in (stem + "A" * (size - len(stem)), "A" * size, "." * size, "ar_" + "0" * (size - 3), "rt_" + "A" * (size - 3)):
        answer = await place.client.get(ME, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401, answer.text


ODD = ("\x00", "a\x00b", "\ud800", "\U0001f511", "é" * 40, "\u202eabc", "ar_" + "\uff10" * 16, "\u0661.\u0662.\u0663")


@pytest.mark.parametrize("odd", ODD, ids=ascii)
async def test_odd_characters_in_a_body(place: Place, odd: str) -> None:
    """Where a secret comes as JSON any character may stand in it: it is refused as any wrong one is."""
    text = ascii(odd)[1:-1].replace("\\x", "\\u00").replace("\\U0001f511", "\\ud83d\\udd11")
    for path, name in (("refresh", "refreshToken"), ("for-key", "key")):
        answer = await place.client.post(
            f"/api/v1/access-tokens/{path}",
            content=f'{{"{name}": "{text}"}}'.encode(),
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code in {400, 401}, (path, answer.status_code, answer.text)


async def test_a_body_that_names_a_secret_twice(place: Place) -> None:
    """The last counts, as everywhere in JSON; the other is not looked at, so that one body is one try."""
    good, wrong, told = place.secrets["refresh token"], f"rt_{uuid4()}", []
    for first, second in ((good, wrong), (wrong, good)):
        body = f'{{"refreshToken": "{first}", "refreshToken": "{second}"}}'
        headers = {"Content-Type": "application/json"}
        told.append((await place.client.post("/api/v1/access-tokens/refresh", content=body, headers=headers)).status_code)
    assert told == [401, 200]
