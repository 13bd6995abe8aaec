"""One's own account in the browser and by the API: signing in with a code, sessions, another password, the second factor."""

import re
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from registry.accounts import sealed, second_factor, sessions
from registry.accounts import service as accounts
from registry.accounts.rules import code_at, step_of
from registry.accounts.schemas import GrantRole
from registry.accounts.tables import Account, SecondFactor, Session
from registry.errors import NotAuthenticated
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Actor, Role
from tests.conftest import Clock
from tests.pages.conftest import Browser
from tests.registry import making
from tests.registry.credentials import fresh_code
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, PASSWORD

NEW = "zeven paarse olifanten dansen"
SECRET = re.compile(r'<code id="sleutel">([A-Z2-7 ]+)</code>')


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def adviser() -> Actor:
    """Someone without a second factor."""
    return await making.account(await making.person(), Role.ADVISER)


async def auditor() -> Actor:
    """Someone with one."""
    return await making.account(
        await making.person("Otto", "Kijker"), Role.AUDITOR, await making.organisation(Kind.OPERATOR, "B")
    )


async def without_app() -> Actor:
    """Someone whose role needs a second factor, and who has none yet."""
    actor = await adviser()
    assert actor.account is not None
    body = await making.organisation(Kind.OPERATOR, "Beheer")
    await accounts.grant(actor.account, GrantRole(role=Role.AUDITOR, organisation=body), actor=OPERATOR, now=NOW)
    return actor


async def email(actor: Actor) -> str:
    """Their address."""
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    return str(row["email"])


async def shown_secret(actor: Actor) -> bytes:
    """The secret that is offered to them."""
    row = await SecondFactor.select().where(SecondFactor.account == actor.account).first()
    assert row is not None
    return sealed.opened(row["offered"], account=row["account"])


async def test_the_code_is_asked(client: httpx.AsyncClient, clock: Clock) -> None:
    """A right password without it leads to the same form, which says so, keeps the address and not the password."""
    actor = await auditor()
    assert actor.account is not None
    anyone = Browser(client)
    fields = {"email": await email(actor), "password": PASSWORD}
    page = await anyone.post("/aanmelden", fields, expect=403)
    assert "Vul ook de code uit uw app in" in page
    assert f'value="{fields["email"]}"' in page
    assert PASSWORD not in page
    code = await fresh_code(actor.account, now=clock.now)
    assert await anyone.post("/aanmelden", fields | {"code": str(code)}) == "/werk"
    again = await client.post("/aanmelden", data=fields | {"code": str(code)})
    assert again.status_code == 403


async def test_too_many_tries(client: httpx.AsyncClient) -> None:
    """Page and API both say how long to wait."""
    actor = await adviser()
    fields = {"email": await email(actor), "password": "fout"}
    for _ in range(5):
        assert (await client.post("/aanmelden", data=fields)).status_code == 403
    page = await client.post("/aanmelden", data=fields)
    problem = await client.post("/api/v1/access-tokens", json=fields)
    assert (page.status_code, page.headers["retry-after"]) == (429, "180")
    assert "Te veel" not in page.text or "Wacht 180 seconden" in page.text
    assert (problem.status_code, problem.headers["retry-after"]) == (429, "180")
    assert problem.json()["type"].endswith("/problems/too-many-tries")
    assert problem.json()["facts"] == {"seconds": 180}


async def test_the_api_asks_the_code(client: httpx.AsyncClient, clock: Clock) -> None:
    """With a problem of its own; with the code there is a token."""
    actor = await auditor()
    assert actor.account is not None
    fields = {"email": await email(actor), "password": PASSWORD}
    refused = await client.post("/api/v1/access-tokens", json=fields)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (401, "second-factor-needed")
    code = await fresh_code(actor.account, now=clock.now)
    assert (await client.post("/api/v1/access-tokens", json=fields | {"code": code})).status_code == 201


async def test_before_the_second_factor_is_set_up(client: httpx.AsyncClient) -> None:
    """Every page leads to where it is set up; the API gives no token, and a session or token from before does nothing."""
    actor = await adviser()
    assert actor.account is not None
    header = await token(client, actor)
    body = await making.organisation(Kind.OPERATOR, "Beheer")
    await accounts.grant(actor.account, GrantRole(role=Role.AUDITOR, organisation=body), actor=OPERATOR, now=NOW)
    fields = {"email": await email(actor), "password": PASSWORD}
    for answer in (
        await client.post("/api/v1/access-tokens", json=fields),
        await client.get("/api/v1/me", headers=header),
        await client.get("/api/v1/sessions", headers=header),
    ):
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (401, "second-factor-not-set-up")
    entered = Browser(client)
    assert await entered.post("/aanmelden", fields | {"next": "/boekingen"}) == "/tweede-factor?next=/boekingen"
    for path in ("/werk", "/account", "/sleutels", "/dossiers", "/mijn-gegevens"):
        assert (await client.get(path)).headers["location"] == f"/aanmelden?next={path}"
        assert (await client.get(f"/aanmelden?next={path}")).headers["location"] == f"/tweede-factor?next={path}"
    assert "Voor uw rol is een tweede factor nodig." in await entered.get("/tweede-factor")
    await entered.post("/sleutels", {}, expect=303)
    assert await entered.post("/afmelden") == "/"


