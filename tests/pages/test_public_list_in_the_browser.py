"""The public list in a real browser: with our script, without any, by keyboard alone; each page is examined."""

import re

from playwright.sync_api import Browser, expect

from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER


def test_searching_while_typing(chromium: Browser, registry: Served) -> None:
    """The list follows what is typed, the address too, the number found is announced, and the field keeps the focus."""
    with visitor(chromium, registry) as someone:
        someone.open("/adviseurs")
        page = someone.page
        field = page.get_by_label("Naam van de adviseur")
        field.press_sequentially("janssen", delay=30)
        page.wait_for_url(re.compile(r"\?naam=janssen$"))
        expect(page.get_by_role("status").first).to_contain_text("2 adviseurs gevonden")
        someone.sees("2 adviseurs gevonden")
        assert page.locator(":focus").get_attribute("name") == "naam"
        someone.look()
        assert page.get_by_role("link", name="English").get_attribute("href") == "/en/adviseurs?naam=janssen"
        field.fill("")
        page.wait_for_url(re.compile(r"/adviseurs$"))
        someone.sees("11 adviseurs gevonden")


def test_choosing_facets(chromium: Browser, registry: Served) -> None:
    """A choice is put in place at once, can be taken off again, and Back brings what was there."""
    with visitor(chromium, registry) as someone:
        someone.open("/adviseurs")
        page = someone.page
        box = page.get_by_role("checkbox", name=re.compile("^Gelderland"))
        box.check()
        page.wait_for_url(re.compile("provincie=Gelderland"))
        chip = page.get_by_role("link", name=re.compile("Provincie: Gelderland"))
        expect(chip).to_be_visible()
        assert page.locator(":focus").get_attribute("value") == "Gelderland"
        number = len(someone.numbers())
        assert 0 < number < 11
        someone.look()
        page.go_back()
        page.wait_for_url(re.compile(r"/adviseurs$"))
        expect(page.get_by_role("main")).to_contain_text("11 adviseurs gevonden")
        page.go_forward()
        page.wait_for_url(re.compile("provincie=Gelderland"))
        page.get_by_role("link", name=re.compile("Provincie: Gelderland")).click()
        page.wait_for_url(re.compile(r"/adviseurs$"))
        someone.sees("11 adviseurs gevonden")


def test_without_javascript(chromium: Browser, registry: Served) -> None:
    """The same form does the same when it is sent."""
    context = chromium.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{registry.url}/adviseurs")
    page.get_by_label("Naam van de adviseur").fill("janssen")
    page.get_by_role("button", name="Zoeken").click()
    assert "2 adviseurs gevonden" in page.get_by_role("main").inner_text()
    page.goto(f"{registry.url}/adviseurs")
    page.locator("summary", has_text="Provincie").click()
    page.get_by_role("checkbox", name=re.compile("^Gelderland")).check()
    page.get_by_role("button", name="Zoeken").click()
    assert page.get_by_role("checkbox", name=re.compile("^Gelderland")).is_checked()
    assert page.get_by_role("link", name=re.compile("Provincie: Gelderland")).count() == 1
    context.close()


def test_by_keyboard(chromium: Browser, registry: Served) -> None:
    """Typed, opened with Enter, chosen with Space, and on to the adviser: never a mouse."""
    with visitor(chromium, registry) as someone:
        page = someone.page
        page.goto(f"{registry.url}/adviseurs")
        page.get_by_label("Naam van de adviseur").focus()
        page.keyboard.type("berg")
        page.wait_for_url(re.compile("naam=berg"))
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text().startswith("Provincie")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.wait_for_url(re.compile("provincie="))
        page.get_by_role("link", name="Anna van den Berg", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/adviseurs/CA\d{8}-\d\d$"))
        someone.look()
        someone.sees("Dit certificaat is geldig.")


def test_pages_of_the_list(chromium: Browser, registry: Served) -> None:
    """What is empty, wrong, of another day or in English is examined too."""
    with visitor(chromium, registry) as someone:
        someone.open("/adviseurs?gemeente=Schoonhoven")
        someone.sees("Schoonhoven is nu Krimpenerwaard.")
        someone.open("/adviseurs?naam=zzz&provincie=Atlantis")
        someone.sees("Geen adviseur gevonden")
        someone.open("/adviseurs?dag=gisteren&kleur=rood&gemeente=Schoonhove", expect=400)
        someone.sees("Pas dit nog aan")
        someone.press("Schoonhoven")
        someone.sees("Schoonhoven is nu Krimpenerwaard.")
        someone.open("/adviseurs?dag=2010-01-01")
        someone.sees("Op die dag stond er niemand op de lijst")
        someone.press("Toon de lijst van vandaag")
        someone.open("/adviseurs?pagina=9")
        someone.press("Naar de laatste pagina")
        someone.sees("11 adviseurs gevonden")
        someone.open("/en/adviseurs?volgorde=nieuwste")
        someone.sees("11 advisers found")
        someone.press("Anna van den Berg")
        someone.sees("This certificate is valid.")
        someone.press("Check this certificate")


def test_who_books_finds_the_way(chromium: Browser, registry: Served) -> None:
    """A municipality goes from the list to an adviser, and from there to a booking."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("gemeente")
        someone.open("/adviseurs?naam=berg")
        someone.press("Anna van den Berg")
        someone.sees("Volg dit certificaat")
        someone.press("Boek deze adviseur")
        assert "/boekingen/nieuw?certificaat=CA" in someone.page.url


def test_what_auditors_look_at(chromium: Browser, registry: Served) -> None:
    """Past lists as everyone has them and whole, from their work; and the audit trail in words, found and not found."""
    with visitor(chromium, registry) as someone:
        someone.open("/adviseurs/zoals-toen")
        someone.open("/adviseurs/zoals-toen?dag=gisteren&tijd=laat", expect=400)
        someone.sees("Pas dit nog aan")
        someone.open("/en/adviseurs/zoals-toen?dag=2010-01-01")
        someone.sign_in("auditor")
        someone.press("De lijst zoals die was")
        someone.sees("ook wat vandaag niet meer openbaar is")
        someone.open("/logboek")
        someone.sees("Aangemeld")
        someone.open("/en/logboek?handeling=certificate.granted")
        someone.sees("Certificate granted")
        someone.open("/logboek?van=gisteren", expect=400)
        someone.open("/logboek?van=2099-01-01")
        someone.sees("Er is niets gevonden")
