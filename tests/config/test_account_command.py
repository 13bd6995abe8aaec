"""`registry account`: the first admin comes by a link that works once, and the table of permissions is printed."""

import re
from pathlib import Path

import httpx

from registry.accounts import second_factor
from registry.accounts.rules import SECRET_BYTES
from registry.accounts.tables import Account
from registry.days import system_now
from registry.messages.tables import Mail
from registry.permissions import Role
from registry.transactions import fetch, transaction
from tests.config.test_results_command import registry
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import PASSWORD

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


async def test_a_new_password_is_its_owners_alone(client: httpx.AsyncClient, clock: Clock, database_url: str) -> None:
    """None is printed: the old one opens nothing, sessions end, and a link opens once the page on which one is chosen."""
    clock.now = system_now()
    actor = await making.account(await making.person("Bea", "Heerder"), Role.ADVISER)
    [row] = await Account.select(Account.email).where(Account.id == actor.account)
    email = row["email"]
    assert (await client.post("/aanmelden", data={"email": email, "password": PASSWORD})).status_code == 303
    assert (await client.get("/account")).status_code == 200
    code, told = await registry(database_url, "account", "reset", email)
    found = re.fullmatch(
        rf"The old password of {email} is over; a new one is chosen here, once, within an hour: http://\S+?(/nieuw-\S+)\n", told
    )
    assert (code, bool(found)) == (0, True), told
    assert found
    assert (await client.get("/account")).status_code == 303
    assert (await client.post("/aanmelden", data={"email": email, "password": PASSWORD})).status_code == 403
    assert (await client.post(found[1], data={"password": CHOSEN})).status_code == 303
    assert (await client.post(found[1], data={"password": CHOSEN})).status_code == 404
    assert (await client.post("/aanmelden", data={"email": email, "password": CHOSEN})).status_code == 303


async def test_the_operator_forgets_a_second_factor(database: None, database_url: str) -> None:
    """Once; where there is none it says so."""
    actor = await making.account(await making.person(), Role.ADVISER)
    assert actor.account is not None
    async with transaction():
        await second_factor.set_up(actor.account, b"x" * SECRET_BYTES, now=making.BEFORE)
    [row] = await Account.select(Account.email).where(Account.id == actor.account)
    code, told = await registry(database_url, "account", "forget-second-factor", row["email"])
    assert (code, told) == (0, f"{row['email']} has no second factor any more: its owner sets one up after signing in.\n")
    assert not await second_factor.is_in_use(actor.account)
    assert (await registry(database_url, "account", "forget-second-factor", row["email"]))[0] == 1


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
