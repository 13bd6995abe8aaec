"""Days are conserved whatever is tried by hand: raw SQL, committed, on a registry at work."""

import asyncpg
import pytest

from registry.allotments.ledger import SIDES, AccountKind, PostingKind
from tests.registry.by_hand import Connection, digest


async def test_a_balance_changes_by_a_posting_only(connection: Connection) -> None:
    """Not directly, in any column, and no account opens with days in it."""
    before = await digest(connection, "day_account")
    for change in ("balance = balance + 1", "balance = balance", "kind = kind", "allotment = allotment"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(f"UPDATE day_account SET {change}")  # noqa: S608
    with pytest.raises(asyncpg.RestrictViolationError):
        await connection.execute(
            "INSERT INTO day_account (id, allotment, kind, balance) "
            "SELECT gen_random_uuid(), allotment, 'x', 4 FROM day_account"
        )
    assert await digest(connection, "day_account") == before


POST = """
    INSERT INTO day_posting (kind, source, target, quarters, recorded_at)
    SELECT $1, source.id, target.id, $4, now()
    FROM day_account AS source JOIN day_account AS target ON (source.allotment = target.allotment) = $5
    WHERE source.kind = $2 AND target.kind = $3 LIMIT 1
"""


async def post(connection: Connection, kind: str, source: str, target: str, quarters: int, *, within: bool = True) -> None:
    """A posting by hand."""
    assert await connection.execute(POST, kind, source, target, quarters, within) == "INSERT 0 1"


async def conserved(connection: Connection) -> bool:
    """On every account stands what its postings make, and each allotment's accounts sum to nothing."""
    wrong = await connection.fetchval("""
        SELECT count(*) FROM day_account WHERE balance <>
            (SELECT coalesce(sum(quarters), 0) FROM day_posting WHERE target = day_account.id)
            - (SELECT coalesce(sum(quarters), 0) FROM day_posting WHERE source = day_account.id)
    """)
    total = await connection.fetchval("SELECT sum(balance) FROM day_account")
    return (wrong, total) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("reserve", "available", "reserved"),
        ("use", "reserved", "used"),
        ("release", "reserved", "available"),
        ("expire", "available", "expired"),
        ("correct", "available", "granted"),
    ],
)
async def test_no_overdraft(connection: Connection, kind: str, source: str, target: str) -> None:
    """An account never has fewer than no days, whatever takes them."""
    with pytest.raises(asyncpg.CheckViolationError, match="day_account_is_never_overdrawn"):
        await post(connection, kind, source, target, 1_000_000)
    assert await conserved(connection)


async def test_no_transfer_overdraws(connection: Connection) -> None:
    """Nor does a transfer to another allotment."""
    with pytest.raises(asyncpg.CheckViolationError, match="day_account_is_never_overdrawn"):
        await post(connection, "transfer", "available", "available", 1_000_000, within=False)
    assert await conserved(connection)


@pytest.mark.parametrize("kind", ["grant", "reserve", "use", "release", "expire", "transfer", "correct"])
@pytest.mark.parametrize("source", ["granted", "available", "reserved", "used", "expired"])
async def test_a_posting_has_its_sides(connection: Connection, kind: str, source: str) -> None:
    """Each kind goes between its own two accounts, within one allotment but for a transfer; any other way is refused."""
    for target in AccountKind:
        for within in (True, False):
            right = SIDES[PostingKind(kind)] == (source, target) and within is (kind != "transfer")
            if right or (within and source == target):
                continue
            with pytest.raises(asyncpg.CheckViolationError, match="does not go from"):
                await post(connection, kind, source, target.value, 1, within=within)


@pytest.mark.parametrize("quarters", [0, -1])
async def test_a_posting_moves_days(connection: Connection, quarters: int) -> None:
    """Nothing, or less than nothing, is no posting; nor is one from an account to itself."""
    with pytest.raises(asyncpg.CheckViolationError):
        await post(connection, "reserve", "available", "reserved", quarters)
    with pytest.raises(asyncpg.CheckViolationError, match="day_posting_moves_days"):
        await connection.execute(
            "INSERT INTO day_posting (kind, source, target, quarters, recorded_at) "
            "SELECT 'transfer', id, id, 1, now() FROM day_account WHERE kind = 'available' LIMIT 1"
        )


async def test_days_are_conserved(connection: Connection) -> None:
    """After all that was refused here, the ledger agrees with its postings."""
    assert await conserved(connection)
