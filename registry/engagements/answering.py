"""The adviser answers a booking: accepts, judged again, or declines; who does not answer in time lets it lapse."""

from datetime import datetime
from functools import partial
from uuid import UUID

from registry.bookings import standing
from registry.bookings.errors import BookingRefused
from registry.bookings.matters import Wish
from registry.bookings.rules import Judgement
from registry.bookings.steps import BookingStep, ChangeEnding, State, check_may
from registry.bookings.weighing import judge_again
from registry.days import amsterdam_day
from registry.engagements import changes, happenings, turns
from registry.engagements.answer_rules import check_in_time
from registry.engagements.closing import close
from registry.engagements.errors import OwnRequest
from registry.engagements.one_by_one import one_by_one
from registry.engagements.schemas import DecideOnBooking
from registry.engagements.stepping import take
from registry.engagements.telling import tell_adviser, tell_municipality
from registry.messages.rules import Kind
from registry.permissions import Actor
from registry.transactions import Connection, fetch, transaction

_ITSELF = Actor(account=None, person=None, name="register", grants=())

_REQUESTS_DUE = """
SELECT id FROM booking_now WHERE state = 'requested' AND least(answer_by, last_day) < $1 ORDER BY answer_by, id
"""
_CHANGES_DUE = """
SELECT booking, id FROM booking_change WHERE ending IS NULL AND least(answer_by, last_day) < $1 ORDER BY answer_by, id
"""


async def accept(booking: UUID, command: DecideOnBooking, *, actor: Actor, now: datetime) -> None:
    """The booking is active, if the judge still allows it as it stands.

    Raises BookingOutOfOrder, AnswerTooLate, OwnRequest, BookingChangedSince, BookingRefused with every check, NotFound.
    """
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await turns.of_adviser(booking, actor=actor, connection=connection)
        await happenings.must_be_all(command.seen, booking)
        check_may(BookingStep.ACCEPTED, found.state)
        check_in_time(found.answer_by, found.last_day, today=amsterdam_day(now))
        await must_be_asked_by_another(found.account, actor, connection=connection)
        judgement = await judge_again(found, Wish(found.first_day, found.last_day, found.quarters, found.scope), now=now)
        must_pass(judgement)
        await take(BookingStep.ACCEPTED, found, actor=actor, now=now, facts=judged(judgement))
        await tell_municipality(Kind.BOOKING_ACCEPTED, found, now=now, connection=connection)


async def decline(booking: UUID, command: DecideOnBooking, *, actor: Actor, now: datetime) -> None:
    """The adviser will not do it: its days are available again. Raises BookingOutOfOrder, BookingChangedSince, NotFound."""
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await turns.of_adviser(booking, actor=actor, connection=connection)
        await happenings.must_be_all(command.seen, booking)
        await close(BookingStep.DECLINED, found, actor=actor, now=now)
        await tell_municipality(Kind.BOOKING_DECLINED, found, now=now, connection=connection)


async def lapse_due(now: datetime) -> int:
    """Requests and changes that were not answered in time lapse, each in a transaction of its own; how many did.

    An answer may be given through its last day, Amsterdam time, and as long as there is a day to work. Whoever comes
    second, an answer or another process, finds it ended and leaves it.
    """
    today = amsterdam_day(now)
    due = [partial(_lapse, row["id"], now=now) for row in await fetch(_REQUESTS_DUE, today)]
    due += [partial(_lapse_change, row["id"], row["booking"], now=now) for row in await fetch(_CHANGES_DUE, today)]
    return await one_by_one(due, lambda lapse: lapse())


async def _lapse(booking: UUID, *, now: datetime) -> bool:
    async with transaction() as connection:
        found = await standing.locked(booking, connection=connection)
        if found.state is not State.REQUESTED:
            return False
        await close(BookingStep.LAPSED, found, actor=_ITSELF, now=now)
        await tell_municipality(Kind.BOOKING_LAPSED, found, now=now, connection=connection)
        await tell_adviser(Kind.BOOKING_LAPSED, found, now=now, connection=connection)
    return True


async def _lapse_change(change: UUID, booking: UUID, *, now: datetime) -> bool:
    async with transaction() as connection:
        found = await standing.locked(booking, connection=connection)
        waiting = await changes.waiting_of(booking)
        if waiting is None or waiting.id != change:
            return False
        await changes.end(waiting, ChangeEnding.LAPSED, found, actor=_ITSELF, now=now)
        facts = {"answer": ChangeEnding.LAPSED}
        await tell_municipality(Kind.CHANGE_ANSWERED, found, now=now, connection=connection, facts=facts)
    return True


async def must_be_asked_by_another(account: UUID, actor: Actor, *, connection: Connection) -> None:
    """Nobody accepts what they asked themselves, under whichever account or file; raises OwnRequest."""
    if await connection.fetchval("SELECT are_one_person($1, $2)", account, actor.account):
        raise OwnRequest


def must_pass(judgement: Judgement) -> None:
    """Raises BookingRefused with every check unless all pass."""
    if not judgement.passed:
        raise BookingRefused(judgement, alternatives=())


def judged(judgement: Judgement) -> dict[str, object]:
    """What was weighed, for the facts of a step."""
    return {"checks": [each.code for each in judgement.checks]}
