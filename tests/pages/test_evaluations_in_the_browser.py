"""Evaluations and the overview of days in a real browser; each page is examined."""

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


def test_the_overview(chromium: Browser, registry: Served) -> None:
    """Charts and tables of the demo's intakes and days, in both languages; a mistake at its field; and the file."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("auditor")
        someone.open("/dagen-overzicht")
        someone.sees("Per regio en maand")
        someone.open("/en/dagen-overzicht")
        someone.page.locator("#van").fill("2031-01-01")
        someone.press("Show")
        someone.sees("The last day lies before the first.")
        with someone.page.expect_download() as download:
            someone.open("/dagen-overzicht")
            someone.page.get_by_role("link", name="Excel", exact=True).first.click()
        assert download.value.suggested_filename.endswith(".xlsx")


def test_evaluations(chromium: Browser, registry: Served) -> None:
    """What a municipality and an adviser read while there are none, and the search for those of one adviser."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("gemeente")
        someone.open("/adviseurs")
        number = someone.numbers()[0]
        someone.open("/beoordelingen")
        someone.open("/en/beoordelingen")
        someone.open(f"/beoordelingen/adviseur?certificaat={number}")
        someone.sees("minder dan vijf beoordelingen")
        someone.open("/beoordelingen/adviseur?certificaat=x", expect=400)
    with visitor(chromium, registry) as adviser:
        adviser.sign_in("adviseur-101")
        adviser.open("/mijn-beoordelingen")
        adviser.open("/en/mijn-beoordelingen")
