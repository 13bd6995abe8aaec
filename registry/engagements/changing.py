"""Changing a booking: less holds at once; more days or another period waits for the adviser."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.bookings.matters import Wish
from registry.bookings.rules import read_wish
from registry.bookings.standing import Now
from registry.bookings.steps import BookingStep, ChangeEnding, State, check_may
from registry.bookings.tables import BookingChange, BookingTerms
from registry.bookings.weighing import judge_again
from registry.days import amsterdam_day
from registry.engagements import changes, happenings, turns
from registry.engagements.answer_rules import check_in_time
from registry.engagements.answering import judged, must_be_asked_by_another, must_pass
from registry.engagements.errors import ChangeWaits, LessThanWorked, WorkedOutside
from registry.engagements.schemas import ChangeBooking, DecideOnBooking
from registry.engagements.stepping import release, take
from registry.engagements.telling import tell_adviser, tell_municipality
from registry.errors import Fault, Invalid
from registry.messages.rules import Kind
from registry.permissions import Actor
from registry.programmes.caps import caps_for
from registry.quarters import days, quarters
from registry.texts import Text
from registry.transactions import Connection, fetch, transaction

_SAME = Text("Dit is al zo. Kies andere dagen of een andere periode.", "It is so already. Choose other days or another period.")


async def change(booking: UUID, command: ChangeBooking, *, actor: Actor, now: datetime) -> UUID | None:
    """Other days or another period; returns the change that waits for the adviser, None for one that holds at once.

    At once: fewer days or a shorter period within the old, and any change of a request that was not answered yet. Fewer
    days alone is never refused; everything else is judged. Raises BookingRefused with every check, BookingOutOfOrder,
    ChangeWaits, LessThanWorked, WorkedOutside, BookingChangedSince, Overdrawn, Invalid, NotFound.
    """
    asked = read_wish(command.first_day, command.last_day, quarters(command.days))
    async with transaction() as connection:
        found = await turns.of_municipality(booking, actor=actor, connection=connection)
        await happenings.must_be_all(command.seen, booking)
        check_may(BookingStep.CHANGED, found.state)
        if await changes.waiting_of(booking) is not None:
            raise ChangeWaits
        wish = replace(asked, scope=found.scope)
        await _check_work_fits(wish, found)
        facts = await _judged(wish, found, now=now)
        await _reserve(wish.quarters - found.quarters, found, actor=actor, now=now)
        if found.state is State.REQUESTED or is_less(wish, found):
            await _hold(wish, found, actor=actor, now=now, facts=facts)
            await tell_adviser(Kind.BOOKING_CHANGED, _as(wish, found), now=now, connection=connection)
            return None
        return await _ask(wish, found, actor=actor, now=now, connection=connection)


def _as(wish: Wish, booking: Now) -> Now:
    return replace(booking, first_day=wish.first_day, last_day=wish.last_day, quarters=wish.quarters)


def is_less(wish: Wish, booking: Now) -> bool:
    """No more days, and no day outside the period that stands: the adviser is asked nothing new."""
    return wish.quarters <= booking.quarters and booking.first_day <= wish.first_day and wish.last_day <= booking.last_day


async def accept_change(booking: UUID, change_id: UUID, command: DecideOnBooking, *, actor: Actor, now: datetime) -> None:
    """The change holds, if the judge still allows it. Raises ChangeAnswered, AnswerTooLate, OwnRequest, and as
    `change` does.
    """
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await turns.of_adviser(booking, actor=actor, connection=connection)
        await happenings.must_be_all(command.seen, booking)
        asked = await changes.waiting(change_id, found)
        wish = Wish(asked.first_day, asked.last_day, asked.quarters, found.scope)
        check_in_time(asked.answer_by, asked.last_day, today=amsterdam_day(now))
        await must_be_asked_by_another(asked.account, actor, connection=connection)
        check_may(BookingStep.CHANGED, found.state)
        await _check_work_fits(wish, found)
        facts = await _judged(wish, found, now=now)
        await changes.end(asked, ChangeEnding.ACCEPTED, found, actor=actor, now=now)
        await _hold(wish, found, actor=actor, now=now, facts=facts)
        await _answered(ChangeEnding.ACCEPTED, found, now=now, connection=connection)


async def decline_change(booking: UUID, change_id: UUID, command: DecideOnBooking, *, actor: Actor, now: datetime) -> None:
    """The booking stays as it is. Raises ChangeAnswered, BookingChangedSince, NotFound."""
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await turns.of_adviser(booking, actor=actor, connection=connection)
        await happenings.must_be_all(command.seen, booking)
        asked = await changes.waiting(change_id, found)
        await changes.end(asked, ChangeEnding.DECLINED, found, actor=actor, now=now)
        await _answered(ChangeEnding.DECLINED, found, now=now, connection=connection)


async def take_back_change(booking: UUID, change_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The municipality asks it no longer; the booking stays as it is. Raises ChangeAnswered, NotFound."""
    async with transaction() as connection:
        found = await turns.of_municipality(booking, actor=actor, connection=connection)
        asked = await changes.waiting(change_id, found)
        await changes.end(asked, ChangeEnding.TAKEN_BACK, found, actor=actor, now=now)


