"""A booking to begin with: a municipality with twenty days booked an adviser for the first four months of 2027."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.bookings import service as bookings
from registry.bookings import standing
from registry.bookings.standing import Now
from registry.certificates.service import Issued
from registry.engagements import answering, reading, working
from registry.engagements.reading import InFull
from registry.engagements.schemas import AnswerWorkedDays, ChangeBooking, DecideOnBooking, EnterWorkedDay
from tests.registry import making
from tests.registry.making import NOW, Candidate, World

FIRST, LAST = date(2027, 1, 11), date(2027, 4, 30)
WORKED = (date(2027, 1, 11), date(2027, 1, 12), date(2027, 1, 13), date(2027, 1, 14))
LATER = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Engaged:
    """Who booked whom, from which pool."""

    world: World
    adviser: Candidate
    issued: Issued
    pool: UUID
    booking: UUID

    async def now(self) -> Now:
        """The booking as it stands."""
        return (await standing.of([self.booking]))[self.booking]

    async def seen(self) -> DecideOnBooking:
        """What someone sends who saw everything until now."""
        return DecideOnBooking(seen=len((await self.read()).history))

    async def read(self) -> InFull:
        """The booking in full, as its municipality reads it."""
        return await reading.read(self.booking, actor=self.world.municipality)

    async def wish(self, days: str, first: date = FIRST, last: date = LAST) -> ChangeBooking:
        """What someone sends who wants this booking to be otherwise."""
        return ChangeBooking(first_day=first, last_day=last, days=Decimal(days), seen=(await self.seen()).seen)

    async def days(self) -> tuple[int, int, int]:
        """The quarters of the pool: available, reserved, used."""
        kept = (await balances([self.pool]))[self.pool]
        return kept[AccountKind.AVAILABLE], kept[AccountKind.RESERVED], kept[AccountKind.USED]

    async def enter(self, day: date, days: str = "1", *, at: datetime = LATER) -> UUID:
        """The adviser enters a day."""
        return await working.enter(self.booking, EnterWorkedDay(day=day, days=Decimal(days)), actor=self.adviser.actor, now=at)

    async def approve(self, *worked_days: UUID, at: datetime = LATER) -> None:
        """The municipality approves days."""
        command = AnswerWorkedDays(worked_days=list(worked_days))
        await working.approve(self.booking, command, actor=self.world.municipality, now=at)


async def requested(days: str = "12", *, granted: int = 20) -> Engaged:
    """A booking that the adviser has not answered."""
    world, adviser = await making.world(), await making.candidate()
    issued = await making.certified(world, adviser)
    await making.programme()
    pool = await making.allotment(world, granted)
    booking = await bookings.request(making.booking(issued.number, pool, days), actor=world.municipality, now=NOW)
    return Engaged(world, adviser, issued, pool, booking)


async def active(days: str = "12", *, granted: int = 20) -> Engaged:
    """A booking that the adviser accepted."""
    made = await requested(days, granted=granted)
    await answering.accept(made.booking, await made.seen(), actor=made.adviser.actor, now=NOW)
    return made