async def test_setting_up(client: httpx.AsyncClient, clock: Clock) -> None:
    """A QR code and a key to type; a wrong code is told; a right one shows ten recovery codes, once, and all rights."""
    actor = await without_app()
    entered = Browser(client)
    way = await entered.post("/aanmelden", {"email": await email(actor), "password": PASSWORD, "next": "/boekingen"})
    page = await entered.get(way)
    assert "<svg" in page
    assert "style=" not in page
    secret = await shown_secret(actor)
    found = SECRET.search(page)
    assert found
    assert await entered.get(way) == page
    assert "De code klopt niet" in await entered.post("/tweede-factor", {"code": "000000", "next": "/boekingen"}, expect=409)
    before = client.cookies["session"]
    fields = {"code": code_at(secret, step_of(clock.now)), "next": "/boekingen"}
    page = await entered.post("/tweede-factor", fields, expect=200)
    assert len(re.findall(r"<code>(?:[A-Z2-7]{4} ){5}[A-Z2-7]{4}</code>", page)) == 10
    assert 'href="/boekingen"' in page
    assert client.cookies["session"] != before
    assert "U bent auditor." in await entered.get("/werk")
    page = await entered.get("/tweede-factor")
    assert "<svg" not in page
    assert "Herstelcodes over" in page


async def test_whoever_wants_one(client: httpx.AsyncClient, clock: Clock) -> None:
    """An adviser sets one up; later than a quarter of an hour after signing in the password is asked first."""
    actor = await adviser()
    entered = await browser(client, actor)
    assert "Stel een tweede factor in" in await entered.get("/account")
    clock.now += timedelta(minutes=16)
    page = await entered.get("/tweede-factor")
    assert "<svg" not in page
    page = await entered.post("/tweede-factor/andere-app", {}, expect=403)
    assert "Bent u het nog?" in page
    assert 'name="_code"' not in page
    assert await entered.post("/tweede-factor/andere-app", {"_password": PASSWORD}) == "/tweede-factor"
    assert "<svg" in await entered.get("/tweede-factor")
    code = code_at(await shown_secret(actor), step_of(clock.now))
    assert "Uw herstelcodes" in await entered.post("/tweede-factor", {"code": code}, expect=200)


