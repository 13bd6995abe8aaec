"""What the judge is told by the database, in how many queries, and that booking says what weighing said."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from registry.allotments.posting import balances
from registry.allotments.tables import Allotment
from registry.audit.tables import AuditEntry
from registry.availability.tables import Availability, DeclaredTie
from registry.bookings import service as bookings
from registry.bookings import standing
from registry.bookings.checks import Check, CheckCode
from registry.bookings.errors import BookingRefused
from registry.bookings.matters import Wish
from registry.bookings.rules import Judgement
from registry.bookings.schemas import AskBooking
from registry.bookings.steps import BookingStep
from registry.bookings.tables import Booking, BookingBeneficiary, BookingChange, BookingEvent, BookingTerms, WorkedDay
from registry.bookings.weighing import judge_again
from registry.certificates.rules import EventKind
from registry.errors import Invalid
from registry.messages.rules import Kind as MessageKind
from registry.messages.tables import Message
from registry.organisations.tables import Kind, Municipality, MunicipalitySuccession, Organisation, PartnershipMember
from registry.people.tables import AdviserMerge
from registry.programmes.tables import DayPolicy, MunicipalitySize, Programme
from registry.reorganisations.tables import Reorganisation, ReorganisedMunicipality
from registry.transactions import engine, fetch, transaction
from tests.registry import making
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN

FIRST, LAST = date(2027, 1, 11), date(2027, 4, 30)


class Room:
    """One adviser, one municipality with days, and a partnership with days for both municipalities."""

    world: making.World
    adviser: making.Candidate
    number: str
    certificate: UUID
    own: UUID
    pooled: UUID

    @classmethod
    async def made(cls) -> "Room":
        room = cls()
        room.world, room.adviser = await making.world(), await making.candidate()
        issued = await making.certified(room.world, room.adviser)
        room.number, room.certificate = issued.number, issued.id
        await making.programme()
        room.own = await making.allotment(room.world)
        for code in (OWN, NEIGHBOUR):
            await PartnershipMember.insert(
                PartnershipMember(
                    partnership=room.world.organisations["partnership"],
                    municipality=room.world.organisations[code],
                    valid_from=BEFORE.date(),
                ),
            )
        room.pooled = await making.allotment(room.world, 30, holder="partnership", members=(OWN, NEIGHBOUR))
        return room

    def asked(self, days: str = "12", **changes: object) -> AskBooking:
        """A booking from the municipality's own days, unless it is said otherwise."""
        return msgspec.structs.replace(making.booking(self.number, self.own, days), **changes)

    async def failed(self, command: AskBooking) -> dict[CheckCode, Check]:
        """What stands in the way."""
        weighed = await bookings.weigh(command, actor=self.world.municipality, now=NOW)
        return {check.code: check for check in weighed.judgement.failed}

    async def booked(self, days: str = "12", **changes: object) -> UUID:
        """A booking that was made."""
        return await bookings.request(self.asked(days, **changes), actor=self.world.municipality, now=NOW)


async def test_a_what_if_takes_two_queries(database: None) -> None:
    """However many pools there are, whatever is asked, and whatever was booked before."""
    room = await Room.made()
    counted = []
    for command in (room.asked(), room.asked("999", beneficiaries=[OWN, NEIGHBOUR], scope=["gp", "im"])):
        await room.booked("1")
        async with transaction() as connection:
            queries: list[object] = []
            with connection.query_logger(queries.append):
                await bookings.weigh(command, actor=room.world.municipality, now=NOW)
        counted.append(len(queries))
    assert counted == [2, 2]


