"""Programmes, regions, partnerships and statements of days in a real browser; each page is examined."""

from playwright.sync_api import Browser

from registry.days import amsterdam_day, system_now
from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER
PROGRAMME = "/programmas/operatie-digitaal"


def test_an_admin_keeps_programmes(chromium: Browser, registry: Served) -> None:
    """A new one with a mistake first; day policy, a cap and a size class, each in its own form."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/programmas")
        someone.press("Maak het programma")
        someone.sees("Fout:")
        someone.open(PROGRAMME)
        for way, button in (("dagenbeleid", "Leg vast"), ("plafond", "Leg vast"), ("grootteklasse", "Leg vast")):
            someone.open(f"{PROGRAMME}/{way}")
            someone.press(button)
            someone.sees("Fout:")
        someone.open(f"{PROGRAMME}/dagenbeleid")
        someone.page.locator("#sizeClass").fill("groot")
        someone.page.locator("#validFrom").fill(f"{amsterdam_day(system_now())}")
        for field in ("perMunicipality", "perBooking", "perAdviser", "perAdviserPerYear"):
            someone.page.locator(f"#{field}").fill("40,25")
        someone.press("Leg vast")
        someone.sees("40,25")
        someone.open(f"/en{PROGRAMME}")


def test_an_admin_keeps_regions_and_partnerships(chromium: Browser, registry: Served) -> None:
    """A region with a municipality in it, and out again; the partnership of the demo."""
    today = f"{amsterdam_day(system_now())}"
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/regios")
        someone.page.locator("#code").fill("waarden")
        someone.page.locator("#name").fill("De Waarden")
        someone.press("Maak de regio")
        someone.page.locator("#municipality").select_option("GM0363")
        someone.page.locator("#validFrom").fill(today)
        someone.press("Voeg toe")
        someone.sees("Amsterdam")
        someone.open("/regios/waarden/GM0363/eruit")
        someone.press("Leg vast")
        someone.sees("Fout:")
        someone.page.locator("#lastDay").fill(today)
        someone.press("Leg vast")
        someone.open("/en/regios/waarden")
        someone.open("/samenwerkingsverbanden")
        someone.page.locator("main table tbody a").first.click()
        someone.look()


def test_the_statement_of_days(chromium: Browser, registry: Served) -> None:
    """A municipality reads its own; an admin passes days on and reverses them."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/dagenbudgetten")
        someone.page.locator("table tbody a").first.click()
        someone.look()
        where = someone.page.url.removeprefix(registry.url)
        for way, button in (("terugdraaien", "Draai de dagen terug"), ("overzetten", "Zet de dagen over")):
            someone.open(f"{where}/{way}")
            someone.press(button)
            someone.sees("Fout:")
        someone.open(f"{where}/terugdraaien")
        someone.page.locator("#days").fill("0,25")
        someone.page.locator("#reason").fill("Ten onrechte toegekend.")
        someone.press("Draai de dagen terug")
        someone.sees("Teruggedraaid")
        someone.open(f"/en{where}")
    with visitor(chromium, registry) as town:
        town.sign_in("gemeente")
        town.open("/dagenbudgetten")
        town.page.get_by_role("link", name="Krimpenerwaard", exact=True).click()
        town.look()
        town.sees("na een intake")
        town.sees("voor een boeking")
