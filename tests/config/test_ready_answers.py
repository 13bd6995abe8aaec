"""Answers of public addresses that are kept ready, and the smaller bucket of what gives many entries at once."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Controller, Request, Response, get
from litestar.params import FromQuery
from litestar.response import Stream

from config.assembly import Routes, assemble
from config.front_door import FrontDoor
from config.ready_answers import GENERATION, ReadyAnswer, ReadyAnswers
from config.request_limits import ClientLimits, Limits
from tests.config.stand import NOW, Ready, client_of, settings

LIST, CHECK = "/api/v1/certified-advisers", "/api/v1/certificates/CA00000000-00"
_NOT_KEPT = "/api/v1/things"
PAGE = "/adviseurs"


class Counting:
    """What the routes of these tests count, and the generation they rest on."""

    def __init__(self) -> None:
        self.calls = 0
        self.present: str | None = "one"


COUNTING = Counting()


class Lists(Controller):
    """Routes whose every call gives another answer."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get(["/certified-advisers", "/certificates/{number:str}", "/things"])
    async def told(self, request: Request[Any, Any, Any], *, silent: FromQuery[bool] = False) -> dict[str, object]:
        """Hoe vaak er is gevraagd."""
        COUNTING.calls += 1
        if not silent:
            request.scope["state"][GENERATION] = COUNTING.present
        return {"calls": COUNTING.calls, "language": request.headers.get("accept-language", "")}


@get(["/", "/adviseurs"], opt={"public": True})
async def page(request: Request[Any, Any, Any], *, pieces: FromQuery[bool] = False) -> Response[str] | Stream:
    """A page that rests on the generation, or a file in pieces."""
    COUNTING.calls += 1
    if pieces:
        return Stream(_pieces(), media_type="text/csv")
    request.scope["state"][GENERATION] = COUNTING.present
    return Response(f"<p>{COUNTING.calls}</p>" + "<p>adviseur</p>" * 200, media_type="text/html", headers={"vary": "cookie"})


async def _pieces() -> AsyncIterator[bytes]:
    for place in range(3):
        yield b"%d;" % place


