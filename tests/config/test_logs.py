"""The log: JSON, with the request's number, and nothing of a person."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from config.logs import configure_logs
from config.settings import LogFormat
from tests.config.stand import client_of, stand


@pytest.fixture
def written() -> Iterator[StringIO]:
    """Where the log goes in these tests; afterwards all is as it was."""
    stream = StringIO()
    handlers, level = logging.root.handlers[:], logging.root.level
    before = structlog.get_config()
    configure_logs(LogFormat.JSON, stream=stream)
    yield stream
    structlog.configure(**before)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def lines(stream: StringIO) -> list[dict[str, Any]]:
    """Each line as it can be read back."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def test_one_line_per_request(written: StringIO) -> None:
    """A request is one line, with its number, method, route template, status and duration, and no more."""
    application = stand()
    async with client_of(application) as client:
        answer = await client.get("/api/v1/things/cached")
    application.access_log.flush()
    (line,) = lines(written)
    assert line.pop("ms") >= 0
    assert line.pop("at").startswith("20")
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": answer.headers["x-request-id"],
        "method": "GET",
        "route": "/api/v1/things/cached",
        "status": 200,
    }


async def test_nothing_of_a_person(written: StringIO) -> None:
    """Neither path, query, headers, cookies, body, address nor the text of an exception is ever written."""
    application = stand()
    async with client_of(application, address="203.0.113.9") as client:
        for how in ("500", "rival", "gone", "403"):
            await client.get(
                f"/api/v1/things/failing/{how}?naam=Jansen",
                headers={"authorization": "Bearer geheim", "cookie": "session=geheim", "user-agent": "Jansens browser"},
            )
        await client.post("/api/v1/things", json={"personId": "Jansen"})
        await client.get("/Jansen")
    application.access_log.flush()
    text = written.getvalue()
    assert "unexpected error" in text
    for secret in ("Jansen", "geheim", "203.0.113.9", "example.org"):
        assert secret not in text


async def test_failure_can_be_found(written: StringIO) -> None:
    """An unexpected error is logged once, under the request's number, by kind and lines."""
    async with client_of(stand()) as client:
        answer = await client.get("/api/v1/things/failing/500")
    (line,) = (each for each in lines(written) if each["level"] == "error")
    assert line["request_id"] == answer.json()["requestId"]
    assert line["exceptions"][0]["kind"] == "builtins.ValueError"
    assert any("stand.py" in frame for frame in line["exceptions"][0]["frames"])


async def test_database_refusal_names_its_state(written: StringIO) -> None:
    """Of a database error the SQLSTATE is logged, not the row."""
    async with client_of(stand()) as client:
        await client.get("/api/v1/things/failing/rival")
    (line,) = (each for each in lines(written) if each["level"] == "warning")
    assert line["exceptions"][0]["sqlstate"] == "23505"


def test_libraries_log_likewise(written: StringIO) -> None:
    """What a library logs is a line like ours; the text of its exception stays out."""
    try:
        raise ValueError("Jansen")  # noqa: TRY301 - an error with a trace
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved\nfuture: %s", "Jansen")
    (line,) = lines(written)
    assert line["event"] == "Task exception was never retrieved"
    assert line["logger"] == "asyncio"
    assert line["exceptions"][0]["kind"] == "builtins.ValueError"
    assert "Jansen" not in written.getvalue()


def test_quiet_for_people_too(written: StringIO) -> None:
    """Text for people that goes to a file keeps exceptions' texts out as well."""
    configure_logs(LogFormat.CONSOLE, stream=written)
    try:
        raise ValueError("Jansen")  # noqa: TRY301 - an error with a trace
    except ValueError:
        structlog.get_logger("test").exception("failed")
    assert "failed" in written.getvalue()
    assert "Jansen" not in written.getvalue()
