"""The pages for everyone: home, the list, and the check of a number."""

import re

import pytest

from tests.pages.conftest import Town


async def first_number(town: Town) -> str:
    """The number of Anna van den Berg, the first on the list."""
    page = await town.browser().get("/adviseurs")
    return str(re.findall(r"CA\d{8}-\d\d", page)[0])


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Vind een adviseur"),
        ("/en", "Find an adviser"),
        ("/adviseurs", "11 adviseurs gevonden"),
        ("/en/adviseurs", "11 advisers found"),
        ("/adviseurs?naam=janssen", "2 adviseurs gevonden"),
        ("/adviseurs?naam=nguyen&provincie=Gelderland", "1 adviseur gevonden"),
        ("/adviseurs?vakgebied=zaakgericht-werken", "Zaakgericht werken"),
        ("/adviseurs?naam=zzz", "Geen adviseur gevonden"),
        ("/certificaten", "U heeft geen account nodig"),
        ("/en/certificaten", "You need no account"),
        ("/aanmelden", "Wachtwoord"),
    ],
)
async def test_public_pages(town: Town, path: str, words: str) -> None:
    """Everyone sees the list and can check a number, in both languages."""
    assert words in await town.browser().get(path)


async def test_the_list_shows_names_of_specialisms(town: Town) -> None:
    """A specialism is told by its name, and an adviser who did not consent is not told at all."""
    page = await town.browser().get("/adviseurs")
    assert ">Digikoppeling<" in page
    assert "Bakker" not in page
    assert "Boek deze adviseur" not in page


async def test_a_number_leads_to_its_page(town: Town) -> None:
    """A number that is typed leads to a page whose address can be kept, however it was typed."""
    number = await first_number(town)
    browser = town.browser()
    answer = await browser.client.get("/certificaten", params={"nummer": f" {number.lower()} "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/certificaten/{number.lower()}")
    page = await browser.get(f"/certificaten/{number}")
    assert "Dit certificaat is geldig." in page
    assert "Anna van den Berg" in page
    assert "18 november 2029" in page


async def test_another_day(town: Town) -> None:
    """The status on another day is that day's; a day that is none is told at its field."""
    number = await first_number(town)
    browser = town.browser()
    assert "Verlopen" in await browser.get(f"/certificaten/{number}?dag=2029-11-19")
    assert "Geldig" in await browser.get(f"/certificaten/{number}?dag=18-11-2029")
    assert "Vul een datum in" in await browser.get(f"/certificaten/{number}?dag=gisteren", expect=400)


async def test_a_typing_error_gives_a_suggestion(town: Town) -> None:
    """A wrong digit gives the number that is meant, as a link, where it was issued; else none."""
    number = await first_number(town)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    page = await town.browser().get(f"/certificaten?nummer={wrong}", expect=400)
    assert f'href="/certificaten/{number}"' in page
    assert 'href="/certificaten/CA' not in await town.browser().get("/certificaten?nummer=CA12345678-67", expect=400)


async def test_an_unknown_number_is_an_answer_of_its_own(town: Town) -> None:
    """A number that nobody ever had is told on a helpful page, with 404."""
    browser = town.browser()
    for path in ("/certificaten/CA12345678-66", "/certificaten?nummer=CA12345678-66"):
        assert "Vertrouw er niet op" in await browser.get(path, expect=404)


async def test_what_was_typed_is_text(town: Town) -> None:
    """What a visitor types comes back as text, never as markup."""
    answer = await town.browser().client.get("/adviseurs", params={"naam": '"><b>jan'})
    assert "<b>jan" not in answer.text
    answer = await town.browser().client.get("/certificaten", params={"nummer": '"><b>jan'})
    assert "<b>jan" not in answer.text


async def test_what_may_be_kept(town: Town) -> None:
    """A public page may be kept by a cache as long as nobody is signed in."""
    signed_in, anyone = await town.enter("gemeente"), town.browser()
    for path in ("/", "/adviseurs", "/certificaten"):
        assert (await anyone.client.get(path)).headers["cache-control"] == "public, max-age=0"
        assert (await signed_in.client.get(path)).headers["cache-control"] == "no-store"
    assert (await anyone.client.get("/aanmelden")).headers["cache-control"] == "no-store"


async def test_the_other_language_keeps_the_question(town: Town) -> None:
    """The link to the other language leads to the same answer."""
    assert 'href="/en/adviseurs?naam=jan&provincie=Utrecht"' in await town.browser().get(
        "/adviseurs?naam=jan&provincie=Utrecht"
    )
