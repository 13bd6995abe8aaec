"""What waits, and the pictures, in a real browser; each page is examined at three widths."""

import pytest
from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER
EVERYBODY = ("beheer", "auditor", "schema", "certificeerder-a", "opleider", "regie", "gemeente", "adviseur-101")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_begins_at_their_own_work(chromium: Browser, registry: Served, who: str) -> None:
    """What waits first, or that nothing does; then what they can do; in both languages."""
    with visitor(chromium, registry) as someone:
        someone.sign_in(who)
        someone.open("/werk")
        someone.sees("Wat wacht op u")
        someone.open("/en/werk")
        someone.sees("What waits for you")


def test_everyone_sees_figures(chromium: Browser, registry: Served) -> None:
    """Without an account: pictures with a table beside each, and a way there from the first page."""
    with visitor(chromium, registry) as someone:
        someone.open("/")
        someone.page.locator("main a[href='/cijfers']").click()
        someone.look()
        someone.sees("Geldige certificaten")
        someone.open("/en/cijfers")


def test_an_auditor_looks_at_every_picture(chromium: Browser, registry: Served) -> None:
    """Certificates over time, the way to a certificate, pass rates, days, a timeline; and the trail is right."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("auditor")
        for path in ("/cijfers/certificaten", "/cijfers/van-inschrijving-tot-certificaat", "/slagingspercentages"):
            someone.open(path)
            assert someone.page.locator("main svg[role=img]").count() > 0
        someone.open("/cijfers/van-inschrijving-tot-certificaat?van=ooit", expect=400)
        someone.sees("Fout:")
        someone.open("/dagen-overzicht")
        someone.open("/logboek/controle")
        someone.sees("Het logboek klopt")


def test_a_certifier_asks_a_day_and_a_moment(chromium: Browser, registry: Served) -> None:
    """The form answers, and the permanent link gives the same."""
    with visitor(chromium, registry) as someone:
        someone.open("/adviseurs")
        number = someone.numbers()[0]
        someone.sign_in("certificeerder-a")
        someone.open(f"/certificaatbeheer/{number}")
        someone.page.get_by_role("link", name="Bekijk de tijdlijn in beeld").click()
        someone.look()
        someone.page.locator("#dag").fill("2026-11-20")
        someone.page.locator("#bekend").fill("2020-01-01T10:00")
        someone.page.get_by_role("button", name="Toon").click()
        someone.page.get_by_text("Het register kende dit certificaat toen nog niet.").wait_for()
        someone.look()
        someone.page.get_by_role("link", name="Vaste link").click()
        someone.sees("Het register kende dit certificaat toen nog niet.")
        someone.open(f"/en/certificaatbeheer/{number}/tijdlijn?bekend=straks", expect=400)


def test_a_municipality_sees_its_days(chromium: Browser, registry: Served) -> None:
    """As bars on the list, and month by month."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("gemeente")
        someone.open("/dagenbudgetten")
        someone.page.locator("main table tbody a").first.click()
        someone.page.get_by_role("link", name="Bekijk het verloop per maand").click()
        someone.look()
        someone.sees("Dagen door de tijd")