async def test_a_request_asks_little_and_writes_at_once(database: None) -> None:
    """What must be known in the adviser's turn, and one statement for all rows; of which every one is there."""
    room = await Room.made()
    await DayPolicy.update({DayPolicy.answer_days: 14}).where(DayPolicy.per_booking > 0)
    made = await room.booked("2.25", allotment=room.pooled, beneficiaries=[NEIGHBOUR, OWN], scope=["gp"])
    row = await Booking.objects().get(Booking.id == made)
    assert row is not None
    assert (row.quarters, row.scope, row.answer_by) == (9, ["gp"], NOW.date() + timedelta(days=14))
    beneficiaries = await BookingBeneficiary.select(BookingBeneficiary.municipality).where(BookingBeneficiary.booking == made)
    assert {each["municipality"] for each in beneficiaries} == {room.world.organisations[code] for code in (OWN, NEIGHBOUR)}
    [event] = await BookingEvent.select().where(BookingEvent.booking == made)
    assert (event["step"], "enough-days" in event["facts"]) == (BookingStep.REQUESTED.value, True)
    [told] = await Message.select().where(Message.kind == MessageKind.BOOKING_REQUESTED.value)
    assert (told["account"], told["subject"], told["path"]) == (room.adviser.actor.account, made, f"/mijn-boekingen/{made}")
    assert '"answerBy"' in told["facts"]
    assert "Öztürk" not in told["facts"]
    actions = await AuditEntry.select(AuditEntry.action).where(AuditEntry.subject.is_in([made, room.pooled]))
    assert [each["action"] for each in actions].count("booking.step") == 1
    assert sorted((await balances([room.pooled]))[room.pooled].values()) == [-120, 0, 0, 9, 111]


async def test_the_term_to_answer_ends_with_the_booking(database: None) -> None:
    """Nobody answers after the last day; without a term in the day policy a request does not lapse."""
    room = await Room.made()
    assert (await standing.of([made := await room.booked("1")]))[made].answer_by is None
    await DayPolicy.update({DayPolicy.answer_days: 300}).where(DayPolicy.per_booking > 0)
    made = await room.booked("1")
    assert (await standing.of([made]))[made].answer_by == LAST


wishes = some.builds(
    lambda days, first, length, pooled, named, scope: (days, first, length, pooled, named, scope),
    some.sampled_from(["0.25", "1", "7.5", "20", "31"]),
    some.integers(-5, 1_200),
    some.integers(0, 90),
    some.booleans(),
    some.sets(some.sampled_from([OWN, NEIGHBOUR])),
    some.sets(some.sampled_from(["gp", "im"])),
)


@pytest.fixture
async def loop(database: None) -> asyncio.AbstractEventLoop:
    """Where a drawn example runs."""
    return asyncio.get_running_loop()


def test_booking_says_what_weighing_said(loop: asyncio.AbstractEventLoop) -> None:
    """Of any wish, when nothing changed between: what passes is booked, what does not is refused with the same checks."""
    room = loop.run_until_complete(Room.made())

    async def both(command: AskBooking) -> None:
        actor = room.world.municipality
        weighed = await bookings.weigh(command, actor=actor, now=NOW)
        if weighed.judgement.passed:
            await bookings.request(command, actor=actor, now=NOW)
            return
        with pytest.raises(BookingRefused) as refused:
            await bookings.request(command, actor=actor, now=NOW)
        assert refused.value.judgement == weighed.judgement
        assert tuple(refused.value.alternatives) == weighed.alternatives

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(wishes)
    def agree(wish: tuple[str, int, int, bool, set[str], set[str]]) -> None:
        days, offset, length, pooled, named, scope = wish
        first = NOW.date() + timedelta(days=offset)
        command = room.asked(
            days,
            first_day=first,
            last_day=first + timedelta(days=length),
            allotment=room.pooled if pooled else room.own,
            beneficiaries=sorted(named),
            scope=sorted(scope),
        )
        loop.run_until_complete(both(command))

    agree()


async def _all_wait(rivals: int) -> None:
    """Until so many transactions wait for a row."""
    for _ in range(3_000):
        [found] = await fetch("SELECT count(*) AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        if found["waiting"] >= rivals:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")


async def test_of_many_at_once_none_takes_days_that_are_gone(database: None) -> None:
    """Six advisers for the days of one, all judged before any was written: one is booked, five are judged again and refused."""
    room = await Room.made()
    numbers = [room.number]
    for place in range(5):
        other = await making.candidate(f"Adviser{place}", "Jansen")
        numbers.append((await making.certified(room.world, other)).number)

    async def book(number: str) -> UUID:
        return await bookings.request(room.asked("20", certificate=number), actor=room.world.municipality, now=NOW)

    pool = engine().pool
    assert pool is not None
    async with pool.acquire() as holding:
        async with holding.transaction():
            await holding.execute("SELECT 1 FROM day_account WHERE allotment = $1 FOR UPDATE", room.own)
            rivals = [asyncio.create_task(book(number)) for number in numbers]
            await _all_wait(len(rivals))
        answers = await asyncio.gather(*rivals, return_exceptions=True)
    refused = [each for each in answers if isinstance(each, BookingRefused)]
    assert (len(refused), sum(isinstance(each, UUID) for each in answers)) == (5, 1)
    for each in refused:
        assert [check.code for check in each.judgement.failed] == [CheckCode.ENOUGH_DAYS]
        assert [pool.id for pool in each.alternatives] == [room.pooled]


