"""An adviser's own page and what a municipality follows, in a real browser; each page is examined at three widths."""

from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER


def test_an_adviser_keeps_their_own_file(chromium: Browser, registry: Served) -> None:
    """A preview first, then what everyone may see; and where and on what they work."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("adviseur-101")
        someone.press("Mijn gegevens")
        someone.sees("Staat er nu op")
        someone.page.get_by_label("Werkgever", exact=True).uncheck()
        someone.press("Bekijk eerst een voorbeeld")
        someone.sees("Er is nog niets veranderd.")
        assert not someone.page.get_by_label("Werkgever", exact=True).is_checked()
        someone.press("Sla op")
        someone.sees("Niet openbaar.")
        someone.page.get_by_label("Fries", exact=True).check()
        someone.page.get_by_role("button", name="Sla op", exact=True).last.click()
        someone.look()
        someone.sees("Nederlands, Fries")
        someone.open("/en/mijn-gegevens")


def test_a_municipality_follows(chromium: Browser, registry: Served) -> None:
    """What the demo follows stands there; more is followed by number, and ended."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("gemeente")
        someone.press("Wat u volgt")
        [followed] = someone.numbers()
        someone.press("Volg een certificaat")
        someone.press("Volg")
        someone.page.get_by_label("Nummer van het certificaat").fill(followed)
        someone.page.get_by_label("Deze adviseur").check()
        someone.press("Volg")
        assert someone.numbers().count(followed) == 2
        someone.open("/en/gevolgd")
        for _ in range(2):
            someone.page.goto(registry.url + "/gevolgd")
            someone.page.get_by_role("button", name="Stop met volgen").first.click()
        someone.look()
        someone.sees("U volgt nog niets")
        someone.open("/berichten")
        someone.sees("was geschorst")
