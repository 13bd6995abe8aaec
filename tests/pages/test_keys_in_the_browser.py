"""Keys for programs, decided dossiers, one's own applications and account, in a real browser; each page is examined."""

import re
import time
from base64 import b32decode

from playwright.sync_api import Browser

from registry.accounts.rules import STEP, code_at
from tests.pages.chromium import IN_THE_BROWSER, Served, Visitor, visitor

pytestmark = IN_THE_BROWSER


def test_keys(someone: Visitor) -> None:
    """Made with a mistake first, shown once, seen in the list, and blocked; its address never holds it."""
    someone.sign_in("opleider")
    someone.press("Sleutels voor programma’s")
    someone.press("Maak de sleutel")
    someone.sees("Kies ten minste één recht.")
    someone.page.get_by_label("Naam van de sleutel").fill("Koppeling leerlingsysteem van de academie")
    for each in someone.page.get_by_role("checkbox").all():
        each.check()
    someone.page.get_by_label("Geldig tot en met").fill(
        someone.page.get_by_label("Geldig tot en met").get_attribute("max") or ""
    )
    someone.press("Maak de sleutel")
    someone.sees("U ziet hem maar één keer.")
    key = someone.page.get_by_label("Sleutel", exact=True).input_value()
    assert re.fullmatch(r"ar_[0-9a-f]{16}_[A-Za-z0-9_-]{43}", key)
    assert key not in someone.page.url
    someone.press("Ik heb de sleutel bewaard")
    assert key not in someone.page.content()
    someone.press("Blokkeer Koppeling leerlingsysteem van de academie")
    someone.sees("De sleutel is geblokkeerd.")
    someone.open("/en/sleutels")


def test_decided_dossiers(someone: Visitor) -> None:
    """Who may read dossiers sees each one that was decided, in both languages, with one label for each field."""
    someone.sign_in("auditor")
    someone.open("/dossiers?stand=granted")
    paths = [each.get_attribute("href") or "" for each in someone.page.locator("tbody th a").all()]
    assert len(paths) > 1
    for path in paths[:2]:
        someone.open(path)
        someone.sees("Certificaat toegekend")
        someone.open(f"/en{path}")
    for state in ("refused", "abandoned", "prepared", "complete", "applied"):
        someone.open(f"/dossiers?stand={state}")


def test_deciding(chromium: Browser, registry: Served) -> None:
    """Who decides sees both forms, and no two fields by one name."""
    with visitor(chromium, registry) as third:
        third.sign_in("certificeerder-c")
        third.open("/dossiers?stand=prepared")
        for each in [link.get_attribute("href") or "" for link in third.page.locator("tbody th a").all()][:1]:
            third.open(each)
            labels = third.page.locator("label").all_inner_texts()
            assert len(labels) == len(set(labels))
        third.open("/dossiers?stand=granted")
        third.page.locator("tbody th a").first.click()
        third.sees("Certificaat toegekend")


def test_own_applications(someone: Visitor) -> None:
    """An adviser sees the application that was granted, and who has no organisation makes no key."""
    someone.sign_in("adviseur-101")
    someone.press("Mijn aanvragen")
    someone.sees("Toegekend")
    someone.open("/sleutels")
    someone.sees("U heeft geen rol voor een organisatie")


def test_own_account(someone: Visitor) -> None:
    """An adviser sees where they are signed in, mistypes a password, and sets up a second factor that then is asked for."""
    someone.sign_in("adviseur-101")
    someone.press("Johanna van der Meer")
    someone.sees("Deze browser")
    someone.press("Wijzig wachtwoord")
    someone.sees("Vul dit in.")
    someone.open("/en/account")
    someone.open("/account")
    someone.press("Stel een tweede factor in")
    someone.page.get_by_label("Code uit uw app").fill("12345")
    someone.press("Zet de tweede factor aan")
    someone.sees("De code klopt niet")
    secret = b32decode(someone.page.locator("#sleutel").inner_text().replace(" ", ""))
    someone.page.get_by_label("Code uit uw app").fill(code_at(secret, int(time.time()) // STEP))
    someone.press("Zet de tweede factor aan")
    assert someone.page.locator("ol code").count() == 10
    recovery = someone.page.locator("ol code").first.inner_text()
    someone.press("Ik heb de codes bewaard")
    someone.open("/tweede-factor")
    someone.sees("Herstelcodes over")
    someone.press("Afmelden")
    someone.try_to_sign_in("adviseur-101")
    someone.sees("Vul ook de code uit uw app in")
    someone.page.get_by_label("Wachtwoord").fill(someone.served.passwords["adviseur-101"])
    someone.page.get_by_label("Code uit uw app").fill(recovery)
    someone.page.get_by_role("main").get_by_role("button", name="Aanmelden").click()
    someone.sees("Mijn werk")
