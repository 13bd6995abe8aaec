"""Booking: asked beforehand, asked again inside the transaction, and only then written (DESIGN §2.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.allotments.tables import Allotment
from registry.bookings.requesting import request
from registry.bookings.weighing import Weighed, weigh
from registry.days import amsterdam_day
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission

__all__ = ["Standing", "Weighed", "allotments_for", "allotments_of", "request", "weigh"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An allotment with its balances in quarters."""

    id: UUID
    programme: str
    holder: UUID
    holder_name: str
    balances: dict[AccountKind, int]


async def allotments_of(holders: Sequence[UUID]) -> list[Standing]:
    """The allotments of these municipalities and partnerships, with their balances."""
    if not holders:
        return []
    rows = (
        await Allotment.select(
            Allotment.id,
            Allotment.holder,
            Allotment.holder.name.as_alias("holder_name"),
            Allotment.programme.code.as_alias("programme"),
        )
        .where(Allotment.holder.is_in(list(holders)))
        .order_by(Allotment.recorded_at)
    )
    standing = await balances(row["id"] for row in rows)
    return [Standing(row["id"], row["programme"], row["holder"], row["holder_name"], standing[row["id"]]) for row in rows]


async def allotments_for(actor: Actor, *, now: datetime) -> list[Standing]:
    """The allotments that the actor's municipalities may book from today."""
    return await allotments_of(await _holders(actor, now))


async def _holders(actor: Actor, now: datetime) -> list[UUID]:
    own = actor.organisations_where(Permission.BOOK)
    pooled = [each for municipality in own for each in await organisations.partnerships_of(municipality, amsterdam_day(now))]
    return [*own, *pooled]
