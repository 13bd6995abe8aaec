"""Bookings are made, accepted and cancelled while their municipality passes on: nothing is lost, and nobody waits in a ring."""

import asyncio
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any
from uuid import UUID

import pytest

from registry.allotments.errors import Overdrawn
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, open_allotment, post
from registry.bookings import service as bookings
from registry.bookings import standing
from registry.bookings.errors import BookingOutOfOrder, BookingRefused
from registry.bookings.steps import BookingStep
from registry.bookings.tables import Booking, BookingEvent
from registry.engagements import stepping
from registry.intakes.tables import Intake
from registry.people import service as people
from registry.permissions import Actor, Role
from registry.reorganisations import service
from registry.reorganisations.errors import ReorganisationBlocked
from registry.reorganisations.schemas import Reorganise
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.reorganisations.merging import balance, one, totals
from tests.registry.reorganisations.pairs import LAST, MIDNIGHT, world_of_pairs

pytestmark = pytest.mark.usefixtures("database")
ROUNDS = 20
LEFT_BEHIND = """
SELECT count(*) FROM booking_now WHERE municipality = $1 AND state IN ('requested', 'accepted', 'frozen', 'resumed')
"""
UNWORKED = """
SELECT coalesce(sum(quarters - used), 0)::integer FROM booking_now
WHERE allotment = $1 AND state IN ('requested', 'accepted', 'frozen', 'resumed')
"""


async def cancel(booking: UUID, *, actor: Actor) -> None:
    """The municipality cancels a booking, as whoever changes one must do it: its adviser's turn first."""
    async with transaction() as connection:
        now = await standing.locked(booking, connection=connection)
        await stepping.take(BookingStep.CANCELLED, now, actor=actor, now=NOW)
        await stepping.release(now, now.reserved, actor=actor, now=NOW)


async def tried(act: Coroutine[Any, Any, Any]) -> bool:
    """Whether it was done; the judge, the ledger or an order may refuse it, and nothing else."""
    try:
        await act
    except (BookingRefused, BookingOutOfOrder, Overdrawn, ReorganisationBlocked):
        return False
    return True


async def test_nothing_is_lost_in_a_race() -> None:
    """Twenty times: each booking asked meanwhile is the successor's or was refused, and every day is accounted for."""
    world, admin = await world_of_pairs(ROUNDS)
    numbers = [(await making.certified(world, await making.candidate(f"Adviseur-{each}"))).number for each in range(3)]
    for number in range(ROUNDS):
        old, new = f"GM2{number:03}", f"GM3{number:03}"
        pool = await making.allotment(world, 10, holder=old, members=(old,))
        staff = await making.account(await making.person("Sam", old), Role.MUNICIPALITY, world.organisations[old])
        wish = [making.booking(each, pool, "0.5", municipality=old) for each in numbers]
        there = [await bookings.request(each, actor=staff, now=NOW) for each in wish[:2]]
        before = await totals()
        command = Reorganise(predecessors=[old], successor=new)
        results = await asyncio.gather(
            *(tried(bookings.request(each, actor=staff, now=NOW)) for each in wish),
            tried(cancel(there[0], actor=staff)),
            tried(service.reorganise(command, actor=admin, now=MIDNIGHT)),
            *(tried(bookings.request(each, actor=staff, now=NOW)) for each in wish),
        )
        assert results[4]
        assert await one(LEFT_BEHIND, world.organisations[old]) == 0
        assert {kind: each for kind, each in (await balance(pool)).items() if each} == {"granted": -40}
        (row,) = await fetch("SELECT id FROM allotment WHERE holder = $1", world.organisations[new])
        held = await balance(row["id"])
        assert held["available"] + held["reserved"] == 40
        assert held["reserved"] == await one(UNWORKED, row["id"])
        after = await totals()
        assert after["granted"] == before["granted"]


async def halted(task: asyncio.Task[Any], *, waiters: int = 1) -> bool:
    """Whether the task waits for a lock, when so many do; else it is done."""
    while not task.done():
        if await one("SELECT count(*) FROM pg_locks WHERE NOT granted") >= waiters:
            return True
        await asyncio.sleep(0.01)
    return False


async def hold(adviser: UUID, held: asyncio.Event, free: asyncio.Event) -> None:
    """Somebody else has the adviser's turn, until told to let go."""
    async with transaction() as connection:
        await people.lock(adviser, connection=connection)
        held.set()
        await free.wait()


async def test_a_booking_that_came_meanwhile_makes_it_start_again() -> None:
    """A booking of an adviser whose turn was not taken is not left behind: everything is read again, adviser first."""
    outside = copy_context()
    world, admin = await world_of_pairs(1)
    adviser = (await making.candidate()).adviser
    old, new = world.organisations["GM2000"], world.organisations["GM3000"]
    pool = await making.allotment(world, 10, holder="GM2000", members=("GM2000",))
    booking = Booking(
        allotment=pool,
        municipality=old,
        adviser=adviser,
        first_day=NOW.date(),
        last_day=LAST,
        quarters=4,
        account=admin.account,
        recorded_at=NOW,
    )
    held, free = asyncio.Event(), asyncio.Event()
    holding = asyncio.create_task(hold(adviser, held, free))
    await held.wait()
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM allotment WHERE id = $1 FOR NO KEY UPDATE", pool)
        command = Reorganise(predecessors=["GM2000"], successor="GM3000")
        waiting = asyncio.create_task(service.reorganise(command, actor=admin, now=MIDNIGHT), context=outside)
        assert await halted(waiting)
        await Booking.insert(booking)
        await post(Movement(PostingKind.RESERVE, pool, 4, booking=booking.id), actor=admin, now=NOW)
        event = BookingEvent(booking=booking.id, step="requested", account=admin.account, facts="{}", recorded_at=NOW)
        await BookingEvent.insert(event)
    waited = await halted(waiting)
    free.set()
    await asyncio.gather(holding, waiting)
    assert waited
    assert (await one(LEFT_BEHIND, old), await one(LEFT_BEHIND, new)) == (0, 1)
    (row,) = await fetch("SELECT id FROM allotment WHERE holder = $1", new)
    new_balance = await balance(row["id"])
    assert (new_balance["available"], new_balance["reserved"]) == (36, 4)


