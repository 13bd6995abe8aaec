"""What the real server says on its own account, and does with requests that are no HTTP."""

import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.config.programs import Program, soon
from tests.config.test_serving import SERVE

HOST = "Host: test\r\nConnection: close\r\n"
REQUESTS = {
    "a page": (f"GET / HTTP/1.1\r\n{HOST}\r\n", b"200"),
    "nothing there": (f"GET /nergens HTTP/1.1\r\n{HOST}\r\n", b"404"),
    "another method": (f"DELETE / HTTP/1.1\r\n{HOST}\r\n", b"405"),
    "another host": ("GET / HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n", b"400"),
    "our own failure": (f"GET /failing/500 HTTP/1.1\r\n{HOST}\r\n", b"500"),
    "no HTTP": ("HELO\r\n\r\n", b"400"),
    "a length twice": (f"POST /api/v1/things HTTP/1.1\r\n{HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
    "a huge header": (f"GET / HTTP/1.1\r\n{HOST}X: {'x' * 2_000_000}\r\n\r\n", b"431"),
}


@pytest.fixture
def served(run_program: Callable[..., Program], free_port: int) -> int:
    """The port of the small application behind the real server."""
    text = SERVE.replace("tests.config.greeting:create", "tests.config.stand:stand")
    named = {"REGISTRY_PORT": str(free_port), "REGISTRY_WORKERS": "1"}
    program = run_program(text, environment=named)
    assert program.line() == "announced"
    assert soon(lambda: answers(free_port))
    return free_port


def answers(port: int) -> bool:
    """Whether a worker listens by now."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


def answer_to(port: int, request: str) -> bytes:
    """All that comes back, however the connection ends."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection, suppress(OSError):
        with suppress(OSError):
            connection.sendall(request.encode())
        while more := connection.recv(65_536):
            found += more
    return found


def test_no_answer_names_a_product(served: int) -> None:
    """Neither ours nor the server's own: no version, no framework, no language."""
    for name, (request, status) in REQUESTS.items():
        head = answer_to(served, request).partition(b"\r\n\r\n")[0].lower()
        assert head.startswith(b"http/1.1 " + status), (name, head[:200])
        for product in (b"granian", b"litestar", b"uvicorn", b"python", b"hyper"):
            assert product not in head, (name, head)
