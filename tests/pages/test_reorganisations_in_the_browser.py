"""Mergers and splits of municipalities in a real browser; each page is examined."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.pages.chromium import Served, served, visitor

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian package chromium)"),
]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The registry with its demo."""
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def test_a_split(chromium: Browser, registry: Served) -> None:
    """A mistake in the codes first; then the successor is chosen, what passes is read, and it is done."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/herindelingen")
        someone.open("/en/herindelingen")
        someone.open("/herindelingen")
        someone.page.locator("#gemeenten").fill("Haaren")
        someone.press("Bekijk")
        someone.sees("Fout:")
        someone.page.locator("#gemeenten").fill("GM0788")
        someone.press("Bekijk")
        someone.page.get_by_label("Boxtel").check()
        someone.press("Bekijk wat er overgaat")
        someone.sees("Overgang naar Boxtel")
        someone.open("/en/herindelingen/overgang?gemeenten=GM0788&opvolger=GM0757")
        someone.open("/herindelingen/overgang?gemeenten=GM0788&opvolger=GM0757")
        someone.press("Ja, laat alles overgaan")
        someone.sees("Alles is overgegaan naar de opvolger.")
        someone.sees("Haaren")
        someone.open("/herindelingen/overgang?gemeenten=GM0788&opvolger=GM0757")
        someone.sees("Haaren is al overgegaan in Boxtel")
