"""The inbox and the outgoing mail in a real browser; each page is examined at three widths."""

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


def test_an_adviser_reads_what_a_municipality_asked(chromium: Browser, registry: Served) -> None:
    """From one's work to the inbox, to the booking, and back: it is read."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("adviseur-101")
        someone.open("/werk")
        someone.press("Berichten")
        someone.sees("Een gemeente wil u boeken")
        someone.open("/en/berichten")
        someone.open("/berichten")
        someone.press("Bekijk")
        someone.open("/berichten")
        someone.sees("U heeft alles gelezen.")


def test_an_admin_looks_at_mail(chromium: Browser, registry: Served) -> None:
    """What has not gone out yet, in both languages."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/mail")
        someone.sees("Uitgaande e-mail")
        someone.open("/en/mail")
        someone.open("/berichten")
