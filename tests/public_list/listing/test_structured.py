"""The structured data in a page: exactly the entry, and nothing that could end its element."""

import json
from datetime import date

from msgspec.structs import replace

from public_list.listing.rules import Entry
from public_list.listing.structured import json_ld
from registry.certificates.rules import Status
from registry.texts import Language, Text

ENTRY = Entry(
    number="CA00000001-33",
    name="Elif Öztürk",
    employer="Bureau B.V.",
    provinces=("Utrecht",),
    regions=(),
    languages=("nl", "tr"),
    competences=("change-management",),
    specialisms=("zaakgericht-werken", "onbekend"),
    scheme="e-adviseur",
    scheme_name=Text("e-adviseur", "e-adviser"),
    scope=("gp",),
    valid_from=date(2026, 11, 20),
    valid_until=date(2029, 11, 19),
    status=Status.VALID,
    available_from=None,
    taken_over_from=None,
)
SITE = "https://register.example.nl"


def test_it_says_what_the_entry_says() -> None:
    """In the words of schema.org and the language of the page; a code that has no name stands as it is."""
    told = json.loads(json_ld(ENTRY, base_url=SITE, language=Language.EN))
    assert (told["@type"], told["name"], told["worksFor"]["name"]) == ("Person", "Elif Öztürk", "Bureau B.V.")
    assert told["knowsAbout"] == ["Change management", "Case management", "onbekend"]
    assert told["url"] == f"{SITE}/en/adviseurs/CA00000001-33"
    certification = told["hasCertification"]
    assert (certification["certificationIdentification"], certification["expires"]) == ("CA00000001-33", "2029-11-19")
    assert certification["certificationStatus"].endswith("Active")


def test_what_is_not_shown_is_not_in_it() -> None:
    """No empty field tells that something is kept back; a suspended certificate is not active."""
    bare = replace(ENTRY, employer=None, provinces=(), languages=(), competences=(), specialisms=(), status=Status.SUSPENDED)
    told = json.loads(json_ld(bare, base_url=SITE, language=Language.NL))
    assert set(told) == {"@context", "@type", "@id", "url", "name", "hasCertification"}
    assert told["hasCertification"]["certificationStatus"].endswith("Inactive")


def test_nothing_ends_the_element() -> None:
    """Whatever a name holds, HTML reads no sign of it; JSON reads them all."""
    name = '</script><script>alert(1)</script><!-- & \u2028 \u2029 "'
    text = json_ld(replace(ENTRY, name=name), base_url=SITE, language=Language.NL)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["name"] == name
