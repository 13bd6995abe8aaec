"""The front door answers a number by itself as the route would, and leaves everything else to the route."""

import os
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from litestar.types import Message

from public_list.listing.keeping import Keeper, kept_in_this_process
from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from tests.conftest import Clock
from tests.public_list.listing.test_keeping import soon
from tests.registry import making
from tests.registry.making import NOW, TODAY

if TYPE_CHECKING:
    from config.front_door import FrontDoor

Told: TypeAlias = tuple[int, list[tuple[bytes, bytes]], bytes, str]
Pairs: TypeAlias = list[tuple[str, str]]
_OF_ONE_REQUEST = b"x-request-id"


@pytest.fixture
async def keeper(application: "FrontDoor", clock: Clock) -> AsyncIterator[Keeper]:
    """The list is kept, as it is while the application serves."""
    clock.now = NOW
    one = Keeper(os.environ["REGISTRY_DATABASE_URL"], clock)
    async with kept_in_this_process(one):
        yield one


async def asked(door: "FrontDoor", path: str, query: bytes, headers: Mapping[str, str] | Pairs) -> Told:
    """What goes out over the line, message by message, and the route in the counters."""
    sent: list[Message] = []
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": query,
        "http_version": "1.1",
        "server": ("registry.test", 80),
        "client": ("127.0.0.1", 5000),
        "extensions": {},
        "headers": [(b"host", b"registry.test"), *((name.encode(), value.encode()) for name, value in pairs)],
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await door(scope, receive, send)
    head: Any = sent[0]
    told = [(name, value) for name, value in head["headers"] if name != _OF_ONE_REQUEST]
    body = b"".join(message["body"] for message in sent[1:] if message["type"] == "http.response.body")
    return head["status"], told, body, str(scope.get("path_template"))


class Routed:
    """How often the application within was called."""

    def __init__(self, door: "FrontDoor", monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls, within = 0, door.within

        async def counted(*arguments: Any) -> None:
            self.calls += 1
            await within(*arguments)

        monkeypatch.setattr(door, "within", counted)


@pytest.fixture
def routed(application: "FrontDoor", monkeypatch: pytest.MonkeyPatch) -> Routed:
    """Counts what reaches a route."""
    return Routed(application, monkeypatch)


async def seen(keeper: Keeper) -> Issued:
    """A certificate that the kept list has."""
    issued = await making.certified(await making.world(), await making.candidate())
    await soon(lambda: checked(keeper, issued.number) is not None)
    return issued


def checked(keeper: Keeper, number: str) -> Any:
    """What the kept list has of a number."""
    assert keeper.kept is not None
    return keeper.kept.model.checked(number, TODAY, TODAY)


@pytest.mark.parametrize("language", ["", "nl", "en", "de, en;q=0.5", "x" * 300])
async def test_byte_for_byte_what_the_route_answers(
    application: "FrontDoor", keeper: Keeper, routed: Routed, clock: Clock, language: str
) -> None:
    """Status, headers in their order, body and route in the counters; with Last-Modified and before there is one."""
    number = (await seen(keeper)).number
    asks = {"accept-language": language} if language else {}
    path = f"/api/v1/certificates/{number}"
    for later in (timedelta(), timedelta(seconds=30), timedelta(days=400)):
        clock.now = NOW + later
        before = routed.calls
        quick = await asked(application, path, b"", asks)
        assert routed.calls == before
        slow = await asked(application, path, b"", {**asks, "cookie": "other=x"})
        assert routed.calls == before + 1
        assert quick == slow
        assert quick[0] == 200


async def test_a_clock_that_was_set_back_is_followed(
    application: "FrontDoor", keeper: Keeper, routed: Routed, clock: Clock
) -> None:
    """Within the day the answer is that of the moment; a list of tomorrow says nothing of today, so that the route answers."""
    path = f"/api/v1/certificates/{(await seen(keeper)).number}"
    told = set()
    for now in (NOW + timedelta(seconds=30), NOW, NOW - timedelta(days=1)):
        clock.now = now
        told.add(b"last-modified" in dict((await asked(application, path, b"", {}))[1]))
    assert told == {True, False}
    assert routed.calls == 1


async def test_a_change_of_status_is_told_byte_for_byte_too(application: "FrontDoor", keeper: Keeper, routed: Routed) -> None:
    """Without a name where the policy gives none; also in the instant in which another answer was asked before it."""
    issued = await seen(keeper)
    path = f"/api/v1/certificates/{issued.number}"
    assert b'"status":"valid"' in (await asked(application, path, b"", {}))[2]
    await making.happens(issued.id, EventKind.WITHDRAWN, TODAY)
    await soon(lambda: checked(keeper, issued.number).status == "withdrawn")
    quick = await asked(application, path, b"", {})
    assert routed.calls == 0
    assert quick == await asked(application, path, b"", {"cookie": "other=x"})
    assert b'"status":"withdrawn"' in quick[2]
    assert b'"name":null' in quick[2]


@pytest.mark.parametrize(
    "asking",
    [
        (str.lower, b"", {}, 200),
        (lambda number: number.replace("-", ""), b"", {}, 200),
        (lambda number: number + "\n", b"", {}, 200),
        (str, b"validOn=2020-01-01", {}, 200),
        (str, b"other=1", {}, 400),
        (str, b"", {"authorization": "Bearer x"}, 200),
        (str, b"", {"if-none-match": "*"}, 304),
        (lambda _: "CA12345678-66", b"", {}, 404),
        (lambda _: "CA12345678-67", b"", {}, 400),
        (lambda _: "CA١٢٣٤٥٦٧٨-٦٦", b"", {}, 400),
    ],
)
async def test_the_rest_is_for_the_route(
    application: "FrontDoor",
    keeper: Keeper,
    routed: Routed,
    asking: tuple[Callable[[str], str], bytes, dict[str, str], int],
) -> None:
    """Numbers written in another way, another day, conditions, what is wrong and what was never issued."""
    change, query, headers, status = asking
    number = change((await seen(keeper)).number)
    answer = await asked(application, f"/api/v1/certificates/{number}", query, headers)
    assert routed.calls == 1
    assert answer[0] == status, answer[2]


async def test_without_a_kept_list_the_route_answers(application: "FrontDoor", clock: Clock, routed: Routed) -> None:
    """As in the first moments of a process."""
    clock.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    issued = await making.certified(await making.world(), await making.candidate())
    answer = await asked(application, f"/api/v1/certificates/{issued.number}", b"", {})
    assert (answer[0], routed.calls) == (200, 1)


async def test_who_asks_two_languages_gets_one_for_himself_alone(
    application: "FrontDoor", keeper: Keeper, routed: Routed
) -> None:
    """Otherwise he could give others a language that they did not ask."""
    number = (await seen(keeper)).number
    path, languages = f"/api/v1/certificates/{number}", [("accept-language", "en"), ("accept-language", "nl")]
    dutch = await asked(application, path, b"", {"accept-language": "nl"})
    twice = await asked(application, path, b"", languages)
    assert routed.calls == 1
    assert twice[2] != dutch[2]
    search = "/api/v1/certified-advisers"
    answers = [await asked(application, search, b"", each) for each in (languages, [("accept-language", "nl")])]
    assert routed.calls == 3
    assert answers[0][1] != answers[1][1]
