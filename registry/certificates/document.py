"""What stands on a certificate, in words: the one source of its page and its PDF, made from the snapshot and the name alone."""

from datetime import date

import msgspec

from registry.certificates.snapshot import Snapshot
from registry.people.rules import Name
from registry.schemes.rules import ScopeItem
from registry.texts import Language, Text, written

REGISTER = "Adviseursregister"
_HEADING = Text("Certificaat", "Certificate")
_TITLE = Text("Certificaat {number}", "Certificate {number}")
_STATEMENT = Text(
    "{body} verklaart dat deze persoon voldoet aan de eisen van het certificatieschema ‘{scheme}’.",
    "{body} declares that this person meets the requirements of the certification scheme ‘{scheme}’.",
)
_NUMBER = Text("Nummer", "Number")
_BODY = Text("Certificerende instelling", "Certification body")
_SCHEME = Text("Certificatieschema", "Certification scheme")
_VERSION = Text("Versie van het schema", "Version of the scheme")
_IN_FORCE = Text("{number}, van kracht sinds {day}", "{number}, in force since {day}")
_FIRST_DAY = Text("Eerste dag", "First day")
_LAST_DAY = Text("Laatste dag", "Last day")
_ISSUED_ON = Text("Uitgegeven op", "Issued on")
_TAKEN_OVER = Text("Overgenomen van", "Taken over from")
_FROM = Text(
    "{issuer}, certificaat {number}, schema ‘{scheme}’. Bron: {source}",
    "{issuer}, certificate {number}, scheme ‘{scheme}’. Source: {source}",
)
_SCOPE = Text("Toepassingsgebied", "Scope")
_LIMITS = Text("Hiervoor geldt het certificaat niet", "The certificate does not cover")
_CONDITIONS = Text("Voorwaarden", "Conditions")
_KEEPING = Text(
    "Het certificaat geldt zolang de houder zich houdt aan de voorwaarden (versie {terms}) en de gedragscode "
    "(versie {conduct}).",
    "The certificate is valid as long as the holder keeps to the terms (version {terms}) and the code of conduct "
    "(version {conduct}).",
)
_OF_THE_BODY = Text(
    "Het certificaat blijft eigendom van {body} en mag niet worden gebruikt als het is geschorst of ingetrokken.",
    "The certificate remains the property of {body} and may not be used while it is suspended or once it is withdrawn.",
)
_CHECK = Text("Controleer dit certificaat", "Check this certificate")
_CHECK_IT = Text(
    "De status kan na de uitgifte zijn veranderd. Alleen het register zegt of het certificaat nu geldig is. "
    "Scan de code of open dit adres:",
    "The status may have changed since this was issued. Only the register says whether the certificate is valid now. "
    "Scan the code or open this address:",
)
_CODE = Text("QR-code naar {address}", "QR code to {address}")
_FINGERPRINT = Text(
    "Vingerafdruk (SHA-256) van wat bij uitgifte is vastgelegd:", "Fingerprint (SHA-256) of what was recorded at issue:"
)


class Fact(msgspec.Struct, frozen=True):
    """One thing a certificate says, and what it is called."""

    term: str
    value: str


class Part(msgspec.Struct, frozen=True):
    """A heading with what stands under it."""

    title: str
    items: tuple[str, ...]


class Check(msgspec.Struct, frozen=True):
    """Where anyone finds the status of today."""

    title: str
    text: str
    address: str
    alt: str


class Document(msgspec.Struct, frozen=True, rename="camel"):
    """A certificate in one language."""

    language: Language
    number: str
    body: str
    title: str
    heading: str
    holder: str
    statement: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    check: Check
    fingerprint: Fact
    issued_on: date
    register: str = REGISTER


def written_out(snapshot: Snapshot, holder: Name, fingerprint: bytes, *, site: str, language: Language) -> Document:
    """The certificate in words, every item of ISO/IEC 17024, 9.4.8 among them.

    `fingerprint` is the hash of the snapshot; `site` is the address of the registry, for the check of the number.
    """
    scheme = Text(snapshot.scheme_name_nl, snapshot.scheme_name_en).say(language)
    return Document(
        language=language,
        number=snapshot.number,
        body=snapshot.body,
        title=_TITLE.say(language, number=snapshot.number),
        heading=_HEADING.say(language),
        holder=str(holder),
        statement=_STATEMENT.say(language, body=snapshot.body, scheme=scheme),
        facts=tuple(Fact(term.say(language), value) for term, value in _facts(snapshot, scheme, language)),
        parts=tuple(Part(title.say(language), items) for title, items in _parts(snapshot, language) if items),
        check=_check(snapshot.number, site=site, language=language),
        fingerprint=Fact(_FINGERPRINT.say(language), fingerprint.hex()),
        issued_on=snapshot.issued_on,
    )


def _facts(snapshot: Snapshot, scheme: str, language: Language) -> list[tuple[Text, str]]:
    facts = [
        (_NUMBER, snapshot.number),
        (_BODY, snapshot.body),
        (_SCHEME, f"{scheme} ({snapshot.scheme})"),
        (_VERSION, _version(snapshot, language)),
        (_FIRST_DAY, written(snapshot.valid_from, language)),
        (_LAST_DAY, written(snapshot.valid_until, language)),
        (_ISSUED_ON, written(snapshot.issued_on, language)),
    ]
    if origin := snapshot.taken_over:
        words = _FROM.say(language, issuer=origin.issuer, number=origin.number, scheme=origin.scheme, source=origin.source)
        facts.append((_TAKEN_OVER, words))
    return facts


def _version(snapshot: Snapshot, language: Language) -> str:
    """Certificates issued by older software do not say since when their version was in force."""
    if snapshot.scheme_effective_from is None:
        return str(snapshot.scheme_version)
    return _IN_FORCE.say(language, number=snapshot.scheme_version, day=snapshot.scheme_effective_from)


def _parts(snapshot: Snapshot, language: Language) -> list[tuple[Text, tuple[str, ...]]]:
    return [
        (_SCOPE, _named(snapshot.scope, language)),
        (_LIMITS, _named(snapshot.limits, language)),
        (_CONDITIONS, tuple(_conditions(snapshot, language))),
    ]


def _named(items: tuple[ScopeItem, ...], language: Language) -> tuple[str, ...]:
    return tuple(Text(item.name_nl, item.name_en).say(language) for item in items)


def _conditions(snapshot: Snapshot, language: Language) -> list[str]:
    kept = [_OF_THE_BODY.say(language, body=snapshot.body)]
    if snapshot.terms_version:
        terms, conduct = snapshot.terms_version, snapshot.code_of_conduct_version
        kept.insert(0, _KEEPING.say(language, terms=terms, conduct=conduct))
    return kept


def _check(number: str, *, site: str, language: Language) -> Check:
    prefix = "/en" if language is Language.EN else ""
    address = f"{site.rstrip('/')}{prefix}/certificaten/{number}"
    return Check(_CHECK.say(language), _CHECK_IT.say(language), address, _CODE.say(language, address=address))
