"""The demo's registry, told once for each module, and browsers in which its people are signed in; real ones too."""

import re
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from config.settings import Settings
from tests.config.programs import passable_folder
from tests.conftest import ROOMY_LIMITS, Clock
from tests.pages.chromium import CHROMIUM, Served, Visitor, served, visitor

FORM_TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]{64})"')


class Browser:
    """Someone's browser, without the eyes: it keeps cookies and the token of the forms it was shown."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.token = ""

    async def get(self, path: str, *, expect: int = 200) -> str:
        """A page as text."""
        return self._read(await self.client.get(path), expect)

    async def post(self, path: str, fields: Mapping[str, Any] | None = None, *, expect: int = 303, **more: Any) -> str:
        """Send a form with its token; returns the page, or where it leads."""
        answer = await self.client.post(path, data={"_csrf": self.token} | dict(fields or {}), **more)
        page = self._read(answer, expect)
        return answer.headers["location"] if expect == 303 else page

    def _read(self, answer: httpx.Response, expect: int) -> str:
        assert answer.status_code == expect, (answer.status_code, answer.headers.get("location"), answer.text[-3000:])
        if found := FORM_TOKEN.search(answer.text):
            self.token = found[1]
        return re.sub(r"\s+", " ", unescape(answer.text))


class Town:
    """The demo's registry behind its application."""

    def __init__(self, application: Any, credentials: Mapping[str, str], clock: Clock) -> None:
        self.application = application
        self.credentials = credentials
        self.clock = clock
        self._open: list[httpx.AsyncClient] = []

    def browser(self) -> Browser:
        """A browser in which nobody is signed in, at an address of its own: the limit on requests is per address."""
        place = len(self._open) + 1
        transport = httpx.ASGITransport(self.application, client=(f"10.0.{place // 250}.{place % 250 + 1}", 50_000))
        self._open.append(httpx.AsyncClient(transport=transport, base_url="http://registry.test"))
        return Browser(self._open[-1])

    async def enter(self, who: str) -> Browser:
        """A browser in which this account of the demo is signed in."""
        browser, email = self.browser(), f"{who}@demo.example"
        assert await browser.post("/aanmelden", await self.fields_of(email, browser)) == "/werk"
        await browser.get("/werk")
        return browser

    async def fields_of(self, email: str, browser: Browser) -> dict[str, str]:
        """What this account of the demo signs in with."""
        from tests.registry.credentials import credentials  # noqa: PLC0415  Piccolo is configured by now

        return await credentials(browser.client, email, self.credentials[email])

    async def close(self) -> None:
        """No connection stays open."""
        for client in self._open:
            await client.aclose()


@pytest.fixture(scope="module")
async def town(schema: None, settings: Settings) -> AsyncIterator[Town]:
    """The whole story of the demo, told once; emptied after the module."""
    from config.app import create_app  # noqa: PLC0415  Piccolo is configured by now
    from config.demo import story  # noqa: PLC0415  likewise
    from registry.accounts import passwords  # noqa: PLC0415  likewise
    from registry.transactions import transaction  # noqa: PLC0415  likewise

    clock, made = Clock(), None
    try:
        told = await story.tell(passwords.cheapest())
        chosen = {email: each.password for email, each in told.items()}
        made = Town(create_app(settings, clock=clock, limits=ROOMY_LIMITS), chosen, clock)
        yield made
    finally:
        if made is not None:
            await made.close()
        async with transaction() as connection:
            await connection.execute("SET LOCAL session_replication_role = replica")
            names = await connection.fetchval(
                "SELECT string_agg(quote_ident(schemaname) || '.' || quote_ident(tablename), ', ') FROM pg_tables "
                "WHERE schemaname IN ('public', 'queue') AND tablename <> 'migration'",
            )
            await connection.execute(f"TRUNCATE {names} RESTART IDENTITY")


@pytest.fixture(scope="session")
def demo() -> Iterator[tuple[Path, Served]]:
    """A data folder with the demo, and what told it there, once: that takes longer than all else before it serves."""
    with passable_folder() as place:
        with served(place / "data") as first:
            pass
        yield place / "data", first


@pytest.fixture(scope="module")
def registry(demo: tuple[Path, Served]) -> Iterator[Served]:
    """A real server with the demo, on a copy of its own."""
    original, first = demo
    with passable_folder() as place:
        subprocess.run(["cp", "-a", original, place / "data"], check=True)
        with served(place / "data", like=first) as running:
            yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def someone(chromium: Chromium, registry: Served) -> Iterator[Visitor]:
    """A visitor whose browser has nothing to complain of."""
    with visitor(chromium, registry) as visits:
        yield visits
