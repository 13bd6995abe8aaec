"""Proving that days were conserved: on the database as it is, and on one that somebody laid hands on."""

import asyncpg
import pytest

from registry.allotments.conservation import Discrepancy, Posted, Rule, discrepancies
from registry.allotments.ledger import AccountKind, PostingKind
from registry.allotments.posting import Movement
from registry.allotments.verifying import verify
from registry.transactions import fetch
from tests.config.test_results_command import registry
from tests.registry import making
from tests.registry.allotments.days_held import move, two
from tests.registry.audit.tampering import by_hand
from tests.registry.making import NOW

_POSTED = """
    SELECT day_posting.kind, quarters, booking, source.allotment AS from_allotment, source.kind AS from_kind,
        target.allotment AS to_allotment, target.kind AS to_kind
    FROM day_posting
    JOIN day_account AS source ON source.id = day_posting.source JOIN day_account AS target ON target.id = day_posting.target
    ORDER BY day_posting.id
"""


async def off() -> list[Discrepancy]:
    """What the database itself says is off."""
    told: list[Discrepancy] = []
    verified = await verify(told.append)
    assert sum(verified.found.values()) == len(told)
    return told


async def off_by_the_rules() -> list[Discrepancy]:
    """What the rules say of the same rows, where there are no bookings."""
    postings = [
        Posted(
            PostingKind(row["kind"]),
            (row["from_allotment"], AccountKind(row["from_kind"])),
            (row["to_allotment"], AccountKind(row["to_kind"])),
            row["quarters"],
            row["booking"],
        )
        for row in await fetch(_POSTED)
    ]
    accounts = await fetch("SELECT allotment, kind, balance FROM day_account")
    return discrepancies(postings, {(row["allotment"], AccountKind(row["kind"])): row["balance"] for row in accounts})


async def some_days() -> None:
    """Days of every kind, in two allotments."""
    _, own, neighbour = await two()
    await move(
        Movement(PostingKind.TRANSFER, own, 20, to=neighbour),
        Movement(PostingKind.RESERVE, own, 12),
        Movement(PostingKind.USE, own, 12),
        Movement(PostingKind.CORRECT, own, 3),
        Movement(PostingKind.EXPIRE, neighbour, 4),
    )


async def test_an_untouched_ledger_holds(database: None) -> None:
    """Also an empty one; how much was verified is told."""
    assert await off() == []
    await some_days()
    assert await off() == await off_by_the_rules() == []
    verified = await verify(print)
    assert (verified.allotments, verified.postings) == (2, 6)


TAMPERING = (
    ("UPDATE day_account SET balance = balance + 4 WHERE kind = 'available'", {Rule.BALANCE, Rule.ALLOTMENT, Rule.TRANSFERS}),
    ("UPDATE day_account SET balance = -balance WHERE kind = 'expired'", {Rule.BALANCE, Rule.ALLOTMENT, Rule.TRANSFERS}),
    ("DELETE FROM day_posting WHERE kind = 'use'", {Rule.BALANCE, Rule.RESERVED}),
    ("UPDATE day_posting SET quarters = quarters + 1 WHERE kind = 'grant'", {Rule.BALANCE}),
    ("UPDATE day_posting SET quarters = quarters + 1 WHERE kind = 'transfer'", {Rule.BALANCE, Rule.ALLOTMENT}),
    ("UPDATE day_posting SET kind = 'grant' WHERE kind = 'expire'", {Rule.SIDES}),
    ("UPDATE day_posting SET source = target, target = source WHERE kind = 'use'", {Rule.BALANCE, Rule.SIDES}),
)


@pytest.mark.parametrize(("statement", "rules"), TAMPERING)
async def test_what_somebody_changed_shows(database: None, database_url: str, statement: str, rules: set[Rule]) -> None:
    """Each change by hand is found; the database and the rules find the same."""
    await some_days()
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, "ALTER TABLE day_account DROP CONSTRAINT day_account_is_never_overdrawn")
    await by_hand(connection, statement)
    told = await off()
    by_rules = await off_by_the_rules()
    await by_hand(
        connection,
        "ALTER TABLE day_account ADD CONSTRAINT day_account_is_never_overdrawn "
        "CHECK (CASE kind WHEN 'granted' THEN balance <= 0 ELSE balance >= 0 END) NOT VALID",
    )
    await connection.close()
    assert rules <= {each.rule for each in told}
    assert sorted(map(str, told)) == sorted(map(str, by_rules))


async def a_booking() -> None:
    """12 days of a certified adviser, requested."""
    from registry.bookings import service as bookings  # noqa: PLC0415  the topic above, only here

    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    await bookings.request(making.booking(issued.number, pool), actor=world.municipality, now=NOW)


_WORKED = """
    INSERT INTO worked_day (id, booking, adviser, day, quarters, entered_by, entered_at, ending, ended_by, ended_at, posting)
    SELECT gen_random_uuid(), id, adviser, first_day, 4, account, recorded_at, 'approved', account, recorded_at,
        (SELECT max(id) FROM day_posting)
    FROM booking
"""


_CANCELLED = "UPDATE booking_event SET step = 'cancelled';"
_LESS = ";UPDATE day_posting SET quarters = 4 WHERE kind = 'reserve'"
_WAITS = """
    INSERT INTO worked_day (id, booking, adviser, day, quarters, entered_by, entered_at)
    SELECT gen_random_uuid(), id, adviser, first_day, 4, account, recorded_at FROM booking
"""


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE day_posting SET quarters = 44 WHERE kind = 'reserve'", [(Rule.RESERVED, 48, 44)]),
        ("DELETE FROM day_posting WHERE kind = 'reserve'", [(Rule.RESERVED, 48, 0)]),
        ("UPDATE day_posting SET booking = NULL WHERE kind = 'reserve'", [(Rule.RESERVED, 0, 48), (Rule.RESERVED, 48, 0)]),
        (_CANCELLED, [(Rule.RESERVED, 0, 48)]),
        ("UPDATE booking_event SET step = 'frozen'", []),
        (_WAITS, []),
        (_CANCELLED + _WAITS, [(Rule.RESERVED, 4, 48)]),
        (_CANCELLED + _WAITS + _LESS, []),
        (_WORKED, [(Rule.RESERVED, 44, 48), (Rule.USED, 4, 0)]),
    ],
)
async def test_a_booking_that_is_off(
    database: None, database_url: str, statement: str, told: list[tuple[Rule, int, int]]
) -> None:
    """Reserved is what is not used yet while it is open, and after that what waits; used is what was approved."""
    await a_booking()
    assert await off() == []
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, statement)
    await connection.close()
    of_bookings = [each for each in await off() if each.rule in (Rule.RESERVED, Rule.USED)]
    assert sorted((each.rule, each.expected, each.found) for each in of_bookings) == told


async def test_at_the_command_line(database: None, database_url: str) -> None:
    """Nothing off is 0; anything is 1, and named on a line of its own."""
    await some_days()
    assert await registry(database_url, "ledger", "verify") == (0, "2 allotments, 6 postings, 0 discrepancies\n")
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, "UPDATE day_account SET balance = balance + 1 WHERE kind = 'used' AND balance > 0")
    await connection.close()
    code, told = await registry(database_url, "ledger", "verify")
    [own] = await fetch("SELECT allotment FROM day_account WHERE kind = 'used' AND balance > 0")
    assert code == 1
    assert f"balance: allotment {own['allotment']}: 3.25 days instead of 3\n" in told
    assert told.endswith("2 allotments, 6 postings, 3 discrepancies\n")
