"""Whatever is sent to whichever door, the answer says that the sender is at fault; nothing of ours breaks."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from itertools import cycle, product
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from config.assembly import MAX_BODY
from tests.config.doors import made
from tests.config.doors.described import Document, Operation
from tests.config.doors.test_matrix import sent, verdict
from tests.config.test_guards import handlers

if TYPE_CHECKING:
    from config.front_door import FrontDoor
    from tests.config.doors.everyone import Everyone, Someone

JSON = "application/json"
UNREADABLE = {
    "nothing": b"",
    "no JSON": b"{bad",
    "two values": b"{}{}",
    "nested too deep": b"[" * 30_000,
    "nested too deep in a field": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "half a surrogate": b'{"\\ud800": "\\udfff"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "no number": b'{"a": NaN}',
    "a list": b"[]",
    "a huge whole number": b"1" * 5_000,
    "a huge exponent": b"1e999999999",
}
MANGLED: tuple[object, ...] = (
    "\x00",
    "a\x00b",
    "\ud800",
    2**31,
    2**63,
    10**40,
    -1,
    1e308,
    None,
    [],
    {},
    True,
    "x" * 3_000,
    "٣",
    "2026-02-30",
)
"""Put in the place of each field of a body that would do."""
FORMS = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "another boundary": (
        "multipart/form-data; boundary=y",
        b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na\r\n--x--',
    ),
    "not ended": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na',
    ),
    "no name": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"),
    "no headers": ("multipart/form-data; boundary=x", b"--x\r\n\r\na\r\n--x--\r\n"),
    "too many parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n' * 1_001 + b"--x--\r\n",
    ),
    "an unknown character set": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=klingon\r\n\r\na\r\n--x--\r\n',
    ),
    "not UTF-8": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="track"\r\n\r\n\xff\xfe\r\n--x--\r\n',
    ),
    "a text as file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na\r\n--x--\r\n',
    ),
    "a path as name": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd\x00"\r\n\r\nPK\x03\x04\r\n--x--\r\n',
    ),
    "urlencoded": ("application/x-www-form-urlencoded", b"file=a&%00=%ff"),
    "JSON": (JSON, b"{}"),
}

ODD_FORMS = {
    **FORMS,
    "a token as file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="_csrf"; filename="a"\r\n\r\na\r\n--x--\r\n',
    ),
    "a token in other letters": ("application/x-www-form-urlencoded", "_csrf=é".encode()),
    "two tokens": ("application/x-www-form-urlencoded", b"_csrf=a&_csrf=b"),
    "not UTF-8": ("application/x-www-form-urlencoded", b"_csrf=%ff&email=%00&password=%ed%a0%80"),
    "deep JSON": (JSON, b"[" * 30_000),
}


def let_in(everyone: "Everyone", operation: Operation) -> "Someone":
    """Somebody for whom this door opens."""
    return next(who for who in everyone.all if verdict(who, operation) is None)


def bodied(operations: list[Operation], kind: str) -> Iterator[tuple[Operation, dict[str, Any]]]:
    """Each operation with such a body, and a request for what is not there."""
    for operation in operations:
        if operation.body is not None and operation.body[0] == kind:
            yield operation, {name: value for name, value in sent(operation).items() if name not in ("json", "files")}


def is_refusal(answer: httpx.Response, *statuses: int) -> bool:
    """A problem with a 4xx status, one of these if any are named."""
    fits = answer.status_code in statuses if statuses else 400 <= answer.status_code < 500
    return (
        fits and answer.headers["content-type"] == "application/problem+json" and answer.json()["status"] == answer.status_code
    )


async def test_bodies_that_cannot_be_read(everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient) -> None:
    """Every operation that takes JSON refuses what is none, or of another shape."""
    faults = []
    for (operation, asked), (name, content) in product(bodied(operations, JSON), UNREADABLE.items()):
        headers = let_in(everyone, operation).headers | {"content-type": JSON}
        answer = await door.request(**asked, content=content, headers=headers)
        if not is_refusal(answer, 400):
            faults.append((operation.name, name, answer.status_code, answer.text[:200]))
    assert faults == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""]
)
async def test_bodies_of_another_kind(
    everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient, kind: str
) -> None:
    """Every operation that takes JSON refuses what says to be something else, and what says nothing: no form reaches it."""
    for operation, asked in bodied(operations, JSON):
        headers = let_in(everyone, operation).headers | ({"content-type": kind} if kind else {})
        answer = await door.request(**asked, content=b"{}", headers=headers)
        assert is_refusal(answer, 415), (operation.name, answer.status_code)


async def test_forms_that_cannot_be_read(everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient) -> None:
    """Every operation that takes a file refuses a form that is mangled, has too many parts or a text where the file is."""
    faults = []
    for (operation, asked), (name, (kind, content)) in product(bodied(operations, "multipart/form-data"), FORMS.items()):
        headers = let_in(everyone, operation).headers | {"content-type": kind}
        answer = await door.request(**asked, content=content, headers=headers)
        if not is_refusal(answer):
            faults.append((operation.name, name, answer.status_code, answer.text[:200]))
    assert faults == []


async def test_bodies_over_the_limit(everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient) -> None:
    """Each operation has a limit for its body, however it comes: told beforehand, or in pieces without an end."""
    faults = []
    for operation, asked in [*bodied(operations, JSON), *bodied(operations, "multipart/form-data")]:
        limit = operation.handler.resolve_request_max_body_size()
        assert isinstance(limit, int)
        assert operation.body
        assert limit == MAX_BODY or limit > MAX_BODY, operation.name
        kind = operation.body[0] + ("; boundary=x" if operation.body[0] != JSON else "")
        taken = [0]
        headers = let_in(everyone, operation).headers | {"content-type": kind}
        answer = await door.request(**asked, content=_endless(taken), headers=headers)
        if not is_refusal(answer, 413) or taken[0] > limit + 2 * MAX_BODY:
            faults.append((operation.name, answer.status_code, taken[0], limit))
    assert faults == []


async def _endless(taken: list[int]) -> AsyncIterator[bytes]:
    """A body in pieces that goes on for as long as it is read."""
    while taken[0] < 2**28:
        taken[0] += MAX_BODY
        yield b" " * MAX_BODY


@pytest.mark.parametrize("of_each", [2, pytest.param(len(MANGLED), marks=pytest.mark.drill)])
async def test_fields_that_cannot_be(
    everyone: "Everyone", operations: list[Operation], document: Document, door: httpx.AsyncClient, of_each: int
) -> None:
    """In a body that would do, each field in turn is something that no database or calendar takes."""
    turn = cycle(MANGLED)
    faults = []
    for operation, asked in bodied(operations, JSON):
        who = let_in(everyone, operation)
        [whole, *_] = made.requests(operation, document, known={}, examples=1)
        fields = json.loads(whole["content"])
        for name, value in ((name, next(turn)) for name in [*fields, "unknown"] for _ in range(of_each)):
            content = json.dumps(fields | {name: value}).encode()
            answer = await door.request(**asked, content=content, headers=who.headers | {"content-type": JSON})
            if answer.status_code >= 500 or (name == "unknown" and answer.status_code not in (400, 403, 404, 413)):
                faults.append((operation.name, name, str(value)[:20], answer.status_code, answer.text[:200]))
    assert faults == []


async def test_parameters_that_cannot_be(everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient) -> None:
    """Each parameter of a path or query is in turn something that it cannot be."""
    faults = []
    for operation in operations:
        who = let_in(everyone, operation)
        for parameter, value in product(
            operation.parameters,
            ("%00", "%ff%fe", "1" * 40, "٣", "-1", "' OR 1=1 --", "%ED%A0%80", "x" * 2_000, "..%2f..", "{}"),
        ):
            asked = sent(operation)
            if parameter["in"] == "path":
                at = operation.path.replace(f"{{{parameter['name']}}}", value)
                asked["url"] = "/api/v1" + re.sub(r"{.*?}", str(uuid4()), at)
            elif parameter["in"] == "query":
                asked["url"] += f"?{parameter['name']}={value}"
                asked.pop("params")
            else:
                continue
            answer = await door.request(**asked, headers=who.headers)
            if answer.status_code >= 500:
                faults.append((operation.name, parameter["name"], value[:20], answer.status_code, answer.text[:200]))
    assert faults == []


async def test_a_parameter_that_comes_twice(everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient) -> None:
    """Where one value is meant, two are refused: nobody guesses which of them a proxy or a check before us had read."""
    told = 0
    for operation in operations:
        for parameter in operation.parameters:
            if parameter["in"] != "query" or parameter["schema"].get("type") == "array":
                continue
            asked = sent(operation)
            name = parameter["name"]
            asked["params"] = [*asked["params"].items(), (name, "1"), (name, "2")]
            answer = await door.request(**asked, headers=let_in(everyone, operation).headers)
            assert is_refusal(answer, 400), (operation.name, name, answer.status_code)
            told += 1
    assert told > 30


async def test_pages_take_odd_addresses(everyone: "Everyone", assembled: "FrontDoor", door: httpx.AsyncClient) -> None:
    """No address of a page breaks anything, whatever stands in the place of a number or a name."""
    faults = []
    paths = {path for path, handler in handlers(assembled.application) if "GET" in getattr(handler, "http_methods", ())}
    for path, value in product(sorted(path for path in paths if "{" in path), ("1" * 40, "٣", "%00", "%ff", "x" * 2_000, "-1")):
        answer = await door.get(re.sub(r"{.*?}", value, path))
        if answer.status_code >= 500:
            faults.append((path, value[:9], answer.status_code))
    assert faults == []


@pytest.mark.parametrize("of_each", [3, pytest.param(2 * len(ODD_FORMS), marks=pytest.mark.drill)])
async def test_pages_take_odd_forms(
    everyone: "Everyone", assembled: "FrontDoor", door: httpx.AsyncClient, of_each: int
) -> None:
    """No form breaks anything, signed in or not: unreadable, of another kind, or with the token of forms as a file or twice."""
    from registry.accounts import sessions  # noqa: PLC0415  Piccolo is configured by now
    from tests.config.doors.everyone import NOW  # noqa: PLC0415  likewise

    certifier = everyone.staff["certifier"].account
    assert certifier
    session = await sessions.start(certifier, now=NOW)
    faults = []
    paths = {
        path
        for path, handler in handlers(assembled.application)
        if "POST" in getattr(handler, "http_methods", ()) and not path.startswith(("/api/", "/en/"))
    }
    turn = cycle(product(ODD_FORMS.items(), ("", f"session={session}")))
    for path, ((name, (kind, content)), cookie) in ((path, next(turn)) for path in sorted(paths) for _ in range(of_each)):
        address = re.sub(r"{.*?}", str(uuid4()), path)
        answer = await door.post(
            address, content=content, headers={"content-type": kind} | ({"cookie": cookie} if cookie else {})
        )
        if answer.status_code >= 500:
            faults.append((path, name, bool(cookie), answer.status_code))
    assert faults == []
    assert len(paths) > 60