def made(*, enumeration: Limits | None = None) -> FrontDoor:
    """The application of these tests."""

    async def readiness() -> Ready:
        return Ready()

    return assemble(
        settings(),
        routes=Routes(api=[Lists], pages=[page]),
        clock=lambda: NOW,
        readiness=readiness,
        limits=ClientLimits(enumeration=enumeration or Limits()),
        generation=lambda: COUNTING.present,
    )


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who asks."""
    COUNTING.calls, COUNTING.present = 0, "one"
    async with client_of(made()) as someone:
        yield someone


async def calls(client: httpx.AsyncClient, path: str, **headers: str) -> int:
    """Which call the answer is of."""
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200
    number: int = answer.json()["calls"]
    return number


@pytest.mark.parametrize("path", [LIST, CHECK, f"{LIST}?name=x"])
async def test_the_same_bytes_and_headers(client: httpx.AsyncClient, path: str) -> None:
    """An answer that was kept is the answer that was made, but for the number of its request."""
    first, second = [await client.get(path) for _ in range(2)]
    assert COUNTING.calls == 1
    assert second.content == first.content
    told = [{name: value for name, value in answer.headers.items() if name != "x-request-id"} for answer in (first, second)]
    left = [headers.pop("ratelimit-remaining", None) for headers in told]
    assert told[0] == told[1]
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert left == ([None, None] if path is CHECK else ["299", "298"])


async def test_it_ends_with_the_generation(client: httpx.AsyncClient) -> None:
    """Whatever public changed: all is made anew; and nothing is kept while nobody says what it rests on."""
    assert [await calls(client, LIST), await calls(client, LIST)] == [1, 1]
    COUNTING.present = "two"
    assert [await calls(client, LIST), await calls(client, LIST)] == [2, 2]
    COUNTING.present = None
    assert [await calls(client, LIST), await calls(client, LIST)] == [3, 4]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (LIST, {"cookie": "session=x"}),
        (LIST, {"authorization": "Bearer x"}),
        (LIST, {"if-none-match": '"x"'}),
        (_NOT_KEPT, {}),
        (f"{LIST}?silent=true", {}),
    ],
)
async def test_what_is_not_kept(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
    """Answers to who brings something of their own, elsewhere, or of a handler that said nothing."""
    assert [await calls(client, path, **headers), await calls(client, path, **headers)] == [1, 2]
    assert await calls(client, LIST) == 3


async def test_each_question_has_its_answer(client: httpx.AsyncClient) -> None:
    """Another query, another language or another path is another answer."""
    assert await calls(client, LIST) == 1
    assert await calls(client, f"{LIST}?page=2") == 2
    english = {"accept-language": "en"}
    assert await calls(client, LIST, **english) == 3
    assert await calls(client, CHECK) == 4
    assert [await calls(client, LIST), await calls(client, LIST, **english)] == [1, 3]


async def test_refusals_are_not_kept(client: httpx.AsyncClient) -> None:
    """What was wrong is told each time."""
    for _ in range(2):
        assert (await client.get(f"{LIST}?silent=perhaps")).status_code == 400
    assert (await client.post(LIST)).status_code == 405
    assert await calls(client, LIST) == 1


async def raw(client: httpx.AsyncClient, method: str = "GET", **headers: str) -> tuple[dict[str, str], bytes]:
    """The headers and the bytes of the page as they come over the line."""
    async with client.stream(method, PAGE, headers=headers) as answer:
        assert answer.status_code == 200
        return dict(answer.headers), b"".join([piece async for piece in answer.aiter_raw()])


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "GZIP ; q=1.0"])
async def test_a_page_goes_out_packed(client: httpx.AsyncClient, accepted: str) -> None:
    """To whoever takes it, the first time and later: packed once, and told so to whoever keeps copies."""
    _, plain = await raw(client, **{"accept-encoding": "identity"})
    first, later = [await raw(client, **{"accept-encoding": accepted}) for _ in range(2)]
    assert COUNTING.calls == 2
    for headers, body in (first, later):
        assert (headers["content-encoding"], headers["vary"]) == ("gzip", "cookie, accept-encoding")
        assert int(headers["content-length"]) == len(body) < len(plain) / 5
        assert gzip.decompress(body) == plain.replace(b"<p>1</p>", b"<p>2</p>")


@pytest.mark.parametrize("path", ["/", "/en", PAGE])
async def test_which_pages_are_ready(client: httpx.AsyncClient, path: str) -> None:
    """Also the way in, in both languages."""
    first, second = [(await client.get(path)).text for _ in range(2)]
    assert first == second
    assert COUNTING.calls == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-encoding": "identity"},
        {"accept-encoding": "br"},
        {"accept-encoding": "gzip;q=0"},
        {"accept-encoding": "gzip; q=0.000"},
        {"accept-encoding": "gzip", "cookie": "session=x"},
        {"accept-encoding": "gzip", "authorization": "Bearer x"},
    ],
)
async def test_what_is_not_packed(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    """A page for who takes no gzip, and any page for who brings something of their own: beside a secret its length tells."""
    await raw(client, **{"accept-encoding": "gzip"})
    for _ in range(2):
        told, body = await raw(client, **headers)
        assert "content-encoding" not in told
        assert body.startswith(b"<p>")


async def test_what_is_not_kept_is_not_packed(client: httpx.AsyncClient) -> None:
    """A page that may not be given to others goes out as it is."""
    COUNTING.present = None
    told, body = await raw(client, **{"accept-encoding": "gzip"})
    assert "content-encoding" not in told
    assert body.startswith(b"<p>1</p>")


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_the_head_of_a_page_that_is_ready(client: httpx.AsyncClient, accepted: str) -> None:
    """HEAD gives the headers of GET, also of the packed page, and no body."""
    whole, _ = await raw(client, **{"accept-encoding": accepted})
    told, body = await raw(client, "HEAD", **{"accept-encoding": accepted})
    assert body == b""
    assert COUNTING.calls == 1
    for name in ("content-length", "content-type", "content-encoding", "vary"):
        assert told.get(name) == whole.get(name)


async def test_what_comes_in_pieces_is_not_held_back(client: httpx.AsyncClient) -> None:
    """A file goes out as it is made, however long it is, and is not kept."""
    for _ in range(2):
        answer = await client.get(f"{PAGE}?pieces=true")
        assert answer.text == "0;1;2;"
        assert "content-encoding" not in answer.headers
    assert COUNTING.calls == 2


def test_memory_is_bounded() -> None:
    """What was asked least recently goes first; what is too large is not kept at all."""
    ready = ReadyAnswers(lambda: "one", most_bytes=10 * 2_100)
    scope: Any = {"state": {GENERATION: "one"}}
    for number in range(20):
        ready.keep((f"/{number:02}", b"", b"", b""), ReadyAnswer((), b"x" * 1_000, "/"), scope)
        assert ready.find(("/00", b"", b"", b"")) is not None
    assert len(ready) == 10
    assert ready.find(("/01", b"", b"", b"")) is None
    ready.keep(("/", b"", b"", b""), ReadyAnswer((), b"x" * 600_000, "/"), scope)
    assert ready.find(("/", b"", b"", b"")) is None


async def test_enumeration_is_limited() -> None:
    """Who takes page after page is told how much is left, and then when to come back; checking a number goes on."""
    COUNTING.present = "one"
    async with client_of(made(enumeration=Limits(per_second=0.1, burst=3))) as client:
        answers = [await client.get(f"{LIST}?page={number}") for number in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert {answer.headers["ratelimit-limit"] for answer in answers} == {"3"}
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 11
        assert "ratelimit-limit" not in (await client.get(CHECK)).headers
        assert (await client.get(CHECK)).status_code == 200
