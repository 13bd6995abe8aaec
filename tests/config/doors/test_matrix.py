"""Every operation for everyone: who may come in is what the table of permissions says, and nobody else does."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx

from registry.accounts.guards import InPerson, Requires
from tests.config.doors.described import Operation

if TYPE_CHECKING:
    from tests.config.doors.everyone import Everyone, Someone

_NOTHING_THERE: dict[str, str] = {"uuid": str(uuid4()), "date": "2026-11-22", "date-time": "2026-11-22T12:00:00Z"}
LEFT_ALONE = frozenset({"POST /access-tokens", "POST /access-tokens/refresh", "POST /access-tokens/for-key"})
"""Public, and yet they refuse: what they are asked is to let somebody in."""


def verdict(who: "Someone", operation: Operation) -> int | None:
    """The status that shuts this door for them: 401, 403, or none."""
    if operation.public:
        return None
    if who.refused:
        return 401
    guards = operation.handler.resolve_guards()
    needed = [guard.permission for guard in guards if isinstance(guard, Requires) and guard.permission]
    by_key = who.scopes is not None
    if not all(who.may(each) for each in needed) or (by_key and any(isinstance(guard, InPerson) for guard in guards)):
        return 403
    return None


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
