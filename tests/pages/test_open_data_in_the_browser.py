"""The page about open data and the embedded list in a real browser; each page is examined."""

from playwright.sync_api import Browser

from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER


def test_open_data(chromium: Browser, registry: Served) -> None:
    """The page in both languages, from the footer; and a file of it saved."""
    with visitor(chromium, registry) as someone:
        someone.open("/")
        someone.page.get_by_role("link", name="Open data").click()
        someone.sees("Wat u ermee mag")
        someone.open("/en/open-data")
        someone.sees("What you may do with it")
        with someone.page.expect_download() as download:
            someone.page.get_by_role("link", name="/data/adviseurs.xlsx").click()
        assert download.value.suggested_filename.endswith(".xlsx")


def test_the_embedded_list(chromium: Browser, registry: Served) -> None:
    """The small page for a frame, in both languages; its links lead to the registry."""
    with visitor(chromium, registry) as someone:
        someone.open("/insluiten/adviseurs/kader")
        someone.open("/en/insluiten/adviseurs/kader?provincie=Utrecht")
        someone.page.get_by_role("listitem").get_by_role("link").first.click()
        someone.page.wait_for_url("**/en/adviseurs/CA*")
