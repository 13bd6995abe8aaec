"""The changes as a feed that any reader of news can follow (Atom, RFC 4287)."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from public_list.open_data.answering import in_language
from public_list.open_data.publisher import Publisher
from public_list.open_data.rules import Change
from registry.certificates.wording import STATUSES
from registry.texts import Language, Text

MEDIA_TYPE = "application/atom+xml"
PATH = "/wijzigingen.atom"
_TITLE = Text("Adviseursregister: wijzigingen", "Adviseursregister: changes")
_SUBTITLE = Text(
    "Certificaten van e-adviseurs waarvan de status de laatste 90 dagen veranderde, voor zover die nu openbaar zijn.",
    "Certificates of e-advisers whose status changed in the last 90 days, as far as they are public now.",
)
_OF_ENTRY = Text("{name}: {status} sinds {since}", "{name}: {status} since {since}")
_SUMMARY = Text(
    "Certificaat {number} ({scheme}). Status: {status}, sinds {since}. Geldig van {first} tot en met {last}.",
    "Certificate {number} ({scheme}). Status: {status}, since {since}. Valid from {first} through {last}.",
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(changes: Sequence[Change], publisher: Publisher, *, changed_at: datetime, language: Language) -> bytes:
    """The feed in a language; `changed_at` is what it says of itself while it has no entry."""
    own = publisher.site + in_language(PATH, language)
    updated = max((change.at for change in changes), default=changed_at)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.value}">',
        f"<id>{_xml(own)}</id><title>{_xml(_TITLE.say(language))}</title><subtitle>{_xml(_SUBTITLE.say(language))}</subtitle>",
        f"<updated>{_instant(updated)}</updated><author><name>{_xml(publisher.name)}</name></author>",
        f'<link rel="self" type="{MEDIA_TYPE}" href={quoteattr(own)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(publisher.site + in_language("/adviseurs", language))}/>',
        f'<link rel="license" href={quoteattr(publisher.licence)}/>',
        *(_entry(change, publisher, language) for change in changes),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(change: Change, publisher: Publisher, language: Language) -> str:
    return "".join(_parts(change, publisher, language))


def _parts(change: Change, publisher: Publisher, language: Language) -> Iterator[str]:
    checked = change.checked
    facts = {
        "name": change.name,
        "number": checked.number,
        "scheme": checked.scheme_name,
        "status": STATUSES[checked.status].say(language).lower(),
        "since": change.since,
        "first": checked.valid_from,
        "last": checked.valid_until,
    }
    address = publisher.site + in_language(f"/certificaten/{checked.number}", language)
    yield f"<entry><id>{change.id}</id><title>{_xml(_OF_ENTRY.say(language, **facts))}</title>"
    yield f"<updated>{_instant(change.at)}</updated>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>'
    yield f'<category term="{checked.status.value}"/><summary>{_xml(_SUMMARY.say(language, **facts))}</summary></entry>'


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _xml(text: str) -> str:
    """Text as XML holds it; what XML cannot hold is left out."""
    return escape(_ILLEGAL.sub("", text))
