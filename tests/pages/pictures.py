"""Makes the pictures of the guides anew: `python -m tests.pages.pictures`, or `make pictures`.

Serves the demo, signs in as its people in Chromium, and writes a small WebP of each page, in Dutch and in English.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from config.guidance.contents import DOCS
from tests.config.programs import passable_folder
from tests.pages.chromium import CHROMIUM, Served, served

PICTURES = DOCS / "pictures"
HEIGHT, LARGEST = 860, 60_000
ANYBODY = ""
OF: dict[str, tuple[str, str]] = {
    "bezoeker-lijst": (ANYBODY, "/adviseurs"),
    "bezoeker-controle": (ANYBODY, "/certificaten/{number}"),
    "opleider-aanleveringen": ("opleider", "/aanleveringen"),
    "gemeente-dagen": ("gemeente", "/boekingen"),
    "gemeente-toets": ("gemeente", "/boekingen/nieuw?certificaat={number}"),
    "adviseur-gegevens": ("{adviser}", "/mijn-gegevens"),
    "adviseur-boekingen": ("{adviser}", "/mijn-boekingen"),
    "certificeerder-dossiers": ("certificeerder-a", "/dossiers"),
    "certificeerder-certificaat": ("certificeerder-a", "/certificaatbeheer/{number}"),
    "regie-intakes": ("regie", "/intakes"),
    "schema-lijst": ("schema", "/certificatieschemas"),
    "beheer-accounts": ("beheer", "/beheer/accounts"),
    "auditor-pakket": ("auditor", "/auditpakketten/{number}"),
}
"""Each picture, and who sees which page in it; `{number}` is a certificate of the demo, `{adviser}` its holder."""


def make() -> None:
    """Make every picture. Raises AssertionError for a page that is not there, or a picture that is too large."""
    with (
        passable_folder() as folder,
        served(folder / "data") as registry,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        number, adviser = _shown_first(browser, registry)
        for name, (who, path) in OF.items():
            page = _of(browser, registry, who.format(adviser=adviser))
            for language, prefix in (("nl", ""), ("en", "/en")):
                if _is_shown(language, name):
                    _take(page, registry.url + prefix + path.format(number=number), PICTURES / language / f"{name}.webp")
            page.context.close()


def _is_shown(language: str, name: str) -> bool:
    """Whether a guide in that language shows it."""
    return any(f"/{name}.webp" in guide.read_text("utf-8") for guide in (DOCS / language).glob("*.md"))


def _shown_first(browser: Browser, registry: Served) -> tuple[str, str]:
    """The certificate at the top of the public list, and the account of the adviser in the demo."""
    page = browser.new_page()
    page.goto(f"{registry.url}/adviseurs")
    number = str(page.locator("main a[href^='/adviseurs/CA']").first.get_attribute("href")).rpartition("/")[2]
    page.close()
    staff = set(_staff())
    return number, next(who for who in registry.passwords if who not in staff)


def _staff() -> Iterator[str]:
    from config.demo.cast import STAFF  # noqa: PLC0415 - Piccolo is configured by now

    yield from (each.account for each in STAFF.values() if each.account)


def _of(browser: Browser, registry: Served, who: str) -> Page:
    """A page in which this person is signed in, at the width of a desk."""
    page = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": HEIGHT}).new_page()
    if who:
        page.goto(f"{registry.url}/aanmelden")
        fields = registry.credentials(who)
        page.get_by_label("E-mailadres").fill(fields["email"])
        page.get_by_label("Wachtwoord").fill(fields["password"])
        page.get_by_label("Code uit uw app").fill(fields.get("code", ""))
        page.get_by_role("main").get_by_role("button", name="Aanmelden").click()
        page.wait_for_load_state()
    return page


def _take(page: Page, url: str, file: Path) -> None:
    answer = page.goto(url)
    assert answer is not None, url
    assert answer.ok, (url, answer.status)
    for quality in (80, 60, 40):
        session = page.context.new_cdp_session(page)
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        session.detach()
        picture = base64.b64decode(taken["data"])
        if len(picture) < LARGEST:
            break
    assert len(picture) < LARGEST, (file.name, len(picture))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(picture)


if __name__ == "__main__":
    make()
