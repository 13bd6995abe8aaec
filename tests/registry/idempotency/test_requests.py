"""Idempotency-Key as a program meets it: a route that makes something, asked again in many ways."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

import httpx
import pytest
from litestar import Controller, Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, JSONBody
from msgspec import Struct

from config.assembly import Routes, assemble
from config.front_door import FrontDoor
from config.settings import Settings
from registry.accounts import api_keys
from registry.accounts.guards import signed_in
from registry.accounts.schemas import IssueApiKey
from registry.errors import RuleBroken
from registry.idempotency.requests import IDEMPOTENT, AnyRequest, answer_once
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission, Role
from registry.schema import Schema
from registry.texts import Text
from tests.conftest import Clock
from tests.registry import making

MADE: list[str] = []
LET_GO = asyncio.Event()


class NotTwice(RuleBroken):
    """A rule of the tests."""

    code = "test-not-twice"
    title = Text("Niet twee keer", "Not twice")
    detail = Text("Dat kan niet twee keer.", "That cannot be done twice.")


class Wanted(Schema, frozen=True):
    """What is to be made."""

    name: str


class ThingOut(Schema, frozen=True):
    """What was made, and as which one."""

    made_as: int
    name: str


class FileForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A form with a file."""

    name: str
    file: UploadFile


class Things(Controller):
    """Makes things."""

    path = "/things"
    tags = ("Dingen",)

    @post(guards=[signed_in], opt=IDEMPOTENT)
    async def make(
        self, request: AnyRequest, data: JSONBody[Wanted], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Response[ThingOut]:
        """Maakt een ding."""
        return await answer_once(request, lambda: made(data.name), actor=actor, now=now)

    @post("/files", guards=[signed_in], opt=IDEMPOTENT, status_code=202)
    async def take(
        self,
        request: AnyRequest,
        data: Annotated[FileForm, Body(media_type=RequestEncodingType.MULTI_PART)],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[ThingOut]:
        """Neemt een bestand aan."""

        async def taken() -> ThingOut:
            return await made(f"{data.name} {data.file.filename} {await data.file.read()!r}")

        return await answer_once(request, taken, actor=actor, now=now)


async def made(name: str) -> ThingOut:
    """Make it, once it is let go; nothing is made of the name ‘nee’."""
    await LET_GO.wait()
    if name == "nee":
        raise NotTwice
    MADE.append(name)
    return ThingOut(made_as=len(MADE), name=name)


@pytest.fixture
def things(database: None, settings: Settings, clock: Clock) -> FrontDoor:
    """An application that makes things."""
    MADE.clear()
    LET_GO.set()
    clock.now = making.NOW

    async def readiness() -> Any:
        raise AssertionError("nobody asks")

    return assemble(settings, routes=Routes(api=[Things]), clock=clock, readiness=readiness)


async def someone(academy: str) -> Actor:
    """Someone who works for a provider of their own."""
    return await making.account(await making.person(), Role.PROVIDER, await making.organisation(Kind.PROVIDER, academy))


async def a_key(actor: Actor, scopes: list[Permission]) -> str:
    """A key of that account."""
    [grant] = actor.grants
    assert grant.organisation is not None
    command = IssueApiKey(organisation=grant.organisation, label="Programma", scopes=scopes, last_day=making.TODAY)
    return (await api_keys.issue(command, actor=actor, now=making.NOW)).secret


@pytest.fixture
async def program(things: FrontDoor) -> AsyncIterator[httpx.AsyncClient]:
    """A program that signed in."""
    transport = httpx.ASGITransport(things)  # type: ignore[arg-type]  # httpx types a scope more loosely
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test/api/v1") as client:
        client.headers["authorization"] = f"Bearer {await a_key(await someone('Academie'), [Permission.UPLOAD_RESULTS])}"
        yield client


async def make(program: httpx.AsyncClient, name: str = "één", key: str | None = "k-1", **more: Any) -> httpx.Response:
    """Ask for a thing."""
    headers = {} if key is None else {"Idempotency-Key": key}
    return await program.post("/things", json={"name": name}, headers=headers, **more)


async def test_without_a_key(program: httpx.AsyncClient) -> None:
    """Every request makes its own."""
    answers = [await make(program, key=None) for _ in range(2)]
    assert [(each.status_code, each.json()) for each in answers] == [
        (201, {"madeAs": 1, "name": "één"}),
        (201, {"madeAs": 2, "name": "één"}),
    ]
    assert all("idempotent-replayed" not in each.headers for each in answers)


async def test_the_same_again(program: httpx.AsyncClient) -> None:
    """Status, media type and body are those of the first answer; a header tells it from the first."""
    plain = await make(program, key=None)
    first, again = await make(program), await make(program)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first.headers["content-type"]) == (again.content, again.headers["content-type"])
    assert plain.headers["content-type"] == first.headers["content-type"]
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert MADE == ["één", "één"]


async def test_another_request(program: httpx.AsyncClient) -> None:
    """Another body, or another query, is another request: a problem with status 422."""
    await make(program)
    for answer in (await make(program, "twee"), await make(program, params={"a": "b"})):
        assert (answer.status_code, answer.json()["type"]) == (422, "http://registry.test/problems/idempotency-key-reused")
        assert answer.headers["content-type"] == "application/problem+json"
    assert MADE == ["één"]


async def test_twenty_at_once(program: httpx.AsyncClient) -> None:
    """One makes the thing; the others are told to come back in a moment."""
    LET_GO.clear()
    asking = [asyncio.ensure_future(make(program)) for _ in range(20)]
    async with asyncio.timeout(20):
        while sum(each.done() for each in asking) < len(asking) - 1:
            await asyncio.wait([each for each in asking if not each.done()], return_when=asyncio.FIRST_COMPLETED)
    LET_GO.set()
    answers = await asyncio.gather(*asking)
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 19}
    refused = next(each for each in answers if each.status_code == 409)
    assert refused.json()["type"].endswith("/idempotent-request-running")
    assert int(refused.headers["retry-after"]) > 0
    assert MADE == ["één"]
    assert (await make(program)).headers["idempotent-replayed"] == "true"


