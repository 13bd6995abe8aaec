"""Many advisers, all certified, and days to book them with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.bookings import standing
from registry.bookings.steps import BookingStep
from registry.engagements import stepping
from registry.permissions import OPERATOR, Actor
from registry.programmes import service as programmes
from registry.programmes.schemas import SetPolicy
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import NOW, OWN, World

ROOMY = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Crowd:
    """A municipality with an allotment, and the certificate numbers of many advisers."""

    world: World
    pool: UUID
    numbers: Sequence[str]

    def ask(self, place: int, days: Decimal) -> dict[str, object]:
        """The body of a request for one of the advisers, whoever's turn it is."""
        return {
            "municipality": OWN,
            "certificate": self.numbers[place % len(self.numbers)],
            "firstDay": "2027-01-11",
            "lastDay": "2027-04-30",
            "days": float(days),
            "allotment": str(self.pool),
        }


async def gathered(advisers: int, *, days: int) -> Crowd:
    """So many advisers, and an allotment of so many days under caps that nobody meets."""
    world = await making.world()
    await making.programme(per_municipality=days)
    policy = SetPolicy(
        valid_from=date(2026, 1, 2),
        per_municipality=ROOMY,
        per_booking=ROOMY,
        per_adviser=ROOMY,
        per_adviser_per_year=ROOMY,
    )
    await programmes.set_policy(making.PROGRAMME, policy, actor=OPERATOR, now=making.BEFORE)
    numbers = [(await making.certified(world, await making.candidate(f"Adviseur{place}"))).number for place in range(advisers)]
    return Crowd(world, await making.allotment(world, days), numbers)


async def available(pool: UUID) -> int:
    """Quarters that can still be booked."""
    return (await balances([pool]))[pool][AccountKind.AVAILABLE]


async def give_back(bookings: Sequence[UUID], *, actor: Actor) -> None:
    """Each of these bookings is cancelled, and its days return."""
    for each in bookings:
        async with transaction() as connection:
            booking = await standing.locked(each, connection=connection)
            await stepping.take(BookingStep.CANCELLED, booking, actor=actor, now=NOW)
            await stepping.release(booking, booking.unworked, actor=actor, now=NOW)
