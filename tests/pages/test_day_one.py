"""The first day of a registry: nothing has happened yet, and whoever looks anywhere gets an answer."""

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from registry.organisations.service import municipality_by_code
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Actor, Role
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from tests.config.test_guards import handlers
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import BEFORE, OWN

_KIND_OF = {
    Role.PROVIDER: Kind.PROVIDER,
    Role.CERTIFIER: Kind.CERTIFICATION_BODY,
    Role.SCHEME_OWNER: Kind.SCHEME_OWNER,
    Role.COORDINATOR: Kind.COORDINATION,
    Role.ADMIN: Kind.OPERATOR,
    Role.AUDITOR: Kind.OPERATOR,
}
"""Where the people of a role work; an adviser for nobody, and who books for a municipality."""
_NOTHING_THERE = {"uuid": str(uuid4()), "int": "1", "date": "2026-11-22", "str": "CA12345678-66"}


async def somebody(role: Role) -> Actor:
    """An account with this role, in a registry that knows one municipality."""
    await municipalities.load([Row(OWN, "Eigenwaard", "Utrecht", None, None, ())], actor=OPERATOR, now=BEFORE)
    who = await making.person("Noor", "Visser")
    if role is Role.MUNICIPALITY:
        return await making.account(who, role, (await municipality_by_code(OWN))["organisation"])
    kind = _KIND_OF.get(role)
    return await making.account(who, role, await making.organisation(kind, "De eerste") if kind else None)


def addresses(application: Any) -> list[str]:
    """Every address that something can be read at; what an address names is nothing that is there."""
    paths = {path for path, handler in handlers(application.application) if "GET" in getattr(handler, "http_methods", ())}
    return sorted(re.sub(r"\{\w+:(\w+)\}", lambda found: _NOTHING_THERE.get(found[1], "x"), path) for path in paths)


@pytest.mark.parametrize("role", [*Role, None])
async def test_nothing_fails_on_the_first_day(role: Role | None, application: Any, client: httpx.AsyncClient) -> None:
    """Each role, and who has none, reads every page and route there is: an answer, a refusal, or nothing there."""
    headers: dict[str, str] = {}
    if role is not None:
        actor = await somebody(role)
        headers = await token(client, actor)
        await browser(client, actor)
    failed = []
    for address in addresses(application):
        answer = await client.get(address, headers=headers if address.startswith("/api/") else {})
        if answer.status_code >= 500 and address != "/readyz":
            failed.append((address, answer.status_code))
    assert not failed
