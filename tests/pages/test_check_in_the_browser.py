"""Checking certificates in a real browser: one number, a typing error, a list pasted and in a file, and Excel back."""

import io
from pathlib import Path

import openpyxl

from tests.pages.chromium import IN_THE_BROWSER, Visitor

UNKNOWN = "CA12345678-66"

pytestmark = IN_THE_BROWSER


def first_number(someone: Visitor) -> str:
    """The first number on the public list."""
    someone.open("/adviseurs")
    return someone.numbers()[0]


def test_one_number(someone: Visitor) -> None:
    """Typed, mistyped, on another day and in English."""
    number = first_number(someone)
    someone.open("/certificaten")
    someone.page.get_by_label("Nummer van het certificaat").fill(number[:-1] + str((int(number[-1]) + 1) % 10))
    someone.press("Controleren")
    someone.sees("Dit nummer bestaat niet")
    someone.press(f"Bekijk {number}")
    someone.sees("U kunt deze adviseur nu inhuren als gecertificeerd e-adviseur.")
    someone.page.get_by_label("Op welke dag?").fill("2020-01-01")
    someone.press("Toon die dag")
    someone.sees("Op deze dag is het certificaat nog niet ingegaan.")
    someone.press("English")
    someone.sees("On this day the certificate has not begun.")
    someone.open(f"/certificaten/{number}?dag=gisteren", expect=400)
    someone.open(f"/certificaten/{UNKNOWN}", expect=404)


def test_a_list(someone: Visitor) -> None:
    """Pasted by hand, with the keyboard alone; the same list as Excel; and another from a file, in English."""
    number = first_number(someone)
    someone.open("/certificaten")
    someone.press("Controleer een hele lijst")
    someone.page.get_by_label("Nummers", exact=False).first.focus()
    for line in (number, UNKNOWN, "EA000101-45"):
        someone.page.keyboard.type(line)
        someone.page.keyboard.press("Enter")
    someone.press("Controleren")
    someone.sees("Dit nummer is nooit uitgegeven.")
    someone.sees("is een kandidaatnummer")
    with someone.page.expect_download() as download:
        someone.page.get_by_role("button", name="Excel", exact=True).click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == [number, UNKNOWN, "EA000101-45"]
    someone.press("Controleer een andere lijst")
    someone.press("Controleren")
    someone.sees("Plak nummers, of kies een bestand.")
    someone.open("/en/certificaten/lijst")
    content = {"name": "list.csv", "mimeType": "text/csv", "buffer": f"Number\n{number}\n".encode()}
    someone.page.get_by_label("File with numbers").set_input_files(content)  # type: ignore[arg-type]
    someone.press("Check")
    someone.sees("Summary")
    assert someone.numbers() == [number]
