"""Queueing for a person: who changes what is known of somebody waits for whoever else does."""

from collections.abc import Iterable
from uuid import UUID

from registry.errors import NotFound
from registry.transactions import Connection


async def lock(adviser: UUID, *, connection: Connection) -> UUID:
    """Rivals for the same person queue here until the transaction ends, whichever of their files they come for.

    Returns the person of the file; raises NotFound.
    """
    rows = await connection.fetch(
        "SELECT id, person FROM adviser WHERE id IN (SELECT files_of_same_person($1)) ORDER BY id FOR NO KEY UPDATE", adviser
    )
    person: UUID | None = next((row["person"] for row in rows if row["id"] == adviser), None)
    if person is None:
        raise NotFound
    return person


async def lock_all(advisers: Iterable[UUID], *, connection: Connection) -> None:
    """As `lock`, for several at once, in one order, so that no two transactions wait for each other."""
    wanted = list(set(advisers))
    await connection.execute(
        """
        WITH same AS (
            SELECT counts_as FROM adviser_merge
            WHERE undone_at IS NULL AND (duplicate = ANY($1) OR counts_as = ANY($1)))
        SELECT 1 FROM adviser WHERE id = ANY($1) OR id IN (SELECT counts_as FROM same)
            OR id IN (SELECT duplicate FROM adviser_merge
                WHERE undone_at IS NULL AND counts_as IN (SELECT counts_as FROM same))
        ORDER BY id FOR NO KEY UPDATE
        """,
        wanted,
    )
