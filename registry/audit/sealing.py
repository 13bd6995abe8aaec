"""Sealing the audit trail: entries that were committed are chained in order, soon after and apart from the acts themselves.

Chaining inside the transaction of an act would queue all writers behind one row (DESIGN §2.10). From the moment an entry is
sealed, nobody changes, removes or inserts one unseen; see `verifying.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from registry.audit import chain
from registry.transactions import Connection, fetch, transaction

_AT_A_TIME = 10_000
_SEALS = ("place", "entry", "digest", "sealed_at")
_LOOK = """
SELECT coalesce((SELECT max(id) FROM audit_entry), 0) AS newest,
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_running
"""
_UNSEALED = """
SELECT id FROM audit_entry WHERE id > $1 AND id <= $2 EXCEPT SELECT entry FROM audit_seal WHERE entry > $1 AND entry <= $2
"""
_ENTRIES = f"SELECT {chain.ENTRY} FROM audit_entry WHERE id = ANY($1) ORDER BY id"  # noqa: S608  our own columns
_WRITTEN = """
SELECT id AS number, age(xmin) AS age, false AS is_seal FROM audit_entry WHERE id = ANY($1)
UNION ALL SELECT entry, age(xmin), true FROM audit_seal WHERE entry > $2
ORDER BY number DESC
"""
BEFORE_ALL, AFTER_ALL = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain. Whoever has noted it sees later whether anything up to there was changed."""

    place: int
    digest: bytes
    sealed_at: datetime

    def __str__(self) -> str:
        return f"{self.place}:{self.digest.hex()}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Up to which entry a transaction looked for what has no seal. Once every one that began before it has ended, and it
    was looked again, nothing can come to light there any more.
    """

    upto: int
    transaction: int


async def head() -> Head | None:
    """The last link; nothing while no entry was sealed."""
    rows = await fetch("SELECT place, digest, sealed_at FROM audit_seal ORDER BY place DESC LIMIT 1")
    return Head(**rows[0]) if rows else None


class Sealer:
    """What one process remembers between two rounds, so that a round in which nobody wrote asks one small question.

    Another process can begin at any moment with nothing remembered: all that matters stands in the database.
    """

    def __init__(self) -> None:
        self._settled = 0
        self._seen = 0
        self._mark: _Mark | None = None

    async def round(self, *, now: datetime) -> int:
        """Seal the entries that were there the round before; returns how many. To be called a few times a minute.

        An entry whose transaction took longer, so that others with higher numbers were sealed first, is sealed after
        them. Where another process is sealing, this one leaves it to that.
        """
        [sight] = await fetch(_LOOK)
        upto, self._seen = self._seen, sight["newest"]
        if upto <= self._settled:
            return 0
        sealed, ended_by = await seal(after=self._settled, upto=upto, now=now)
        if ended_by is None:
            return sealed
        if self._mark is None:
            self._mark = _Mark(upto, ended_by)
        elif sight["oldest_running"] > self._mark.transaction:
            self._settled, self._mark = self._mark.upto, None
        return sealed


async def seal(*, after: int = BEFORE_ALL, upto: int = AFTER_ALL, now: datetime) -> tuple[int, int | None]:
    """Seal, in one transaction, what has no seal among the entries after one and up to another.

    Returns how many, and the number of the transaction; none where another process was sealing.
    """
    async with transaction() as connection:
        if not await connection.fetchval("SELECT pg_try_advisory_xact_lock(hashtext('sealing the audit trail'))"):
            return 0, None
        found = await unsealed(after=after, upto=upto)
        inserted = await inserted_among(found)
        numbers = [number for number in found if number not in inserted]
        top = await connection.fetchrow("SELECT place, digest FROM audit_seal ORDER BY place DESC LIMIT 1")
        place, digest = top or (0, chain.START)
        for first in range(0, len(numbers), _AT_A_TIME):
            some = numbers[first : first + _AT_A_TIME]
            digest = await _seal_some(some, place + first, digest, connection=connection, now=now)
        return len(numbers), await connection.fetchval("SELECT pg_current_xact_id()::text::bigint")


async def _seal_some(numbers: list[int], place: int, digest: bytes, *, connection: Connection, now: datetime) -> bytes:
    """Add these entries to the chain; returns the digest of the last."""
    sealed, seals = chain.microseconds(now), []
    for row in await connection.fetch(_ENTRIES, numbers):
        place += 1
        digest = chain.digest(digest, chain.link(place, sealed, row))
        seals.append((place, row["entry"], digest, now))
    await connection.copy_records_to_table("audit_seal", columns=_SEALS, records=seals)
    return digest


async def unsealed(*, after: int = BEFORE_ALL, upto: int = AFTER_ALL) -> list[int]:
    """The numbers of the entries without a seal, in order."""
    return sorted(row["id"] for row in await fetch(_UNSEALED, after, upto))


async def inserted_among(numbers: list[int]) -> set[int]:
    """Which of these, in order, were written after an entry with a higher number was sealed.

    No act did that: numbers are given in order, and what is younger than a round is not sealed yet. What an act that took
    long has written is older than the seals that were made meanwhile, and is none of these.
    """
    if not numbers:
        return set()
    found, oldest = set(), -1
    for row in await fetch(_WRITTEN, numbers, numbers[0]):
        if row["is_seal"]:
            oldest = max(oldest, row["age"])
        elif oldest > row["age"]:
            found.add(row["number"])
    return found
