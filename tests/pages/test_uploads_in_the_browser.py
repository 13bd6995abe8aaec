"""A provider's secretary in a real browser: odd headings, places, corrections by two persons, and long files."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, Visitor, ask_api, visitor

HEADING = "Kandidaatnummer;Achternaam;Onderdeel;Examendatum;Poging;Score;Examinator"
ODD = HEADING.replace("Score", "Cijfertje").replace("Examinator", "Wie nam af")
ROW = "EA000101-45;van der Meer;GP;07-09-2026;1;{score};R. Postma"
LONG = 2_400

pytestmark = IN_THE_BROWSER


@pytest.fixture
def secretary(chromium: Browser, registry: Served) -> Iterator[Visitor]:
    """The provider's secretary, signed in."""
    with visitor(chromium, registry) as visits:
        visits.sign_in("opleider")
        yield visits


def send(who: Visitor, name: str, *lines: str) -> None:
    """Choose a file and look at what is in it."""
    who.page.goto(f"{who.served.url}/aanleveringen")
    content = "\r\n".join([*lines, ""]).encode()
    who.page.get_by_label("Bestand met uitslagen").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    who.page.get_by_role("button", name="Bekijk wat erin staat").click()


def workers() -> Iterator[int]:
    """The processes that do the background work of servers that this test started."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            grandparent = int(Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        if b"--with-parent" in words and grandparent == os.getpid():
            yield int(place.name)


@contextmanager
def held_up() -> Iterator[None]:
    """Background work stands still until the end of the block."""
    [worker] = workers()
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def long_file(score: str) -> list[str]:
    """One result on record, and then lines of a template that nobody filled in."""
    return [HEADING, ROW.format(score=score), *["EA000101-45;van der Meer;GP;;;;"] * LONG]


def test_odd_headings_are_explained_once(secretary: Visitor) -> None:
    """What a heading means is asked, and the next file with it is read without a question."""
    send(secretary, "vreemd.csv", ODD, ROW.format(score="90"))
    secretary.look()
    secretary.sees("Wat betekenen deze koppen?")
    secretary.page.get_by_label("Kop ‘Cijfertje’ (F1)").select_option(label="Score")
    secretary.page.get_by_label("Kop ‘Wie nam af’ (G1)").select_option(label="Examinator")
    secretary.press("Onthoud en lees opnieuw")
    secretary.sees("Niets nieuws in het bestand")
    send(secretary, "weer-vreemd.csv", ODD, ROW.format(score="91"))
    secretary.look()
    assert "Wat betekenen deze koppen?" not in secretary.page.get_by_role("main").inner_text()
    secretary.sees("Score (F2)")


def test_a_correction_waits_for_a_colleague(secretary: Visitor) -> None:
    """Its reason is asked; then the page says who decides, and the proposal can be taken back."""
    send(secretary, "wijziging.csv", HEADING, ROW.format(score="88"))
    secretary.look()
    secretary.sees("Daarom beslist een collega van u over dit bestand.")
    secretary.press("Stel dit voor aan een collega")
    secretary.sees("Kies waarom ze worden gewijzigd.")
    secretary.page.get_by_label("Waarom wijzigt u vastgelegde uitslagen?").select_option(index=1)
    secretary.press("Stel dit voor aan een collega")
    secretary.sees("Petra Lindeman stelde op")
    secretary.sees("vraag de beheerder om een account voor een collega")
    secretary.press("Neem uw voorstel terug")
    secretary.page.get_by_text("Het voorstel is van de baan").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_long_file(chromium: Browser, registry: Served, *, script: bool) -> None:
    """Its page says that it is being read and how far that is; by itself, or by a link, it tells what is in it."""
    context = chromium.new_context(locale="nl-NL", java_script_enabled=script)
    someone = Visitor(context.new_page(), registry)
    sign_in(someone)
    with held_up():
        send(someone, f"lang-{script}.csv", *long_file("90"))
        someone.sees("We lezen uw bestand")
        someone.sees(f"van {LONG + 2} rijen")
        if script:
            someone.look()
    if not script:
        while someone.page.get_by_role("link", name="Werk deze pagina bij").count():
            someone.page.get_by_role("link", name="Werk deze pagina bij").click()
    someone.page.get_by_text("Niets nieuws in het bestand").wait_for()
    someone.sees("Gelezen op")
    if script:
        someone.look()
    left_behind = "favicon.svg"  # still underway when the script loads the page anew
    assert [each for each in someone.complaints if not each.endswith(left_behind)] == []
    context.close()


def test_a_long_file_is_cancelled_and_read_after_all(secretary: Visitor) -> None:
    """Cancelled on its page, it says so; asked again, it is read."""
    with held_up():
        send(secretary, "lang-afgebroken.csv", *long_file("90"))
        secretary.press("Breek het af")
        secretary.sees("Het werk aan dit bestand is afgebroken")
    secretary.page.get_by_role("button", name="Lees het bestand opnieuw").click()
    secretary.page.get_by_text("Niets nieuws in het bestand").wait_for()


def test_a_long_file_survives_the_death_of_its_worker(secretary: Visitor) -> None:
    """The process that had it in hand is killed; another one begins by itself and does it."""
    [worker] = workers()
    with held_up():
        send(secretary, "lang-overleeft.csv", *long_file("90"))
        os.kill(worker, signal.SIGKILL)
    secretary.page.get_by_text("Niets nieuws in het bestand").wait_for(timeout=60_000)


def test_a_corrected_workbook_tells_how_far_it_is(secretary: Visitor) -> None:
    """The marked workbook, sent back: its page names the file before it, how many faults that had and how many are left."""
    send(secretary, "twee-fouten.csv", HEADING, ROW.format(score="130"), ROW.format(score="x").replace("GP", "IM"))
    secretary.look()
    with secretary.page.expect_download() as download:
        secretary.page.get_by_role("link", name="Download met de fouten gemarkeerd").first.click()
    secretary.page.goto(f"{secretary.served.url}/aanleveringen")
    secretary.page.get_by_label("Bestand met uitslagen").set_input_files(download.value.path())
    secretary.press("Bekijk wat erin staat")
    secretary.sees("Daarin stonden 2 fouten. Nu staan er nog 2 fouten in.")


def test_a_long_file_is_taken_back(secretary: Visitor) -> None:
    """While that is underway its page says so; cancelled, all results still stand; asked again, it is done."""
    number = enrolled(secretary)
    row = ROW.replace("EA000101-45;van der Meer", f"{number};Verhulst").format(score="80")
    send(secretary, "lang-terug.csv", HEADING, row, *["EA000101-45;van der Meer;GP;;;;"] * LONG)
    secretary.page.get_by_role("button", name="Ja, leg ze vast").wait_for()
    secretary.look()
    secretary.page.get_by_role("button", name="Ja, leg ze vast").click()
    secretary.page.get_by_text("Deze aanlevering is aangenomen").wait_for()
    for cancelled in (True, False):
        secretary.press("Trek deze aanlevering terug")
        secretary.page.get_by_label("verkeerd bestand").check()
        with held_up():
            secretary.press("Ja, trek terug")
            secretary.sees("We trekken de aanlevering terug")
            if cancelled:
                secretary.press("Breek het af")
                secretary.sees("Er is niets teruggetrokken. Alle uitslagen staan er nog.")
    secretary.page.get_by_text("Deze aanlevering is teruggetrokken").wait_for()
    secretary.look()


def enrolled(who: Visitor) -> str:
    """A new candidate of the provider, enrolled by a program; returns the number."""
    who.page.goto(f"{who.served.url}/aanleveringen")
    command = {
        "provider": who.page.locator('input[name="provider"]').input_value(),
        "track": "opleidingstraject-e-adviseur",
        "enrolledOn": "2026-08-01",
        "person": {"givenName": "Wies", "familyName": "Verhulst"},
    }
    credentials = {"email": "opleider@demo.example", "password": who.served.passwords["opleider"]}
    token = json.loads(ask_api(who.served, "/access-tokens", json.dumps(credentials).encode()))["accessToken"]
    made = json.loads(ask_api(who.served, "/enrolments", json.dumps(command).encode(), token=token))
    return str(made["candidateNumber"])


def sign_in(someone: Visitor) -> None:
    """Without looking around, for who has no JavaScript to look with."""
    someone.page.goto(f"{someone.served.url}/aanmelden")
    someone.page.get_by_label("E-mailadres").fill("opleider@demo.example")
    someone.page.get_by_label("Wachtwoord").fill(someone.served.passwords["opleider"])
    someone.page.get_by_role("main").get_by_role("button", name="Aanmelden").click()
