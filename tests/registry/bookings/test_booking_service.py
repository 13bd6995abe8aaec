"""Booking: what a municipality may book, from which pool, and what it sees of others."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
import pytest

from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.allotments.tables import DayPosting
from registry.bookings import service as bookings
from registry.bookings.checks import CheckCode
from registry.bookings.errors import BookingRefused
from registry.bookings.steps import BookingStep, State
from registry.bookings.tables import Booking, BookingEvent
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import EventKind
from registry.engagements import reading, scope
from registry.errors import Invalid, NotAllowed, NotFound
from registry.intakes.tables import Intake
from registry.organisations.errors import UnknownMunicipality
from registry.organisations.tables import PartnershipMember
from registry.people import service as people
from registry.people.schemas import RecordEmployment
from registry.permissions import OPERATOR
from registry.programmes.tables import Programme
from registry.sieves.choosing import NOTHING_CHOSEN
from registry.texts import Language
from tests.registry import making
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN


async def available(pool: UUID) -> int:
    """Quarters that can still be booked."""
    return (await balances([pool]))[pool][AccountKind.AVAILABLE]


async def in_partnership(world: making.World, *, named: tuple[str, ...], days: int) -> UUID:
    """A partnership of both municipalities, with days for those named."""
    for code in (OWN, NEIGHBOUR):
        await PartnershipMember.insert(
            PartnershipMember(
                partnership=world.organisations["partnership"],
                municipality=world.organisations[code],
                valid_from=BEFORE.date(),
            ),
        )
    return await making.allotment(world, days, holder="partnership", members=named)


async def test_a_booking_reserves_its_days(database: None) -> None:
    """Twelve of twenty days: eight are left; the booking is requested, and its municipality sees it."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    made = await bookings.request(making.booking(issued.number, pool), actor=world.municipality, now=NOW)
    assert (await balances([pool]))[pool] == {
        AccountKind.GRANTED: -80,
        AccountKind.AVAILABLE: 32,
        AccountKind.RESERVED: 48,
        AccountKind.USED: 0,
        AccountKind.EXPIRED: 0,
    }
    [booked] = await reading.listed(NOTHING_CHOSEN, await scope.of_municipality(world.municipality))
    assert (booked.now.id, booked.adviser_name, booked.now.state) == (made, "Elif Öztürk", State.REQUESTED)


async def test_what_a_rival_recorded_while_one_waited_counts(database: None) -> None:
    """A withdrawal recorded after the request came in, and before it was judged, refuses the booking."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    await making.happens(issued.id, EventKind.WITHDRAWN, NOW.date(), at=NOW + timedelta(seconds=5))
    with pytest.raises(BookingRefused) as refused:
        await bookings.request(making.booking(issued.number, pool), actor=world.municipality, now=NOW)
    assert [check.code for check in refused.value.judgement.failed] == [CheckCode.CERTIFICATE_COVERS]


async def test_what_is_refused_leaves_nothing_and_names_the_way_out(database: None) -> None:
    """Ten days more than there are: eight are available, whom to ask, and the partnership's pool that would allow it."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    own = await making.allotment(world)
    pooled = await in_partnership(world, named=(OWN, NEIGHBOUR), days=30)
    await bookings.request(making.booking(issued.number, own), actor=world.municipality, now=NOW)
    with pytest.raises(BookingRefused) as refused:
        await bookings.request(making.booking(issued.number, own, "10"), actor=world.municipality, now=NOW)
    [check] = refused.value.judgement.failed
    assert (check.code, check.needed, check.available) == (CheckCode.ENOUGH_DAYS, Decimal(10), Decimal(8))
    assert [pool.id for pool in refused.value.alternatives] == [pooled]
    assert "De partnership (30 dagen beschikbaar)" in refused.value.say(Language.NL)
    assert await available(own) == 32
    assert (await Booking.count(), await BookingEvent.count()) == (1, 1)
    allowed = refused.value.alternatives[0].id
    await bookings.request(making.booking(issued.number, allowed, "10"), actor=world.municipality, now=NOW)
    assert await available(pooled) == 80


async def test_the_judge_says_beforehand_what_booking_says(database: None) -> None:
    """Weighing writes nothing, and gives the very checks that booking then gives."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    command = making.booking(issued.number, await making.allotment(world), "25")
    weighed = await bookings.weigh(command, actor=world.municipality, now=NOW)
    with pytest.raises(BookingRefused) as refused:
        await bookings.request(command, actor=world.municipality, now=NOW)
    assert refused.value.judgement == weighed.judgement
    assert await Booking.count() == 0
    assert await DayPosting.count() == 1


async def test_only_members_that_the_intake_names_book_from_a_partnership(database: None) -> None:
    """A member that no completed intake names is told so; one that left does not see the pool."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pooled = await in_partnership(world, named=(OWN,), days=30)
    theirs = making.booking(issued.number, pooled, municipality=NEIGHBOUR)
    with pytest.raises(BookingRefused) as refused:
        await bookings.request(theirs, actor=world.neighbour, now=NOW)
    assert [check.code for check in refused.value.judgement.failed] == [CheckCode.INTAKE_COMPLETED]
    await PartnershipMember.update({PartnershipMember.valid_to: BEFORE.date()}).where(
        PartnershipMember.municipality == world.organisations[OWN]
    )
    with pytest.raises(NotFound):
        await bookings.request(making.booking(issued.number, pooled), actor=world.municipality, now=NOW)


