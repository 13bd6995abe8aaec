"""The inbox and the outgoing mail in a real browser; each page is examined at three widths."""

from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER


def test_an_adviser_reads_what_a_municipality_asked(chromium: Browser, registry: Served) -> None:
    """From one's work to the inbox, to the booking, and back: it is read."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("adviseur-101")
        someone.open("/werk")
        someone.press("Berichten")
        someone.sees("Een gemeente wil u boeken")
        someone.open("/en/berichten")
        someone.open("/berichten")
        someone.press("Bekijk")
        someone.open("/berichten")
        someone.sees("U heeft alles gelezen.")


def test_an_admin_looks_at_mail(chromium: Browser, registry: Served) -> None:
    """What has not gone out yet, in both languages."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/mail")
        someone.sees("Uitgaande e-mail")
        someone.open("/en/mail")
        someone.open("/berichten")


def test_an_admin_keeps_accounts(chromium: Browser, registry: Served) -> None:
    """Finds them, invites somebody, gives and ends a role, and is told why the last admin stays."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/werk")
        someone.press("Accounts en rollen")
        someone.press("Nodig iemand uit")
        someone.page.get_by_label("Welke rol?").select_option("municipality")
        someone.press("Verder")
        someone.press("Stuur de uitnodiging")
        someone.page.get_by_label("Voor welke organisatie?").select_option(label="Krimpenerwaard")
        someone.page.get_by_label("E-mailadres").fill("een.heel.lang.adres.van.iemand@gemeente-krimpenerwaard.example")
        someone.page.get_by_label("Voornaam").fill("Nora")
        someone.page.get_by_label("Achternaam").fill("Nieuwenhuijsen-Bakker")
        someone.press("Stuur de uitnodiging")
        someone.sees("De uitnodiging wordt gemaild.")
        someone.press("Geef een rol")
        someone.page.get_by_label("Welke rol?").select_option("adviser")
        someone.press("Verder")
        someone.press("Geef deze rol")
        someone.press("Beëindig Adviseur")
        someone.press("Trek de uitnodiging in")
        someone.press("Zet het account uit")
        someone.open("/en/beheer/accounts?rol=admin")
        someone.page.locator("tbody th a", has_text="Bea Heerder").click()
        someone.look()
        someone.press("Disable the account")
        someone.sees("This is the last admin who can sign in.")
        someone.press("Take away the second factor")
        someone.press("Send the e-mail")


def test_whoever_was_invited_chooses_a_password(chromium: Browser, registry: Served) -> None:
    """By the link that the first admin is given; and who forgot a password asks for another."""
    path = registry.link_for("bert@demo.example")
    with visitor(chromium, registry) as someone:
        someone.open(f"/en{path}")
        someone.open(path)
        someone.page.get_by_label("Uw nieuwe wachtwoord").fill("kort")
        someone.press("Kies dit wachtwoord")
        someone.page.get_by_label("Uw nieuwe wachtwoord").fill("een zin die niemand raadt")
        someone.press("Kies dit wachtwoord")
        someone.sees("Uw wachtwoord is gekozen")
        someone.open(path, expect=404)
        someone.open("/aanmelden")
        someone.press("Wachtwoord vergeten?")
        someone.page.get_by_label("E-mailadres").fill("niemand@demo.example")
        someone.press("Stuur de e-mail")
        someone.sees("Bestaat er een account met dit e-mailadres?")
        someone.open("/en/wachtwoord-vergeten")
        someone.open("/tweede-factor-weggehaald")
