"""Certificates with all that may be public of them, read from PostgreSQL in one query: all of them, or a few."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from public_list.listing import policy
from public_list.listing.availability import Stated, pieces
from public_list.listing.policy import Place
from public_list.listing.rules import Holding, Lived, publishable
from public_list.listing.spans import spans
from registry.certificates.rules import Event, EventKind, Timeline
from registry.certificates.snapshot import Snapshot
from registry.people.rules import Name, PublicField
from registry.schemes.rules import SchemeRules
from registry.texts import Text

if TYPE_CHECKING:
    import asyncpg

_QUERY = """
WITH wanted AS MATERIALIZED (
    SELECT id, number, adviser, scheme_version, valid_from, valid_until, holder, snapshot FROM certificate {where}
), files AS MATERIALIZED (
    SELECT adviser.id, adviser.person FROM adviser {only} id IN (SELECT adviser FROM wanted)
)
SELECT wanted.number, wanted.adviser, wanted.valid_from, wanted.valid_until, wanted.snapshot,
    scheme_version.content AS rules, personal_value.value AS holder, events.happened, consent.given,
    array_to_string(profile.provinces, ',') AS provinces, array_to_string(profile.regions, ',') AS regions,
    array_to_string(profile.languages, ',') AS languages, array_to_string(profile.competences, ',') AS competences,
    array_to_string(profile.specialisms, ',') AS specialisms,
    employer.name AS employer, availability.stated
FROM wanted
    JOIN files ON files.id = wanted.adviser
    JOIN scheme_version ON scheme_version.id = wanted.scheme_version
    LEFT JOIN personal_value ON personal_value.commitment = wanted.holder
    LEFT JOIN (
        SELECT certificate,
            json_agg(json_build_array(kind, effective_on, recorded_at, reason) ORDER BY certificate_event.id)::text AS happened
        FROM certificate_event {only} certificate IN (SELECT id FROM wanted) GROUP BY certificate
    ) AS events ON events.certificate = wanted.id
    LEFT JOIN (
        SELECT adviser, string_agg(field, ',' ORDER BY field) FILTER (WHERE kind = 'given') AS given FROM (
            SELECT DISTINCT ON (adviser, field) adviser, field, kind FROM consent_event
            {only} adviser IN (SELECT id FROM files) ORDER BY adviser, field, id DESC
        ) AS latest GROUP BY adviser
    ) AS consent ON consent.adviser = wanted.adviser
    LEFT JOIN (
        SELECT DISTINCT ON (adviser) adviser, provinces, regions, languages, competences, specialisms FROM adviser_profile
        {only} adviser IN (SELECT id FROM files) ORDER BY adviser, id DESC
    ) AS profile ON profile.adviser = wanted.adviser
    LEFT JOIN (
        SELECT DISTINCT ON (person) person, organisation.name
        FROM employment JOIN organisation ON organisation.id = employment.employer
        WHERE valid_from <= $1 AND coalesce(valid_to, $1) >= $1 {also} person IN (SELECT person FROM files)
        ORDER BY person, valid_from DESC, organisation.name
    ) AS employer ON employer.person = files.person
    LEFT JOIN (
        SELECT adviser, json_agg(json_build_array(first_day, last_day, weekdays) ORDER BY id)::text AS stated
        FROM availability {only} adviser IN (SELECT id FROM files) GROUP BY adviser
    ) AS availability ON availability.adviser = wanted.adviser
