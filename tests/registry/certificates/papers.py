"""A certificate to write out and typeset, without a database."""

from datetime import date

import msgspec

from registry.certificates.document import Document, written_out
from registry.certificates.snapshot import Snapshot
from registry.people.rules import Name
from registry.schemes.rules import ScopeItem
from registry.texts import Language

SITE = "https://adviseurs.example.nl"
FINGERPRINT = bytes(range(32))
PROCESSES = ScopeItem("gp", "Gemeentelijke processen", "Municipal processes")
CHANGE = ScopeItem("vm", "Verandermanagement", "Change management")
SNAPSHOT = Snapshot(
    number="CA12345678-66",
    holder="00" * 32,
    scheme="e-adviseur",
    scheme_name_nl="e-adviseur voor gemeenten",
    scheme_name_en="e-adviser to municipalities",
    scheme_version=2,
    scope=(PROCESSES,),
    body="Toetsbaar Certificering B.V.",
    valid_from=date(2026, 11, 20),
    valid_until=date(2029, 11, 19),
    issued_on=date(2026, 11, 18),
    evidence="11" * 32,
    scheme_effective_from=date(2026, 6, 1),
    limits=(CHANGE,),
    terms_version="2026-1",
    code_of_conduct_version="2026-3",
)
ELIF = Name("Elif", None, "Öztürk")


def document(name: Name = ELIF, language: Language = Language.NL, **changed: object) -> Document:
    """The certificate in words, with these items of its snapshot changed."""
    snapshot = msgspec.structs.replace(SNAPSHOT, **changed)
    return written_out(snapshot, name, FINGERPRINT, site=SITE, language=language)


def says(document: Document) -> str:
    """All that the certificate says, in one text."""
    facts = [f"{fact.term}: {fact.value}" for fact in document.facts]
    parts = [line for part in document.parts for line in (part.title, *part.items)]
    return "\n".join([document.heading, document.holder, document.statement, *facts, *parts, document.check.address])
