"""API keys as programs and people meet them: the header, the routes, the page, and where a key never comes."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from registry.accounts.tables import Account, ApiKey, Membership
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from tests.conftest import Clock
from tests.registry import making

KEY = re.compile(r"ar_[0-9a-f]{16}_[A-Za-z0-9_-]{43}")
FORM_TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]{64})"')


class Secretary:
    """Someone of a provider, at a program (by access token) and in a browser."""

    def __init__(self, actor: Actor, client: httpx.AsyncClient, email: str) -> None:
        self.actor = actor
        self.client = client
        self.email = email
        [grant] = actor.grants
        self.organisation = str(grant.organisation)

    async def token(self) -> dict[str, str]:
        """The header of someone who signed in with a password."""
        sent = {"email": self.email, "password": making.PASSWORD}
        answer = await self.client.post("/api/v1/access-tokens", json=sent)
        return {"Authorization": f"Bearer {answer.json()['accessToken']}"}

    async def key(self, *scopes: str) -> str:
        """A new key."""
        sent = {
            "organisation": self.organisation,
            "label": "Leerlingsysteem",
            "scopes": scopes or ["read-results"],
            "lastDay": "2027-03-05",
        }
        answer = await self.client.post("/api/v1/api-keys", json=sent, headers=await self.token())
        assert answer.status_code == 201, answer.text
        made: str = answer.json()["key"]
        return made

    async def uploads(self, key: str) -> httpx.Response:
        """Ask for the uploads by key."""
        return await self.client.get("/api/v1/uploads", headers={"Authorization": f"Bearer {key}"})

    async def sign_in(self) -> str:
        """Into the browser; returns the token of its forms."""
        await self.client.post("/aanmelden", data={"email": self.email, "password": making.PASSWORD})
        found = FORM_TOKEN.search((await self.client.get("/sleutels")).text)
        assert found
        return found[1]


@pytest.fixture
async def secretary(client: httpx.AsyncClient, clock: Clock) -> Secretary:
    """Someone who works for a training provider."""
    clock.now = making.NOW
    academy = await making.organisation(Kind.PROVIDER, "Academie")
    actor = await making.account(await making.person("Petra", "Lindeman"), Role.PROVIDER, academy)
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    return Secretary(actor, client, row["email"])


async def test_a_key_signs_in(secretary: Secretary) -> None:
    """In the header that access tokens use; `/me` says what it may, and no more."""
    key = await secretary.key("read-results")
    assert (await secretary.uploads(key)).json() == []
    told = (await secretary.client.get("/api/v1/me", headers={"Authorization": f"bearer {key}"})).json()
    assert told["permissions"] == ["read-results"]
    assert [grant["organisation"] for grant in told["grants"]] == [secretary.organisation]


async def test_outside_its_scopes(secretary: Secretary) -> None:
    """What its owner may and the key may not is not allowed."""
    assert (await secretary.uploads(await secretary.key("upload-results"))).status_code == 403


async def ended(secretary: Secretary, how: str, clock: Clock, key: str) -> str:
    """Bring the key to its end in one way; returns what is then sent."""
    match how:
        case "expired":
            clock.now += timedelta(days=200)
        case "revoked":
            listed = await secretary.client.get("/api/v1/api-keys", headers=await secretary.token())
            path = f"/api/v1/api-keys/{listed.json()[0]['id']}/revocation"
            assert (await secretary.client.post(path, headers=await secretary.token())).status_code == 204
        case "member left":
            await Membership.update({Membership.ended_at: clock.now}).where(Membership.account == secretary.actor.account)
        case "account disabled":
            await Account.update({Account.disabled_at: clock.now}).where(Account.id == secretary.actor.account)
        case "unknown":
            return key[:-1] + ("B" if key[-1] == "A" else "A")
        case "malformed":
            return key[:-5]
    return key


@pytest.mark.parametrize("how", ["expired", "revoked", "member left", "account disabled", "unknown", "malformed"])
async def test_a_key_that_opens_nothing(secretary: Secretary, clock: Clock, how: str) -> None:
    """Whatever is wrong with it: one and the same problem, which says how to sign in, at the very next request."""
    key = await secretary.key()
    assert (await secretary.uploads(key)).status_code == 200
    answer = await secretary.uploads(await ended(secretary, how, clock, key))
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="registry"')
    told = answer.json()
    del told["requestId"]
    assert told == {
        "type": "http://registry.test/problems/not-authenticated",
        "title": "Aanmelden nodig",
        "status": 401,
        "detail": "Meld u aan om verder te gaan.",
        "instance": "/api/v1/uploads",
    }


async def test_a_key_opens_no_page(secretary: Secretary) -> None:
    """Not in the header, and not in the cookie: the way to the sign-in is all it gets."""
    key = await secretary.key()
    for path in ("/werk", "/sleutels", "/aanleveringen"):
        for headers in ({"Authorization": f"Bearer {key}"}, {"Cookie": f"session={key}"}):
            answer = await secretary.client.get(path, headers=headers)
            assert (answer.status_code, answer.headers["location"]) == (303, f"/aanmelden?next={path}")


async def test_a_key_is_not_taken_from_elsewhere(secretary: Secretary) -> None:
    """Not from the address, nor from another scheme."""
    key = await secretary.key()
    answers = [
        await secretary.client.get("/api/v1/me", params={"access_token": key}),
        await secretary.client.get("/api/v1/me", headers={"Authorization": f"Basic {key}"}),
        await secretary.client.get("/api/v1/me", headers={"Authorization": key}),
        await secretary.client.get("/api/v1/me", headers={"X-API-Key": key}),
    ]
    assert {answer.status_code for answer in answers} == {401}


async def test_keys_are_made_by_people(secretary: Secretary) -> None:
    """By key none is listed, made or blocked, whatever its scopes."""
    key = await secretary.key("read-results", "upload-results", "enrol")
    by_key = {"Authorization": f"Bearer {key}"}
    sent = {"organisation": secretary.organisation, "label": "Nog een", "scopes": ["enrol"], "lastDay": "2027-03-05"}
    kept = str((await ApiKey.select().first() or {})["id"])
    answers = [
        await secretary.client.get("/api/v1/api-keys", headers=by_key),
        await secretary.client.post("/api/v1/api-keys", headers=by_key, json=sent),
        await secretary.client.post("/api/v1/api-keys", headers=by_key, json={}),
        await secretary.client.post(f"/api/v1/api-keys/{kept}/revocation", headers=by_key),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert (await secretary.uploads(key)).status_code == 200
    assert await ApiKey.count() == 1


async def test_the_list_has_no_secret(secretary: Secretary) -> None:
    """It says all there is to know of a key but what opens."""
    key = await secretary.key()
    await secretary.uploads(key)
    answer = await secretary.client.get("/api/v1/api-keys", headers=await secretary.token())
    [told] = answer.json()
    assert key[20:] not in answer.text
    assert told | {"id": ""} == {
        "id": "",
        "organisation": secretary.organisation,
        "label": "Leerlingsysteem",
        "prefix": key[3:19],
        "scopes": ["read-results"],
        "issuedAt": "2026-11-20T09:00:00Z",
        "lastDay": "2027-03-05",
        "lastUsedAt": "2026-11-20T09:00:00Z",
        "revokedAt": None,
        "expired": False,
    }


async def test_the_answer_with_the_key_is_kept_nowhere(secretary: Secretary) -> None:
    """No cache may have it, and an Idempotency-Key, which would keep it for two days, is refused."""
    sent = {"organisation": secretary.organisation, "label": "Sleutel", "scopes": ["enrol"], "lastDay": "2027-03-05"}
    token = await secretary.token()
    answer = await secretary.client.post("/api/v1/api-keys", json=sent, headers=token)
    assert answer.headers["cache-control"] == "no-store"
    answer = await secretary.client.post("/api/v1/api-keys", json=sent, headers=token | {"Idempotency-Key": "k-1"})
    assert answer.status_code == 400
    assert [fault["location"] for fault in answer.json()["errors"]] == ["Idempotency-Key"]
    assert await ApiKey.count() == 1


async def test_the_log_has_no_key(secretary: Secretary, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither one that opens nor one that does not, wherever it is sent."""
    key = await secretary.key()
    await secretary.uploads(key)
    wrong = key[:-1] + ("B" if key[-1] == "A" else "A")
    await secretary.uploads(wrong)
    await secretary.client.get(f"/api/v1/uploads/{wrong}", params={"key": wrong}, headers={"Authorization": f"Bearer {wrong}"})
    written = "".join(capfd.readouterr())
    assert "access refused" in written
    assert key[3:40] not in written


