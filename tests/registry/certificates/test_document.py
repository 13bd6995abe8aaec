"""What stands on a certificate, in words: all that ISO/IEC 17024, 9.4.8 asks, in Dutch and in English."""

from datetime import date

import msgspec
import pytest

from registry.canonical import canonical_json
from registry.certificates.snapshot import Snapshot, TakenOver
from registry.texts import Language
from tests.registry.certificates.papers import CHANGE, FINGERPRINT, PROCESSES, SITE, SNAPSHOT, document, says

ITEMS = {
    "a, the name of the certified person": ("Elif Öztürk", "Elif Öztürk"),
    "b, a unique identification": ("Nummer: CA12345678-66", "Number: CA12345678-66"),
    "c, the name of the certification body": (
        "Certificerende instelling: Toetsbaar Certificering B.V.",
        "Certification body: Toetsbaar Certificering B.V.",
    ),
    "d, a reference to the scheme": (
        "Certificatieschema: e-adviseur voor gemeenten (e-adviseur)",
        "Certification scheme: e-adviser to municipalities (e-adviseur)",
    ),
    "d, with its issue": (
        "Versie van het schema: 2, van kracht sinds 1 juni 2026",
        "Version of the scheme: 2, in force since 1 June 2026",
    ),
    "e, the scope": ("Toepassingsgebied\nGemeentelijke processen", "Scope\nMunicipal processes"),
    "e, limitations": (
        "Hiervoor geldt het certificaat niet\nVerandermanagement",
        "The certificate does not cover\nChange management",
    ),
    "e, conditions of validity": (
        "de voorwaarden (versie 2026-1) en de gedragscode (versie 2026-3)",
        "the terms (version 2026-1) and the code of conduct (version 2026-3)",
    ),
    "f, the effective date": ("Eerste dag: 20 november 2026", "First day: 20 November 2026"),
    "f, the date of expiry": ("Laatste dag: 19 november 2029", "Last day: 19 November 2029"),
    "the day of issue": ("Uitgegeven op: 18 november 2026", "Issued on: 18 November 2026"),
}


@pytest.mark.parametrize("item", ITEMS)
def test_every_item_of_the_standard(item: str) -> None:
    """Each item of ISO/IEC 17024, 9.4.8 stands on it, in both languages."""
    dutch, english = ITEMS[item]
    assert dutch in says(document(language=Language.NL))
    assert english in says(document(language=Language.EN))


def test_the_whole_scope_has_no_limits() -> None:
    """Where nothing of the scheme is left out, nothing is said of limits."""
    titles = [part.title for part in document(scope=(PROCESSES, CHANGE), limits=()).parts]
    assert titles == ["Toepassingsgebied", "Voorwaarden"]


def test_a_certificate_that_was_taken_over_says_so() -> None:
    """Who issued it first, under which number and scheme, and what says so."""
    taken = document(taken_over=TakenOver("EGEM", "EG-17", "egem-adviseur", "lijst van 3 mei 2011"))
    assert "Overgenomen van: EGEM, certificaat EG-17, schema ‘egem-adviseur’. Bron: lijst van 3 mei 2011" in says(taken)
    assert "Overgenomen" not in says(document())


def test_where_anyone_checks_it() -> None:
    """The address is that of the check page of this number, in the language of the document."""
    assert document().check.address == f"{SITE}/certificaten/CA12345678-66"
    english = document(language=Language.EN).check
    assert english.address == f"{SITE}/en/certificaten/CA12345678-66"
    assert english.address in english.alt
    assert document().fingerprint.value == FINGERPRINT.hex()


OLD = (
    '{"body":"De instelling","evidence":"11","holder":"00","issuedOn":"2026-11-18","number":"CA12345678-66",'
    '"scheme":"e-adviseur","schemeNameEn":"e-adviser","schemeNameNl":"e-adviseur","schemeVersion":1,"scope":[],"validFrom":"2026-11-20",'
    '"validUntil":"2029-11-19"}'
)


def test_what_older_software_issued_keeps_its_hash() -> None:
    """A snapshot from before some items were added is written again byte for byte, and tells what it has."""
    old = msgspec.json.decode(OLD, type=Snapshot)
    assert canonical_json(old) == OLD
    told = says(document(**{name: getattr(old, name) for name in old.__struct_fields__}))
    assert "Versie van het schema: 1\n" in told
    assert "versie" not in told.partition("Voorwaarden")[2]


def test_the_fingerprint_covers_every_item() -> None:
    """An item that is there is written, so that changing it changes the hash."""
    written = msgspec.json.decode(canonical_json(SNAPSHOT))
    assert set(written) == {
        *("number", "holder", "scheme", "schemeNameNl", "schemeNameEn", "schemeVersion", "schemeEffectiveFrom", "scope"),
        *("limits", "body", "validFrom", "validUntil", "issuedOn", "evidence", "termsVersion", "codeOfConductVersion"),
    }
    assert canonical_json(msgspec.structs.replace(SNAPSHOT, scheme_effective_from=date(2026, 6, 2))) != canonical_json(SNAPSHOT)
