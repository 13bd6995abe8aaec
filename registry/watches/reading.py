"""What an organisation follows, with each certificate it was told of as that stands today."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.exports.cursor import Query, folded
from registry.exports.paging import Page
from registry.organisations import succession
from registry.permissions import Actor, Permission
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language
from registry.transactions import fetch
from registry.watches.rules import Followed, since
from registry.watches.schemas import WatchedCertificateOut, WatchOut
from registry.watches.seeking import WATCHES

PAGE = 50
"""Watches on a page."""

_LISTED = f"""
SELECT watch.id, watch.organisation, organisation.name, watch.adviser, watch.recorded_at
FROM watch JOIN organisation ON organisation.id = watch.organisation
WHERE watch.ended_at IS NULL AND ($1::uuid[] IS NULL OR watch.organisation = ANY($1))
    AND ($2 = '' OR (watch.adviser IS NOT NULL) = ($2 = 'adviser'))
    AND ($3 = '' OR strpos({folded("organisation.name")}, {folded("$3")}) > 0 OR EXISTS (
        SELECT 1 FROM watch_notice JOIN certificate ON certificate.id = watch_notice.certificate
        WHERE watch_notice.watch = watch.id AND strpos(lower(certificate.number), lower($3)) > 0))
    AND ($4::date IS NULL OR (watch.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date >= $4)
    AND ($5::date IS NULL OR (watch.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date <= $5)
"""  # noqa: S608  our own columns
_ENDED = """
SELECT watch.id, watch.organisation, organisation.name, watch.adviser, watch.recorded_at
FROM watch JOIN organisation ON organisation.id = watch.organisation
WHERE watch.id = $2 AND watch.ended_at IS NOT NULL AND ($1::uuid[] IS NULL OR watch.organisation = ANY($1))
"""
_NUMBER = "SELECT count(*) AS number FROM watch WHERE ended_at IS NULL AND ($1::uuid[] IS NULL OR organisation = ANY($1))"
_SEEN = "SELECT watch, certificate FROM watch_notice WHERE watch = ANY($1) GROUP BY watch, certificate ORDER BY min(id)"


async def listed(actor: Actor, *, page: int, language: Language, now: datetime) -> list[WatchOut]:
    """A page of what the actor's organisations follow, the latest first; an auditor reads all. Pages count from 1."""
    query = await _query(actor, NOTHING_CHOSEN)
    return await _shown(await query.rows(page, size=PAGE), language, now)


async def page_of(choice: Choice, *, actor: Actor, language: Language, now: datetime) -> Page[WatchOut]:
    """Of what they follow the page that was chosen; an auditor reads all."""
    page = await (await _query(actor, choice)).page(choice.page, size=PAGE)
    return page.holding(await _shown(page.rows, language, now))


async def everything(choice: Choice, *, actor: Actor, language: Language, now: datetime) -> list[WatchOut]:
    """Of what they follow all that was chosen; an auditor reads all."""
    query = await _query(actor, choice)
    return await _shown(await fetch(query.text, *query.values), language, now)


async def _query(actor: Actor, choice: Choice) -> Query:
    known = WATCHES.known(choice)
    values = (await _own(actor), known.stand, known.words, known.first_day, known.last_day)
    return Query(f"SELECT * FROM ({_LISTED}) AS listed ORDER BY {WATCHES.ordered(known).columns}", values)  # noqa: S608  our own columns


async def ended(watch_id: UUID, *, actor: Actor, language: Language, now: datetime) -> WatchOut | None:
    """What the actor's organisations followed and do so no more; nothing for any other id."""
    found = await _shown(await fetch(_ENDED, await _own(actor), watch_id), language, now)
    return found[0] if found else None


async def _shown(rows: Sequence[Any], language: Language, now: datetime) -> list[WatchOut]:
    seen: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await fetch(_SEEN, [row["id"] for row in rows]):
        seen[row["watch"]].append(row["certificate"])
    issued = await certificates.by_ids(each for many in seen.values() for each in many)
    return [_told(row, [issued[each] for each in seen[row["id"]]], language, now) for row in rows]


async def number(actor: Actor) -> int:
    """How much they follow in all."""
    [row] = await fetch(_NUMBER, await _own(actor))
    found: int = row["number"]
    return found


async def _own(actor: Actor) -> list[UUID] | None:
    actor.must(Permission.READ_WATCHES)
    if actor.sees_everything:
        return None
    return await succession.with_predecessors(actor.organisations_where(Permission.READ_WATCHES))


def _told(row: Any, seen: list[Issued], language: Language, now: datetime) -> WatchOut:  # noqa: ANN401  a row of asyncpg
    return WatchOut(
        id=row["id"],
        organisation=row["organisation"],
        organisation_name=row["name"],
        followed=Followed.CERTIFICATE if row["adviser"] is None else Followed.ADVISER,
        certificate=seen[0].number,
        recorded_at=row["recorded_at"],
        certificates=[_certificate(each, language, now) for each in seen],
    )


def _certificate(issued: Issued, language: Language, now: datetime) -> WatchedCertificateOut:
    today, snapshot = amsterdam_day(now), issued.snapshot
    status = issued.status_on(today, now)
    assert status is not None  # noqa: S101  it was seen, so the registry knows it
    return WatchedCertificateOut(
        number=issued.number,
        scheme=issued.scheme,
        scheme_name=snapshot.scheme_name_nl if language is Language.NL else snapshot.scheme_name_en,
        status=status,
        since=since(issued.timeline, today, now),
        valid_from=snapshot.valid_from,
        valid_until=snapshot.valid_until,
    )
