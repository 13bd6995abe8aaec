"""The rows behind idempotency keys: taking a key, what was answered under it, and deleting what is old."""

from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from registry.idempotency.underway import NUMBER_OF
from registry.transactions import Connection, transaction

KEPT = timedelta(days=2)
_DELETED_AT_ONCE = 1000

_DELETE_OLD = """
DELETE FROM idempotent_answer WHERE id IN (
    SELECT id FROM idempotent_answer WHERE recorded_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED
)
"""
_CLAIM = """
INSERT INTO idempotent_answer (id, account, key, request_hash, recorded_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, key) DO UPDATE
    SET id = excluded.id, request_hash = excluded.request_hash, recorded_at = excluded.recorded_at,
        status = NULL, content_type = NULL, body = NULL, is_carried_out = NULL
    WHERE idempotent_answer.recorded_at <= $6 {or_gone}
RETURNING id
"""
_GONE = f"""
OR idempotent_answer.status IS NULL AND pg_try_advisory_xact_lock({NUMBER_OF.format(id="idempotent_answer.id")})
"""
_NOTHING_DONE = "AND idempotent_answer.is_carried_out IS NOT TRUE"
_CARRY_OUT = "UPDATE idempotent_answer SET is_carried_out = true WHERE id = $1 AND is_carried_out IS NOT TRUE"
_FREE = "DELETE FROM idempotent_answer WHERE id = $1 AND (is_carried_out IS NOT TRUE OR $2)"
_IS_GONE = f"SELECT pg_try_advisory_xact_lock({NUMBER_OF.format(id='$1::uuid')})"
_IS_UNANSWERED = "SELECT 1 FROM idempotent_answer WHERE id = $1 AND status IS NULL AND is_carried_out"


class CutOff(Enum):
    """What becomes of a key whose run is gone without an answer, though it was carried out, or some of it."""

    RUNS_AGAIN = auto()
    """The key is free: whoever runs again under it finds out by itself what was done."""
    IS_UNKNOWN = auto()
    """The key stays taken: what makes something new must not make it twice."""


async def claim(key: str, *, run: UUID, account: UUID, request_hash: bytes, now: datetime, cut_off: CutOff) -> bool:
    """Take the key for a run that is underway, if it is free; a rival who takes it at the same moment is waited for.

    It is free while nobody has it, two days after it was taken, and when the run that took it is gone without an answer:
    nothing was committed for it, or it runs again whatever was.
    """
    or_gone = _GONE if cut_off is CutOff.RUNS_AGAIN else _GONE + _NOTHING_DONE
    async with transaction() as connection:
        await connection.execute(_DELETE_OLD, now - KEPT, _DELETED_AT_ONCE)
        taken = await connection.fetchval(_CLAIM.format(or_gone=or_gone), run, account, key, request_hash, now, now - KEPT)
    return taken is not None


async def carry_out(run: UUID, *, connection: Connection) -> None:
    """Something is committed for this run, in the transaction that does it."""
    await connection.execute(_CARRY_OUT, run)


async def free(run: UUID, *, left_nothing: bool) -> None:
    """Let go of the key, unless something was committed under it and `left_nothing` does not say that this is no harm."""
    async with transaction() as connection:
        await connection.execute(_FREE, run, left_nothing)


async def is_unknown(run: UUID) -> bool:
    """The run ended after something was committed for it, and left no answer.

    Its lock is asked for first: a run lets go of it after its answer is kept.
    """
    async with transaction() as connection:
        is_over = await connection.fetchval(_IS_GONE, run)
        return bool(is_over and await connection.fetchval(_IS_UNANSWERED, run))
