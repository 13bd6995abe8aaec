"""Booking: judged in the adviser's turn, and then written in one statement (DESIGN §2.8)."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from registry.allotments.errors import Overdrawn
from registry.allotments.ledger import PostingKind
from registry.audit.actions import Action
from registry.bookings import circumstances
from registry.bookings.errors import BookingRefused
from registry.bookings.rules import Judgement, Wish
from registry.bookings.schemas import AskBooking
from registry.bookings.steps import BookingStep
from registry.bookings.weighing import Weighing, read, weigh_candidate
from registry.canonical import canonical_json
from registry.days import amsterdam_day
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.permissions import Actor, Permission
from registry.quarters import days
from registry.transactions import Connection, transaction

_TRIES = 3
_NEVER_OVERDRAWN = "day_account_is_never_overdrawn"
_WRITE = """
WITH made AS (
    INSERT INTO booking (id, allotment, municipality, adviser, first_day, last_day, quarters, scope, answer_by, account,
        recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
), named AS (
    INSERT INTO booking_beneficiary (id, booking, municipality) SELECT gen_random_uuid(), $1, unnest($12::uuid[])
), stepped AS (
    INSERT INTO booking_event (booking, step, account, facts, recorded_at) VALUES ($1, $13, $10, $14, $11)
), told AS (
    INSERT INTO audit_entry (recorded_at, account, api_key, action, subject, facts)
    VALUES ($11, $10, $15, $16, $1, $17), ($11, $10, $15, $18, $2, $19)
)
INSERT INTO day_posting (kind, source, target, quarters, booking, account, recorded_at)
VALUES ($20, $21, $22, $7, $1, $10, $11)
"""
"""Its triggers come last, when the rest is written: then the allotment's days are locked, until the commit that follows."""


async def request(command: AskBooking, *, actor: Actor, now: datetime) -> UUID:
    """Book: the days are reserved when this returns, and the adviser is told.

    Raises BookingRefused with every check, and as `weigh` does. Rivals for the adviser queue; of rivals for the days of an
    allotment whoever comes too late is judged again, by what the others left.
    """
    actor.must(Permission.BOOK)
    wish, number = read(command)
    for _ in range(_TRIES):
        try:
            async with transaction() as connection:
                candidate = await circumstances.candidate_in_turn(number, connection=connection)
                weighing = await weigh_candidate(command, wish, candidate, actor=actor, now=now)
                weighed = weighing.weighed
                if not weighed.judgement.passed:
                    raise BookingRefused(weighed.judgement, alternatives=weighed.alternatives)
                return await _book(weighing, connection=connection, actor=actor, now=now)
        except Overdrawn:
            continue
    raise Overdrawn


async def _book(weighing: Weighing, *, connection: Connection, actor: Actor, now: datetime) -> UUID:
    booking, weighed = uuid4(), weighing.weighed
    answer_by = _answer_by(weighed.wish, weighing.answer_days, amsterdam_day(now))
    await _tell(booking, weighing, answer_by, now=now)
    posted = {"kind": PostingKind.RESERVE, "quarters": weighed.wish.quarters, "booking": booking}
    try:
        await connection.execute(
            _WRITE,
            booking,
            weighed.pool.id,
            weighing.municipality,
            weighed.candidate.adviser,
            weighed.wish.first_day,
            weighed.wish.last_day,
            weighed.wish.quarters,
            list(weighed.wish.scope),
            answer_by,
            actor.account,
            now,
            list(weighing.beneficiaries),
            BookingStep.REQUESTED.value,
            canonical_json({"checks": _told(weighed.judgement)}),
            actor.api_key,
            Action.BOOKING_STEP.value,
            canonical_json({"step": BookingStep.REQUESTED}),
            Action.DAYS_POSTED.value,
            canonical_json(posted),
            PostingKind.RESERVE.value,
            weighing.available,
            weighing.reserved,
        )
    except asyncpg.CheckViolationError as error:
        if getattr(error, "constraint_name", "") != _NEVER_OVERDRAWN:
            raise
        raise Overdrawn from error
    return booking


def _answer_by(wish: Wish, answer_days: int | None, today: date) -> date | None:
    """The last day on which the adviser may answer: by the day policy, and not after the last day of the booking."""
    return None if answer_days is None else min(today + timedelta(days=answer_days), wish.last_day)


async def _tell(booking: UUID, weighing: Weighing, answer_by: date | None, *, now: datetime) -> None:
    wish = weighing.weighed.wish
    facts: dict[str, object] = {
        "municipality": weighing.municipality_name,
        "firstDay": wish.first_day,
        "lastDay": wish.last_day,
        "days": str(days(wish.quarters)),
    }
    if answer_by is not None:
        facts["answerBy"] = answer_by
    path = f"/mijn-boekingen/{booking}"
    await messages.tell(weighing.accounts, Kind.BOOKING_REQUESTED, subject=booking, facts=facts, path=path, at=now)


def _told(judgement: Judgement) -> dict[str, object]:
    """What the judge allowed by each check, as text."""
    return {each.code.value: None if each.available is None else str(each.available) for each in judgement.checks}
