"""The whole application before the demo's registry, with everyone who may come to its doors."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import Clock

if TYPE_CHECKING:
    from config.front_door import FrontDoor
    from tests.config.doors.described import Document, Operation
    from tests.config.doors.everyone import Everyone


@pytest.fixture(scope="module")
async def everyone(schema: None, assembled: "FrontDoor", clock_of_all: Clock) -> "AsyncIterator[Everyone]":
    """Everyone, once for a module; the registry is emptied after it."""
    from registry.transactions import transaction  # noqa: PLC0415  Piccolo is configured by now
    from tests.config.doors.everyone import gather  # noqa: PLC0415  likewise

    clock_of_all.begin()
    try:
        yield await gather(assembled.application.state.tokens)
    finally:
        async with transaction() as connection:
            await connection.execute("SET LOCAL session_replication_role = replica")
            names = await connection.fetchval(
                "SELECT string_agg(quote_ident(schemaname) || '.' || quote_ident(tablename), ', ') FROM pg_tables "
                "WHERE schemaname IN ('public', 'queue') AND tablename <> 'migration'",
            )
            await connection.execute(f"TRUNCATE {names} RESTART IDENTITY")


@pytest.fixture(scope="module")
def operations(assembled: "FrontDoor") -> "list[Operation]":
    """Every operation of the description."""
    from tests.config.doors.described import operations_of  # noqa: PLC0415  likewise

    return operations_of(assembled.application)


@pytest.fixture(scope="module")
def document(assembled: "FrontDoor") -> "Document":
    """The description as it is served."""
    from tests.config.doors.described import document_of  # noqa: PLC0415  likewise

    return document_of(assembled.application)


@pytest.fixture(scope="module")
async def door(assembled: "FrontDoor") -> AsyncIterator[httpx.AsyncClient]:
    """A program before the application."""
    transport = httpx.ASGITransport(assembled)  # type: ignore[arg-type]  # httpx types a scope more loosely
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        yield client
