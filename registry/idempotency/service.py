"""One request is answered once: whoever sends it again under the same key is given the first answer again.

After draft-ietf-httpapi-idempotency-key-header.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.idempotency import claims
from registry.idempotency.errors import KeyReused, StillRunning
from registry.idempotency.tables import IdempotentAnswer

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

    Outside any transaction: `run` opens its own. An error of `run` frees the key, since a refusal left nothing behind. A
    process that dies before the answer is kept leaves the key taken for a minute; a run is to be shorter than that.
    Raises KeyReused when the key was used for another request, StillRunning while the first one has no answer.
    """
    for _ in range(_TRIES):
        claim = await claims.claim(key, account=account, request_hash=request_hash, now=now)
        if claim is not None:
            return await _run(run, claim=claim)
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
    """Run it and keep its answer, unless somebody took over a claim that seemed abandoned."""
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