async def _answered(ending: ChangeEnding, booking: Now, *, now: datetime, connection: Connection) -> None:
    await tell_municipality(Kind.CHANGE_ANSWERED, booking, now=now, connection=connection, facts={"answer": ending})


async def _judged(wish: Wish, booking: Now, *, now: datetime) -> dict[str, object]:
    """What the judge weighed; nothing where only days are given back. Raises Invalid, BookingRefused."""
    period_stays = (wish.first_day, wish.last_day) == (booking.first_day, booking.last_day)
    if period_stays and wish.quarters == booking.quarters:
        raise Invalid([Fault("days", _SAME)])
    if period_stays and wish.quarters < booking.quarters:
        return {}
    judgement = await judge_again(booking, wish, now=now)
    must_pass(judgement)
    return judged(judgement)


async def _check_work_fits(wish: Wish, booking: Now) -> None:
    worked = booking.used + booking.entered
    if wish.quarters < worked:
        raise LessThanWorked(worked=days(worked))
    [span] = await fetch(
        "SELECT min(day) AS first_day, max(day) AS last_day FROM worked_day "
        "WHERE booking = $1 AND (ending IS NULL OR ending = 'approved')",
        booking.id,
    )
    if worked and (span["first_day"] < wish.first_day or wish.last_day < span["last_day"]):
        raise WorkedOutside(first_day=span["first_day"], last_day=span["last_day"])


async def _reserve(more: int, booking: Now, *, actor: Actor, now: datetime) -> None:
    if more > 0:
        await post(Movement(PostingKind.RESERVE, booking.allotment, more, booking=booking.id), actor=actor, now=now)


async def _hold(wish: Wish, booking: Now, *, actor: Actor, now: datetime, facts: dict[str, object]) -> None:
    """These are the terms from now on; days that were given back are available again."""
    await BookingTerms.insert(
        BookingTerms(
            booking=booking.id,
            allotment=booking.allotment,
            municipality=booking.municipality,
            first_day=wish.first_day,
            last_day=wish.last_day,
            quarters=wish.quarters,
            account=actor.account,
            recorded_at=now,
        ),
    )
    terms = {
        "old": {"firstDay": booking.first_day, "lastDay": booking.last_day, "quarters": booking.quarters},
        "new": {"firstDay": wish.first_day, "lastDay": wish.last_day, "quarters": wish.quarters},
    }
    await take(BookingStep.CHANGED, booking, actor=actor, now=now, facts=terms | facts)
    await release(booking, booking.quarters - wish.quarters, actor=actor, now=now)


async def _ask(wish: Wish, booking: Now, *, actor: Actor, now: datetime, connection: Connection) -> UUID:
    answer_by = await _answer_by(booking, now)
    asked = BookingChange(
        booking=booking.id,
        first_day=wish.first_day,
        last_day=wish.last_day,
        quarters=wish.quarters,
        answer_by=answer_by,
        account=actor.account,
        recorded_at=now,
    )
    await BookingChange.insert(asked)
    facts = {"change": asked.id, "firstDay": wish.first_day, "lastDay": wish.last_day, "quarters": wish.quarters}
    await audit.record(Action.BOOKING_CHANGE_ASKED, booking.id, actor=actor, at=now, facts=facts)
    told = {} if answer_by is None else {"answerBy": answer_by}
    await tell_adviser(Kind.CHANGE_ASKED, booking, now=now, connection=connection, facts=told)
    return asked.id


async def _answer_by(booking: Now, now: datetime) -> date | None:
    """The last day on which the adviser may answer, by the day policy of today; None where it sets no term."""
    [held] = await fetch("SELECT programme, holder FROM allotment WHERE id = $1", booking.allotment)
    today = amsterdam_day(now)
    term = (await caps_for(held["programme"], held["holder"], today)).answer_days
    return None if term is None else today + timedelta(days=term)
