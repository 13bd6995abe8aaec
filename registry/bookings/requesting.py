"""Booking: judged in the adviser's turn, and then written in one statement (DESIGN §2.8)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import msgspec

from registry.allotments.errors import Overdrawn
from registry.allotments.ledger import PostingKind
from registry.audit.actions import Action
from registry.bookings import circumstances
from registry.bookings.checks import CheckCode
from registry.bookings.errors import BookingRefused
from registry.bookings.matters import Wish
from registry.bookings.rules import Judgement
from registry.bookings.schemas import AskBooking
from registry.bookings.steps import BookingStep
from registry.bookings.weighing import Weighing, asked_by, read, weigh_facts
from registry.days import amsterdam_day
from registry.messages.rules import Kind
from registry.permissions import Actor, Permission
from registry.quarters import days
from registry.transactions import Connection, transaction

_TRIES = 3
_NEVER_OVERDRAWN = "day_account_is_never_overdrawn"
_WRITE = """
WITH turn AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(hashtextextended($2::uuid::text, 0))
), made AS (
    INSERT INTO booking (id, allotment, municipality, adviser, first_day, last_day, quarters, scope, answer_by, account,
        recorded_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM turn
), named AS (
    INSERT INTO booking_beneficiary (id, booking, municipality) SELECT gen_random_uuid(), $1, unnest($12::uuid[])
), stepped AS (
    INSERT INTO booking_event (booking, step, account, facts, recorded_at) VALUES ($1, $13, $10, $14, $11)
), noted AS (
    INSERT INTO audit_entry (recorded_at, account, api_key, action, subject, facts)
    VALUES ($11, $10, $15, $16, $1, $17), ($11, $10, $15, $18, $2, $19)
), told AS (
    INSERT INTO message (account, kind, subject, facts, path, recorded_at)
    SELECT unnest($23::uuid[]), $24, $1, $25, $26, $11 RETURNING id
), mailed AS (
    INSERT INTO mail (message, tries, next_try_at) SELECT id, 0, $11 FROM told
)
INSERT INTO day_posting (kind, source, target, quarters, booking, account, recorded_at)
SELECT $20, $21, $22, $7, $1, $10, $11 FROM turn
"""
"""All rows at once; whom `messages.tell` would tell is told. Rivals for an allotment queue here until the commit.

They would queue for the balances further on as well, but in rows that all of them hold shared by then, which takes far more.
"""


def _json(facts: Mapping[str, object]) -> str:
    """Facts for a column of JSONB; that has an order of keys of its own, so they need none here."""
    return msgspec.json.encode(facts).decode()


_STEP = _json({"step": BookingStep.REQUESTED})


async def request(command: AskBooking, *, actor: Actor, now: datetime, booking: UUID | None = None) -> UUID:
    """Book: the days are reserved when this returns, and the adviser is told. Two questions to the database.

    `booking` is the id that it gets, where the asker has one for it: asked again, a booking that is there is not made twice.
    Raises BookingRefused with every check, and as `weigh` does. Rivals for the adviser queue; of rivals for the days of an
    allotment whoever comes too late is judged again, by what the others left.
    """
    actor.must(Permission.BOOK)
    made = booking or uuid4()
    for _ in range(_TRIES):
        try:
            async with transaction() as connection:
                weighing = await _weighed(command, made, connection=connection, actor=actor, now=now)
                if weighing is not None:
                    await _write(made, weighing, connection=connection, actor=actor, now=now)
        except Overdrawn:
            continue
        return made
    raise Overdrawn


async def _weighed(
    command: AskBooking, booking: UUID, *, connection: Connection, actor: Actor, now: datetime
) -> Weighing | None:
    """What is booked, judged in the adviser's turn; None when this booking is there. Raises BookingRefused."""
    wish, number = read(command)
    asked, day = asked_by(command, wish), amsterdam_day(now)
    found = await circumstances.facts_in_turn(number, asked, booking=booking, day=day, connection=connection)
    if found is None:
        return None
    weighing = weigh_facts(command.allotment, wish, asked, *found, actor=actor, day=day)
    weighed = weighing.weighed
    if not weighed.judgement.passed:
        raise BookingRefused(weighed.judgement, alternatives=weighed.alternatives)
    return weighing


async def _write(booking: UUID, weighing: Weighing, *, connection: Connection, actor: Actor, now: datetime) -> None:
    wish = weighing.weighed.wish
    answer_by = _answer_by(wish, weighing.answer_days, amsterdam_day(now))
    try:
        await connection.execute(
            _WRITE,
            booking,
            weighing.weighed.pool.id,
            weighing.municipality,
            weighing.weighed.candidate.adviser,
            wish.first_day,
            wish.last_day,
            wish.quarters,
            list(wish.scope),
            answer_by,
            actor.account,
            now,
            list(weighing.beneficiaries),
            BookingStep.REQUESTED.value,
            _json({"checks": _told(weighing.weighed.judgement)}),
            actor.api_key,
            Action.BOOKING_STEP.value,
            _STEP,
            Action.DAYS_POSTED.value,
            _json({"kind": PostingKind.RESERVE, "quarters": wish.quarters, "booking": booking}),
            PostingKind.RESERVE.value,
            weighing.available,
            weighing.reserved,
            sorted(set(weighing.accounts)),
            Kind.BOOKING_REQUESTED.value,
            _json(_message(weighing, answer_by)),
            f"/mijn-boekingen/{booking}",
        )
    except asyncpg.CheckViolationError as error:
        if getattr(error, "constraint_name", "") != _NEVER_OVERDRAWN:
            raise
        raise Overdrawn from error


def _answer_by(wish: Wish, answer_days: int | None, today: date) -> date | None:
    """The last day on which the adviser may answer: by the day policy, and not after the last day of the booking."""
    return None if answer_days is None else min(today + timedelta(days=answer_days), wish.last_day)


def _message(weighing: Weighing, answer_by: date | None) -> dict[str, object]:
    """What the adviser is told of."""
    wish = weighing.weighed.wish
    facts: dict[str, object] = {
        "municipality": weighing.municipality_name,
        "firstDay": wish.first_day,
        "lastDay": wish.last_day,
        "days": str(days(wish.quarters)),
    }
    return facts if answer_by is None else facts | {"answerBy": answer_by}


def _told(judgement: Judgement) -> dict[CheckCode, Decimal | date | None]:
    """What the judge allowed by each check; JSON has days and dates as text."""
    return {each.code: each.available for each in judgement.checks}