"""
"""Lists come as JSON or with commas: of an array the driver would ask the database first how it is written."""


def _only(where: str) -> str:
    return _QUERY.format(where=where, only="WHERE", also="AND")


EVERYTHING = _QUERY.format(where="", only="WHERE true OR", also="AND true OR")
OF_ADVISERS = _only("WHERE adviser = ANY($2::uuid[])")
OF_NUMBERS = _only("WHERE number = ANY($2::text[])")
"""What is read: everything, the certificates of some files, or those with some numbers. `$1` is the day."""

_Happened = tuple[EventKind, date, datetime, str | None]
_happened = msgspec.json.Decoder(list[_Happened])
_stated = msgspec.json.Decoder(list[Stated])
_snapshot = msgspec.json.Decoder(Snapshot)


class _Holder(msgspec.Struct):
    """The name as issued, as it is kept."""

    given: str
    prefix: str | None
    family: str


_holder = msgspec.json.Decoder(_Holder)


def holdings(rows: "Iterable[asyncpg.Record]", *, day: date, known_at: datetime) -> list[Holding]:
    """What the rows tell, of the certificates that were known at the instant: no more than may be shown from the day on."""
    read = _Reader(day, known_at)
    return [holding for row in rows if (holding := read(row)) is not None]


class _Reader:
    """Reads rows of one query; what many have in common is worked out once."""

    def __init__(self, day: date, known_at: datetime) -> None:
        self._day, self._known_at = day, known_at
        self._rules = lru_cache(maxsize=1_000)(msgspec.json.Decoder(SchemeRules).decode)
        self._plain: dict[tuple[date, date, str], tuple[Lived, ...]] = {}

    def __call__(self, row: "asyncpg.Record") -> Holding | None:
        lived = self._lived(row)
        if not lived:
            return None
        snapshot = _snapshot.decode(row["snapshot"])
        return publishable(
            Holding(
                number=row["number"],
                adviser=UUID(int=row["adviser"].int),
                lived=lived,
                scheme=snapshot.scheme,
                scheme_name=Text(snapshot.scheme_name_nl, snapshot.scheme_name_en),
                scope=tuple(item.code for item in snapshot.scope),
                valid_from=row["valid_from"],
                valid_until=row["valid_until"],
                name=_name(row["holder"]),
                employer=row["employer"],
                provinces=_codes(row["provinces"]),
                regions=_codes(row["regions"]),
                languages=_codes(row["languages"]),
                competences=_codes(row["competences"]),
                specialisms=_codes(row["specialisms"]),
                available=pieces(_stated.decode(row["stated"])) if row["stated"] else (),
                consent=_consent(row["given"]),
                taken_over_from=snapshot.taken_over.issuer if snapshot.taken_over else None,
            ),
            self._day,
        )

    def _lived(self, row: "asyncpg.Record") -> tuple[Lived, ...]:
        happened = _happened.decode(row["happened"] or "[]")
        if len(happened) != 1 or happened[0][2] > self._known_at or happened[0][0] is not EventKind.GRANTED:
            return self._spans(row, happened)
        key = (row["valid_from"], row["valid_until"], row["rules"])
        if key not in self._plain:
            self._plain[key] = self._spans(row, happened)
        return self._plain[key]

    def _spans(self, row: "asyncpg.Record", happened: Sequence[_Happened]) -> tuple[Lived, ...]:
        rules: SchemeRules = self._rules(row["rules"])
        timeline = Timeline(row["valid_from"], row["valid_until"], [Event(*each[:3]) for each in happened])
        public = {reason.code: reason.name for reason in rules.reasons if reason.public}
        lived = []
        for span in spans(timeline, self._known_at):
            listed, named = (policy.span_shown_through(rules.publication, place, span, timeline) for place in Place)
            code = None if span.cause is None else happened[span.cause][3]
            lived.append(Lived(span.first, span.last, span.status, listed, named, public.get(code) if code else None))
        return tuple(lived)


def _name(kept: str | None) -> Name | None:
    if kept is None:
        return None
    holder = _holder.decode(kept)
    return Name(holder.given, holder.prefix, holder.family)


@lru_cache(maxsize=10_000)
def _codes(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()


@lru_cache(maxsize=1_000)
def _consent(given: str | None) -> frozenset[PublicField]:
    return frozenset(PublicField(each) for each in given.split(",")) if given else frozenset()
