"""Proving that days were conserved, over everything: the rules of `conservation`, asked of the database at one instant."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry.allotments.conservation import Discrepancy, Rule
from registry.transactions import transaction

_SIDES = """
    SELECT source.allotment, day_posting.booking, 0 AS expected, day_posting.quarters AS found
    FROM day_posting
    JOIN day_account AS source ON source.id = day_posting.source
    JOIN day_account AS target ON target.id = day_posting.target
    WHERE (day_posting.kind, source.kind, target.kind, source.allotment = target.allotment) NOT IN (
        ('grant', 'granted', 'available', true), ('reserve', 'available', 'reserved', true),
        ('use', 'reserved', 'used', true), ('release', 'reserved', 'available', true),
        ('expire', 'available', 'expired', true), ('correct', 'available', 'granted', true),
        ('transfer', 'available', 'available', false))
"""
_BALANCE = """
    SELECT day_account.allotment, NULL::uuid AS booking, coalesce(came, 0) - coalesce(went, 0) AS expected, balance AS found
    FROM day_account
    LEFT JOIN (SELECT target AS id, sum(quarters) AS came FROM day_posting GROUP BY target) AS gains USING (id)
    LEFT JOIN (SELECT source AS id, sum(quarters) AS went FROM day_posting GROUP BY source) AS losses USING (id)
    WHERE balance <> coalesce(came, 0) - coalesce(went, 0)
"""
_OVERDRAWN = """
    SELECT allotment, NULL::uuid AS booking, 0 AS expected, balance AS found FROM day_account
    WHERE CASE kind WHEN 'granted' THEN balance > 0 ELSE balance < 0 END
"""
_ALLOTMENT = """
    SELECT allotment, NULL::uuid AS booking, granted + coalesce(received, 0) AS expected, held + coalesce(sent, 0) AS found
    FROM (
        SELECT allotment, coalesce(-sum(balance) FILTER (WHERE kind = 'granted'), 0) AS granted,
            coalesce(sum(balance) FILTER (WHERE kind <> 'granted'), 0) AS held
        FROM day_account GROUP BY allotment
    ) AS kept
    LEFT JOIN (
        SELECT day_account.allotment, sum(quarters) AS received FROM day_posting
        JOIN day_account ON day_account.id = day_posting.target WHERE day_posting.kind = 'transfer' GROUP BY 1
    ) AS receiving USING (allotment)
    LEFT JOIN (
        SELECT day_account.allotment, sum(quarters) AS sent FROM day_posting
        JOIN day_account ON day_account.id = day_posting.source WHERE day_posting.kind = 'transfer' GROUP BY 1
    ) AS sending USING (allotment)
    WHERE granted + coalesce(received, 0) <> held + coalesce(sent, 0)
"""
_TRANSFERS = """
    SELECT NULL::uuid AS allotment, NULL::uuid AS booking, 0 AS expected, sum(balance) AS found
    FROM day_account HAVING sum(balance) <> 0
"""
_RESERVED = """
    SELECT allotment, booking, coalesce(due, 0) AS expected, coalesce(reserved, 0) AS found
    FROM (
        SELECT day_account.allotment, day_posting.booking,
            sum(CASE day_posting.kind WHEN 'reserve' THEN quarters ELSE -quarters END) AS reserved
        FROM day_posting
        JOIN day_account
            ON day_account.id = CASE day_posting.kind WHEN 'reserve' THEN day_posting.target ELSE day_posting.source END
        WHERE day_posting.kind IN ('reserve', 'use', 'release') GROUP BY 1, 2
    ) AS posted
    FULL JOIN (
        SELECT booking_now.allotment, booking_now.id AS booking,
            CASE WHEN booking_now.state IN ('requested', 'accepted', 'frozen', 'resumed')
                THEN greatest(booking_now.quarters, booking_change.quarters) - booking_now.used
                ELSE booking_now.entered END AS due
        FROM booking_now
        LEFT JOIN booking_change ON booking_change.booking = booking_now.id AND booking_change.ending IS NULL
    ) AS standing USING (allotment, booking)
    WHERE coalesce(due, 0) <> coalesce(reserved, 0)
"""
_USED = """
    SELECT NULL::uuid AS allotment, booking, coalesce(approved, 0) AS expected, coalesce(used, 0) AS found
    FROM (
        SELECT booking, sum(quarters) AS used FROM day_posting WHERE kind = 'use' AND booking IS NOT NULL GROUP BY booking
    ) AS posted
    FULL JOIN (
        SELECT booking, sum(quarters) AS approved FROM worked_day WHERE ending = 'approved' GROUP BY booking
    ) AS worked USING (booking)
    WHERE coalesce(approved, 0) <> coalesce(used, 0)
"""
_QUESTIONS = {
    Rule.SIDES: _SIDES,
    Rule.BALANCE: _BALANCE,
    Rule.OVERDRAWN: _OVERDRAWN,
    Rule.ALLOTMENT: _ALLOTMENT,
    Rule.TRANSFERS: _TRANSFERS,
    Rule.RESERVED: _RESERVED,
    Rule.USED: _USED,
}
"""Each rule asks for what does not hold. Bookings and worked days are tables of a topic above: only read, and only here."""


_COUNTED = "SELECT (SELECT count(*) FROM allotment) AS allotments, (SELECT count(*) FROM day_posting) AS postings"


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was verified, and how much does not hold, by rule."""

    allotments: int
    postings: int
    found: Mapping[Rule, int]


async def verify(tell: Callable[[Discrepancy], None]) -> Verified:
    """Tell everything that does not hold, one by one, of the ledger as it stood at one instant, whoever books meanwhile."""
    found: Counter[Rule] = Counter()
    async with transaction() as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        allotments, postings = (await connection.fetch(_COUNTED))[0]
        for rule, question in _QUESTIONS.items():
            async for row in connection.cursor(question):
                tell(Discrepancy(rule, int(row["expected"]), int(row["found"]), row["allotment"], row["booking"]))
                found[rule] += 1
    return Verified(allotments, postings, dict(found))
