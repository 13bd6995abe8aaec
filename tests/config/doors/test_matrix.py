"""Every operation for everyone: who may come in is what the list beside this test says, and nobody else does."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx

from registry.accounts.guards import InPerson, Requires
from registry.permissions import NEVER_BY_KEY, ROLES, Permission, Role
from tests.config.doors.described import Operation

if TYPE_CHECKING:
    from tests.config.doors.everyone import Everyone, Someone

_NOTHING_THERE: dict[str, str] = {"uuid": str(uuid4()), "date": "2026-11-22", "date-time": "2026-11-22T12:00:00Z"}
LEFT_ALONE = frozenset({"POST /access-tokens", "POST /access-tokens/refresh", "POST /access-tokens/for-key"})
"""Public, and yet they refuse: what they are asked is to let somebody in."""

ANYONE, SIGNED_IN, IN_PERSON = "anyone", "signed in", "in person"
READING = frozenset({"POST /intakes/{intake_id}/cancellation"})
"""Guarded by a permission to read, and yet they change something: the service asks for more."""


def _listed() -> Mapping[str, str]:
    lines = Path(__file__).with_name("who_may_come_in.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("  ", 1) for line in lines if not line.startswith("#")]
    assert len({name for name, _ in pairs}) == len(pairs)
    return {name: what.strip() for name, what in pairs}


LISTED = _listed()
"""What lets one in at each operation."""


def verdict(who: "Someone", operation: Operation) -> int | None:
    """The status that shuts this door for them: 401, 403, or none."""
    needed = LISTED[operation.name]
    if needed == ANYONE:
        return None
    if who.refused:
        return 401
    if needed == IN_PERSON:
        return None if who.scopes is None else 403
    return None if needed == SIGNED_IN or who.may(Permission(needed)) else 403


def said_by_guards(operation: Operation) -> str:
    """What the guards of the handler ask, in the words of the list."""
    if operation.handler.opt.get("public"):
        return ANYONE
    guards = [guard for guard in operation.handler.resolve_guards() if isinstance(guard, Requires)]
    asked = {IN_PERSON if isinstance(guard, InPerson) else guard.permission or SIGNED_IN for guard in guards}
    return " + ".join(sorted(asked)) or "unguarded"


def test_the_list_is_the_application(operations: list[Operation]) -> None:
    """Both ways: no operation without a line, no line without an operation, and each guard asks what its line says."""
    assert {each.name: said_by_guards(each) for each in operations} == LISTED


def test_a_permission_to_read_changes_nothing(operations: list[Operation]) -> None:
    """Whoever may only read is let in nowhere where something is made, changed or deleted, but for what is named."""
    changing = {each.name for each in operations if each.method != "GET" and LISTED[each.name].startswith("read-")}
    assert changing == READING


def test_duties_are_apart() -> None:
    """A certifier does nothing of a provider, and neither an admin, a provider nor an auditor does what certifiers do."""
    decides = ROLES[Role.CERTIFIER] & NEVER_BY_KEY
    assert {Permission.DECIDE_DOSSIERS, Permission.DECIDE_CERTIFICATES, Permission.HANDLE_APPEALS} <= decides
    for role in (Role.ADMIN, Role.PROVIDER, Role.AUDITOR, Role.MUNICIPALITY, Role.ADVISER, Role.COORDINATOR):
        assert not ROLES[role] & decides, role
    assert not ROLES[Role.CERTIFIER] & ROLES[Role.PROVIDER]
    assert not any(not permission.startswith("read-") for permission in ROLES[Role.AUDITOR])


def sent(operation: Operation) -> dict[str, Any]:
    """A request for something that is not there: it changes nothing, whoever is let in."""
    path, query = operation.path, {}
    for parameter in operation.parameters:
        value = _NOTHING_THERE.get(parameter["schema"].get("format", ""), "CA12345678-66")
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", value)
        elif parameter["in"] == "query" and parameter.get("required"):
            query[parameter["name"]] = value
    body: dict[str, Any] = {}
    if operation.body is not None:
        body = {"json": {}} if operation.body[0] == "application/json" else {"files": {"other": b""}}
    return {"method": operation.method, "url": f"/api/v1{path}", "params": query, **body}


async def test_every_operation_for_everyone(everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient) -> None:
    """Whoever the table does not name is refused before anything else is looked at; whoever it names is never refused."""
    faults: list[tuple[object, ...]] = []
    cells = 0
    for operation in operations:
        asked = sent(operation)
        for who in everyone.all:
            answer = await door.request(**asked, headers=who.headers)
            expected, cells = verdict(who, operation), cells + 1
            shut = answer.status_code if answer.status_code in (401, 403) else None
            if operation.name in LEFT_ALONE:
                shut = None
            if shut != expected or answer.status_code >= 500:
                faults.append((who.name, operation.name, expected, answer.status_code, answer.text[-200:]))
            elif expected == 401 and not answer.json()["type"].endswith(f"/{who.refused}"):
                faults.append((who.name, operation.name, who.refused, answer.json()["type"]))
    assert faults == []
    assert cells == len(operations) * len(everyone.all) > 3_000


def test_everyone_is_there(everyone: "Everyone") -> None:
    """The matrix has a row for every role, and for each kind of visitor who is to be refused."""
    assert len(everyone.all) == 17
    assert all(bool(who.headers) == (who.name != "nobody") for who in everyone.all)


def test_every_door_opens_for_somebody(everyone: "Everyone", operations: list[Operation]) -> None:
    """No operation is guarded by what no role gives."""
    for operation in operations:
        assert any(verdict(who, operation) is None for who in everyone.all), operation.name
