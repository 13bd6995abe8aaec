"""Accounts in the API: what an admin sees and does, what each refusal looks like, and that nobody else gets in."""

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar.routes import HTTPRoute

from config.front_door import FrontDoor
from registry.accounts.guards import Requires
from registry.accounts.tables import Account
from registry.permissions import Actor, Permission, Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.admittance.letting_in import ADDRESS, admin, operator
from tests.registry.dossiers.signing_in import token
from tests.registry.making import NOW

ACTS = (
    "invitation",
    "invitation/withdrawal",
    "disabling",
    "enabling",
    "sessions/ending",
    "roles/ending",
    "second-factor/removal",
)
BODIES: dict[str, dict[str, Any]] = {
    "roles/ending": {"role": "adviser"},
    "second-factor/removal": {"reason": "Telefoon kwijt."},
}
INVITED = {"email": ADDRESS, "role": "adviser", "givenName": "Nora", "familyName": "Nieuw"}


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


class Program:
    """Somebody at the API."""

    def __init__(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers

    async def ask(self, method: str, path: str, *, expect: int = 200, **more: Any) -> Any:
        """One request; returns what was answered."""
        headers = self.headers | more.pop("headers", {})
        answer = await self.client.request(method, f"/api/v1{path}", headers=headers, **more)
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def act(self, account: object, act: str, *, expect: int = 204) -> Any:
        """One act on an account."""
        more = {"json": BODIES[act]} if act in BODIES else {}
        return await self.ask("POST", f"/accounts/{account}/{act}", expect=expect, **more)


async def at_work(client: httpx.AsyncClient) -> tuple[Program, Actor]:
    """An admin at the API."""
    actor = await admin(await operator())
    return Program(client, await token(client, actor)), actor


async def test_an_admin_sees_accounts(client: httpx.AsyncClient) -> None:
    """By name, found by words, role and standing; without anything secret."""
    program, actor = await at_work(client)
    someone = await making.account(await making.person("Zita", "Zwart"), Role.ADVISER)
    told = await program.ask("GET", "/accounts")
    assert [(each["name"], each["standing"]) for each in told["accounts"]] == [
        ("Anna Beheer", "active"),
        ("Zita Zwart", "active"),
    ]
    assert told["total"] == 2
    for query, found in (
        ("words=zita", [someone]),
        ("words=DE BEHEERDER", [actor]),
        ("role=adviser", [someone]),
        ("standing=disabled", []),
        ("words=%25", []),
        ("words=_", []),
        ("page=2", []),
    ):
        listed = await program.ask("GET", f"/accounts?{query}")
        assert [each["id"] for each in listed["accounts"]] == [str(each.account) for each in found], query
    one = await program.ask("GET", f"/accounts/{someone.account}")
    assert (one["roles"][0]["role"], one["openSessions"], one["invitedUntil"]) == ("adviser", 0, None)
    row = await Account.select(Account.password_hash).where(Account.id == someone.account).first()
    assert row is not None
    assert row["password_hash"] not in str(one)
    await program.ask("GET", f"/accounts/{uuid4()}", expect=404)
    await program.ask("GET", "/accounts?role=king", expect=400)
    await program.ask("GET", "/accounts?words=%00", expect=400)


async def test_an_invitation_under_a_key_is_sent_once(client: httpx.AsyncClient) -> None:
    """The same request again is answered the same; another under that key is refused."""
    program, _ = await at_work(client)
    key = {"Idempotency-Key": "nora-1"}
    made = await program.ask("POST", "/invitations", json=INVITED, headers=key, expect=201)
    assert await program.ask("POST", "/invitations", json=INVITED, headers=key, expect=201) == made
    await program.ask("POST", "/invitations", json=INVITED | {"familyName": "Ander"}, headers=key, expect=422)
    told = await program.ask("POST", "/invitations", json=INVITED, expect=409)
    assert told["type"].endswith("/problems/account-exists")
    assert (await program.ask("GET", f"/accounts/{made['id']}"))["standing"] == "invited"


async def test_an_account_is_led_through_all_of_it(client: httpx.AsyncClient) -> None:
    """Each act once where it fits, and its own refusal where it does not."""
    program, actor = await at_work(client)
    account = (await program.ask("POST", "/invitations", json=INVITED, expect=201))["id"]
    await program.act(account, "invitation")
    await program.act(account, "invitation/withdrawal")
    assert (await program.act(account, "invitation/withdrawal", expect=409))["type"].endswith("/nothing-to-invite")
    assert (await program.act(account, "second-factor/removal", expect=409))["type"].endswith("/no-second-factor")
    await program.act(account, "roles/ending")
    await program.act(account, "roles/ending", expect=404)
    for act in ("disabling", "disabling", "enabling", "enabling", "sessions/ending"):
        await program.act(account, act)
    assert (await program.act(actor.account, "disabling", expect=409))["type"].endswith("/last-admin")


async def test_a_disabled_admin_fails_at_the_next_request(client: httpx.AsyncClient) -> None:
    """With the token that worked a moment ago; and a role that ended is a right that ended."""
    of = await operator()
    first, second = [await admin(of, name) for name in ("Anna", "Bert")]
    one, other = [Program(client, await token(client, actor)) for actor in (first, second)]
    role = {"role": "admin", "organisation": str(of)}
    await one.ask("POST", f"/accounts/{second.account}/roles/ending", json=role, expect=204)
    await other.ask("GET", "/accounts", expect=403)
    await one.ask("POST", f"/accounts/{second.account}/roles", json=role, expect=204)
    await other.ask("GET", "/accounts")
    await one.act(second.account, "disabling")
    await other.ask("GET", "/accounts", expect=401)


def test_every_route_asks_for_the_permission(assembled: FrontDoor) -> None:
    """At the door, before anything that was sent is read; so whoever decides has proved themselves afresh."""
    asked = {
        (route.path, guard.permission)
        for route in assembled.application.routes
        if isinstance(route, HTTPRoute) and re.match(r"(/en)?/(api/v1/(accounts|invitations)|beheer/accounts)\b", route.path)
        for handler in route.route_handlers
        if handler.http_methods != {"OPTIONS"}
        for guard in handler.resolve_guards() or [Requires(None)]
        if isinstance(guard, Requires)
    }
    assert len(asked) >= 20
    assert {permission for _, permission in asked} == {Permission.MANAGE_ACCOUNTS}


async def test_nobody_else_gets_in(client: httpx.AsyncClient) -> None:
    """Anonymous: 401. Each other role: 403, whether the account is there or not."""
    world = await making.world()
    account = world.provider.account
    nobody = Program(client, {})
    await all_refused(nobody, account, expect=401)
    for actor in (world.certifiers[0], world.owner, world.provider, world.municipality, world.coordinator, world.auditor):
        program = Program(client, await token(client, actor))
        await all_refused(program, account, expect=403)
        await all_refused(program, uuid4(), expect=403)


async def all_refused(program: Program, account: object, *, expect: int) -> None:
    """Every route about accounts answers alike."""
    await program.ask("GET", "/accounts", expect=expect)
    await program.ask("GET", f"/accounts/{account}", expect=expect)
    await program.ask("POST", "/invitations", json=INVITED, expect=expect)
    for act in ACTS:
        await program.act(account, act, expect=expect)
