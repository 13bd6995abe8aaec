"""Measures, appeals, renewals, takeovers, self-reports and schemes in a real browser; each page is examined."""

from datetime import timedelta

from playwright.sync_api import Browser

from registry.days import amsterdam_day, system_now
from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER
WHY = "Een gemeente klaagt; dit wordt eerst onderzocht."


def test_a_suspension(chromium: Browser, registry: Served) -> None:
    """Proposed with a mistake first, then rightly; a colleague reads what it rests on and decides."""
    today = amsterdam_day(system_now())
    with visitor(chromium, registry) as someone:
        someone.sign_in("certificeerder-a")
        someone.open("/certificaatbeheer")
        number = someone.page.locator("table tbody a").first.inner_text()
        someone.open(f"/certificaatbeheer/{number}")
        someone.press("Schorsen")
        someone.press("Stel voor")
        someone.sees("Fout:")
        someone.page.locator("#effectiveOn").fill(f"{today}")
        someone.page.get_by_label("Klacht wordt onderzocht").check()
        someone.page.locator("#resolveBy").fill(f"{today + timedelta(days=60)}")
        someone.page.locator("#explanation").fill(WHY)
        someone.press("Stel voor")
        measure = someone.page.url.removeprefix(registry.url).partition("?")[0]
        someone.open("/maatregelen")
        someone.open("/maatregelen/samen")
    with visitor(chromium, registry) as colleague:
        colleague.sign_in("certificeerder-c")
        colleague.open(measure)
        colleague.open(f"/auditpakketten/{number}")
        colleague.open(f"/certificaten/{number}/inhoud")
        colleague.open(measure)
        colleague.press("Ja, deze maatregel geldt")
        colleague.open(f"/certificaatbeheer/{number}")
        colleague.sees("Geschorst")
        colleague.open(f"/en/certificaatbeheer/{number}")
    with visitor(chromium, registry) as anyone:
        anyone.open(f"/certificaten/{number}")
        anyone.sees("Geschorst")


def test_lists_of_certifiers(chromium: Browser, registry: Served) -> None:
    """Every list that waits for a certifier, in both languages."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("certificeerder-a")
        for path in ("dossiers/samen", "bezwaren", "hercertificeringen", "overnames", "meldingen", "vrijstellingen", "werk"):
            someone.open(f"/{path}")
            someone.open(f"/en/{path}")
        someone.open("/bezwaren")
        shown = someone.page.locator("select").first.evaluate("each => getComputedStyle(each).backgroundImage")
        assert "chevron" in shown, "a list to choose from is to be told from a field to type in"


def test_what_a_holder_does(chromium: Browser, registry: Served) -> None:
    """Renewing, education, and a change that is reported."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("adviseur-101")
        for path in ("hercertificering", "wijziging-melden", "aanvragen", "mijn-certificaten"):
            someone.open(f"/{path}")
            someone.open(f"/en/{path}")


def test_what_anyone_reads_and_sends(chromium: Browser, registry: Served) -> None:
    """The rules of a scheme in words, and an appeal with its receipt."""
    with visitor(chromium, registry) as anyone:
        anyone.open("/certificatieschemas")
        anyone.open("/certificatieschemas/e-adviseur/versies/1")
        anyone.open("/en/certificatieschemas/e-adviseur/versies/1")
        anyone.open("/bezwaar")
        anyone.press("Verstuur")
        anyone.sees("Fout:")
    with visitor(chromium, registry) as owner:
        owner.sign_in("schema")
        owner.open("/certificatieschemas")
        owner.open("/certificatieschemas/e-adviseur/nieuwe-versie")
