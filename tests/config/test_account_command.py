"""`registry account`: the first admin comes by a link that works once, and the table of permissions is printed."""

import re
from pathlib import Path

import httpx

from registry.accounts.tables import Account
from registry.days import system_now
from registry.messages.tables import Mail
from registry.permissions import Role
from registry.transactions import fetch
from tests.config.test_results_command import registry
from tests.conftest import Clock

EMAIL, CHOSEN = "bea@beheer.example", "een zin die niemand raadt"
CREATE = ("account", "create", EMAIL, "--given-name", "Bea", "--family-name", "Heerder")


async def test_the_first_admin_chooses_a_password(client: httpx.AsyncClient, clock: Clock, database_url: str) -> None:
    """No password is printed and none stands; the link does once what it says, and the account is an admin's."""
    clock.now = system_now()
    code, told = await registry(database_url, *CREATE)
    assert (code, await Mail.count()) == (0, 0)
    [row] = await Account.select(Account.id, Account.password_hash)
    assert row["password_hash"] == ""
    found = re.fullmatch(
        rf"The admin {EMAIL} chooses a password here, once, within 24 hours: http://\S+?(/uitnodiging/\S+)\n", told
    )
    assert found
    assert EMAIL in (await client.get(found[1])).text
    assert (await client.post(found[1], data={"password": CHOSEN})).status_code == 303
    assert (await client.post(found[1], data={"password": CHOSEN})).status_code == 404
    signed = await client.post("/aanmelden", data={"email": EMAIL, "password": CHOSEN})
    assert (signed.status_code, signed.headers["location"].partition("?")[0]) == (303, "/tweede-factor")
    held = await fetch("SELECT role FROM membership WHERE account = $1", row["id"])
    assert [each["role"] for each in held] == [Role.ADMIN.value]


async def test_an_account_is_made_once(database: None, database_url: str) -> None:
    """The same address again is refused, and says why."""
    assert (await registry(database_url, *CREATE))[0] == 0
    code, told = await registry(database_url, *CREATE)
    assert code == 1
    assert "already has an account" in told
    assert await Account.count() == 1


async def test_who_may_do_what_is_printed(database_url: str) -> None:
    """As the documentation has it."""
    page = (Path(__file__).parents[2] / "docs/permissions.md").read_text("utf-8")
    assert await registry(database_url, "account", "permissions") == (0, page)
