"""Evaluations and the overview of days in a real browser; each page is examined."""

from datetime import timedelta

from playwright.sync_api import Browser

from registry.days import amsterdam_day, system_now
from tests.pages.chromium import IN_THE_BROWSER, Served, Visitor, visitor

pytestmark = IN_THE_BROWSER
WORKED_BEFORE = "adviseur-102"
"""Whom the demo's municipality evaluated once; the page of averages wants five."""


def test_the_overview(chromium: Browser, registry: Served) -> None:
    """Charts and tables of the demo's intakes and days, in both languages; a mistake at its field; and the file."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("auditor")
        someone.open("/dagen-overzicht")
        someone.sees("Per regio en maand")
        someone.sees("Groene Delta")
        someone.open("/en/dagen-overzicht")
        someone.page.locator("#van").fill("2031-01-01")
        someone.page.get_by_role("button", name="Show").click()
        someone.page.get_by_text("The last day lies before the first.").first.wait_for()
        someone.look()
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


def test_filled_evaluations(chromium: Browser, registry: Served) -> None:
    """The form with its mistakes, and what all read once there are five: averages, the remarks, an answer to one."""
    with visitor(chromium, registry) as town, visitor(chromium, registry) as adviser:
        town.sign_in("gemeente")
        adviser.choose_password(WORKED_BEFORE)
        adviser.sign_in(WORKED_BEFORE)
        adviser.open("/mijn-certificaten")
        number = adviser.numbers()[0]
        for turn in range(4):
            evaluates(town, works(town, adviser, number), looks=turn == 0)
        town.open("/beoordelingen")
        town.open(f"/beoordelingen/adviseur?certificaat={number}")
        town.sees("Dit zijn 5 beoordelingen.")
        town.open(f"/en/beoordelingen/adviseur?certificaat={number}")
        adviser.open("/mijn-beoordelingen")
        adviser.sees("Wat gemeenten schreven")
        adviser.press("Antwoord")
        adviser.sees("Fout:")
        adviser.page.locator("textarea").first.fill("Dank u wel.")
        adviser.press("Antwoord")
        adviser.sees("Uw antwoord: Dank u wel.")
        adviser.open("/en/mijn-beoordelingen")


def works(town: Visitor, adviser: Visitor, number: str) -> str:
    """A quarter day of the partnership that was booked, worked, approved and completed; returns the id of the booking."""
    today = amsterdam_day(system_now())
    period = f"van={today}&tot={today + timedelta(days=30)}"
    town.page.goto(f"{town.served.url}/boekingen/nieuw?certificaat={number}&{period}&dagen=0,25")
    town.page.locator("#allotment").select_option(index=1)
    town.page.get_by_role("button", name="Boek", exact=True).click()
    town.page.goto(f"{town.served.url}/boekingen?stand=aangevraagd")
    way = town.page.locator("table#boekingen tbody a").first.get_attribute("href")
    assert way
    adviser.page.goto(f"{adviser.served.url}/mijn{way.replace('/', '-', 1)}")
    adviser.page.get_by_role("button", name="Ik ga akkoord").click()
    adviser.page.locator("#day").fill(f"{today}")
    adviser.page.locator("#days").fill("0,25")
    adviser.page.get_by_role("button", name="Vul in").click()
    town.page.goto(f"{town.served.url}{way}")
    town.page.locator("input[type=checkbox]").first.check()
    town.page.get_by_role("button", name="Keur goed").click()
    town.page.goto(f"{town.served.url}{way}/afronden")
    town.page.get_by_role("button", name="Rond af").click()
    return way.rsplit("/", 1)[-1]


def evaluates(town: Visitor, booking: str, *, looks: bool) -> None:
    """The municipality says how it went; the first time with every mistake."""
    town.page.goto(f"{town.served.url}/beoordelingen/{booking}")
    if looks:
        town.look()
        town.press("Leg de beoordeling vast")
        town.sees("Fout:")
        town.open(f"/en/beoordelingen/{booking}")
        town.page.goto(f"{town.served.url}/beoordelingen/{booking}")
    for name in ("municipalProcesses", "informationManagement", "organisationAdvice", "changeManagement"):
        town.page.locator(f"#{name}").select_option("4")
    town.page.locator("input[name=outcome]").first.check()
    town.page.locator("input[name=again]").first.check()
    town.page.locator("#remark").fill("Goed geluisterd, en alles was op tijd klaar.")
    town.page.get_by_role("button", name="Leg de beoordeling vast").click()
