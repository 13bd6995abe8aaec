"""The bare SQL that bookings are measured against: the same guarded update and the same rows, one statement for each.

Its tables have the columns, defaults, checks and indexes of the real ones, without foreign keys and triggers: it asks
nothing of anybody, and judges nothing but that the days do not run out.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from registry.canonical import canonical_json
from registry.transactions import fetch, transaction

_TABLES = (
    "day_account",
    "booking",
    "booking_beneficiary",
    "booking_event",
    "day_posting",
    "audit_entry",
    "message",
    "mail",
)
_CHECKS = canonical_json({"checks": {f"check-{place}": "100.25" for place in range(16)}})
_TAKE = "UPDATE bare_day_account SET balance = balance - $2 WHERE id = $1 AND balance >= $2"
_GIVE = "UPDATE bare_day_account SET balance = balance + $2 WHERE id = $1"
_AUDIT = "INSERT INTO bare_audit_entry (recorded_at, account, action, subject, facts) VALUES ($1, $2, $3, $4, $5)"


async def prepare() -> None:
    """The tables, and in them the accounts of days as they stand."""
    async with transaction() as connection:
        for table in _TABLES:
            await connection.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        await connection.execute("INSERT INTO bare_day_account SELECT * FROM day_account")


@dataclass(frozen=True, slots=True)
class Bare:
    """What a booking refers to; days go from `source` to `target` when they are reserved."""

    allotment: UUID
    source: UUID
    target: UUID
    municipality: UUID
    account: UUID


async def of_allotment(allotment: UUID, account: UUID) -> Bare:
    """An allotment with its accounts of days, and who books."""
    rows = await fetch(
        "SELECT holder, kind, day_account.id FROM allotment JOIN day_account ON day_account.allotment = allotment.id "
        "WHERE allotment.id = $1",
        allotment,
    )
    kinds = {row["kind"]: row["id"] for row in rows}
    return Bare(allotment, kinds["available"], kinds["reserved"], rows[0]["holder"], account)


async def book(bare: Bare, adviser: UUID, now: datetime) -> None:
    """The rows of one booking; the days last, so that rivals wait no longer than they must."""
    booking, first = uuid4(), date(2027, 1, 4)
    allotment, account, municipality = bare.allotment, bare.account, bare.municipality
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO bare_booking (id, allotment, municipality, adviser, first_day, last_day, quarters, answer_by, "
            "account, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            *(booking, allotment, municipality, adviser, first, first + timedelta(days=60), 1, first, account, now),
        )
        await connection.execute(
            "INSERT INTO bare_booking_beneficiary (id, booking, municipality) VALUES ($1, $2, $3)",
            uuid4(),
            booking,
            municipality,
        )
        await connection.execute(
            "INSERT INTO bare_booking_event (booking, step, account, facts, recorded_at) VALUES ($1, $2, $3, $4, $5)",
            *(booking, "requested", account, _CHECKS, now),
        )
        message = await connection.fetchval(
            "INSERT INTO bare_message (account, kind, subject, facts, path, recorded_at) VALUES ($1, $2, $3, $4, $5, $6) "
            "RETURNING id",
            *(account, "booking-requested", booking, '{"days":"0.25"}', f"/mijn-boekingen/{booking}", now),
        )
        await connection.execute("INSERT INTO bare_mail (message, tries, next_try_at) VALUES ($1, 0, $2)", message, now)
        await connection.execute(_AUDIT, now, account, "booking.step", booking, '{"step":"requested"}')
        await connection.execute(_AUDIT, now, account, "days.posted", allotment, '{"kind":"reserve","quarters":1}')
        await connection.execute(
            "INSERT INTO bare_day_posting (kind, source, target, quarters, booking, account, recorded_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            *("reserve", bare.source, bare.target, 1, booking, account, now),
        )
        if await connection.execute(_TAKE, bare.source, 1) != "UPDATE 1":
            raise RuntimeError("the days ran out: these figures would mean nothing")
        await connection.execute(_GIVE, bare.target, 1)