async def test_what_the_adviser_states_and_does_is_known(database: None) -> None:
    """Availability, another booking, days that were entered and a change that waits each take working time."""
    room = await Room.made()
    week = {"first_day": date(2027, 1, 11), "last_day": date(2027, 1, 15)}

    async def room_left() -> Decimal | None:
        return (await room.failed(room.asked("6", **week)))[CheckCode.FITS_IN_PERIOD].passes_with

    assert await room_left() == 5
    made = await room.booked("2", **week)
    assert await room_left() == 3
    worked = WorkedDay(
        booking=made,
        adviser=room.adviser.adviser,
        day=date(2027, 1, 11),
        quarters=4,
        entered_by=room.adviser.actor.account,
        entered_at=NOW,
    )
    await WorkedDay.insert(worked)
    assert await room_left() == 3
    change = BookingChange(
        booking=made,
        first_day=week["first_day"],
        last_day=week["last_day"],
        quarters=12,
        account=room.world.municipality.account,
        recorded_at=NOW,
    )
    await BookingChange.insert(change)
    assert await room_left() == 2
    stated = Availability(
        adviser=room.adviser.adviser,
        first_day=date(2027, 1, 15),
        last_day=None,
        weekdays=[4, 4, 4, 4, 1],
        account=room.adviser.actor.account,
        recorded_at=NOW,
    )
    await Availability.insert(stated)
    assert await room_left() == Decimal("1.25")


async def test_files_of_one_person_are_one_adviser(database: None) -> None:
    """Bookings, ties and employers of either file count, and the certificate of either covers."""
    room = await Room.made()
    other = await making.candidate("Elif", "Ozturk")
    await AdviserMerge.insert(
        AdviserMerge(duplicate=other.adviser, counts_as=room.adviser.adviser, merged_by=uuid4(), merged_at=NOW)
    )
    await DeclaredTie.insert(
        DeclaredTie(
            adviser=other.adviser,
            organisation=room.world.organisations[OWN],
            valid_from=date(2027, 2, 1),
            valid_to=date(2027, 2, 28),
            account=other.actor.account,
            recorded_at=NOW,
        ),
    )
    check = (await room.failed(room.asked()))[CheckCode.NO_DECLARED_TIE]
    assert (check.passes_from, check.passes_until) == (date(2027, 3, 1), date(2027, 1, 31))


async def test_whom_a_partnership_may_name(database: None) -> None:
    """Beneficiaries belong to the pool and are each in a completed intake; in one's own pool nobody else is."""
    room = await Room.made()
    assert not await room.failed(room.asked(allotment=room.pooled, beneficiaries=[NEIGHBOUR]))
    failed = await room.failed(room.asked(beneficiaries=[OWN, NEIGHBOUR]))
    assert {code: check.named for code, check in failed.items()} == {
        CheckCode.INTAKE_COMPLETED: ("Buurland",),
        CheckCode.BENEFICIARIES_BELONG: ("Buurland",),
    }
    with pytest.raises(Invalid):
        await room.failed(room.asked(beneficiaries=["GM9999"]))


async def test_scope_and_size_class(database: None) -> None:
    """The certificate covers what the work asks; the caps are those of the size class of whoever holds the pool."""
    room = await Room.made()
    assert not await room.failed(room.asked(scope=["gp"]))
    assert list(await room.failed(room.asked(scope=["gp", "im"]))) == [CheckCode.SCOPE_COVERED]
    programme = await Programme.objects().get(Programme.code == making.PROGRAMME)
    assert programme is not None
    own = room.world.organisations[OWN]
    size = MunicipalitySize(
        programme=programme.id, holder=own, size_class="klein", valid_from=BEFORE.date(), recorded_at=BEFORE
    )
    await MunicipalitySize.insert(size)
    policy = DayPolicy(
        programme=programme.id,
        size_class="klein",
        valid_from=BEFORE.date(),
        per_municipality=400,
        per_booking=40,
        per_adviser=400,
        per_adviser_per_year=400,
        recorded_at=BEFORE,
    )
    await DayPolicy.insert(policy)
    assert (await room.failed(room.asked()))[CheckCode.PER_BOOKING].passes_with == 10
    assert not await room.failed(room.asked(allotment=room.pooled))


