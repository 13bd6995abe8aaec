"""A provider's secretary enrols, and an admin merges, in a real browser: accessible and narrow enough on every page."""

import re

from playwright.sync_api import Browser

from config.demo.cast import TRACK
from tests.exams.enrolments.sheets import HEADINGS
from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

AT = "/kandidaten"

pytestmark = IN_THE_BROWSER


def test_the_secretary_enrols(chromium: Browser, registry: Served) -> None:
    """Every page of candidates, lessons, trainers and files; with refusals, a doubt, faults, and a file thrown away."""
    with visitor(chromium, registry) as who:
        who.sign_in("opleider")
        for path in ("", "?zoek=niemand", "/nieuw", "/docenten", "/bestanden"):
            who.open(AT + path)
        who.open(AT)
        who.page.get_by_role("link", name=re.compile("Leg lessen vast")).first.click()
        who.look()
        who.press("Leg vast")
        who.open(AT)
        who.page.locator("a[href*='/kandidaten/lessen/']").first.click()
        who.look()
        for rows in (
            ";Jan;;Bergsma;;gisteren;;;;\n;Elif;;Öztürk;;;GP;N. Niemand;;",
            ";Elif;;Öztürk;;01-06-2026;;;;\n;Jan;;Bergsma;jan@a.example;01-06-2026;;;;",
        ):
            who.open(f"{AT}/bestanden")
            content = "\n".join([";".join(HEADINGS), rows]).encode()
            who.page.get_by_label("Bestand met inschrijvingen").set_input_files(
                {"name": "inschrijvingen.csv", "mimeType": "text/csv", "buffer": content}
            )
            who.press("Bekijk wat erin staat")
            who.sees("Wat staat er in uw bestand?")
        who.press("Gooi dit bestand weg")
        assert "Het bestand is weggegooid." in who.page.inner_text("body")
        who.sees("Weggegooid of gewist")


def test_the_admin_merges(chromium: Browser, registry: Served) -> None:
    """Somebody is enrolled twice; of the list of pairs one is refused, one merged, and that is undone."""
    with visitor(chromium, registry) as who:
        who.sign_in("opleider")
        for _ in range(2):
            who.open(f"{AT}/nieuw")
            for name, typed in (("enrolledOn", "2026-11-02"), ("givenName", "Truus"), ("familyName", "Tas")):
                who.page.locator(f"input[name={name}]").fill(typed)
            who.page.locator("select[name=track]").select_option(TRACK)
            who.press("Schrijf in")
        who.page.get_by_label("Dit is iemand anders").check()
        who.press("Schrijf in")
    with visitor(chromium, registry) as who:
        who.sign_in("beheer")
        who.open("/dubbelen")
        pairs = who.page.get_by_role("row").filter(has=who.page.get_by_role("button"))
        pairs.filter(has_text="Truus Tas").get_by_role("button").click()
        who.look()
        assert "De twee nummers tellen nu als één persoon." in who.page.inner_text("body")
        who.press("Voeg samen")
        who.page.get_by_role("link", name=re.compile("Maak ongedaan")).first.click()
        who.look()
        who.press("Ja, maak ongedaan")
        who.sees("Ongedaan gemaakt op")
