"""A booking that a municipality made and its adviser accepted, made through the services, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.bookings import service as bookings
from registry.bookings import standing
from registry.bookings.standing import Now
from registry.bookings.steps import State
from registry.certificates.service import Issued
from registry.engagements import answering, happenings
from registry.engagements.schemas import DecideOnBooking
from registry.transactions import fetch
from tests.registry import making
from tests.registry.making import NOW


@dataclass(frozen=True, slots=True)
class Booked:
    """Twelve of twenty days, from 11 January through 30 April 2027, asked on 20 November 2026."""

    world: making.World
    adviser: making.Candidate
    issued: Issued
    pool: UUID
    id: UUID

    async def now(self) -> Now:
        """As it stands."""
        return (await standing.of([self.id]))[self.id]

    async def state(self) -> State:
        """How it stands."""
        return (await self.now()).state

    async def available(self) -> int:
        """Quarters that can be booked from its pool."""
        return (await balances([self.pool]))[self.pool][AccountKind.AVAILABLE]

    async def accept(self, *, at: datetime = NOW) -> None:
        """The adviser accepts."""
        seen = len(await happenings.of(self.id))
        await answering.accept(self.id, DecideOnBooking(seen=seen), actor=self.adviser.actor, now=at)


async def requested(**more: Any) -> Booked:
    """A registry with one adviser who was asked; `more` is what the request says otherwise."""
    world, adviser = await making.world(), await making.candidate()
    issued = await making.certified(world, adviser)
    await making.programme()
    pool = await making.allotment(world)
    asked = msgspec.structs.replace(making.booking(issued.number, pool), **more)
    made = await bookings.request(asked, actor=world.municipality, now=NOW)
    return Booked(world, adviser, issued, pool, made)


async def beside(booked: Booked) -> Booked:
    """Another adviser, asked for two days from the same pool."""
    adviser = await making.candidate("Ans", "Bakker")
    issued = await making.certified(booked.world, adviser)
    asked = making.booking(issued.number, booked.pool, "2")
    made = await bookings.request(asked, actor=booked.world.municipality, now=NOW)
    return Booked(booked.world, adviser, issued, booked.pool, made)


async def active(**more: Any) -> Booked:
    """As `requested`, and accepted."""
    booked = await requested(**more)
    await booked.accept()
    return booked


async def told(account: UUID | None) -> list[tuple[str, str]]:
    """What an account was told, in order: what about, and where."""
    rows = await fetch("SELECT kind, path FROM message WHERE account = $1 ORDER BY id", account)
    return [(row["kind"], row["path"]) for row in rows]
