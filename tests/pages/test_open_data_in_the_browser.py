"""The page about open data and the embedded list in a real browser; each page is examined."""

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


def test_open_data(chromium: Browser, registry: Served) -> None:
    """The page in both languages, from the footer; and a file of it saved."""
    with visitor(chromium, registry) as someone:
        someone.open("/")
        someone.page.get_by_role("link", name="Open data").click()
        someone.sees("Wat u ermee mag")
        someone.open("/en/open-data")
        someone.sees("What you may do with it")
        with someone.page.expect_download() as download:
            someone.page.get_by_role("link", name="/data/adviseurs.xlsx").click()
        assert download.value.suggested_filename.endswith(".xlsx")


def test_the_embedded_list(chromium: Browser, registry: Served) -> None:
    """The small page for a frame, in both languages; its links lead to the registry."""
    with visitor(chromium, registry) as someone:
        someone.open("/insluiten/adviseurs/kader")
        someone.open("/en/insluiten/adviseurs/kader?provincie=Utrecht")
        someone.page.get_by_role("listitem").get_by_role("link").first.click()
        someone.page.wait_for_url("**/en/adviseurs/CA*")
