"""Keys for programs, decided dossiers and one's own applications, in a real browser; each page is examined."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.pages.chromium import Served, Visitor, served, visitor

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


@pytest.fixture
def someone(chromium: Browser, registry: Served) -> Iterator[Visitor]:
    """A visitor whose browser has nothing to complain of."""
    with visitor(chromium, registry) as visits:
        yield visits


def test_keys(someone: Visitor) -> None:
    """Made with a mistake first, shown once, seen in the list, and blocked; its address never holds it."""
    someone.sign_in("opleider")
    someone.press("Sleutels voor programma’s")
    someone.press("Maak de sleutel")
    someone.sees("Kies ten minste één recht.")
    someone.page.get_by_label("Naam van de sleutel").fill("Koppeling leerlingsysteem van de academie")
    for each in someone.page.get_by_role("checkbox").all():
        each.check()
    someone.page.get_by_label("Geldig tot en met").fill(
        someone.page.get_by_label("Geldig tot en met").get_attribute("max") or ""
    )
    someone.press("Maak de sleutel")
    someone.sees("U ziet hem maar één keer.")
    key = someone.page.get_by_label("Sleutel", exact=True).input_value()
    assert re.fullmatch(r"ar_[0-9a-f]{16}_[A-Za-z0-9_-]{43}", key)
    assert key not in someone.page.url
    someone.press("Ik heb de sleutel bewaard")
    assert key not in someone.page.content()
    someone.press("Blokkeer Koppeling leerlingsysteem van de academie")
    someone.sees("De sleutel is geblokkeerd.")
    someone.open("/en/sleutels")


def test_decided_dossiers(someone: Visitor) -> None:
    """Who may read dossiers sees each one that was decided, in both languages, with one label for each field."""
    someone.sign_in("auditor")
    someone.open("/dossiers?stand=granted")
    paths = [each.get_attribute("href") or "" for each in someone.page.locator("tbody th a").all()]
    assert len(paths) > 1
    for path in paths[:2]:
        someone.open(path)
        someone.sees("Certificaat toegekend")
        someone.open(f"/en{path}")
    for state in ("refused", "abandoned", "prepared", "complete", "applied"):
        someone.open(f"/dossiers?stand={state}")


def test_deciding(chromium: Browser, registry: Served) -> None:
    """Who decides sees both forms, and no two fields by one name."""
    with visitor(chromium, registry) as third:
        third.sign_in("certificeerder-c")
        third.open("/dossiers?stand=prepared")
        for each in [link.get_attribute("href") or "" for link in third.page.locator("tbody th a").all()][:1]:
            third.open(each)
            labels = third.page.locator("label").all_inner_texts()
            assert len(labels) == len(set(labels))
        third.open("/dossiers?stand=granted")
        third.page.locator("tbody th a").first.click()
        third.sees("Certificaat toegekend")


def test_own_applications(someone: Visitor) -> None:
    """An adviser sees the application that was granted, and who has no organisation makes no key."""
    someone.sign_in("adviseur-101")
    someone.press("Mijn aanvragen")
    someone.sees("Toegekend")
    someone.open("/sleutels")
    someone.sees("U heeft geen rol voor een organisatie")
