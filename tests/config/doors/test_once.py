"""Idempotency-Key over the whole description: which operations take it, and what each does with it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest
from litestar.routes import HTTPRoute

from registry.idempotency import once
from registry.idempotency.once import Once
from tests.config.doors import made
from tests.config.doors.described import Document, Operation
from tests.config.doors.test_matrix import verdict
from tests.config.doors.test_walk import ENDS_THE_WALK, WALKERS

if TYPE_CHECKING:
    from config.front_door import FrontDoor
    from tests.config.doors.everyone import Everyone, Someone

HEADER = "Idempotency-Key"
_SIGNS_IN = "lets somebody in: its answer is a secret, which is kept nowhere"
_READS = "only reads"
TAKES_NONE: Mapping[str, str] = {
    "POST /appeals": "for whoever has no account: a key belongs to an account",
    "POST /access-tokens": _SIGNS_IN,
    "POST /access-tokens/refresh": _SIGNS_IN,
    "POST /access-tokens/for-key": _SIGNS_IN,
    "POST /access-tokens/revocation": "twice is once by itself, and nobody is signed in to it",
    "POST /api-keys": "answers with a secret, which is kept nowhere; who missed it revokes the key",
    "POST /booking-checks": _READS,
    "POST /certificate-checks": _READS,
    "POST /credential-checks": _READS,
    "POST /dossiers/grant-previews": _READS,
    "POST /erasures/persons": _READS,
    "POST /certificate-measures/previews": _READS,
    "POST /reorganisations/preview": _READS,
    "POST /takeovers/marked": _READS,
}


def posts(operations: list[Operation]) -> list[Operation]:
    """Every operation that may make something, those last that would end the walk."""
    return sorted((each for each in operations if each.method == "POST"), key=lambda each: each.name in ENDS_THE_WALK)


def takes_key(operation: Operation) -> bool:
    """As the description says."""
    return any(each["name"] == HEADER for each in operation.parameters if each["in"] == "header")


def test_every_post_takes_a_key(operations: list[Operation]) -> None:
    """But for those that are named here, each with its reason."""
    without = {each.name for each in posts(operations) if not takes_key(each)}
    assert without == set(TAKES_NONE)
    assert all("422" in each.said["responses"] for each in posts(operations) if takes_key(each))


def test_it_stands_around_what_is_posted(assembled: "FrontDoor") -> None:
    """Once, around each handler of the API that takes a key; what only reads does not pay for it."""
    routes = [each for each in assembled.application.routes if isinstance(each, HTTPRoute)]
    handlers = [(route.path.startswith("/api/"), handler) for route in routes for handler in route.route_handlers]
    around = [(of_api, each, [type(one) for one in each.resolve_middleware()].count(Once)) for of_api, each in handlers]
    assert {count for _, each, count in around if "POST" not in each.http_methods} == {0}
    assert {count for of_api, each, count in around if of_api and once.takes_key(each)} == {1}


@pytest.fixture
async def known(everyone: "Everyone") -> Mapping[str, list[str]]:
    """Identifiers and codes that are there."""
    from registry.transactions import fetch  # noqa: PLC0415  Piccolo is configured by now

    tables = ("booking", "dossier", "intake", "allotment", "organisation", "account", "person", "sitting", "enrolment")
    ids = [str(row["id"]) for table in tables for row in await fetch(f"SELECT id FROM {table} LIMIT 4")]  # noqa: S608  named above
    return {"uuid": ids, "": ["e-adviseur", "GM1931", "operatie-digitaal", "groene-delta"]}


async def test_twice_under_one_key(
    everyone: "Everyone", operations: list[Operation], document: Document, door: httpx.AsyncClient, known: Any
) -> None:
    """What was done is not done again and answered the same; another body is refused; what was refused leaves the key free."""
    faults, done, refused = list[object](), set[str](), 0
    for operation in filter(takes_key, posts(operations)):
        for request in made.requests(operation, document, known=known, examples=4):
            for who in _who_may(everyone, operation):
                key = {HEADER: str(uuid4())}
                first, again, other = [await door.request(**_with(request, who, key, spoilt=spoilt)) for spoilt in (0, 0, 1)]
                if first.is_success:
                    done.add(operation.name)
                    same = (again.status_code, again.content) == (first.status_code, first.content)
                    if not same or again.headers.get("idempotent-replayed") != "true" or _is_wrong(other, operation):
                        faults.append(
                            (operation.name, first.text[:200], again.status_code, again.text[:200], other.status_code)
                        )
                else:
                    refused += 1
                    if "idempotent-replayed" in again.headers or again.status_code == 422:
                        faults.append((operation.name, first.status_code, again.status_code, again.text[:200], 0))
    assert faults == []
    assert len(done) >= 10, sorted(done)
    assert refused > 100


def _who_may(everyone: "Everyone", operation: Operation) -> "list[Someone]":
    return [who for who in (everyone.staff[name] for name in WALKERS) if verdict(who, operation) is None][:2]


def _with(request: Mapping[str, Any], who: "Someone", key: Mapping[str, str], *, spoilt: int) -> dict[str, Any]:
    """The request of this person under the key; spoilt, with more in its query."""
    more = {"params": {**request["params"], "other": "1"}} if spoilt else {}
    return {**request, **more, "headers": {**request["headers"], **who.headers, **key}}


def _is_wrong(other: httpx.Response, operation: Operation) -> bool:
    return other.status_code != 422 or not other.json()["type"].endswith("/idempotency-key-reused")
