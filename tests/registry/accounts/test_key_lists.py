"""Keys for programs as files on the address of their page."""

from datetime import timedelta

import httpx

from registry.accounts import api_keys
from registry.accounts.schemas import IssueApiKey
from registry.permissions import Permission
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_provider
from tests.registry.exports.saved import saved
from tests.registry.making import NOW, TODAY


async def test_ones_own_keys(client: httpx.AsyncClient, clock: Clock) -> None:
    """What each may do and until when, and never the key or what is kept of it; of somebody else there are none."""
    clock.now = NOW
    world = await making.world()
    command = IssueApiKey(
        organisation=world.organisations["provider"],
        label="=Leerlingsysteem",
        scopes=[Permission.READ_RESULTS],
        last_day=TODAY + timedelta(days=30),
    )
    made = await api_keys.issue(command, actor=world.provider, now=NOW)
    own = await browser(client, world.provider)
    [row] = (await saved(own.client, "/sleutels")).rows
    prefix, secret = made.secret.removeprefix("ar_").split("_", 1)
    assert (row["name"], row["beginsWith"], row["validThrough"], row["expired"]) == (
        "=Leerlingsysteem",
        f"ar_{prefix}",
        str(command.last_day),
        False,
    )
    assert secret not in str(row)
    assert set(row) == {
        "name",
        "beginsWith",
        "organisation",
        "may",
        "issuedAt",
        "validThrough",
        "lastUsedAt",
        "blockedAt",
        "expired",
        "reference",
    }
    assert "/sleutels?bestand=xlsx" in await own.get("/sleutels")
    assert (await saved((await browser(client, await another_provider())).client, "/sleutels")).rows == []
