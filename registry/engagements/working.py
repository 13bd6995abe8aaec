"""Worked days: entered by the adviser, approved or rejected by the municipality; approving moves them to used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post_all
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.bookings.standing import Now
from registry.bookings.steps import OPEN, RejectReason, WorkedDayEnding
from registry.bookings.tables import WorkedDay
from registry.days import amsterdam_day
from registry.engagements import turns
from registry.engagements.coverage import first_uncovered
from registry.engagements.errors import MoreThanADay, MoreThanLeft, NotCertifiedThatDay, OwnWorkedDay, WorkedDayAnswered
from registry.engagements.schemas import AnswerWorkedDays, EnterWorkedDay, RejectWorkedDays
from registry.engagements.stepping import release
from registry.engagements.telling import tell_adviser, tell_municipality
from registry.engagements.wording import REJECT_REASONS
from registry.engagements.working_rules import Entry, check_day, check_may_work
from registry.errors import NotFound
from registry.messages.rules import Kind
from registry.permissions import Actor
from registry.quarters import QUARTERS_PER_DAY, days, quarters
from registry.texts import Language
from registry.transactions import Connection, transaction

_THAT_DAY = """
SELECT coalesce(sum(quarters), 0)::integer FROM worked_day
WHERE day = $1 AND adviser IN (SELECT files_of_same_person($2)) AND (ending IS NULL OR ending = 'approved')
"""
_IS_THEIRS = "SELECT EXISTS (SELECT 1 FROM adviser WHERE person = $1 AND id IN (SELECT files_of_same_person($2)))"
_ENDED = """
UPDATE worked_day SET ending = $2, ended_by = $3, ended_at = $4, reason = $6, posting = ended.posting
FROM unnest($1::uuid[], $5::bigint[]) AS ended (id, posting) WHERE worked_day.id = ended.id
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of days that waited; why, where they were rejected."""

    what: WorkedDayEnding
    reason: RejectReason | None = None


async def enter(booking: UUID, command: EnterWorkedDay, *, actor: Actor, now: datetime) -> UUID:
    """The adviser says that they worked on a day, any day of the week within the booking's period, and no day to come.

    Raises Invalid, BookingOutOfOrder unless the booking is active or frozen, NotCertifiedThatDay, MoreThanADay over all
    municipalities and files, MoreThanLeft, NotFound.
    """
    entry = Entry(command.day, quarters(command.days))
    async with transaction() as connection:
        found = await turns.of_adviser(booking, actor=actor, connection=connection)
        check_may_work(found.state)
        check_day(entry, found, today=amsterdam_day(now))
        await _check_room(entry, found, connection=connection)
        worked = WorkedDay(
            booking=booking,
            adviser=found.adviser,
            day=entry.day,
            quarters=entry.quarters,
            entered_by=actor.account,
            entered_at=now,
        )
        await WorkedDay.insert(worked)
        facts = {"workedDay": worked.id, "day": entry.day, "quarters": entry.quarters}
        await audit.record(Action.DAY_WORKED, booking, actor=actor, at=now, facts=facts)
        if not found.entered:
            told = {"days": str(days(entry.quarters))}
            await tell_municipality(Kind.DAYS_ENTERED, found, now=now, connection=connection, facts=told)
    return worked.id


async def _check_room(entry: Entry, booking: Now, *, connection: Connection) -> None:
    if await first_uncovered([entry.day], booking) is not None:
        raise NotCertifiedThatDay(day=entry.day)
    room = QUARTERS_PER_DAY - await connection.fetchval(_THAT_DAY, entry.day, booking.adviser)
    if entry.quarters > room:
        raise MoreThanADay(day=entry.day, room=days(room))
    if entry.quarters > booking.unworked:
        raise MoreThanLeft(left=days(booking.unworked))


async def take_back(booking: UUID, worked_day: UUID, *, actor: Actor, now: datetime) -> None:
    """The adviser takes an entered day back while it waits. Raises WorkedDayAnswered, NotFound."""
    async with transaction() as connection:
        found = await turns.of_adviser(booking, actor=actor, connection=connection)
        waiting = await _waiting([worked_day], found, connection=connection)
        await _end(waiting, Ending(WorkedDayEnding.TAKEN_BACK), found, actor=actor, now=now, connection=connection)


async def approve(booking: UUID, command: AnswerWorkedDays, *, actor: Actor, now: datetime) -> None:
    """These days were worked: all of them move from reserved to used, or none.

    Also of a booking that is over, for what was entered before. Raises NotCertifiedThatDay for work dated from a
    suspension on, OwnWorkedDay, WorkedDayAnswered, NotFound; NotAllowed for a program.
    """
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await turns.of_municipality(booking, actor=actor, connection=connection)
        waiting = await _waiting(command.worked_days, found, connection=connection)
        await _check_not_own(waiting, found, actor, connection=connection)
        bare = await first_uncovered([each["day"] for each in waiting], found)
        if bare is not None:
            raise NotCertifiedThatDay(day=bare)
        await _end(waiting, Ending(WorkedDayEnding.APPROVED), found, actor=actor, now=now, connection=connection)
        told = {"days": str(days(sum(each["quarters"] for each in waiting)))}
        await tell_adviser(Kind.DAYS_APPROVED, found, now=now, connection=connection, facts=told)


async def reject(booking: UUID, command: RejectWorkedDays, *, actor: Actor, now: datetime) -> None:
    """These days do not count: they can be worked still, or, where the booking is over, are available again.

    Raises OwnWorkedDay, WorkedDayAnswered, NotFound; NotAllowed for a program.
    """
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await turns.of_municipality(booking, actor=actor, connection=connection)
        waiting = await _waiting(command.worked_days, found, connection=connection)
        await _check_not_own(waiting, found, actor, connection=connection)
        rejected = Ending(WorkedDayEnding.REJECTED, command.reason)
        await _end(waiting, rejected, found, actor=actor, now=now, connection=connection)
        why = {language.value: f"{REJECT_REASONS[command.reason].say(language)}." for language in Language}
        told = {"days": str(days(sum(each["quarters"] for each in waiting))), "reasons": [why]}
        await tell_adviser(Kind.DAYS_REJECTED, found, now=now, connection=connection, facts=told)


async def _waiting(worked_days: Sequence[UUID], booking: Now, *, connection: Connection) -> list[Any]:
    """These days of the booking, by date, that all wait; raises NotFound, WorkedDayAnswered."""
    wanted = set(worked_days)
    rows = await connection.fetch(
        "SELECT id, day, quarters, ending, entered_by FROM worked_day WHERE booking = $1 AND id = ANY($2) ORDER BY day, id",
        booking.id,
        list(wanted),
    )
    if len(rows) != len(wanted):
        raise NotFound
    for row in rows:
        if row["ending"] is not None:
            raise WorkedDayAnswered(day=row["day"])
    return list(rows)


async def _check_not_own(waiting: Sequence[Any], booking: Now, actor: Actor, *, connection: Connection) -> None:
    if await connection.fetchval(_IS_THEIRS, actor.person, booking.adviser):
        raise OwnWorkedDay
    for entered_by in {each["entered_by"] for each in waiting}:
        if await connection.fetchval("SELECT are_one_person($1, $2)", entered_by, actor.account):
            raise OwnWorkedDay


async def _end(
    waiting: Sequence[Any], ending: Ending, booking: Now, *, actor: Actor, now: datetime, connection: Connection
) -> None:
    postings: Sequence[int | None] = [None] * len(waiting)
    if ending.what is WorkedDayEnding.APPROVED:
        uses = [Movement(PostingKind.USE, booking.allotment, each["quarters"], booking=booking.id) for each in waiting]
        postings = await post_all(uses, actor=actor, now=now)
    ids: list[UUID] = [each["id"] for each in waiting]
    await connection.execute(_ENDED, ids, ending.what.value, actor.account, now, postings, ending.reason)
    worked: list[date] = [each["day"] for each in waiting]
    facts = {"ending": ending.what, "workedDays": ids, "days": worked} | ({"reason": ending.reason} if ending.reason else {})
    await audit.record(Action.WORKED_DAY_ENDED, booking.id, actor=actor, at=now, facts=facts)
    if ending.what is not WorkedDayEnding.APPROVED and booking.state not in OPEN:
        await release(booking, sum(each["quarters"] for each in waiting), actor=actor, now=now)
