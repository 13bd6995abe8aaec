"""The life of a booking in a real browser: every page of the municipality and of the adviser is examined."""

from datetime import timedelta

from playwright.sync_api import Browser

from registry.days import amsterdam_day, system_now
from tests.pages.chromium import IN_THE_BROWSER, Served, Visitor, visitor

pytestmark = IN_THE_BROWSER


TODAY = amsterdam_day(system_now())


def test_a_booking_and_its_life(chromium: Browser, registry: Served) -> None:
    """Booked, accepted, worked for, changed, approved, completed; each page and each mistake is looked at."""
    with visitor(chromium, registry) as adviser:
        adviser.sign_in("adviseur-101")
        adviser.open("/mijn-certificaten")
        number = adviser.numbers()[0]
    with visitor(chromium, registry) as town:
        town.sign_in("gemeente")
        way = books(town, number)
    with visitor(chromium, registry) as adviser:
        adviser.sign_in("adviseur-101")
        answers(adviser, way.replace("/boekingen", "/mijn-boekingen"))
    with visitor(chromium, registry) as town:
        town.sign_in("gemeente")
        approves(town, way)
    with visitor(chromium, registry) as adviser:
        adviser.sign_in("adviseur-101")
        adviser.open(way.replace("/boekingen", "/mijn-boekingen"))
        adviser.press("Laat de boeking zoals die is")
    with visitor(chromium, registry) as town:
        town.sign_in("gemeente")
        town.open(f"{way}/afronden")
        town.press("Rond af")
        town.sees("Afgerond")
        town.open("/boekingen")


def books(town: Visitor, number: str) -> str:
    """The municipality books the adviser with this certificate; returns the path of the booking."""
    town.open(f"/boekingen/nieuw?certificaat={number}&van={TODAY}&tot={TODAY + timedelta(days=60)}&dagen=10")
    town.press("Toets vooraf")
    town.sees("Een ander dagenbudget kan wel")
    town.press("Kies dit dagenbudget")
    town.page.get_by_label("Gouda", exact=True).check()
    town.page.get_by_label("Organisatieadvies", exact=True).check()
    town.press("Toets vooraf")
    town.sees("Alles klopt: dit mag.")
    town.open(f"/boekingen/nieuw?certificaat={number}&van={TODAY}&tot={TODAY + timedelta(days=60)}&dagen=4")
    town.press("Boek")
    town.open("/boekingen?stand=te-beantwoorden")
    way = town.page.locator("table#boekingen tbody a").first.get_attribute("href")
    assert way
    town.open(way)
    town.open(f"/en{way}")
    town.open(f"{way}/annuleren")
    town.open("/boekingen?stand=verlopen")
    return way


def answers(adviser: Visitor, own: str) -> None:
    """The adviser accepts and enters half a day, with a mistake first."""
    adviser.open("/mijn-boekingen")
    adviser.open(own)
    adviser.press("Ik ga akkoord")
    adviser.sees("Actief")
    adviser.press("Vul in")
    adviser.sees("Fout:")
    adviser.page.locator("#day").fill(f"{TODAY}")
    adviser.page.locator("#days").fill("0,5")
    adviser.press("Vul in")
    adviser.sees("Wacht op de gemeente")
    adviser.open(f"/en{own}")


def approves(town: Visitor, way: str) -> None:
    """The municipality asks too much, then more days; and approves the day, with a mistake first."""
    town.open("/werk")
    town.open(f"{way}/wijzigen")
    town.page.locator("#days").fill("100")
    town.press("Wijzig")
    town.sees("Dit kan zo niet")
    town.page.locator("#days").fill("5")
    town.press("Wijzig")
    town.sees("Een wijziging wacht op de adviseur")
    town.press("Keur goed")
    town.sees("Kruis ten minste één dag aan.")
    town.page.locator("input[type=checkbox]").first.check()
    town.press("Keur goed")


def test_time_and_ties(chromium: Browser, registry: Served) -> None:
    """What an adviser states of their time and of municipalities, with each mistake."""
    with visitor(chromium, registry) as adviser:
        adviser.sign_in("adviseur-101")
        adviser.open("/mijn-beschikbaarheid")
        adviser.press("Sla op")
        adviser.sees("Fout:")
        adviser.page.locator("#firstDay").fill(f"{TODAY + timedelta(days=90)}")
        adviser.press("Sla op")
        adviser.open("/mijn-banden")
        adviser.page.locator("#municipality").select_option(label="Utrecht")
        adviser.press("Geef de band op")
        adviser.press("Beëindig")
        adviser.sees("Fout:")
        adviser.open("/en/mijn-banden")
        adviser.open("/werk")
