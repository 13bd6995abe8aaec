"""Engagements of one adviser, completed one after the other, each with one day worked; and what was found of them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from registry.bookings import service as bookings
from registry.certificates.service import Issued
from registry.engagements import answering, completing, reading, working
from registry.engagements.schemas import AnswerWorkedDays, DecideOnBooking, EnterWorkedDay
from registry.evaluations import service
from registry.evaluations.rules import Outcome
from registry.evaluations.schemas import Evaluate
from tests.registry import making
from tests.registry.making import NOW, Candidate, World

FIRST = date(2027, 1, 11)
LATER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def scored(score: int = 4, *, remark: str | None = None) -> Evaluate:
    """The same score for each competence."""
    outcome = Outcome.REACHED if score > 2 else Outcome.NOT_REACHED
    return Evaluate(
        municipal_processes=score,
        information_management=score,
        organisation_advice=score,
        change_management=score,
        outcome=outcome,
        again=score > 2,
        remark=remark,
    )


@dataclass
class Town:
    """A municipality with days, an adviser with a certificate, and how many days were worked."""

    world: World
    adviser: Candidate
    issued: Issued
    pool: UUID
    worked: int = field(default=0)

    async def seen(self, booking: UUID) -> DecideOnBooking:
        """What someone sends who saw everything until now."""
        found = await reading.read(booking, actor=self.world.municipality)
        return DecideOnBooking(seen=len(found.history))

    async def active(self) -> UUID:
        """A booking that the adviser accepted and for which a day was worked and approved."""
        world, adviser = self.world, self.adviser.actor
        asked = making.booking(self.issued.number, self.pool, "1")
        booking = await bookings.request(asked, actor=world.municipality, now=NOW)
        await answering.accept(booking, await self.seen(booking), actor=adviser, now=NOW)
        day = FIRST + timedelta(days=self.worked // 5 * 7 + self.worked % 5)
        self.worked += 1
        entered = await working.enter(booking, EnterWorkedDay(day=day, days=Decimal(1)), actor=adviser, now=LATER)
        await working.approve(booking, AnswerWorkedDays(worked_days=[entered]), actor=world.municipality, now=LATER)
        return booking

    async def completed(self) -> UUID:
        """A booking that was completed."""
        booking = await self.active()
        await completing.complete(booking, await self.seen(booking), actor=self.world.municipality, now=LATER)
        return booking

    async def evaluated(self, *scores: int) -> list[UUID]:
        """Completed engagements with these scores, each a minute after the one before."""
        found = []
        for score in scores:
            at = LATER + timedelta(minutes=self.worked)
            command = scored(score, remark=f"Toelichting {self.worked}")
            found.append(await service.evaluate(await self.completed(), command, actor=self.world.municipality, now=at))
        return found


async def town() -> Town:
    """Forty days for the municipality, and an adviser to book."""
    world, adviser = await making.world(), await making.candidate()
    issued = await making.certified(world, adviser)
    await making.programme()
    return Town(world, adviser, issued, await making.allotment(world, 40))
