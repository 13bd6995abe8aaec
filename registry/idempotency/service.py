"""One request is answered once: whoever sends it again under the same key is given the first answer again.

After draft-ietf-httpapi-idempotency-key-header.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from registry.idempotency import claims
from registry.idempotency.errors import KeyReused, StillRunning
from registry.idempotency.tables import IdempotentAnswer
from registry.idempotency.underway import underway

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: an HTTP status, a media type and the bytes; `replayed` when an earlier request made it."""

    status: int
    content_type: str
    body: bytes
    replayed: bool = False


async def answered_once(
    key: str, *, account: UUID, request_hash: bytes, now: datetime, run: Callable[[], Awaitable[Answer]]
) -> Answer:
    """The answer of the one run of this request under the account's key; kept for two days.

    Outside any transaction: `run` opens its own, and may take as long as it needs. An error of `run` frees the key, since a
    refusal left nothing behind. When the run is gone without an answer, its process killed or its request cut off, the next
    request takes the key and runs again: whether the first had committed by then, only the rules of `run` can tell, such as
    that of an id which is the same each time (`requests.id_under_key`).
    Raises KeyReused when the key was used for another request, StillRunning while the first one has no answer.
    """
    for _ in range(_TRIES):
        own = uuid4()
        async with underway(own):
            if await claims.claim(key, run=own, account=account, request_hash=request_hash, now=now):
                return await _run(run, claim=own)
        kept = await _kept(key, account=account, request_hash=request_hash)
        if kept is not None:
            return kept
    raise StillRunning


async def _kept(key: str, *, account: UUID, request_hash: bytes) -> Answer | None:
    """The answer to this request; None when the key was freed meanwhile."""
    row = await IdempotentAnswer.select().where(IdempotentAnswer.account == account, IdempotentAnswer.key == key).first()
    if row is None:
        return None
    if row["request_hash"] != request_hash:
        raise KeyReused
    if row["status"] is None:
        raise StillRunning
    return Answer(row["status"], row["content_type"], row["body"], replayed=True)


async def _run(run: Callable[[], Awaitable[Answer]], *, claim: UUID) -> Answer:
    """Run it and keep its answer, unless the claim was taken over: after two days, or when its lock was lost."""
    mine = IdempotentAnswer.id == claim
    try:
        answer = await run()
    except Exception:
        await IdempotentAnswer.delete().where(mine)
        raise
    kept: dict[object, object] = {
        IdempotentAnswer.status: answer.status,
        IdempotentAnswer.content_type: answer.content_type,
        IdempotentAnswer.body: answer.body,
    }
    await IdempotentAnswer.update(kept).where(mine)  # type: ignore[arg-type]  # columns are keys here
    return answer
