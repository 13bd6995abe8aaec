"""The main walks as others take them: in English on a phone without scripts, and in Dutch by keyboard alone."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.days import amsterdam_day, system_now
from tests.pages.chromium import IN_THE_BROWSER, Served, Visitor, visitor

pytestmark = IN_THE_BROWSER
MESSY = Path(__file__).parents[1] / "exams/samples/uitslagen-rommelig.xlsx"
TODAY = amsterdam_day(system_now())
PHONE = 390
MOST_TABS = 80
NAME_OF_FOCUSED = """() => {
    const each = document.activeElement;
    return each.labels?.[0]?.innerText ?? each.getAttribute("aria-label") ?? each.innerText ?? "";
}"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page of an English reader's phone that runs no script, and never scrolls sideways."""
    context = chromium.new_context(
        locale="en-GB", java_script_enabled=False, viewport={"width": PHONE, "height": 800}, has_touch=True
    )
    yield context.new_page()
    context.close()


def enters(page: Page, registry: Served, who: str) -> None:
    """Sign in, in English."""
    page.goto(f"{registry.url}/en/aanmelden")
    fields = registry.credentials(who)
    page.locator("#email").fill(fields["email"])
    page.locator("#password").fill(fields["password"])
    page.locator("#code").fill(fields.get("code", ""))
    press(page, "Sign in")
    shows(page, "My work")


def press(page: Page, name: str) -> None:
    """Press a button or follow a link in the main part."""
    main = page.get_by_role("main")
    main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True)).first.click()


def shows(page: Page, words: str) -> None:
    """The words stand on a page that is in English and fits."""
    expect(page.get_by_role("main")).to_contain_text(words)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, page.url


def test_a_provider_sends_results(phone: Page, registry: Served) -> None:
    """A messy file; every fault is told in English."""
    enters(phone, registry, "opleider")
    press(phone, "Send results")
    phone.locator("#file").set_input_files(MESSY)
    press(phone, "See what is in it")
    shows(phone, "31 februari 2026")
    assert phone.get_by_role("button", name="Yes, record them").count() == 0


def test_a_municipality_books(phone: Page, registry: Served) -> None:
    """Searched, checked beforehand, refused, booked, and found in the list of bookings by name and order."""
    enters(phone, registry, "gemeente")
    phone.goto(f"{registry.url}/en/adviseurs?naam=berg")
    phone.get_by_role("main").get_by_role("link", name=re.compile(r"CA\d{8}-\d\d")).first.click()
    press(phone, "Book this adviser")
    phone.locator("#firstDay").fill(f"{TODAY}")
    phone.locator("#lastDay").fill(f"{TODAY + timedelta(days=60)}")
    phone.locator("#days").fill("100")
    press(phone, "Check beforehand")
    shows(phone, "you ask for 100")
    phone.locator("#days").fill("1")
    press(phone, "Check beforehand")
    shows(phone, "Everything is in order: this is allowed.")
    press(phone, "Book")
    shows(phone, "The adviser is booked.")
    phone.goto(f"{registry.url}/en/boekingen")
    phone.get_by_label("Adviser or municipality").fill("BERG")
    phone.get_by_label("Order").select_option("einde")
    press(phone, "Show")
    shows(phone, "Anna van den Berg")
    assert phone.locator("#boekingen tbody tr").count() == 1


def test_a_certifier_decides(phone: Page, registry: Served) -> None:
    """A dossier is found by name; what happened to it stands in its order."""
    enters(phone, registry, "certificeerder-a")
    phone.goto(f"{registry.url}/en/dossiers")
    phone.get_by_label("Name or number").fill("SØRENSEN")
    press(phone, "Show")
    press(phone, "Maarten Sørensen")
    shows(phone, "Steps so far")
    shows(phone, "Certificate granted")


def test_an_adviser_looks(phone: Page, registry: Served) -> None:
    """Their certificate and their bookings."""
    enters(phone, registry, "adviseur-101")
    phone.goto(f"{registry.url}/en/mijn-certificaten")
    shows(phone, "Valid")
    phone.goto(f"{registry.url}/en/mijn-boekingen?volgorde=begin")
    shows(phone, "Krimpenerwaard")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(NAME_OF_FOCUSED).startswith(words):
            return
    raise AssertionError(f"no {words!r} within {MOST_TABS} tabs on {page.url}")


def test_a_list_by_keyboard(chromium: Browser, registry: Served) -> None:
    """Filtered, ordered and turned back: the list changes in place, the focus stays, the news is told, nothing is kept."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("certificeerder-a")
        someone.open("/dossiers")
        page = someone.page
        page.evaluate("window.isTheSamePage = true")
        tab_to(page, "Naam of nummer")
        page.keyboard.type("janssen")
        page.keyboard.press("Enter")
        expect(page.locator("#lijst-nieuws")).to_have_text("Aantal rijen: 2")
        assert page.locator(":focus").get_attribute("id") == "zoek"
        tab_to(page, "Aangevraagd")
        page.keyboard.press("Enter")
        page.wait_for_url("**volgorde=nieuwste")
        expect(page.locator("[aria-sort]")).to_have_attribute("aria-sort", "descending")
        assert page.locator(":focus").get_attribute("id") == "dossiers-op-oudste"
        assert page.evaluate("window.isTheSamePage")
        assert "zoek=janssen" in (page.locator("#andere-taal a").get_attribute("href") or "")
        someone.look()
        page.go_back()
        expect(page.locator("[aria-sort]")).to_have_attribute("aria-sort", "ascending")
        assert not page.evaluate("window.isTheSamePage")
        assert page.evaluate("localStorage.length") == 0
        assert page.evaluate("sessionStorage.getItem('htmx-history-cache')") is None


def test_a_booking_by_keyboard(chromium: Browser, registry: Served) -> None:
    """From the list of bookings to one of them, and what happened to it."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("gemeente")
        someone.open("/boekingen")
        tab_to(someone.page, "Van")
        someone.page.keyboard.press("Enter")
        someone.page.wait_for_url("**volgorde=begin")
        tab_to(someone.page, "Johanna van der Meer")
        someone.page.keyboard.press("Enter")
        someone.page.wait_for_url(re.compile("/boekingen/[0-9a-f-]{36}"))
        someone.look()
        someone.sees("Wat er gebeurde")


def test_who_was_signed_out_is_led_to_the_door(chromium: Browser, registry: Served) -> None:
    """A filter after the session ended shows the page to sign in, whole, and not within the list."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("gemeente")
        someone.open("/boekingen")
        someone.page.context.clear_cookies()
        someone.page.get_by_role("button", name="Toon").click()
        someone.page.wait_for_url("**/aanmelden**")
        someone.look()


def test_a_fault_in_a_filter_is_shown_in_place(chromium: Browser, registry: Served) -> None:
    """What is no reference is told at its field."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("auditor")
        someone.open("/logboek")
        someone.page.locator("#kenmerk").fill("geen kenmerk")
        someone.page.keyboard.press("Enter")
        someone.page.get_by_text("Fout:").first.wait_for()
        someone.look()


def test_the_public_list_asks_for_no_more(someone: Visitor) -> None:
    """Who is not signed in loads none of the scripts of lists."""
    asked: list[str] = []
    someone.page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/adviseurs", "/cijfers", "/certificaten"):
        someone.open(path)
    assert asked
    assert not [each for each in asked if "htmx" in each or "swift" in each]
