"""Everyone who may be on a past list, with what was recorded of them by the instant, and their consent of now."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from public_list.listing.availability import Stated
from public_list.past.rules import Moment, Profile, Recorded
from registry.certificates.rules import Event, EventKind, Timeline
from registry.certificates.snapshot import Snapshot
from registry.people.rules import Name, PublicField
from registry.schemes.rules import Publication, SchemeRules
from registry.transactions import fetch

if TYPE_CHECKING:
    import asyncpg

AT_A_TIME = 250
"""How many certificates are read at a time; others are served in between."""

_CONSENT = """
(SELECT json_agg(latest.field)::text
    FROM (SELECT DISTINCT ON (field) field, kind FROM consent_event
        WHERE consent_event.adviser = certificate.adviser AND recorded_at <= {until} ORDER BY field, id DESC) AS latest
    WHERE latest.kind = 'given')
"""
_RECORDED = f"""
SELECT certificate.number, certificate.snapshot, scheme_version.certification_body AS body, scheme_version.content AS rules,
    personal_value.value AS holder,
    (SELECT json_agg(json_build_array(kind, effective_on, recorded_at) ORDER BY id)::text
        FROM certificate_event WHERE certificate_event.certificate = certificate.id AND recorded_at <= $3) AS events,
    {_CONSENT.format(until="$2")} AS consent_then, {_CONSENT.format(until="$3")} AS consent_now,
    (SELECT row_to_json(adviser_profile)::text FROM adviser_profile
        WHERE adviser_profile.adviser = certificate.adviser AND recorded_at <= $2 ORDER BY id DESC LIMIT 1) AS profile,
    (SELECT organisation.name FROM employment JOIN organisation ON organisation.id = employment.employer
        WHERE employment.person = adviser.person AND employment.valid_from <= $1 AND coalesce(employment.valid_to, $1) >= $1
            AND coalesce((SELECT min(recorded_at) FROM audit_entry WHERE subject = employment.person
                AND action = 'employment.recorded' AND facts->>'employer' = employment.employer::text), $2) <= $2
        ORDER BY employment.valid_from DESC, organisation.name LIMIT 1) AS employer,
    (SELECT json_agg(json_build_array(first_day, last_day, weekdays) ORDER BY id)::text FROM availability
        WHERE availability.adviser = certificate.adviser AND recorded_at <= $2 AND coalesce(last_day, $1) >= $1) AS stated
FROM certificate
    JOIN adviser ON adviser.id = certificate.adviser
    JOIN scheme_version ON scheme_version.id = certificate.scheme_version
    LEFT JOIN personal_value ON personal_value.commitment = certificate.holder
WHERE certificate.number > $4
    AND EXISTS (SELECT 1 FROM certificate_event
        WHERE certificate_event.certificate = certificate.id AND kind = 'granted' AND recorded_at <= $2)
    AND EXISTS (SELECT 1 FROM consent_event WHERE consent_event.adviser = certificate.adviser AND field = 'name'
        AND kind = 'given' AND recorded_at <= $2)
ORDER BY certificate.number LIMIT $5
"""  # noqa: S608  our own text
"""Of a day ($1), known at an instant ($2), and now ($3). An employment is known since it was recorded in the audit trail."""


async def recorded(moment: Moment, *, now: datetime) -> AsyncIterator[Sequence[Recorded]]:
    """Some at a time, by number."""
    last = ""
    while rows := await fetch(_RECORDED, moment.day, moment.known_at, now, last, AT_A_TIME):
        yield [_recorded(row) for row in rows]
        last = rows[-1]["number"]


@lru_cache(maxsize=1_000)
def _publication(rules: str) -> Publication:
    """Of the rules of a scheme version, as they are kept: a text that many certificates have in common."""
    return msgspec.json.decode(rules, type=SchemeRules).publication


def _recorded(row: "asyncpg.Record") -> Recorded:
    snapshot = msgspec.json.decode(row["snapshot"], type=Snapshot)
    happened = msgspec.json.decode(row["events"] or "[]", type=list[tuple[EventKind, date, datetime]])
    return Recorded(
        number=row["number"],
        body=row["body"],
        snapshot=snapshot,
        publication=_publication(row["rules"]),
        timeline=Timeline(snapshot.valid_from, snapshot.valid_until, [Event(*each) for each in happened]),
        name=Name(**msgspec.json.decode(row["holder"])) if row["holder"] is not None else None,
        employer=row["employer"],
        profile=msgspec.json.decode(row["profile"] or "{}", type=Profile),
        stated=msgspec.json.decode(row["stated"] or "[]", type=list[Stated]),
        consent_then=msgspec.json.decode(row["consent_then"] or "[]", type=frozenset[PublicField]),
        consent_now=msgspec.json.decode(row["consent_now"] or "[]", type=frozenset[PublicField]),
    )
