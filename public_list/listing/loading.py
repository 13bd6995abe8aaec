"""Certificates with all that may be public of them, taken from what PostgreSQL tells."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from struct import unpack
from typing import TYPE_CHECKING

import msgspec

from public_list.listing import policy
from public_list.listing.availability import Stated, pieces
from public_list.listing.policy import Place
from public_list.listing.rules import Lived
from public_list.listing.spans import spans
from public_list.listing.table import About, Reading, Table
from registry.certificates.rules import Event, EventKind, Timeline
from registry.people.rules import Name
from registry.schemes.rules import Publication, SchemeRules
from registry.texts import Text

if TYPE_CHECKING:
    import asyncpg


_rules = msgspec.json.Decoder(SchemeRules).decode
_FILE = 16
"""Octets by which a file is known."""
_happened = msgspec.json.Decoder(list[tuple[EventKind, date, str | None]])
_stated = msgspec.json.Decoder(list[Stated])


class _Code(msgspec.Struct, frozen=True):
    code: str


class _Issuer(msgspec.Struct, frozen=True):
    issuer: str


class _Said(msgspec.Struct, frozen=True, rename="camel"):
    """Of a certificate as issued what others say too."""

    scheme: str
    scheme_name_nl: str
    scheme_name_en: str
    scope: tuple[_Code, ...]
    taken_over: _Issuer | None = None


class _Holder(msgspec.Struct):
    """The name as issued, as it is kept."""

    given: str
    prefix: str | None
    family: str


_holder = msgspec.json.Decoder(_Holder).decode
_said = msgspec.json.Decoder(_Said).decode


class Loading:
    """Takes rows of a query, some at a time, into a table of what may be shown from the day on."""

    def __init__(self, versions: "Sequence[asyncpg.Record]", *, day: date, known_at: datetime) -> None:
        self._lives = _Lives({str(each["id"]): each["content"] for each in versions}, known_at)
        self.table = Table(Reading(self._lives, Abouts(), _holder, codes, _employer, _available), day)
        self._consent: dict[bytes, int] | None = None

    def live(self, rows: "Sequence[asyncpg.Record]") -> None:
        """Lives that are met later on."""
        for row in rows:
            self.table.lived[tuple(row)]

    def consent(self, files: bytes, codes: bytes) -> None:
        """To what these files consent, whose rows come without it."""
        given = unpack(f">{len(codes) // 2}h", codes)
        each = (files[place : place + _FILE] for place in range(0, len(files), _FILE))
        self._consent = dict(zip(each, given, strict=True))

    def add(self, rows: "Sequence[asyncpg.Record]") -> None:
        """Some more rows."""
        if rows:
            number, file, first, last, version, happened, about, holder, given, *told = zip(*rows, strict=True)
            consented = given if self._consent is None else [self._consent.get(each, 0) for each in file]
            lives = list(zip(first, last, version, happened, strict=True))
            self.table.add((number, file, first, last, lives, about, holder, consented, *told))


class _Lives:
    """The days of a certificate, of what the database tells."""

    def __init__(self, versions: Mapping[str, str], known_at: datetime) -> None:
        self._known_at = known_at
        self._said = cache(lambda version: _said_of(versions[version]))

    def __call__(self, key: tuple[int, int, str, str | None]) -> tuple[Lived, ...]:
        first, last, version, told = key
        publication, public = self._said(version)
        happened = _happened.decode(told) if told else []
        valid_from, at = date.fromordinal(first), self._known_at
        events = [*[Event(kind, day, at) for kind, day, _ in happened], Event(EventKind.GRANTED, valid_from, at)]
        timeline = Timeline(valid_from, date.fromordinal(last), events)
        lived = []
        for span in spans(timeline, at):
            listed = policy.span_shown_through(publication, Place.LIST, span, timeline)
            named = policy.span_shown_through(publication, Place.CHECK, span, timeline)
            code = None if span.cause is None else happened[span.cause][2]
            lived.append(Lived(span.first, span.last, span.status, listed, named, public.get(code) if code else None))
        return tuple(lived)


def _said_of(version: str) -> tuple[Publication, dict[str, Text]]:
    """What a version of a scheme lets the public see, and the reasons that are public, by their codes."""
    rules = _rules(version)
    return rules.publication, {reason.code: reason.name for reason in rules.reasons if reason.public}


class Abouts:
    """What certificates say that others say too, read from their text on, each kept once."""

    def __init__(self) -> None:
        self._known: dict[About, About] = {}

    def __call__(self, read: bytes) -> About:
        said = _said(b"{" + read)
        name = Text(said.scheme_name_nl, said.scheme_name_en)
        issuer = said.taken_over.issuer if said.taken_over else None
        about = About(said.scheme, name, tuple(item.code for item in said.scope), issuer)
        return self._known.setdefault(about, about)


def name_of(kept: str) -> Name:
    """The name as issued, of the text that is kept of it."""
    holder = _holder(kept)
    return Name(holder.given, holder.prefix, holder.family)


def codes(joined: str | None) -> tuple[str, ...]:
    """Codes with commas between them."""
    return tuple(joined.split(",")) if joined else ()


def _employer(name: str | None) -> str | None:
    return name


def _available(stated: str | None) -> tuple[int, ...]:
    return tuple(number for piece in pieces(_stated.decode(stated)) for number in piece) if stated else ()
