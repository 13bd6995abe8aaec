"""A holder in a real browser: from the card to the certificate and its PDF, made in the background by then or at once."""

from pathlib import Path

from tests.pages.chromium import IN_THE_BROWSER, Visitor

pytestmark = IN_THE_BROWSER


def test_a_holder_and_their_certificate(someone: Visitor) -> None:
    """The card leads to the list, to what stands on the certificate, and to the PDF in both languages."""
    someone.sign_in("adviseur-101")
    someone.press("Mijn certificaten")
    number = someone.numbers()[0]
    someone.sees("Dit certificaat is geldig.")
    someone.page.get_by_role("link", name="Lees wat er op het certificaat staat").first.click()
    someone.look()
    someone.sees("Johanna van der Meer")
    someone.sees("Toepassingsgebied")
    first = pdf(someone, "Nederlands (pdf)", f"certificaat-{number}-nl.pdf")
    assert pdf(someone, "Nederlands (pdf)", f"certificaat-{number}-nl.pdf") == first
    assert f"{someone.served.url}/certificaten/{number}".encode() in first
    someone.press("English")
    someone.sees("Certification body")
    assert pdf(someone, "English (PDF)", f"certificaat-{number}-en.pdf") != first
    someone.open("/en/mijn-certificaten")


def test_anyone_checks_that_pdf(someone: Visitor) -> None:
    """From the page that checks numbers: whole and on another day, changed, forgotten; and as text, in English."""
    someone.sign_in("adviseur-101")
    someone.open("/mijn-certificaten")
    number = someone.numbers()[0]
    whole = pdf(someone, "Nederlands (pdf)", f"certificaat-{number}-nl.pdf")
    jwt = saved(someone, "Controleerbaar bestand (jwt)").decode()
    someone.open("/certificaten")
    someone.press("Controleer het bestand")
    someone.press("Controleren")
    someone.sees("Kies een bestand, of plak de tekst ervan.")
    bring(someone, whole, day="2050-01-01")
    someone.sees("Dit certificaat is echt en geldig.")
    someone.sees("Johanna van der Meer")
    someone.sees("Het zegel van dit register is heel")
    someone.sees("Op 1 januari 2050")
    someone.sees("Dit certificaat is verlopen.")
    someone.press("Controleer een ander bestand")
    bring(someone, whole + b"%")
    someone.sees("Deze pdf is veranderd nadat zij is verzegeld.")
    assert "Johanna" not in someone.page.get_by_role("main").inner_text()
    someone.open("/en/certificaten/bestand")
    someone.page.get_by_label("Or paste the text of a jwt file").fill(jwt)
    someone.press("Check")
    someone.sees("This certificate is genuine and valid.")
    assert set(someone.numbers()) == {number}


def bring(someone: Visitor, content: bytes, *, day: str = "") -> None:
    """Choose a file and have it checked."""
    sent = {"name": "certificaat.pdf", "mimeType": "application/pdf", "buffer": content}
    someone.page.get_by_label("Bestand van het certificaat").set_input_files(sent)  # type: ignore[arg-type]
    someone.page.get_by_label("Ook op een andere dag?").fill(day)
    someone.press("Controleren")


def pdf(someone: Visitor, name: str, expected: str) -> bytes:
    """What the link gives to save."""
    with someone.page.expect_download() as download:
        someone.page.get_by_role("link", name=name).click()
    assert download.value.suggested_filename == expected
    return Path(download.value.path()).read_bytes()


def saved(someone: Visitor, name: str) -> bytes:
    """What the link gives to save, whatever it is called."""
    with someone.page.expect_download() as download:
        someone.page.get_by_role("link", name=name).first.click()
    return Path(download.value.path()).read_bytes()