async def test_an_intake_that_is_only_planned_gives_nothing(database: None) -> None:
    """Days of others do not help a municipality whose own intake is still to be completed."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pooled = await in_partnership(world, named=(OWN,), days=30)
    await making.intake(world, holder="partnership", members=(NEIGHBOUR,))
    with pytest.raises(BookingRefused) as refused:
        await bookings.request(making.booking(issued.number, pooled, municipality=NEIGHBOUR), actor=world.neighbour, now=NOW)
    assert [check.code for check in refused.value.judgement.failed] == [CheckCode.INTAKE_COMPLETED]


async def test_anothers_pool_and_municipality_do_not_exist(database: None) -> None:
    """A municipality books for itself, from its own pools; everything else looks absent."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    own = making.booking(issued.number, pool)
    change = msgspec.structs.replace
    for command, error in (
        (change(own, municipality=NEIGHBOUR), NotFound),
        (own, NotFound),
        (change(own, allotment=uuid4(), municipality=NEIGHBOUR), NotFound),
        (change(own, municipality="GM9999"), UnknownMunicipality),
        (change(own, municipality=NEIGHBOUR, certificate="CA00000001-72"), UnknownCertificate),
        (change(own, municipality=NEIGHBOUR, certificate="EA000101-45"), Invalid),
        (change(own, municipality=NEIGHBOUR, last_day=date(2027, 1, 1)), Invalid),
    ):
        for act in (bookings.request, bookings.weigh):
            with pytest.raises(error):
                await act(command, actor=world.neighbour, now=NOW)
    for actor in (world.coordinator, world.provider, world.certifiers[0], OPERATOR, elif_.actor, world.auditor):
        for act in (bookings.request, bookings.weigh):
            with pytest.raises(NotAllowed):
                await act(own, actor=actor, now=NOW)


async def test_who_may_not_work_for_a_municipality(database: None) -> None:
    """The coordinator of its intake, someone in its employ, and someone whose certificate does not cover the period."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    job = RecordEmployment(employer=world.organisations[OWN], valid_from=BEFORE.date())
    await people.record_employment(elif_.person, job, actor=OPERATOR, now=BEFORE)
    coordinating = making.booking(issued.number, pool)
    late = msgspec.structs.replace(coordinating, first_day=date(2029, 10, 1), last_day=date(2029, 11, 20))
    weighed = await bookings.weigh(late, actor=world.municipality, now=NOW)
    assert [(check.code, check.available) for check in weighed.judgement.failed] == [
        (CheckCode.CERTIFICATE_COVERS, date(2029, 11, 20)),
        (CheckCode.NOT_EMPLOYED_HERE, None),
    ]
    await Intake.update({Intake.coordinator: elif_.person}).where(Intake.holder == world.organisations[OWN])
    weighed = await bookings.weigh(coordinating, actor=world.municipality, now=NOW)
    assert CheckCode.NOT_THE_COORDINATOR in {check.code for check in weighed.judgement.failed}


async def test_a_certificate_of_another_scheme_does_not_count(database: None) -> None:
    """A programme accepts certificates of the schemes that it names."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    await Programme.update({Programme.schemes: ["ander"]}).where(Programme.code == making.PROGRAMME)
    weighed = await bookings.weigh(making.booking(issued.number, pool), actor=world.municipality, now=NOW)
    assert [check.code for check in weighed.judgement.failed] == [CheckCode.CERTIFICATE_COVERS]


async def test_bookings_that_ended_do_not_count(database: None) -> None:
    """Of a booking that is over only the days that were worked count for the caps; of an open one all its days."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    made = await bookings.request(making.booking(issued.number, pool), actor=world.municipality, now=NOW)
    for step, counts in (
        (BookingStep.ACCEPTED, True),
        (BookingStep.FROZEN, True),
        (BookingStep.CANCELLED, False),
        (BookingStep.RESUMED, True),
        (BookingStep.COMPLETED, False),
        (BookingStep.DECLINED, False),
        (BookingStep.LAPSED, False),
    ):
        await BookingEvent.insert(BookingEvent(booking=made, step=step.value, recorded_at=NOW))
        weighed = await bookings.weigh(making.booking(issued.number, pool), actor=world.municipality, now=NOW)
        room = {check.code: check.available for check in weighed.judgement.checks}
        assert room[CheckCode.PER_ADVISER] == (Decimal(88) if counts else Decimal(100)), step
        assert room[CheckCode.PER_ADVISER_PER_YEAR] == (Decimal(88) if counts else Decimal(100)), step


async def test_a_booking_from_yesterday_is_judged_by_today(database: None) -> None:
    """The day of booking is Amsterdam's: a period that begins on it passes, one that began the day before does not."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    first_day = date(2027, 1, 11)
    just_before_midnight = NOW.replace(year=2027, month=1, day=11, hour=22, minute=59)
    for now, passes in ((just_before_midnight, True), (just_before_midnight + timedelta(minutes=1), False)):
        command = msgspec.structs.replace(making.booking(issued.number, pool), first_day=first_day)
        weighed = await bookings.weigh(command, actor=world.municipality, now=now)
        assert weighed.judgement.passed is passes
