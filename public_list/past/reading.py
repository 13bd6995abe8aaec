"""Everyone who was on a past list, with what was recorded of them by the instant, and their consent of now."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from public_list.listing import policy
from public_list.listing.availability import Stated
from public_list.listing.loading import Abouts, codes, name_of
from public_list.listing.queries import given, said
from public_list.listing.table import BIT
from public_list.past.rules import Moment, Profile, Recorded
from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.people.rules import PublicField
from registry.schemes.rules import Publication, SchemeRules
from registry.transactions import snapshot

if TYPE_CHECKING:
    import asyncpg

AT_A_TIME = 500
"""How many certificates are read at a time; others are served in between."""

_SETTINGS = "SET LOCAL work_mem = '24MB'; SET LOCAL jit = off"
"""So that the database joins in memory, and does not compile a query that differs each time."""
_VERSIONS = "SELECT id, certification_body, content FROM scheme_version"
_RECORDED = f"""
SELECT certificate.number, certificate.valid_from, certificate.valid_until, certificate.scheme_version, events.happened,
    {said("certificate.snapshot")} AS said, personal_value.value AS holder,
    consent.given_then, consent.given_now, array_to_string(profile.provinces, ',') AS provinces,
    array_to_string(profile.regions, ',') AS regions, array_to_string(profile.languages, ',') AS languages,
    array_to_string(profile.competences, ',') AS competences, array_to_string(profile.specialisms, ',') AS specialisms,
    employer.name AS employer, availability.stated
FROM certificate
    JOIN certificate_event AS granted
        ON granted.certificate = certificate.id AND granted.kind = 'granted' AND granted.recorded_at <= $2
    JOIN (
        SELECT adviser, {given("recorded_at <= $2")} AS given_then, {given("true")} AS given_now
        FROM consent_event WHERE recorded_at <= $3 GROUP BY adviser
    ) AS consent ON consent.adviser = certificate.adviser AND consent.given_then & {BIT[PublicField.NAME]} <> 0
    JOIN adviser ON adviser.id = certificate.adviser
    LEFT JOIN personal_value ON personal_value.commitment = certificate.holder
    LEFT JOIN (
        SELECT certificate, json_agg(json_build_array(kind, effective_on, recorded_at <= $2) ORDER BY id)::text AS happened
        FROM certificate_event WHERE kind <> 'granted' AND recorded_at <= $3 GROUP BY certificate
    ) AS events ON events.certificate = certificate.id
    LEFT JOIN (
        SELECT DISTINCT ON (adviser) adviser, provinces, regions, languages, competences, specialisms FROM adviser_profile
        WHERE recorded_at <= $2 ORDER BY adviser, id DESC
    ) AS profile ON profile.adviser = certificate.adviser
    LEFT JOIN (
        SELECT DISTINCT ON (person) person, organisation.name
        FROM employment JOIN organisation ON organisation.id = employment.employer LEFT JOIN (
            SELECT subject, facts->>'employer' AS employer, min(recorded_at) AS first FROM audit_entry
            WHERE action = 'employment.recorded' GROUP BY subject, facts->>'employer'
        ) AS told ON told.subject = employment.person AND told.employer = employment.employer::text
        WHERE valid_from <= $1 AND coalesce(valid_to, $1) >= $1 AND coalesce(told.first, $2) <= $2
        ORDER BY person, valid_from DESC, organisation.name
    ) AS employer ON employer.person = adviser.person
    LEFT JOIN (
        SELECT adviser, json_agg(json_build_array(first_day, last_day, weekdays) ORDER BY id)::text AS stated
        FROM availability WHERE recorded_at <= $2 AND coalesce(last_day, $1) >= $1 GROUP BY adviser
    ) AS availability ON availability.adviser = certificate.adviser
"""  # noqa: S608  our own text
"""Of a day ($1), known at an instant ($2), and by all that is on record ($3): a clock of another machine may be ahead.

An employment is known since it was recorded in the audit trail.
"""

_happened = msgspec.json.Decoder(list[tuple[EventKind, date, bool]]).decode
_stated = msgspec.json.Decoder(list[Stated]).decode


async def recorded(moment: Moment, *, now: datetime) -> AsyncGenerator[Sequence[Recorded]]:
    """Some at a time, in any order, of the registry as it is at one moment."""
    async with snapshot() as connection:
        await connection.execute(_SETTINGS)
        telling = _Telling(await connection.fetch(_VERSIONS), moment, now)
        cursor = await connection.cursor(_RECORDED, moment.day, moment.known_at, ALL_ON_RECORD)
        while rows := await cursor.fetch(AT_A_TIME):
            yield [each for each in map(telling.recorded, rows) if each is not None]


class _Telling:
    """What rows tell for one question; what many of them have in common is read once."""

    def __init__(self, versions: "Sequence[asyncpg.Record]", moment: Moment, now: datetime) -> None:
        self._moment, self._today = moment, amsterdam_day(now)
        self._bodies = {each["id"]: each["certification_body"] for each in versions}
        self._publications: Mapping[object, Publication] = {
            each["id"]: msgspec.json.decode(each["content"], type=SchemeRules).publication for each in versions
        }
        self._lived, self._about, self._codes, self._consent = cache(self._live), cache(Abouts()), cache(codes), cache(_consent)

    def recorded(self, row: "asyncpg.Record") -> Recorded | None:
        """Of a certificate; nothing of one that was not on the list."""
        first, last, version = row["valid_from"], row["valid_until"], row["scheme_version"]
        status, is_listed_now = self._lived(first, last, version, row["happened"])
        if status is None:
            return None
        return Recorded(
            number=row["number"],
            body=self._bodies[version],
            about=self._about(row["said"]),
            valid_from=first,
            valid_until=last,
            status=status,
            is_listed_now=is_listed_now,
            name=name_of(row["holder"]) if row["holder"] is not None else None,
            employer=row["employer"],
            profile=Profile(*(self._codes(row[field]) for field in Profile._fields)),
            stated=_stated(row["stated"]) if row["stated"] else (),
            consent_then=self._consent(row["given_then"]),
            consent_now=self._consent(row["given_now"]),
        )

    def _live(self, first: date, last: date, version: object, told: str | None) -> tuple[Status | None, bool]:
        """The status in which the list of the day showed it, by what was known; and whether today's shows it."""
        moment, publication = self._moment, self._publications[version]
        happened = _happened(told) if told else []
        events = [Event(kind, day, moment.known_at if was_known else ALL_ON_RECORD) for kind, day, was_known in happened]
        timeline = Timeline(first, last, [*events, Event(EventKind.GRANTED, first, moment.known_at)])
        was_listed = policy.is_listed(publication, timeline, moment.day, moment.known_at)
        status = status_on(timeline, moment.day, moment.known_at) if was_listed else None
        return status, policy.is_listed(publication, timeline, self._today, ALL_ON_RECORD)


def _consent(given_to: int) -> frozenset[PublicField]:
    return frozenset(field for field, bit in BIT.items() if given_to & bit)