async def test_a_refusal_is_judged_afresh(program: httpx.AsyncClient) -> None:
    """It is the same problem each time, and no replay; the key may then serve another request."""
    for _ in range(2):
        answer = await make(program, "nee")
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "test-not-twice")
        assert "idempotent-replayed" not in answer.headers
    assert (await make(program, "ja")).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 101, "tab\there", "é", "\x7f"])
async def test_what_is_no_key(program: httpx.AsyncClient, key: str) -> None:
    """Empty, too long, with blanks or letters beyond ASCII: a problem, and nothing is made."""
    headers = [(b"Idempotency-Key", key.encode())]
    answer = await program.post("/things", json={"name": "één"}, headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "idempotency-key-malformed")
    assert MADE == []


async def test_two_keys(program: httpx.AsyncClient) -> None:
    """A request has one key."""
    headers = [("Idempotency-Key", "k-1"), ("Idempotency-Key", "k-1")]
    assert (await program.post("/things", json={"name": "één"}, headers=headers)).status_code == 400


@pytest.mark.parametrize("key", ["!", "~" * 100, '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])
async def test_what_is_a_key(program: httpx.AsyncClient, key: str) -> None:
    """One to a hundred visible ASCII characters, quoted or not."""
    for _ in range(2):
        assert (await make(program, key=key)).status_code == 201
    assert MADE == ["één"]


async def send(
    program: httpx.AsyncClient, boundary: str, *, name: str = "lijst", file: str = "a.csv", body: bytes = b"1;2"
) -> Any:
    """Send a form with a file; its boundary is new each time, as programs make them."""
    return await program.post(
        "/things/files",
        data={"name": name},
        files={"file": (file, body, "text/csv")},
        headers={"Idempotency-Key": "k-1", "Content-Type": f"multipart/form-data; boundary={boundary}"},
    )


async def test_a_form_with_a_file(program: httpx.AsyncClient) -> None:
    """The parts count and not the boundary; what is handed on is the whole file. Another part is another request."""
    first, again = await send(program, "one"), await send(program, "two")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json() == {"madeAs": 1, "name": "lijst a.csv b'1;2'"}
    assert again.headers["idempotent-replayed"] == "true"
    for other in ({"name": "lijst2"}, {"file": "b.csv"}, {"body": b"1;3"}):
        assert (await send(program, "three", **other)).status_code == 422
    assert len(MADE) == 1


async def test_another_account(program: httpx.AsyncClient) -> None:
    """The same key of another account is another key."""
    await make(program)
    program.headers["authorization"] = f"Bearer {await a_key(await someone('Andere'), [Permission.UPLOAD_RESULTS])}"
    assert (await make(program)).json()["madeAs"] == 2


async def test_other_rights(program: httpx.AsyncClient) -> None:
    """An answer is not given again to who asks for the same account with other rights."""
    actor, answers = await someone("Andere"), []
    for scopes in ([Permission.UPLOAD_RESULTS], [Permission.READ_RESULTS], [Permission.UPLOAD_RESULTS]):
        program.headers["authorization"] = f"Bearer {await a_key(actor, scopes)}"
        answers.append((await make(program)).status_code)
    assert answers == [201, 422, 201]
    assert MADE == ["één"]


async def test_the_description(things: FrontDoor) -> None:
    """The header, its answer's header and the problem 422 stand with each route that takes it."""
    transport = httpx.ASGITransport(things)  # type: ignore[arg-type]  # likewise
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test/api/v1") as client:
        document = (await client.get("/openapi.json")).json()
    operation = document["paths"]["/things"]["post"]
    [header] = [each for each in operation["parameters"] if each["in"] == "header"]
    assert (header["name"], header["required"]) == ("Idempotency-Key", False)
    assert {"201", "409", "422"} <= set(operation["responses"])
    assert "Idempotent-Replayed" in operation["responses"]["201"]["headers"]
    assert "Idempotent-Replayed" in document["components"]["headers"]
    shape = operation["responses"]["201"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert set(document["components"]["schemas"][shape]["properties"]) == {"madeAs", "name"}
    reading = document["paths"]["/openapi.json"]["get"]
    assert not reading.get("parameters")
    assert "422" not in reading["responses"]
