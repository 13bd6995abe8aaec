"""What an organisation follows, with each certificate it was told of as that stands today."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.organisations import succession
from registry.permissions import Actor, Permission
from registry.texts import Language
from registry.transactions import fetch
from registry.watches.rules import Followed, since
from registry.watches.schemas import WatchedCertificateOut, WatchOut

PAGE = 50
"""Watches on a page."""

_LISTED = """
SELECT watch.id, watch.organisation, organisation.name, watch.adviser, watch.recorded_at
FROM watch JOIN organisation ON organisation.id = watch.organisation
WHERE watch.ended_at IS NULL AND ($1::uuid[] IS NULL OR watch.organisation = ANY($1))
ORDER BY watch.recorded_at DESC, watch.id LIMIT $2 OFFSET $3
"""
_ENDED = """
SELECT watch.id, watch.organisation, organisation.name, watch.adviser, watch.recorded_at
FROM watch JOIN organisation ON organisation.id = watch.organisation
WHERE watch.id = $2 AND watch.ended_at IS NOT NULL AND ($1::uuid[] IS NULL OR watch.organisation = ANY($1))
"""
_NUMBER = "SELECT count(*) AS number FROM watch WHERE ended_at IS NULL AND ($1::uuid[] IS NULL OR organisation = ANY($1))"
_SEEN = "SELECT watch, certificate FROM watch_notice WHERE watch = ANY($1) GROUP BY watch, certificate ORDER BY min(id)"


async def listed(actor: Actor, *, page: int, language: Language, now: datetime) -> list[WatchOut]:
    """A page of what the actor's organisations follow, the latest first; an auditor reads all. Pages count from 1."""
    return await _shown(await fetch(_LISTED, await _own(actor), PAGE, PAGE * (page - 1)), language, now)


async def everything(actor: Actor, *, language: Language, now: datetime) -> list[WatchOut]:
    """All that the actor's organisations follow, the latest first; an auditor reads all."""
    return await _shown(await fetch(_LISTED, await _own(actor), None, 0), language, now)


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
