"""A walk through the running application by its own description: nothing fails, and every answer is one that it names."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.config.doors import made
from tests.config.doors.described import Document, Operation, misfits
from tests.config.doors.test_matrix import verdict

if TYPE_CHECKING:
    from tests.config.doors.everyone import Everyone, Someone

Requests = Callable[[Operation], list[dict[str, Any]]]
WALKERS = ("municipality", "provider", "adviser", "certifier", "scheme-owner", "coordinator", "auditor", "admin")
ENDS_THE_WALK = frozenset({"POST /accounts/{account_id}/disabling", "POST /accounts/{account_id}/roles/ending"})
"""What an admin might do to another walker comes last."""


@pytest.fixture
async def known(everyone: "Everyone") -> Mapping[str, list[str]]:
    """Identifiers, codes and numbers that are there."""
    from registry.transactions import transaction  # noqa: PLC0415  Piccolo is configured by now

    tables = (
        "booking",
        "dossier",
        "upload",
        "intake",
        "allotment",
        "organisation",
        "account",
        "person",
        "sitting",
        "enrolment",
    )
    async with transaction() as connection:
        ids = [row["id"] for table in tables for row in await connection.fetch(f"SELECT id FROM {table} LIMIT 3")]  # noqa: S608  named above
        numbers = [row["number"] for row in await connection.fetch("SELECT number FROM certificate LIMIT 3")]
    return {"uuid": [str(each) for each in ids], "": [*numbers, "e-adviseur", "GM1931", "operatie-digitaal", "groene-delta"]}


def faults_of(answer: httpx.Response, operation: Operation, document: Document) -> Iterator[str]:
    """What the description does not say of this answer."""
    said = operation.said["responses"].get(str(answer.status_code))
    if answer.status_code >= 500 or said is None:
        yield f"status {answer.status_code}"
        return
    kind = answer.headers.get("content-type", "").partition(";")[0]
    content = said.get("content", {})
    if not content:
        if answer.content:
            yield f"a body of {len(answer.content)} bytes"
        return
    if kind not in content:
        yield f"of type {kind}, not {sorted(content)}"
    elif kind.endswith("json"):
        yield from misfits(answer.json(), content[kind]["schema"], document)
    for name in said.get("headers", {}):
        if name not in answer.headers and name in ("API-Version", "X-Request-ID", "Retry-After", "WWW-Authenticate"):
            yield f"without {name}"


def _requests(document: Document, known: Any, examples: int) -> Requests:
    return lambda operation: made.requests(operation, document, known=known, examples=examples)


async def walk(
    everyone: "Everyone", operations: list[Operation], document: Document, door: httpx.AsyncClient, requests: Requests
) -> tuple[list[Any], int]:
    """Everyone through every door that is open to them; returns the faults, and how many requests it took."""
    faults, taken = [], 0
    for operation in sorted(operations, key=lambda each: each.name in ENDS_THE_WALK):
        for who in _walkers(everyone, operation):
            for request in requests(operation):
                answer = await door.request(**(request | {"headers": request["headers"] | who.headers}))
                taken += 1
                found = list(faults_of(answer, operation, document))
                if found:
                    faults.append(
                        (who.name, operation.name, found[:3], {**request, "status": answer.status_code}, answer.text[:300])
                    )
    return faults, taken


def _walkers(everyone: "Everyone", operation: Operation) -> "list[Someone]":
    people = [everyone.staff[name] for name in WALKERS] + [everyone.newcomers["key"], everyone.refused["nobody"]]
    if operation.public:
        return people[-1:]
    return [who for who in people if verdict(who, operation) is None] + people[-1:]


async def test_the_walk(
    everyone: "Everyone", operations: list[Operation], document: Document, door: httpx.AsyncClient, known: Any
) -> None:
    """With some requests for each operation and everyone who may come in."""
    faults, taken = await walk(everyone, operations, document, door, _requests(document, known, 3))
    assert faults == []
    assert taken > 1_000


@pytest.mark.drill
async def test_the_long_walk(
    everyone: "Everyone", operations: list[Operation], document: Document, door: httpx.AsyncClient, known: Any
) -> None:
    """With a hundred."""
    faults, taken = await walk(everyone, operations, document, door, _requests(document, known, 100))
    assert faults == []
    assert taken > 30_000


async def test_the_walk_sees_what_is_wrong(operations: list[Operation], document: Document) -> None:
    """A status that is not named, a body that does not fit and one of another type are found."""
    [operation] = [each for each in operations if each.name == "GET /me"]
    headers = {"api-version": "1.0.0", "x-request-id": "x"}
    for answer, fault in (
        (httpx.Response(418), "status 418"),
        (httpx.Response(500), "status 500"),
        (httpx.Response(200, json={"name": 1}, headers=headers), "$.account is missing"),
        (httpx.Response(200, text="x", headers=headers), "of type text/plain, not ['application/json']"),
        (httpx.Response(401, json={}, headers=headers), "of type application/json, not ['application/problem+json']"),
    ):
        assert fault in list(faults_of(answer, operation, document))
