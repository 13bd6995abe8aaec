"""After municipalities passed on what they had: who books from it, and what becomes of bookings that were asked before."""

from datetime import date
from decimal import Decimal

import pytest

from registry.accounts.service import actor_of
from registry.bookings import service as bookings
from registry.bookings import standing, weighing
from registry.bookings.checks import CheckCode
from registry.bookings.errors import BookingRefused
from registry.bookings.matters import Wish
from registry.bookings.schemas import AskBooking
from registry.bookings.steps import State
from registry.engagements import answering, happenings
from registry.engagements.schemas import DecideOnBooking
from registry.permissions import OPERATOR, Role
from registry.reference_data import municipalities
from registry.reorganisations import service
from registry.reorganisations.schemas import Reorganise
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.reorganisations.merging import allotment_of, balance
from tests.registry.reorganisations.pairs import LAST, MIDNIGHT, pairs_of, world_of_pairs

pytestmark = pytest.mark.usefixtures("database")
OLD, NEW = "GM2000", "GM3000"
COMMAND = Reorganise(predecessors=[OLD], successor=NEW)


def wish(code: str, certificate: str, pool: object, days: str = "2") -> AskBooking:
    """A booking for the summer after the municipality ended."""
    return AskBooking(
        municipality=code,
        certificate=certificate,
        first_day=date(2027, 5, 10),
        last_day=date(2027, 8, 27),
        days=Decimal(days),
        allotment=pool,  # type: ignore[arg-type]
    )


async def test_the_successor_books_from_what_passed_on() -> None:
    """By the intake that the old municipality completed; in the name of the old one it is refused, and the new one named."""
    world, admin = await world_of_pairs(1)
    issued = await making.certified(world, await making.candidate())
    old_pool = await making.allotment(world, 10, holder=OLD, members=(OLD,))
    both = await making.account(await making.person("Sam", "Oud"), Role.MUNICIPALITY, world.organisations[OLD])
    await service.reorganise(COMMAND, actor=admin, now=MIDNIGHT)
    assert both.account is not None
    staff = await actor_of(both.account)
    pool = await allotment_of(NEW)
    await bookings.request(wish(NEW, issued.number, pool), actor=staff, now=MIDNIGHT)
    assert (await balance(pool))["reserved"] == 8
    with pytest.raises(BookingRefused) as refused:
        await bookings.request(wish(OLD, issued.number, old_pool), actor=both, now=MIDNIGHT)
    assert "Nieuwwaard 0" in refused.value.say(Language.NL)


async def test_a_booking_that_lasts_beyond_the_end_goes_on() -> None:
    """A booking asked before the end was known is the successor's; the judge allows it still, and the adviser accepts it."""
    world, admin = await world_of_pairs(1)
    await municipalities.load(pairs_of(1, None), actor=OPERATOR, now=making.BEFORE)
    elif_ = await making.candidate()
    issued = await making.certified(world, elif_)
    pool = await making.allotment(world, 10, holder=OLD, members=(OLD,))
    staff = await making.account(await making.person("Sam", "Oud"), Role.MUNICIPALITY, world.organisations[OLD])
    booking = await bookings.request(wish(OLD, issued.number, pool, "3"), actor=staff, now=NOW)
    await municipalities.load(pairs_of(1, LAST), actor=OPERATOR, now=NOW)
    await service.reorganise(COMMAND, actor=admin, now=MIDNIGHT)
    async with transaction() as connection:
        now = await standing.locked(booking, connection=connection)
        judgement = await weighing.judge_again(now, Wish(now.first_day, now.last_day, now.quarters), now=MIDNIGHT)
    assert [check.code for check in judgement.failed] == []
    assert {CheckCode.INTAKE_COMPLETED, CheckCode.MUNICIPALITY_EXISTS} <= {check.code for check in judgement.checks}
    seen = len(await happenings.of(booking))
    await answering.accept(booking, DecideOnBooking(seen=seen), actor=elif_.actor, now=MIDNIGHT)
    assert (await standing.of([booking]))[booking].state is State.ACTIVE
