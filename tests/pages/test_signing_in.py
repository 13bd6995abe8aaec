"""Signing in and out in the browser: sessions, their cookie, and forms from elsewhere."""

import re

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from registry.accounts.pages import own_path
from tests.pages.conftest import Town

SECRETS = {"email": "gemeente@demo.example"}


async def test_sign_in_and_out(town: Town) -> None:
    """A session begins at sign-in, opens pages, and is over after signing out, wherever its cookie still is."""
    browser = await town.enter("gemeente")
    cookie = browser.client.cookies["session"]
    assert "Greta Veenstra" in await browser.get("/werk")
    assert await browser.post("/afmelden") == "/"
    assert "session" not in browser.client.cookies
    browser.client.cookies.set("session", cookie)
    answer = await browser.client.get("/werk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/aanmelden?next=/werk")


async def test_the_cookie(town: Town) -> None:
    """No script reads the cookie, and no other site's form sends it."""
    fields = SECRETS | {"password": town.credentials["gemeente@demo.example"]}
    answer = await town.browser().client.post("/aanmelden", data=fields)
    parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert parts == {"httponly", "samesite=lax", "path=/"}


async def test_every_sign_in_is_a_new_session(town: Town) -> None:
    """A session that was there before ends; its token is worth nothing any more."""
    browser = await town.enter("gemeente")
    before = browser.client.cookies["session"]
    await browser.post("/aanmelden", SECRETS | {"password": town.credentials["gemeente@demo.example"]})
    assert browser.client.cookies["session"] != before
    other = town.browser()
    other.client.cookies.set("session", before)
    await other.get("/werk", expect=303)


@pytest.mark.parametrize("email", ["gemeente@demo.example", "niemand@demo.example", ""])
async def test_unknown_and_wrong_look_alike(town: Town, email: str) -> None:
    """A refused sign-in says the same whatever was wrong, and keeps the address that was typed."""
    page = await town.browser().post("/aanmelden", {"email": email, "password": "fout"}, expect=403)
    assert "Het e-mailadres, het wachtwoord of de code klopt niet." in page
    assert f'value="{email}"' in page


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/boekingen?x=1", "/boekingen?x=1"),
        ("/en/werk", "/en/werk"),
        ("//evil.example", "/werk"),
        ("/\\evil.example", "/werk"),
        ("/a//b", "/werk"),
        ("/a\\b", "/werk"),
        ("/a\r\nb", "/werk"),
        ("https://evil.example", "/werk"),
        ("", "/werk"),
    ],
)
async def test_after_signing_in(town: Town, wanted: str, leads_to: str) -> None:
    """After signing in one goes on to a page of this site, never elsewhere."""
    assert own_path(wanted, "/werk") == leads_to
    fields = SECRETS | {"password": town.credentials["gemeente@demo.example"], "next": wanted}
    assert await town.browser().post("/aanmelden", fields) == leads_to


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
@pytest.mark.parametrize("path", ["/aanmelden", "/afmelden"])
async def test_a_form_from_elsewhere(town: Town, path: str, headers: dict[str, str]) -> None:
    """No form of another site is taken, not even that for signing in."""
    browser = await town.enter("gemeente")
    fields = SECRETS | {"password": town.credentials["gemeente@demo.example"]}
    assert "Formulier geweigerd" in await browser.post(path, fields, expect=403, headers=headers)
    await browser.get("/werk")


async def test_every_form_needs_its_session(town: Town) -> None:
    """Each route of a page that changes something refuses a form without the token of its session, or with another's."""
    browsers = [await town.enter(who) for who in EVERYONE]
    other = (await town.enter("gemeente")).token
    paths = {path for path in unsafe_pages(town) if not path.endswith("/aanmelden")}
    assert {"/afmelden", "/en/boekingen/nieuw", "/aanleveringen"} <= paths
    for path in sorted(path for path in paths if not path.startswith("/en/") or path == "/en/boekingen/nieuw"):
        answers = [await each.client.post(path, data={"_csrf": other}) for each in browsers]
        answers += [await browsers[1].client.post(path, data={"_csrf": token}) for token in ("", "é", "x" * 64)]
        assert {answer.status_code for answer in answers} == {403}, path
        assert any("Formulier geweigerd" in answer.text or "Form refused" in answer.text for answer in answers), path


async def test_the_token_may_not_come_as_a_file(town: Town) -> None:
    """A file by the name of the token is no token, in an upload as well."""
    browser = await town.enter("opleider")
    for files in ({"_csrf": ("x", b"y")}, {"file": ("x.csv", b"y")}):
        answer = await browser.client.post("/aanleveringen", files=files)
        assert answer.status_code == 403


def unsafe_pages(town: Town) -> set[str]:
    """The paths of all routes of pages that take a POST from who signed in, with an id filled in."""
    found = set()
    for route in town.application.application.routes:
        if isinstance(route, HTTPRoute) and not route.path.startswith(("/api/", "/static")):
            for handler in route.route_handlers:
                if isinstance(handler, HTTPRouteHandler) and "POST" in handler.http_methods and not handler.opt.get("public"):
                    found.add(filled_in(route))
    return found


def filled_in(route: HTTPRoute) -> str:
    """The path of a route with an id of the kind that it takes."""
    ids = {name: "1" if each.type is int else ID for name, each in route.path_parameters.items()}
    return re.sub(r"{(\w+)}", lambda found: ids[found[1]], route.path_format)


EVERYONE = ("gemeente", "opleider", "schema", "certificeerder-a", "beheer", "adviseur-101", "regie")
"""Between them they may use every form."""
ID = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        (None, "/werk", 303),
        (None, "/dossiers", 303),
        (None, "/boekingen/nieuw?certificaat=x", 303),
        ("gemeente", "/dossiers", 403),
        ("gemeente", "/aanleveringen", 403),
        ("opleider", "/boekingen", 403),
        ("auditor", "/boekingen/nieuw", 403),
        ("auditor", "/boekingen", 200),
        ("auditor", "/dossiers", 200),
        ("certificeerder-a", f"/dossiers/{ID}", 404),
        ("opleider", f"/aanleveringen/{ID}", 404),
        ("opleider", "/aanleveringen/geen-id", 404),
    ],
)
async def test_who_may_open_what(town: Town, who: str | None, path: str, status: int) -> None:
    """A page opens for whoever may; others are sent to the sign-in, refused, or told that there is nothing."""
    browser = await town.enter(who) if who else town.browser()
    await browser.get(path, expect=status)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("opleider", "Uitslagen aanleveren"),
        ("certificeerder-c", "Besluiten voorbereiden"),
        ("gemeente", "dagen beschikbaar"),
        ("regie", "Intakes"),
        ("schema", "Certificatieschema’s</a>"),
        ("beheer", "Organisaties</a>"),
        ("adviseur-101", "Mijn gegevens"),
        ("auditor", "U bent auditor."),
    ],
)
async def test_what_waits(town: Town, who: str, words: str) -> None:
    """Everyone reads after signing in what they can do."""
    assert words in await (await town.enter(who)).get("/werk")
