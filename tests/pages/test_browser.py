"""People walk through the pages in a real browser, without JavaScript of ours; each page they see is examined."""

import json
import re
from pathlib import Path

from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, Visitor, ask_api, visitor

SAMPLES = Path(__file__).parents[1] / "exams/samples"

pytestmark = IN_THE_BROWSER


def test_everyone(someone: Visitor) -> None:
    """Anyone finds an adviser and checks a certificate, in both languages."""
    someone.open("/")
    someone.page.get_by_label("Naam van de adviseur").fill("janssen")
    someone.press("Zoeken")
    someone.sees("2 adviseurs gevonden")
    number = someone.numbers()[0]
    someone.press(number)
    someone.sees("Dit certificaat is geldig.")
    someone.page.get_by_label("Op welke dag?").fill("2029-11-19")
    someone.press("Toon die dag")
    someone.sees("Verlopen")
    someone.press("English")
    someone.sees("Expired")
    someone.press("Advisers")
    someone.sees("11 advisers found")
    someone.open("/adviseurs?naam=zzz")
    someone.open("/certificaten")
    someone.page.get_by_label("Nummer van het certificaat").fill(f"{number[:2]}{int(number[2:10]) ^ 1:08}{number[10:]}")
    someone.press("Controleren")
    someone.press(f"Bekijk {number}")
    someone.sees("Dit certificaat is geldig.")
    someone.page.goto(f"{someone.served.url}/certificaten/CA12345678-66")
    someone.sees("Vertrouw er niet op")
    someone.open("/nergens", expect=404)


def test_keyboard(someone: Visitor) -> None:
    """The first Tab shows the way past the header, and Enter in a field searches."""
    someone.page.goto(f"{someone.served.url}/adviseurs")
    someone.page.keyboard.press("Tab")
    assert someone.page.locator(":focus").inner_text() == "Naar de inhoud"
    someone.page.keyboard.press("Enter")
    someone.page.locator("main:focus").wait_for()
    someone.page.get_by_label("Naam van de adviseur").fill("berg")
    someone.page.keyboard.press("Enter")
    someone.page.wait_for_url(re.compile("naam=berg"))
    someone.sees("1 adviseur gevonden")


def test_provider(someone: Visitor) -> None:
    """The provider fetches the template, sends a messy file, and reads each fault at its cell."""
    someone.open("/aanmelden")
    someone.page.get_by_label("E-mailadres").fill("opleider@demo.example")
    someone.page.get_by_label("Wachtwoord").fill("fout")
    someone.page.get_by_role("main").get_by_role("button", name="Aanmelden").click()
    someone.look()
    someone.sees("Het e-mailadres, het wachtwoord of de code klopt niet.")
    someone.sign_in("opleider")
    someone.press("Uitslagen aanleveren")
    with someone.page.expect_download() as download:
        someone.page.get_by_role("link", name="Download het sjabloon").click()
    assert download.value.suggested_filename == "uitslagen.xlsx"
    someone.press("Bekijk wat erin staat")
    someone.sees("Kies het bestand met de uitslagen.")
    someone.page.get_by_label("Bestand met uitslagen").set_input_files(SAMPLES / "uitslagen-rommelig.xlsx")
    someone.press("Bekijk wat erin staat")
    someone.sees("De datum ‘31 februari 2026’ bestaat niet.")
    assert someone.page.get_by_role("button", name="Ja, leg ze vast").count() == 0
    with someone.page.expect_download() as download:
        someone.page.get_by_role("link", name="Download met de fouten gemarkeerd").click()
    assert download.value.suggested_filename == "uitslagen-met-fouten.xlsx"
    someone.press("Aanleveringen")
    someone.press("uitslagen-najaar.xlsx")
    someone.sees("Deze aanlevering is aangenomen")
    someone.press("Afmelden")
    someone.page.get_by_role("link", name="Aanmelden").wait_for()


def test_certifiers(someone: Visitor, chromium: Browser, registry: Served) -> None:
    """One certifier admits; who is certified already is not granted on the same evidence; L. van Dam reads why not to judge."""
    new_application(registry, "adviseur-101")
    someone.sign_in("certificeerder-a")
    someone.press("Kandidaten toelaten")
    someone.sees("Johanna van der Meer")
    someone.press("Laat de kandidaat toe")
    someone.sees("Vul dit in.")
    someone.page.get_by_label("Welk identiteitsbewijs zag u?").select_option("paspoort")
    someone.press("Laat de kandidaat toe")
    someone.sees("Advies voor wie beslist")
    someone.press("Bereid het besluit voor")
    someone.sees("Dit bewijs is al gebruikt")
    with visitor(chromium, registry) as van_dam:
        van_dam.sign_in("certificeerder-b")
        van_dam.open("/dossiers")
        van_dam.press("Maarten Sørensen")
        van_dam.sees("U mag dit dossier niet voorbereiden of beslissen")
        van_dam.open("/dossiers")
        van_dam.page.get_by_label("Hoe staat het ervoor?").select_option("abandoned")
        van_dam.page.get_by_role("button", name="Toon").click()
        van_dam.page.get_by_text("Er is niets gevonden", exact=True).first.wait_for()
        van_dam.look()


def new_application(registry: Served, who: str) -> None:
    """An adviser applies once more, by a program."""
    token = json.loads(ask_api(registry, "/access-tokens", json.dumps(registry.credentials(who)).encode()))["accessToken"]
    application = {"scheme": "e-adviseur", "termsVersion": "2026-1", "codeOfConductVersion": "2026-1"}
    ask_api(registry, "/dossiers", json.dumps(application).encode(), token=token)


def test_municipality(someone: Visitor) -> None:
    """The municipality searches, sees beforehand what it may book, is refused, and books what fits."""
    someone.sign_in("gemeente")
    someone.press("Een adviseur boeken")
    someone.page.get_by_text("Vakgebied", exact=True).first.click()
    someone.page.get_by_role("checkbox", name=re.compile("^Zaakgericht werken")).check()
    someone.press("Zoeken")
    someone.sees("5 adviseurs gevonden")
    someone.press(someone.numbers()[0])
    someone.press("Boek deze adviseur")
    someone.press("Toets vooraf")
    someone.sees("Eerste dag: Vul dit in.")
    someone.page.get_by_label("Eerste dag").fill("2027-05-10")
    someone.page.get_by_label("Laatste dag").fill("2027-06-30")
    someone.page.get_by_label("Aantal dagen").fill("10")
    someone.press("Toets vooraf")
    someone.sees("Dit dagenbudget heeft 8 dagen beschikbaar; u vraagt er 10.")
    someone.press("Boek")
    someone.sees("Er is niets geboekt.")
    someone.page.get_by_label("Aantal dagen").fill("2,25")
    someone.press("Toets vooraf")
    someone.sees("Alles klopt: dit mag.")
    someone.press("Boek")
    someone.sees("De adviseur is geboekt.")
    someone.sees("5,75")
    someone.press("Mijn werk")


def test_a_role_without_pages(someone: Visitor) -> None:
    """A role without pages of its own reads what it can do."""
    someone.sign_in("auditor")
    someone.sees("U bent auditor.")