async def test_new_recovery_codes_and_another_app(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each asks a fresh proof, with a code."""
    actor = await auditor()
    assert actor.account is not None
    entered = await browser(client, actor)
    page = await entered.post("/tweede-factor/herstelcodes", {}, expect=200)
    assert len(re.findall(r"<code>", page)) == 10
    clock.now += timedelta(minutes=16)
    await entered.get("/tweede-factor")
    for path in ("/tweede-factor/herstelcodes", "/tweede-factor/andere-app", "/tweede-factor"):
        page = await entered.post(path, {"code": "000000"}, expect=403)
        assert 'name="_code"' in page
    proof = {"_password": PASSWORD, "_code": str(await fresh_code(actor.account, now=clock.now))}
    assert await entered.post("/tweede-factor/andere-app", proof) == "/tweede-factor"
    page = await entered.get("/tweede-factor")
    assert "<svg" in page
    code = code_at(await shown_secret(actor), step_of(clock.now))
    assert "Uw herstelcodes" in await entered.post("/tweede-factor", {"code": code}, expect=200)


async def test_sessions(client: httpx.AsyncClient, clock: Clock) -> None:
    """Where one is signed in: seen, ended one by one or all others; never somebody else's."""
    actor, other = await adviser(), await making.account(await making.person("Cor", "Lega"), Role.ADVISER)
    assert actor.account is not None
    assert other.account is not None
    entered = await browser(client, actor)
    second, third = [await sessions.start(actor.account, now=clock.now) for _ in range(2)]
    theirs = await sessions.start(other.account, now=clock.now)
    page = await entered.get("/account")
    assert page.count("Meld af<") == 2
    assert page.count("Deze browser") == 1
    way = await entered.post(f"/account/sessies/{await sessions.id_of(second)}/afmelden")
    assert "Die browser is afgemeld." in await entered.get(way)
    assert (await client.get("/account")).text.count("Meld af<") == 1
    await entered.post(f"/account/sessies/{await sessions.id_of(theirs)}/afmelden", expect=404)
    await entered.get("/account")
    way = await entered.post("/account/sessies/afmelden")
    assert "U bent overal elders afgemeld." in await entered.get(way)
    open_now = await Session.select(Session.id).where(Session.ended_at.is_null())
    assert {row["id"] for row in open_now} == {await sessions.id_of(client.cookies["session"]), await sessions.id_of(theirs)}
    assert await sessions.id_of(third) is not None


async def test_ending_sessions_needs_a_fresh_proof(client: httpx.AsyncClient, clock: Clock) -> None:
    """Whoever finds an open browser does not sign out its owner elsewhere; seeing where is free."""
    actor = await adviser()
    assert actor.account is not None
    entered = await browser(client, actor)
    clock.now += timedelta(minutes=16)
    other = await sessions.start(actor.account, now=clock.now)
    await entered.get("/account")
    for path in (f"/account/sessies/{await sessions.id_of(other)}/afmelden", "/account/sessies/afmelden"):
        assert "Bent u het nog?" in await entered.post(path, {}, expect=403)
    await sessions.actor_by(other, now=clock.now)
    assert await entered.post("/account/sessies/afmelden", {"_password": PASSWORD}) == "/account?gedaan=overal-afgemeld"
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(other, now=clock.now)


async def test_sessions_by_the_api(client: httpx.AsyncClient, clock: Clock) -> None:
    """The same, without those that are over."""
    actor = await adviser()
    assert actor.account is not None
    header = await token(client, actor)
    mine = await sessions.start(actor.account, now=clock.now - timedelta(minutes=31))
    await sessions.start(actor.account, now=clock.now)
    listed = (await client.get("/api/v1/sessions", headers=header)).json()
    assert [set(each) for each in listed] == [{"id", "startedAt", "lastSeenAt"}]
    assert (await client.post(f"/api/v1/sessions/{listed[0]['id']}/ending", headers=header)).status_code == 204
    assert (await client.get("/api/v1/sessions", headers=header)).json() == []
    assert (await client.post(f"/api/v1/sessions/{uuid4()}/ending", headers=header)).status_code == 404
    await sessions.start(actor.account, now=clock.now)
    assert (await client.post("/api/v1/sessions/ending", headers=header)).status_code == 204
    assert not await Session.exists().where(Session.ended_at.is_null())
    assert await sessions.id_of(mine) is not None


async def test_another_password(client: httpx.AsyncClient, clock: Clock) -> None:
    """The old one is asked; poor ones are refused at their field; then other sessions end and this one has another id."""
    actor = await adviser()
    assert actor.account is not None
    entered, address = await browser(client, actor), await email(actor)
    other, before = await sessions.start(actor.account, now=clock.now), client.cookies["session"]
    await entered.get("/account")
    for old, new, words in (
        ("fout", NEW, "Wachtwoord van nu: Dit is niet uw wachtwoord van nu."),
        ("", "", "Vul dit in."),
        (PASSWORD, "kort", "Nieuw wachtwoord: Een wachtwoord heeft 12 tot 128 tekens."),
        (PASSWORD, "Wachtwoord123!", "komt veel voor"),
        (PASSWORD, address, "Uw naam of e-mailadres is geen goed wachtwoord."),
        (PASSWORD, "Elif-Öztürk-2026", "Uw naam of e-mailadres is geen goed wachtwoord."),
    ):
        page = await entered.post("/account/wachtwoord", {"oldPassword": old, "newPassword": new}, expect=400)
        assert words in page, (old, new)
    way = await entered.post("/account/wachtwoord", {"oldPassword": PASSWORD, "newPassword": NEW})
    assert "Uw wachtwoord is gewijzigd." in await entered.get(way)
    assert client.cookies["session"] != before
    assert await sessions.id_of(before) is None
    row = await Session.select().where(Session.id == await sessions.id_of(other)).first()
    assert row is not None
    assert row["ended_at"] == clock.now
    client.cookies.clear()
    anyone = Browser(client)
    await anyone.post("/aanmelden", {"email": address, "password": PASSWORD}, expect=403)
    assert await anyone.post("/aanmelden", {"email": address, "password": NEW}) == "/werk"


async def test_guessing_the_old_password(client: httpx.AsyncClient) -> None:
    """In a session that somebody left open one guesses no more often than when signing in."""
    entered = await browser(client, await adviser())
    fields = {"oldPassword": "fout", "newPassword": NEW}
    await entered.get("/account")
    for _ in range(5):
        await entered.post("/account/wachtwoord", fields, expect=400)
    assert "Wacht 180 seconden" in await entered.post("/account/wachtwoord", fields, expect=429)


async def test_the_pages_in_english(client: httpx.AsyncClient) -> None:
    """All of them."""
    entered = await browser(client, await adviser())
    assert "Where you are signed in" in await entered.get("/en/account")
    assert "Set up your app" in await entered.get("/en/tweede-factor")
    assert "Code from your app" in (await httpx_get(client, "/en/aanmelden"))


async def httpx_get(client: httpx.AsyncClient, path: str) -> str:
    """A page for who is not signed in."""
    client.cookies.clear()
    return (await client.get(path)).text


async def test_sessions_from_before_prove_nothing(database: None) -> None:
    """One that was opened before proofs were kept goes on, and proves itself when it decides."""
    actor = await adviser()
    assert actor.account is not None
    opened = await sessions.start(actor.account, now=NOW)
    await Session.update({Session.proved_at: None}).where(Session.account == actor.account)
    assert (await sessions.actor_by(opened, now=NOW)).proved_at is None
    assert not (await second_factor.state_of(actor.account)).in_use
