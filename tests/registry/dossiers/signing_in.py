"""Someone of `making` before the application: as a program with a token, or in a browser."""

import httpx

from registry.accounts.tables import Account
from registry.permissions import Actor
from tests.pages.conftest import Browser
from tests.registry.credentials import credentials
from tests.registry.making import PASSWORD


async def _email(actor: Actor) -> str:
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    return str(row["email"])


async def token(client: httpx.AsyncClient, actor: Actor) -> dict[str, str]:
    """The header by which the API knows them."""
    signed = await client.post("/api/v1/access-tokens", json=await credentials(client, await _email(actor), PASSWORD))
    return {"Authorization": f"Bearer {signed.json()['accessToken']}"}


async def browser(client: httpx.AsyncClient, actor: Actor) -> Browser:
    """A browser in which they are signed in, instead of whoever was."""
    client.cookies.clear()
    entered = Browser(client)
    await entered.post("/aanmelden", await credentials(client, await _email(actor), PASSWORD))
    await entered.get("/werk")
    return entered
