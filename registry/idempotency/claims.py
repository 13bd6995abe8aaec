"""The rows behind idempotency keys: taking a key, what was answered under it, and deleting what is old."""

from datetime import datetime, timedelta
from uuid import UUID

from registry.idempotency.underway import NUMBER_OF
from registry.transactions import transaction

KEPT = timedelta(days=2)
_DELETED_AT_ONCE = 1000

_DELETE_OLD = """
DELETE FROM idempotent_answer WHERE id IN (
    SELECT id FROM idempotent_answer WHERE recorded_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED
)
"""
_CLAIM = f"""
INSERT INTO idempotent_answer (id, account, key, request_hash, recorded_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, key) DO UPDATE
    SET id = excluded.id, request_hash = excluded.request_hash, recorded_at = excluded.recorded_at,
        status = NULL, content_type = NULL, body = NULL
    WHERE idempotent_answer.recorded_at <= $6 OR idempotent_answer.status IS NULL
        AND pg_try_advisory_xact_lock({NUMBER_OF.format(id="idempotent_answer.id")})
RETURNING id
"""  # noqa: S608  nothing from outside


async def claim(key: str, *, run: UUID, account: UUID, request_hash: bytes, now: datetime) -> bool:
    """Take the key for a run that is underway, if it is free; a rival who takes it at the same moment is waited for.

    It is free while nobody has it, two days after it was taken, and when the run that took it is gone without an answer.
    """
    async with transaction() as connection:
        await connection.execute(_DELETE_OLD, now - KEPT, _DELETED_AT_ONCE)
        taken = await connection.fetchval(_CLAIM, run, account, key, request_hash, now, now - KEPT)
    return taken is not None
