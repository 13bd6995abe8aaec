"""The pages behind links from a mail: nobody keeps them, looking uses nothing up, and every address gets the same answer."""

import re
from datetime import timedelta

import httpx
import pytest

from registry.accounts.purposes import LASTS, Purpose
from registry.admittance import forgetting
from registry.transactions import fetch
from tests.conftest import Clock
from tests.registry import making
from tests.registry.admittance.letting_in import ADDRESS, NEW_PASSWORD, invited, token_mailed
from tests.registry.making import NOW

FORGOTTEN = "/wachtwoord-vergeten"


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def chosen(client: httpx.AsyncClient, path: str, password: str = NEW_PASSWORD, **more: str) -> httpx.Response:
    """Send the form of a link."""
    return await client.post(path, data={"password": password}, headers=more)


async def test_whoever_was_invited_gets_in(client: httpx.AsyncClient) -> None:
    """The page may be looked at as often as one likes; the password that is chosen signs in."""
    await invited()
    path = f"/uitnodiging/{await token_mailed(NOW)}"
    for language in ("", "/en"):
        page = await client.get(language + path)
        assert page.status_code == 200
        assert ADDRESS in page.text
        assert page.headers["cache-control"] == "no-store"
        assert '<meta name="referrer" content="strict-origin">' in page.text
    poor = await chosen(client, path, "kort")
    assert poor.status_code == 400
    assert 'aria-invalid="true"' in poor.text
    assert "kort" not in re.findall(r'value="([^"]*)"', poor.text)
    done = await chosen(client, f"/en{path}")
    assert (done.status_code, done.headers["location"]) == (303, "/en/wachtwoord-gekozen")
    assert "Your password is chosen" in (await client.get("/en/wachtwoord-gekozen")).text
    signed = await client.post("/aanmelden", data={"email": ADDRESS, "password": NEW_PASSWORD})
    assert (signed.status_code, signed.headers["location"]) == (303, "/werk")
    for answer in (await client.get(path), await chosen(client, path)):
        assert answer.status_code == 404
        assert "Deze link werkt niet meer" in answer.text


async def test_a_link_that_is_over(client: httpx.AsyncClient, clock: Clock) -> None:
    """Too old, unknown, or for another purpose: one answer."""
    await invited()
    token = await token_mailed(NOW)
    elsewhere = [f"/nieuw-wachtwoord/{token}", f"/tweede-factor-kwijt/{token}", "/uitnodiging/" + "A" * 43, "/uitnodiging/x"]
    for path in elsewhere:
        assert (await client.get(path)).status_code == 404
        assert (await chosen(client, path)).status_code == 404
    clock.now = NOW + LASTS[Purpose.INVITATION]
    assert (await client.get(f"/uitnodiging/{token}")).status_code == 404
    clock.now -= timedelta(seconds=1)
    assert (await client.get(f"/uitnodiging/{token}")).status_code == 200


async def test_another_site_sends_no_form(client: httpx.AsyncClient) -> None:
    """Nor a page of ours on another host."""
    await invited()
    path = f"/uitnodiging/{await token_mailed(NOW)}"
    for header in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert (await chosen(client, path, **header)).status_code == 403
        assert (await client.post(FORGOTTEN, data={"email": ADDRESS}, headers=header)).status_code == 403
    assert (await chosen(client, path, origin="http://registry.test")).status_code == 303


async def test_every_address_gets_the_same_answer(client: httpx.AsyncClient) -> None:
    """To the byte, but for the number of the request; and nothing is told of who has an account."""
    actor = await making.account(await making.person(), None)
    [row] = await fetch("SELECT email FROM account WHERE id = $1", actor.account)
    answers = []
    for typed in (row["email"], "niemand@test.example", "", "x" * 5000, "geen\x00adres"):
        answer = await client.post(FORGOTTEN, data={"email": typed})
        headers = {name: value for name, value in answer.headers.items() if name not in ("x-request-id", "date")}
        answers.append((answer.status_code, headers, answer.content))
    assert answers == [answers[0]] * len(answers)
    assert (answers[0][0], answers[0][1]["location"]) == (303, f"{FORGOTTEN}/gevraagd")
    told = await client.get(f"{FORGOTTEN}/gevraagd")
    assert "Bestaat er een account met dit e-mailadres?" in told.text
    assert await forgetting.answer_asked(now=NOW) == 1


async def test_a_forgotten_password_is_replaced(client: httpx.AsyncClient) -> None:
    """From the sign-in page to the mail, to signing in with another."""
    actor = await making.account(await making.person(), None)
    [row] = await fetch("SELECT email FROM account WHERE id = $1", actor.account)
    assert FORGOTTEN in (await client.get("/aanmelden")).text
    await client.post(f"/en{FORGOTTEN}", data={"email": row["email"]})
    await forgetting.answer_asked(now=NOW)
    path = f"/nieuw-wachtwoord/{await token_mailed(NOW)}"
    assert "Hierna werkt uw oude wachtwoord niet meer" in (await client.get(path)).text
    assert (await chosen(client, path)).status_code == 303
    old = await client.post("/aanmelden", data={"email": row["email"], "password": making.PASSWORD})
    assert old.status_code != 303
    new = await client.post("/aanmelden", data={"email": row["email"], "password": NEW_PASSWORD})
    assert new.status_code == 303