async def test_days_granted_meanwhile_pass_on_as_well() -> None:
    """To an allotment that was not there when the others were locked: everything is read again."""
    outside = copy_context()
    world, admin = await world_of_pairs(1)
    await making.allotment(world, 10)
    programme, old = await one("SELECT id FROM programme"), world.organisations["GM2000"]
    async with transaction() as connection:
        pool = await open_allotment(programme, old, connection=connection, now=NOW)
        await post(Movement(PostingKind.GRANT, pool, 12), actor=admin, now=NOW)
        command = Reorganise(predecessors=["GM2000"], successor="GM3000")
        waiting = asyncio.create_task(service.reorganise(command, actor=admin, now=MIDNIGHT), context=outside)
        assert await halted(waiting)
    await waiting
    assert (await balance(pool))["available"] == 0
    passed = await one("SELECT id FROM allotment WHERE holder = $1", world.organisations["GM3000"])
    assert (await balance(passed))["available"] == 12


async def plan(held: Intake) -> None:
    """An intake is planned."""
    async with transaction():
        await Intake.insert(held)


async def go_on(intake: UUID, pool: UUID) -> None:
    """Somebody goes on with an intake, and then needs the allotment, as whoever completes one does."""
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM intake WHERE id = $1 FOR NO KEY UPDATE", intake)
        await connection.execute("SELECT 1 FROM allotment WHERE id = $1 FOR NO KEY UPDATE", pool)


async def test_an_intake_planned_meanwhile_passes_on_as_well() -> None:
    """Whoever goes on with it is not waited for while they wait: everything is read again, and it is the successor's."""
    outside = copy_context()
    world, admin = await world_of_pairs(1)
    pool, old = await making.allotment(world, 10, holder="GM2000", members=("GM2000",)), world.organisations["GM2000"]
    programme = await one("SELECT id FROM programme")
    intake = Intake(programme=programme, coordinator=world.coordinator.person, holder=old, held_on=NOW.date(), recorded_at=NOW)
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM allotment WHERE id = $1 FOR NO KEY UPDATE", pool)
        command = Reorganise(predecessors=["GM2000"], successor="GM3000")
        waiting = asyncio.create_task(service.reorganise(command, actor=admin, now=MIDNIGHT), context=outside.copy())
        assert await halted(waiting)
        await asyncio.create_task(plan(intake), context=outside.copy())
        going_on = asyncio.create_task(go_on(intake.id, pool), context=outside.copy())
        assert await halted(going_on, waiters=2)
    await asyncio.gather(waiting, going_on)
    assert await one("SELECT holder FROM intake WHERE id = $1", intake.id) == world.organisations["GM3000"]


async def test_two_admins_at_once() -> None:
    """One of them passes everything on; the other reads that it happened before."""
    _, admin = await world_of_pairs(1)
    command = Reorganise(predecessors=["GM2000"], successor="GM3000")
    both = await asyncio.gather(*(tried(service.reorganise(command, actor=admin, now=MIDNIGHT)) for _ in range(2)))
    assert sorted(both) == [False, True]
    assert await one("SELECT count(*) FROM reorganisation") == 1


async def test_an_adviser_is_waited_for() -> None:
    """Whoever has the adviser's turn finishes first; what they did to the booking is what passes on."""
    outside = copy_context()
    world, admin = await world_of_pairs(1)
    issued = await making.certified(world, await making.candidate())
    pool = await making.allotment(world, 10, holder="GM2000", members=("GM2000",))
    staff = await making.account(await making.person("Sam", "Oud"), Role.MUNICIPALITY, world.organisations["GM2000"])
    wish = making.booking(issued.number, pool, "3", municipality="GM2000")
    booking = await bookings.request(wish, actor=staff, now=NOW)
    async with transaction() as connection:
        await people.lock(issued.adviser, connection=connection)
        command = Reorganise(predecessors=["GM2000"], successor="GM3000")
        waiting = asyncio.create_task(service.reorganise(command, actor=admin, now=MIDNIGHT), context=outside)
        assert await halted(waiting)
        now = await standing.locked(booking, connection=connection)
        await stepping.take(BookingStep.CANCELLED, now, actor=staff, now=NOW)
        await stepping.release(now, now.reserved, actor=staff, now=NOW)
    await waiting
    (row,) = await fetch("SELECT id FROM allotment WHERE holder = $1", world.organisations["GM3000"])
    assert (await balance(row["id"]))["available"] == 40
