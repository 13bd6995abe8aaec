"""Intakes in a real browser, from plan to proposition; each page is examined, and so are those of the admin."""

import json
from datetime import timedelta

from playwright.sync_api import Browser

from registry.days import amsterdam_day, system_now
from tests.pages.chromium import IN_THE_BROWSER, Served, ask_api, visitor

pytestmark = IN_THE_BROWSER


def test_from_plan_to_proposition(chromium: Browser, registry: Served) -> None:
    """A coordinator plans an intake with a mistake first, holds it, completes it and records the plan that follows."""
    today = amsterdam_day(system_now())
    with visitor(chromium, registry) as someone:
        someone.sign_in("regie")
        someone.press("Intakes")
        someone.press("Plan een intake")
        someone.press("Plan de intake")
        someone.sees("Pas dit nog aan")
        someone.page.get_by_label("Welke gemeente?").select_option(label="Gouda")
        someone.page.locator("#heldOn").fill(f"{today}")
        someone.press("Plan de intake")
        someone.sees("De intake is gepland")
        someone.page.locator("#familyName-1").fill("Wit")
        someone.press("Leg vast dat de intake is gehouden")
        someone.sees("Voornaam van deelnemer 1: Vul dit in.")
        someone.page.locator("#givenName-1").fill("Anna")
        someone.page.locator("#capacity-1").fill("wethouder")
        someone.press("Leg vast dat de intake is gehouden")
        someone.page.locator("#reference").fill("P-2027-001")
        someone.page.locator("#days").fill("2,1")
        someone.press("Rond af en ken de dagen toe")
        someone.sees("Pas dit nog aan")
        someone.page.locator("#days").fill("2,25")
        someone.press("Rond af en ken de dagen toe")
        someone.sees("De dagen zijn toegekend")
        someone.page.locator("#reference").fill("RP-2027-001")
        someone.page.locator("#firstDay").fill(f"{today}")
        someone.page.locator("#lastDay").fill(f"{today + timedelta(days=300)}")
        someone.press("Leg het plan vast")
        someone.sees("RP-2027-001")
        someone.open("/en/intakes")


def test_a_joint_intake(chromium: Browser, registry: Served) -> None:
    """Members of a partnership are ticked; one that does not go on is cancelled."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("regie")
        someone.open("/intakes/nieuw")
        someone.page.get_by_label("Welk samenwerkingsverband?").select_option(index=1)
        someone.press("Kies de gemeenten")
        someone.page.locator("#heldOn").fill(f"{amsterdam_day(system_now())}")
        someone.press("Plan de intake")
        someone.sees("Kies ten minste één gemeente")
        someone.page.get_by_role("checkbox").first.check()
        someone.press("Plan de intake")
        someone.press("Leg vast dat de intake is gehouden")
        someone.sees("Dagen per gemeente")
        someone.page.get_by_label("Het gesprek leidde niet tot een propositie").check()
        someone.press("Annuleer de intake")
        someone.sees("Geannuleerd")


def test_the_admins_pages(chromium: Browser, registry: Served) -> None:
    """Who works where, and an intake taken over from elsewhere."""
    fields = json.dumps(registry.credentials("beheer")).encode()
    token = json.loads(ask_api(registry, "/access-tokens", fields))["accessToken"]
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/regie-adviseurs")
        ask_api(registry, "/regions", json.dumps({"code": "oost", "name": "Regio Oost"}).encode(), token=token)
        someone.open("/regie-adviseurs")
        someone.press("Laat in deze regio werken")
        someone.sees("Pas dit nog aan")
        someone.page.locator("#region").select_option(index=1)
        someone.page.locator("#coordinator").select_option(index=1)
        someone.press("Laat in deze regio werken")
        someone.sees("Regio Oost")
        someone.press("Beëindig")
        someone.sees("Pas dit nog aan")
        someone.open("/intakes")
        someone.press("Neem een intake over van elders")
        someone.press("Neem de intake over")
        someone.sees("Pas dit nog aan")
