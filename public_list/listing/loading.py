"""Certificates with all that may be public of them, read from PostgreSQL in one query: all of them, or a few."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from public_list.listing import policy
from public_list.listing.availability import Stated, pieces
from public_list.listing.policy import Place
from public_list.listing.rules import Lived
from public_list.listing.spans import spans
from public_list.listing.table import BIT, About, Reading, Table
from registry.certificates.rules import Event, EventKind, Timeline
from registry.people.rules import Name
from registry.schemes.rules import SchemeRules
from registry.texts import Text

if TYPE_CHECKING:
    import asyncpg


def given(known: str) -> str:
    """What is consented to in the events of which this holds, in one number, as SQL.

    The latest of each field counts, so the highest id tells with its last bit: one pass, and nothing is sorted.
    """
    return " | ".join(
        f"coalesce(max(id * 2 + (kind = 'given')::integer) FILTER (WHERE field = '{field}' AND {known}) & 1, 0) * {bit}"
        for field, bit in BIT.items()
    )


def said(snapshot: str) -> str:
    """What a certificate as issued says that others say too, as SQL: keys are in order, so all that follows its number.

    In octets: of text the database would count the letters first, which takes thrice as long.
    """
    return f"substring(textsend({snapshot}) FROM position(textsend('\"scheme\":') IN textsend({snapshot})))"


_HAPPENED = """
        SELECT certificate, json_agg(json_build_array(kind, effective_on, reason) ORDER BY id)::text AS happened
        FROM certificate_event WHERE kind <> 'granted' AND recorded_at <= {known_at} AND {of_wanted}
        GROUP BY certificate
"""
_LIFE = """{0}.valid_from - DATE '0001-01-01' + 1, {0}.valid_until - DATE '0001-01-01' + 1,
    {0}.scheme_version::text, events.happened"""
_BIT = "CASE field " + " ".join(f"WHEN '{field}' THEN {bit}" for field, bit in BIT.items()) + " END"
_QUERY = f"""
WITH wanted AS {{once}} (
    SELECT id, number, adviser, scheme_version, valid_from, valid_until, holder, snapshot FROM certificate {{where}}
), files AS {{once}} (
    SELECT adviser.id, adviser.person FROM adviser WHERE {{of_wanted}}
)
SELECT (substr(wanted.number, 3, 8) || substr(wanted.number, 12))::bigint, uuid_send(wanted.adviser),
    {_LIFE.format("wanted")}, {said("wanted.snapshot")},
    personal_value.value, coalesce(consented.given, 0) & ~coalesce(undone.withdrawn, 0),
    array_to_string(profile.provinces, ','), array_to_string(profile.regions, ','),
    array_to_string(profile.competences, ','), array_to_string(profile.specialisms, ','),
    array_to_string(profile.languages, ','), employer.name, availability.stated
FROM wanted
    LEFT JOIN files ON files.id = wanted.adviser
    JOIN certificate_event AS granted
        ON granted.certificate = wanted.id AND granted.kind = 'granted' AND granted.recorded_at <= $2
    LEFT JOIN personal_value ON personal_value.commitment = wanted.holder
    LEFT JOIN ({_HAPPENED.format(known_at="$2", of_wanted="{happened_to_wanted}")}) AS events ON events.certificate = wanted.id
    LEFT JOIN (
        SELECT adviser, bit_or({_BIT}) AS given FROM consent_event WHERE kind = 'given' AND {{of_files}} GROUP BY adviser
    ) AS consented ON consented.adviser = wanted.adviser
    LEFT JOIN (
        SELECT adviser, bit_or({_BIT}) AS withdrawn FROM consent_event AS last WHERE kind = 'withdrawn' AND {{of_files}}
            AND NOT EXISTS (
                SELECT FROM consent_event AS later
                WHERE later.adviser = last.adviser AND later.field = last.field AND later.id > last.id
            )
        GROUP BY adviser
    ) AS undone ON undone.adviser = wanted.adviser
    LEFT JOIN (
        SELECT DISTINCT ON (adviser) adviser, provinces, regions, languages, competences, specialisms FROM adviser_profile
        WHERE {{of_files}} ORDER BY adviser, id DESC
    ) AS profile ON profile.adviser = wanted.adviser
    LEFT JOIN (
        SELECT DISTINCT ON (person) person, organisation.name
        FROM employment JOIN organisation ON organisation.id = employment.employer
        WHERE valid_from <= $1 AND coalesce(valid_to, $1) >= $1 AND {{works}}
        ORDER BY person, valid_from DESC, organisation.name
    ) AS employer ON employer.person = files.person
    LEFT JOIN (
        SELECT adviser, json_agg(json_build_array(first_day, last_day, weekdays) ORDER BY id)::text AS stated
        FROM availability WHERE {{of_files}} GROUP BY adviser
    ) AS availability ON availability.adviser = wanted.adviser
