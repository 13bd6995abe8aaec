"""The pages of tracks, examiners, sittings, approvals, cases and reviews in a real browser: each page seen is examined."""

from playwright.sync_api import Browser, Locator

from tests.pages.chromium import IN_THE_BROWSER, Served, Visitor, visitor

LATER = "2031-01-01"

pytestmark = IN_THE_BROWSER


def in_row(visits: Visitor, who: str, name: str = "") -> Locator:
    """The first link, of that name, in the first row about them."""
    return visits.page.get_by_role("row").filter(has_text=who).first.get_by_role("link", name=name).first


def test_the_catalogue(someone: Visitor) -> None:
    """Anyone reads what is taught and examined, in both languages."""
    someone.open("/opleidingen")
    someone.press("Basistraining e-overheid")
    someone.sees("Wat wordt er getoetst?")
    someone.press("English")
    someone.sees("Basic test e-government")


def test_a_provider_and_its_examiners(someone: Visitor) -> None:
    """Registers an invigilator for later, is told what is missing, cancels it, and ends another."""
    someone.sign_in("opleider-de-brink")
    someone.open("/examinatoren")
    someone.press("Registreer")
    someone.sees("Vul dit in.")
    someone.page.get_by_label("Wat doet deze persoon?").select_option("invigilator")
    someone.page.get_by_role("radio", name="Een nieuwe persoon").check()
    someone.page.get_by_label("E-mailadres").fill("noor@examen.example")
    someone.page.get_by_label("Voornaam").fill("Noor")
    someone.page.get_by_label("Achternaam").fill("Adema")
    someone.page.locator("#validFrom").fill(LATER)
    someone.press("Registreer")
    someone.sees("De persoon is geregistreerd.")
    in_row(someone, "Noor Adema").click()
    someone.look()
    someone.press("Annuleer de registratie")
    someone.sees("De registratie gaat niet door.")
    assert "Noor Adema" not in someone.page.get_by_role("table").inner_text()
    in_row(someone, "Robin Kok").click()
    someone.look()
    assert someone.page.get_by_role("button", name="Annuleer de registratie").count() == 0
    someone.page.get_by_label("Laatste dag").fill("2020-01-01")
    someone.press("Beëindig de registratie")
    someone.sees("De laatste dag ligt niet in het verleden.")
    someone.page.get_by_label("Laatste dag").fill(LATER)
    someone.press("Beëindig de registratie")
    someone.sees("De registratie eindigt op de dag die u koos.")
    someone.open("/en/examinatoren")


def test_a_provider_and_its_sittings(someone: Visitor) -> None:
    """Fills in a sitting, empties what was wrong, and reads why its invigilator stays."""
    someone.sign_in("opleider-snelpas")
    someone.open("/zittingen")
    in_row(someone, "Robin Wakker").click()
    someone.look()
    someone.page.get_by_label("Omstandigheden").fill("Brandalarm")
    someone.press("Bewaar")
    someone.sees("De zitting is bijgewerkt.")
    in_row(someone, "Robin Wakker").click()
    someone.page.get_by_label("Omstandigheden").fill("")
    someone.press("Bewaar")
    in_row(someone, "Robin Wakker").click()
    assert someone.page.get_by_label("Omstandigheden").input_value() == ""
    someone.page.get_by_label("Surveillant").select_option("")
    someone.press("Bewaar")
    someone.sees("U kunt een andere surveillant kiezen, maar dit veld niet leeg maken.")
    someone.open("/slagingspercentages")


def test_who_approves(someone: Visitor, chromium: Browser, registry: Served) -> None:
    """The owner approves a provider for later and cancels that; a certifier does so with an examiner."""
    someone.sign_in("schema")
    someone.open("/erkenningen")
    someone.press("Erken de opleider")
    someone.sees("Vul dit in.")
    form = someone.page.get_by_role("form", name="Een opleider erkennen")
    form.get_by_label("Opleider").select_option(label="Zuiderlicht Opleidingen")
    form.get_by_label("Waarvoor?").select_option(label="Lesgeven: Opleidingstraject e-adviseur")
    form.get_by_label("Vanaf").fill(LATER)
    someone.press("Erken de opleider")
    someone.page.get_by_role("row").filter(has_text="vanaf 1 januari 2031").get_by_role("link", name="Beëindig").click()
    someone.look()
    someone.press("Annuleer de erkenning")
    someone.sees("De erkenning gaat niet door.")
    with visitor(chromium, registry) as certifier:
        certifier.sign_in("certificeerder-a")
        certifier.open("/erkenningen")
        in_row(certifier, "Robin Maas").click()
        certifier.look()
        certifier.press("Erken de examinator")
        certifier.sees("Er is al een erkenning in deze periode")
        certifier.open("/erkenningen")
        in_row(certifier, "Robin Maas", "Beëindig").click()
        certifier.look()
        certifier.page.get_by_label("Laatste dag").fill("2030-12-30")
        certifier.press("Beëindig de erkenning")
        in_row(certifier, "Robin Maas").click()
        certifier.page.get_by_label("Vanaf").fill(LATER)
        certifier.press("Erken de examinator")
        certifier.page.get_by_role("row").filter(has_text="Robin Maas").get_by_role("link", name="Beëindig").last.click()
        certifier.look()
        certifier.press("Annuleer de erkenning")
        certifier.sees("De erkenning gaat niet door.")
        certifier.open("/en/erkenningen")


def test_a_case(someone: Visitor, chromium: Browser, registry: Served) -> None:
    """A certifier takes the seeded swindle, finds nothing to hold, and concludes; an auditor reads it."""
    someone.sign_in("certificeerder-a")
    someone.open("/herbeoordelingen")
    someone.open("/herbeoordelingen?stand=afgerond")
    someone.open("/integriteit")
    someone.page.locator("main table tbody a").first.click()
    someone.look()
    someone.press("Ja, deze zaak is van mij")
    someone.press("Laat de certificaten herbeoordelen")
    someone.press("Sluit de zaak")
    someone.sees("Vul dit in.")
    someone.page.get_by_role("radio", name="De uitslagen zijn niet geldig").check()
    someone.page.get_by_label("Waarom?").fill("Niemand hield toezicht bij de herkansing.")
    someone.press("Sluit de zaak")
    someone.sees("De zaak is gesloten.")
    with visitor(chromium, registry) as auditor:
        auditor.sign_in("auditor")
        auditor.open("/integriteit?stand=gesloten")
        auditor.page.locator("main table tbody a").first.click()
        auditor.look()
        auditor.sees("Niemand hield toezicht bij de herkansing.")
        auditor.open("/herbeoordelingen")
        auditor.open("/zittingen")
        auditor.open("/erkenningen")
