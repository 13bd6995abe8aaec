"""The public list and the check of one number, computed from what stands at this instant."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from public_list.listing import rules
from public_list.listing.rules import Checked, Found, Holding, Wanted
from registry.certificates import service as certificates
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import Event, EventKind, Timeline, status_on
from registry.certificates.service import Issued
from registry.certificates.snapshot import Snapshot
from registry.days import amsterdam_day
from registry.numbering import read_certificate_number
from registry.organisations import service as organisations
from registry.people import service as people
from registry.people.rules import Name, PublicField
from registry.people.tables import Adviser, Employment
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.schemes.rules import SchemeRules
from registry.texts import Text
from registry.transactions import fetch

if TYPE_CHECKING:
    import asyncpg

_BY_NUMBER = """
SELECT certificate.adviser, certificate.snapshot, scheme_version.content AS rules, personal_value.value AS holder,
    (SELECT json_agg(json_build_array(kind, effective_on, recorded_at) ORDER BY id)::text
        FROM certificate_event WHERE certificate_event.certificate = certificate.id) AS events,
    (SELECT json_agg(latest.field)::text
        FROM (SELECT DISTINCT ON (field) field, kind FROM consent_event
            WHERE consent_event.adviser = certificate.adviser ORDER BY field, id DESC) AS latest
        WHERE latest.kind = 'given') AS consent
FROM certificate
    JOIN scheme_version ON scheme_version.id = certificate.scheme_version
    LEFT JOIN personal_value ON personal_value.commitment = certificate.holder
WHERE certificate.number = $1
"""
"""A certificate with what happened to it, the name as issued unless erased, and what its holder consents to now.

Lists come as JSON: of an array the driver would ask the database first, on every new connection, how it is written.
"""


async def search(wanted: Wanted, *, now: datetime) -> Found:
    """The certified advisers who let themselves be listed and who answer the question."""
    holdings = await _holdings(await certificates.everything(), day=wanted.day or amsterdam_day(now), now=now)
    return rules.found(rules.entries(holdings), wanted)


async def check(typed: str, *, day: date | None, now: datetime) -> Checked:
    """Status, dates and scheme of a number, for ever, today or on another day, as known now; in one query.

    Raises Invalid for what is no number, with a suggestion; UnknownCertificate for one that was never issued.
    """
    number = read_certificate_number(typed)
    asked = day or amsterdam_day(now)
    rows = await fetch(_BY_NUMBER, number)
    holding = _holding(rows[0], day=asked, now=now) if rows else None
    if holding is None:
        raise UnknownCertificate(number=number)
    return rules.checked(holding, asked)


def _holding(row: "asyncpg.Record", *, day: date, now: datetime) -> Holding | None:
    """What checking a number asks of a certificate; nothing while the registry did not know it."""
    snapshot = msgspec.json.decode(row["snapshot"], type=Snapshot)
    happened = msgspec.json.decode(row["events"] or "[]", type=list[tuple[EventKind, date, datetime]])
    events = [Event(*each) for each in happened]
    timeline = Timeline(snapshot.valid_from, snapshot.valid_until, events)
    status, status_now = status_on(timeline, day, now), status_on(timeline, amsterdam_day(now), now)
    if status is None or status_now is None:
        return None
    return Holding(
        number=snapshot.number,
        adviser=row["adviser"],
        status=status,
        status_now=status_now,
        scheme=snapshot.scheme,
        scheme_name=Text(snapshot.scheme_name_nl, snapshot.scheme_name_en),
        scope=tuple(item.code for item in snapshot.scope),
        valid_from=snapshot.valid_from,
        valid_until=snapshot.valid_until,
        name=_name(msgspec.json.decode(row["holder"])) if row["holder"] is not None else None,
        employer=None,
        provinces=(),
        regions=(),
        languages=(),
        competences=(),
        specialisms=(),
        available_from=None,
        consent=msgspec.json.decode(row["consent"] or "[]", type=frozenset[PublicField]),
        publication=msgspec.json.decode(row["rules"], type=SchemeRules).publication,
        taken_over_from=snapshot.taken_over.issuer if snapshot.taken_over else None,
    )


def _name(kept: dict[str, str]) -> Name:
    return Name(kept["given"], kept["prefix"], kept["family"])


async def _holdings(issued: Sequence[Issued], *, day: date, now: datetime) -> list[Holding]:
    """Certificates with all that is known of their holders, in a handful of queries however many they are."""
    advisers = list({each.adviser for each in issued})
    persons = {row["id"]: row["person"] for row in await Adviser.select().where(Adviser.id.is_in(advisers))} if advisers else {}
    profiles = {each: await people.profile_of(each) for each in advisers}
    consent = await people.consents(advisers)
    names = await personal_data.reveal(each.holder for each in issued)
    employers = await _employers(list(persons.values()), amsterdam_day(now))
    versions = {(each.scheme_code, each.number): each for each in await schemes.versions()}
    holdings = []
    for each in issued:
        status, status_now = each.status_on(day, now), each.status_on(amsterdam_day(now), now)
        if status is None or status_now is None:
            continue
        profile, snapshot = profiles[each.adviser], each.snapshot
        name = names.get(each.holder)
        holdings.append(
            Holding(
                number=each.number,
                adviser=each.adviser,
                status=status,
                status_now=status_now,
                scheme=snapshot.scheme,
                scheme_name=Text(snapshot.scheme_name_nl, snapshot.scheme_name_en),
                scope=tuple(item.code for item in snapshot.scope),
                valid_from=snapshot.valid_from,
                valid_until=snapshot.valid_until,
                name=_name(name) if name else None,
                employer=employers.get(persons[each.adviser]),
                provinces=tuple(profile.provinces),
                regions=tuple(profile.regions),
                languages=tuple(profile.languages),
                competences=tuple(profile.competences),
                specialisms=tuple(profile.specialisms),
                available_from=None,
                consent=consent.get(each.adviser, frozenset()),
                publication=versions[snapshot.scheme, snapshot.scheme_version].rules.publication,
                taken_over_from=snapshot.taken_over.issuer if snapshot.taken_over else None,
            ),
        )
    return holdings


async def _employers(persons: Sequence[object], day: date) -> dict[object, str]:
    if not persons:
        return {}
    rows = await Employment.select(Employment.person, Employment.employer).where(
        Employment.person.is_in(list(persons)),
        Employment.valid_from <= day,
        (Employment.valid_to.is_null()) | (Employment.valid_to >= day),
    )
    names = await organisations.names_of({row["employer"] for row in rows})
    return {row["person"]: names[row["employer"]] for row in rows}
