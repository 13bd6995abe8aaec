"""Interests of certifiers, waivers, and erasing a person, in a real browser; each page is examined."""

from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER
WHY = "Wij kennen elkaar alleen van een verjaardag, lang geleden."


def test_interests_and_waivers(chromium: Browser, registry: Served) -> None:
    """Stated anew, a relation declared with a mistake first, a waiver asked, and granted by a colleague."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("certificeerder-b")
        someone.open("/belangen")
        someone.press("Ik verklaar dit")
        someone.sees("Uw belangenverklaring is vastgelegd.")
        someone.press("Geef op")
        someone.sees("Fout:")
        someone.page.get_by_label("Kandidaatnummer van de adviseur").fill("EA000101-45")
        someone.page.get_by_label("Welke relatie?").select_option("other")
        someone.page.get_by_label("Eerste dag").fill("2020-01-01")
        someone.page.get_by_label("Toelichting").fill("Wij zaten bij dezelfde vereniging.")
        someone.press("Geef op")
        someone.sees("De relatie is vastgelegd. Zij telt vanaf nu.")
        someone.press("Beëindig EA000101-45")
        someone.press("Leg de laatste dag vast")
        someone.open("/ontheffingen")
        someone.page.get_by_label("Kandidaatnummer van de adviseur").fill("EA000101-45")
        someone.page.get_by_label("Waarvan vraagt u ontheffing?").select_option("other")
        until = someone.page.get_by_label("Tot en met welke dag?")
        until.fill(until.get_attribute("max") or "")
        someone.page.get_by_label("Waarom is dat verantwoord?").fill(WHY)
        someone.press("Vraag ontheffing")
        someone.sees("Een andere certificeerder beslist.")
        path = someone.page.url.removeprefix(registry.url).partition("?")[0]
    with visitor(chromium, registry) as colleague:
        colleague.sign_in("certificeerder-c")
        colleague.open(path)
        colleague.press("Verleen de ontheffing")
        colleague.sees("De ontheffing is verleend.")
        colleague.open("/en/ontheffingen")
        colleague.sees("in force now")
        colleague.open("/en/belangen")


def test_erasing(chromium: Browser, registry: Served) -> None:
    """Somebody about whom a decision can still be objected to is not erased; somebody else is, once that is confirmed."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/wissen")
        someone.page.get_by_label("Kandidaatnummer of e-mailadres").fill("EA000101-45")
        someone.press("Bekijk wat wissen betekent")
        someone.sees("Wat zonder naam blijft")
        someone.open("/en/wissen")
        someone.open("/wissen")
        someone.page.get_by_label("Kandidaatnummer of e-mailadres").fill("opleider@demo.example")
        someone.press("Bekijk wat wissen betekent")
        someone.press("Wis voorgoed")
        someone.sees("Vul dit in.")
        field = someone.page.get_by_label("Typ dit over om te bevestigen")
        words = someone.page.locator("label[for=confirmation]").inner_text().rpartition(": ")[2]
        field.fill(words)
        someone.press("Wis voorgoed")
        someone.sees("De persoon is gewist.")
