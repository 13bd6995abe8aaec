"""Mergers and splits of municipalities in a real browser; each page is examined."""

from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER


def test_a_split(chromium: Browser, registry: Served) -> None:
    """A mistake in the codes first; then the successor is chosen, what passes is read, and it is done."""
    with visitor(chromium, registry) as someone:
        someone.sign_in("beheer")
        someone.open("/herindelingen")
        someone.open("/en/herindelingen")
        someone.open("/herindelingen")
        someone.page.locator("#gemeenten").fill("Haaren")
        someone.press("Bekijk")
        someone.sees("Fout:")
        someone.page.locator("#gemeenten").fill("GM0788")
        someone.press("Bekijk")
        someone.page.get_by_label("Boxtel").check()
        someone.press("Bekijk wat er overgaat")
        someone.sees("Overgang naar Boxtel")
        someone.open("/en/herindelingen/overgang?gemeenten=GM0788&opvolger=GM0757")
        someone.open("/herindelingen/overgang?gemeenten=GM0788&opvolger=GM0757")
        someone.press("Ja, laat alles overgaan")
        someone.sees("Alles is overgegaan naar de opvolger.")
        someone.sees("Haaren")
        someone.open("/herindelingen/overgang?gemeenten=GM0788&opvolger=GM0757")
        someone.sees("Haaren is al overgegaan in Boxtel")
