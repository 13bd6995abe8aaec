"""People of a test's world who sign in: with a program, or with a browser."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from registry.accounts.tables import Account
from registry.permissions import Actor
from tests.conftest import Clock
from tests.pages.conftest import Browser
from tests.registry.credentials import credentials
from tests.registry.making import PASSWORD

Ask = Callable[..., Awaitable[httpx.Response]]


async def _email(actor: Actor) -> str:
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    return str(row["email"])


async def as_program(client: httpx.AsyncClient, actor: Actor, clock: Clock) -> Ask:
    """Asks the API as this actor, as long as the clock stands still."""
    fields = await credentials(client, await _email(actor), PASSWORD)
    token = (await client.post("/api/v1/access-tokens", json=fields)).json()["accessToken"]
    at = clock.now

    async def ask(method: str, path: str, **more: Any) -> httpx.Response:
        assert clock.now == at, "the token may be over"
        return await client.request(method, f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}, **more)

    return ask


async def in_browser(client: httpx.AsyncClient, actor: Actor) -> Browser:
    """The browser of this actor, signed in; `client` keeps its cookies."""
    browser = Browser(client)
    client.cookies.clear()
    await browser.post("/aanmelden", await credentials(client, await _email(actor), PASSWORD))
    await browser.get("/werk")
    return browser
