"""Whoever sends slowly, or nothing, is given up within a fair time; whoever sends much on a slow line is not."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx
import pytest

from config.serving import HEAD_WITHIN
from config.slow_bodies import BYTES_A_SECOND, GRACE, PromptBody
from tests.config.programs import Program, soon
from tests.config.test_served_hardening import answers
from tests.config.test_serving import SERVE

SOON = 2.0
"""Seconds that the server of these tests waits for a head, and for a body."""
LINES = f"""
from config import serving, slow_bodies
serving.HEAD_WITHIN = {SOON:.0f}
slow_bodies.GRACE = {SOON}
slow_bodies.BYTES_A_SECOND = 1000
"""
HOST = b"Host: test\r\n"
JSON = b"POST /api/v1/things HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n"
PIECES = JSON.replace(b"Content-Length: 4000", b"Transfer-Encoding: chunked")
FORM = b"POST /api/v1/things/upload HTTP/1.1\r\n" + HOST + b"Content-Type: multipart/form-data; boundary=x\r\n"


@pytest.fixture
def served(run_program: Callable[..., Program], free_port: int) -> int:
    """The port of the small application behind the real server, which waits for nobody long."""
    text = LINES + SERVE.replace("tests.config.greeting:create", "tests.config.stand:stand")
    program = run_program(text, environment={"REGISTRY_PORT": str(free_port), "REGISTRY_WORKERS": "1"})
    assert program.line() == "announced"
    assert soon(lambda: answers(free_port))
    return free_port


def dripped(port: int, first: bytes, drop: bytes, *, every: float = 0.2, longest: float = 10.0) -> tuple[float, bytes]:
    """Send the first bytes, then a drop now and then, until the connection ends; after how long, and with what answer."""
    began, found = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection, suppress(ConnectionError):
        connection.sendall(first)
        connection.settimeout(every)
        while time.monotonic() - began < longest:
            try:
                more = connection.recv(65_536)
            except TimeoutError:
                if drop:
                    connection.sendall(drop)
                continue
            if not more:
                break
            found += more
    return time.monotonic() - began, found


@pytest.mark.parametrize(
    ("first", "drop"),
    [(b"", b""), (b"GET / HT", b""), (b"GET / HTTP/1.1\r\n" + HOST, b"X: y\r\n")],
    ids=["silence", "half a line", "headers without end"],
)
def test_a_head_that_does_not_come(served: int, first: bytes, drop: bytes) -> None:
    """The connection is closed after its seconds, however much of it drips in."""
    seconds, _ = dripped(served, first, drop)
    assert SOON - 0.5 < seconds < SOON + 2


@pytest.mark.parametrize(
    ("head", "drop"),
    [(JSON, b" "), (JSON, b""), (PIECES, b"1\r\n \r\n"), (FORM + b"Content-Length: 9999\r\n\r\n", b"-")],
    ids=["a drop at a time", "nothing", "in pieces", "a form"],
)
def test_a_body_that_does_not_come(served: int, head: bytes, drop: bytes) -> None:
    """It is refused with 408 as a problem, with every header of ours, and the connection ends."""
    seconds, answer = dripped(served, head, drop)
    assert SOON - 0.5 < seconds < SOON + 2
    told, _, body = answer.lower().partition(b"\r\n\r\n")
    assert told.startswith(b"http/1.1 408")
    for header in (b"cache-control: no-store", b"x-content-type-options: nosniff", b"content-security-policy:"):
        assert header in told
    assert b"/problems/too-slow" in body


def test_a_body_on_a_slow_line_comes_whole(served: int) -> None:
    """What keeps to the pace is heard out, though it takes longer than the first seconds."""
    began = time.monotonic()
    seconds, answer = dripped(served, JSON, b" " * 400, every=0.3)
    assert seconds > SOON + 0.5
    assert time.monotonic() - began < 10
    assert answer.startswith(b"HTTP/1.1 400")


def test_the_seconds_that_hold() -> None:
    """No proxy or browser that means well is slower; one that holds connections open holds each for less than a minute."""
    assert (HEAD_WITHIN, GRACE, BYTES_A_SECOND) == (20, 15.0, 8_192)


async def test_what_comes_after_the_body_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that works on for longer may still listen whether its client leaves."""
    monkeypatch.setattr("config.slow_bodies.GRACE", 0.0)
    messages: Iterator[dict[str, object]] = iter(
        [{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}]
    )

    async def receive() -> dict[str, object]:
        return next(messages)

    prompt = PromptBody(receive)  # type: ignore[arg-type]  # messages of a test
    assert (await prompt())["type"] == "http.request"
    assert (await prompt())["type"] == "http.disconnect"


@pytest.mark.parametrize("head", [JSON, FORM + b"Content-Length: 9999\r\n\r\n"], ids=["json", "a form"])
def test_a_client_that_leaves_in_the_middle_is_no_fault_of_ours(
    run_program: Callable[..., Program], free_port: int, head: bytes
) -> None:
    """Whoever breaks off again and again fills neither the log of errors nor the count of failures."""
    text = LINES + SERVE.replace("tests.config.greeting:create", "tests.config.stand:stand")
    program = run_program(text, environment={"REGISTRY_PORT": str(free_port), "REGISTRY_WORKERS": "1"})
    assert program.line() == "announced"
    assert soon(lambda: answers(free_port))
    with socket.create_connection(("127.0.0.1", free_port), timeout=5) as connection:
        connection.sendall(head + b"{")
        time.sleep(0.3)
    time.sleep(0.5)
    program.process.send_signal(signal.SIGTERM)
    told = program.rest()
    assert "status=408" in told, told
    assert "unexpected error" not in told


async def test_who_sends_at_once_notices_nothing(served: int) -> None:
    """As ever: 400 for what is wrong in a body that came at once."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{served}", headers={"host": "test"}) as someone:
        assert (await someone.post("/api/v1/things", json={})).status_code == 400
