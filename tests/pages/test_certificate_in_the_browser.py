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


def pdf(someone: Visitor, name: str, expected: str) -> bytes:
    """What the link gives to save."""
    with someone.page.expect_download() as download:
        someone.page.get_by_role("link", name=name).click()
    assert download.value.suggested_filename == expected
    return Path(download.value.path()).read_bytes()