"""  # noqa: S608 - names of ours
"""Lists come as JSON or with commas: of an array the driver would ask the database first how it is written.

Consent is that which was given but for what was withdrawn last: few withdraw, and of the others nothing is compared.
"""


_NARROW = {
    "of_wanted": "id IN (SELECT adviser FROM wanted)",
    "happened_to_wanted": "certificate IN (SELECT id FROM wanted)",
    "of_files": "adviser IN (SELECT id FROM files)",
    "works": "person IN (SELECT person FROM files)",
}


def _only(where: str) -> str:
    return _QUERY.format(where=where, once="MATERIALIZED", **_NARROW)


EVERYTHING = _QUERY.format(where="", once="NOT MATERIALIZED", **dict.fromkeys(_NARROW, "true"))
OF_ADVISERS = _only("WHERE adviser = ANY($3::uuid[])")
OF_NUMBERS = _only("WHERE number = ANY($3::text[])")
"""What is read: everything, the certificates of some files, or those with some numbers. `$1` is the day, `$2` the instant."""
LIVES = f"""
SELECT DISTINCT {_LIFE.format("certificate")}
FROM certificate
    LEFT JOIN ({_HAPPENED.format(known_at="$1", of_wanted="true")}) AS events ON events.certificate = certificate.id
"""  # noqa: S608 - names of ours
"""What tells the lives of all certificates, as known at an instant: each once, and far sooner than all else of them."""
VERSIONS = "SELECT id, content FROM scheme_version"
"""The schemes that certificates rest on; read with them, or after them."""

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
        self.table = Table(Reading(self._lives, Abouts(), name_of, codes, _employer, _available), day)

    def live(self, rows: "Sequence[asyncpg.Record]") -> None:
        """Lives that are met later on."""
        for row in rows:
            self.table.lived[tuple(row)]

    def add(self, rows: "Sequence[asyncpg.Record]") -> None:
        """Some more rows."""
        if rows:
            number, file, first, last, version, happened, *told = zip(*rows, strict=True)
            self.table.add((number, file, first, last, list(zip(first, last, version, happened, strict=True)), *told))


class _Lives:
    """The days of a certificate, of what the database tells."""

    def __init__(self, versions: Mapping[str, str], known_at: datetime) -> None:
        self._versions, self._known_at = versions, known_at
        self._decoded = lru_cache(maxsize=1_000)(msgspec.json.Decoder(SchemeRules).decode)

    def __call__(self, key: tuple[int, int, str, str | None]) -> tuple[Lived, ...]:
        first, last, version, told = key
        rules: SchemeRules = self._decoded(self._versions[version])
        happened = _happened.decode(told) if told else []
        valid_from, at = date.fromordinal(first), self._known_at
        events = [*(Event(kind, day, at) for kind, day, _ in happened), Event(EventKind.GRANTED, valid_from, at)]
        timeline = Timeline(valid_from, date.fromordinal(last), events)
        public = {reason.code: reason.name for reason in rules.reasons if reason.public}
        lived = []
        for span in spans(timeline, at):
            listed, named = (policy.span_shown_through(rules.publication, place, span, timeline) for place in Place)
            code = None if span.cause is None else happened[span.cause][2]
            lived.append(Lived(span.first, span.last, span.status, listed, named, public.get(code) if code else None))
        return tuple(lived)


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