async def test_the_description(client: httpx.AsyncClient) -> None:
    """It names both ways to sign in; where people alone come, there is one."""
    document = (await client.get("/api/v1/openapi.json")).json()
    schemes = document["components"]["securitySchemes"]
    assert {name: (each["type"], each["scheme"]) for name, each in schemes.items()} == {
        "bearer": ("http", "bearer"),
        "apiKey": ("http", "bearer"),
    }
    assert document["paths"]["/uploads"]["get"]["security"] == [{"bearer": []}, {"apiKey": []}]
    for path, method in (("/api-keys", "get"), ("/api-keys", "post"), ("/invitations", "post")):
        assert document["paths"][path][method]["security"] == [{"bearer": []}]


def form(secretary: Secretary, **more: Any) -> dict[str, str]:
    """What the form on the page sends."""
    given = {
        "organisation": secretary.organisation,
        "label": "Leerlingsysteem",
        "scope-read-results": "ja",
        "scope-upload-results": "ja",
        "lastDay": "5-3-2027",
    }
    return given | more


async def test_the_page(secretary: Secretary) -> None:
    """A key is made and shown once, in a field to copy; then it is in the list without its secret, until it is blocked."""
    token = await secretary.sign_in()
    page = (await secretary.client.post("/sleutels", data=form(secretary, _csrf=token))).text
    [key] = set(KEY.findall(page))
    assert re.search(rf'<input [^>]*value="{key}"[^>]* readonly', page)
    assert (await secretary.uploads(key)).status_code == 200
    page = (await secretary.client.get("/sleutels")).text
    assert not KEY.search(page)
    for words in ("Leerlingsysteem", "Academie", "Uitslagen en aanleveringen lezen", "5 maart 2027", "In gebruik", key[:20]):
        assert words in page
    assert '<p class="card-count' not in page
    [path] = re.findall(r'action="(/sleutels/[0-9a-f-]+/blokkeren)"', page)
    answer = await secretary.client.post(path, data={"_csrf": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sleutels?gedaan=geblokkeerd")
    page = (await secretary.client.get(answer.headers["location"])).text
    assert "De sleutel is geblokkeerd." in page
    assert "Geblokkeerd" in page
    assert (await secretary.uploads(key)).status_code == 401


async def test_the_page_refuses(secretary: Secretary) -> None:
    """Each field says what is wrong with it, and keeps what was typed; a form from elsewhere is not taken."""
    token = await secretary.sign_in()
    sent = {"_csrf": token, "organisation": secretary.organisation, "label": "", "lastDay": "1-1-2040", "scope-enrol": "ja"}
    answer = await secretary.client.post("/sleutels", data=sent)
    assert answer.status_code == 400
    assert "Naam van de sleutel: Vul dit in." in answer.text
    answer = await secretary.client.post("/sleutels", data=sent | {"label": "Sleutel"})
    assert "Kies een dag van vandaag tot en met 20 november 2027" in answer.text
    assert re.search(r'name="scope-enrol"[^>]* checked', answer.text)
    del sent["scope-enrol"]
    answer = await secretary.client.post("/sleutels", data=sent)
    assert "Wat mag het programma doen? Kies ten minste één recht." in answer.text
    assert (await secretary.client.post("/sleutels", data=form(secretary))).status_code == 403
    assert await ApiKey.count() == 0


async def test_the_page_in_english(secretary: Secretary) -> None:
    """All of it."""
    token = await secretary.sign_in()
    page = (await secretary.client.post("/en/sleutels", data=form(secretary, _csrf=token))).text
    assert "You see it only once." in page
    assert "Read results and uploads" in page


async def test_who_has_no_organisation(secretary: Secretary) -> None:
    """An adviser is told that a key is for an organisation, and has no card for it."""
    adviser = await making.account(await making.person("Elif", "Öztürk"), Role.ADVISER)
    row = await Account.select(Account.email).where(Account.id == adviser.account).first()
    assert row is not None
    await secretary.client.post("/aanmelden", data={"email": row["email"], "password": making.PASSWORD})
    assert "U heeft geen rol voor een organisatie" in (await secretary.client.get("/sleutels")).text
    assert "/sleutels" not in (await secretary.client.get("/werk")).text


async def test_the_card(secretary: Secretary) -> None:
    """My work says how many keys are in use."""
    await secretary.key()
    await secretary.sign_in()
    page = (await secretary.client.get("/werk")).text
    assert 'href="/sleutels"' in page
    assert re.search(r"1\s*(<[^>]*>\s*)*in gebruik", page)