async def test_a_municipality_that_is_dissolved_is_told_its_successors(database: None) -> None:
    """The last day through which it passes, and who took over, by name and code."""
    room = await Room.made()
    own = await Municipality.objects().get(Municipality.code == OWN)
    neighbour = await Municipality.objects().get(Municipality.code == NEIGHBOUR)
    assert own is not None
    assert neighbour is not None
    await Municipality.update({Municipality.valid_to: date(2027, 1, 31)}).where(Municipality.code == OWN)
    await MunicipalitySuccession.insert(MunicipalitySuccession(predecessor=own.id, successor=neighbour.id))
    check = (await room.failed(room.asked()))[CheckCode.MUNICIPALITY_EXISTS]
    assert (check.passes_until, check.successors) == (date(2027, 1, 31), ((NEIGHBOUR, "Buurland"),))


async def test_a_booking_that_stands_is_judged_by_what_is_left_of_it(database: None) -> None:
    """All its days are its own; a suspension that is over does not count, one that lasts does; more needs days in the pool."""
    room = await Room.made()
    made = await room.booked("20")
    later = NOW.replace(year=2027, month=3, day=1)
    wish = Wish(FIRST, LAST, 80)

    async def judged(wish: Wish) -> set[CheckCode]:
        async with transaction() as connection:
            found = await standing.locked(made, connection=connection)
            return {check.code for check in (await judge_again(found, wish, now=later)).failed}

    assert await judged(wish) == set()
    assert await judged(Wish(FIRST, LAST, 81)) == {CheckCode.ENOUGH_DAYS}
    assert await judged(Wish(FIRST - timedelta(days=1), LAST, 80)) == {CheckCode.STARTS_IN_TIME}
    await making.happens(room.certificate, EventKind.SUSPENDED, date(2027, 1, 20), at=later)
    assert await judged(wish) == {CheckCode.CERTIFICATE_COVERS}
    await making.happens(room.certificate, EventKind.REINSTATED, date(2027, 2, 20), at=later)
    assert await judged(wish) == set()


async def test_a_booking_that_passed_on_is_judged_for_the_successor(database: None) -> None:
    """The heir of the heir books from its own pool; who passed on what it had is not asked about any more."""
    room = await Room.made()
    made = await room.booked()
    own, neighbour = [await Municipality.objects().get(Municipality.code == code) for code in (OWN, NEIGHBOUR)]
    assert own is not None
    assert neighbour is not None
    pool = await making.allotment(room.world, 20, holder=NEIGHBOUR, members=(NEIGHBOUR,))
    await Municipality.update({Municipality.valid_to: date(2027, 1, 31)}).where(Municipality.code == OWN)
    await BookingBeneficiary.insert(BookingBeneficiary(booking=made, municipality=neighbour.organisation))
    terms = BookingTerms(
        booking=made,
        allotment=pool,
        municipality=neighbour.organisation,
        first_day=FIRST,
        last_day=LAST,
        quarters=48,
        recorded_at=NOW,
    )
    await BookingTerms.insert(terms)
    between = Organisation(kind=Kind.MUNICIPALITY, name="Tussenwaard", recorded_at=NOW)
    await Organisation.insert(between)
    for old, new in ((own.organisation, between.id), (between.id, neighbour.organisation)):
        assert CheckCode.MUNICIPALITY_EXISTS in {check.code for check in (await again(made)).failed}
        await pass_on(old, new)
    assert (await again(made)).passed
    assert await Allotment.exists().where(Allotment.id == pool)


async def again(booking: UUID) -> Judgement:
    """What the judge says of the booking after its first municipality ended."""
    async with transaction() as connection:
        found = await standing.locked(booking, connection=connection)
        return await judge_again(found, Wish(FIRST, LAST, 48), now=NOW.replace(year=2027, month=2, day=2))


async def pass_on(old: UUID, new: UUID) -> None:
    """What one municipality had is the other's."""
    passing = Reorganisation(successor=new, effective_on=date(2027, 2, 1), recorded_at=NOW)
    await Reorganisation.insert(passing)
    await ReorganisedMunicipality.insert(ReorganisedMunicipality(reorganisation=passing.id, municipality=old))
