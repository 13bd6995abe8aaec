"""Whoever checks in these tests has an address of their own: how many numbers one may check is counted by address."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import httpx
import pytest

_places = count(1)


@pytest.fixture
async def client(application: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A browser or program before the application, from where nobody asked before."""
    place = next(_places)
    transport = httpx.ASGITransport(application, client=(f"10.9.{place // 250}.{place % 250 + 1}", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        yield client
