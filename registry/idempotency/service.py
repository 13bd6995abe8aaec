"""One request is answered once: whoever sends it again under the same key is given the first answer again.

After draft-ietf-httpapi-idempotency-key-header.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from registry.errors import RegistryError
from registry.idempotency import claims
from registry.idempotency.claims import CutOff
from registry.idempotency.errors import KeyReused, OutcomeUnknown, StillRunning
from registry.idempotency.tables import IdempotentAnswer
from registry.idempotency.underway import underway
from registry.transactions import Connection, OutOfReach, noted_with_each_commit

_TRIES = 3


class LeftNothing(Exception):
    """The run refused: what it may have committed meanwhile may be committed again, and the key is free."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: an HTTP status, a media type and the bytes; `replayed` when an earlier request made it."""

    status: int
    content_type: str
    body: bytes
    replayed: bool = False


async def answered_once(
    key: str,
    *,
    account: UUID,
    request_hash: bytes,
    now: datetime,
    run: Callable[[], Awaitable[Answer]],
    cut_off: CutOff = CutOff.RUNS_AGAIN,
) -> Answer:
    """The answer of the one run of this request under the account's key; kept for two days.

    Outside any transaction: `run` opens its own, and may take as long as it needs. A refusal of `run` frees the key, since it
    left nothing behind; so does any other error before something was committed. When the run is gone without an answer, its
    process killed, its request cut off or the database lost at its commit, the next request runs again where nothing was
    committed. Where something was, `cut_off` says what comes of the key: it runs again all the same, where the rules of
    `run` can tell what was done, such as that of an id which is the same each time (`requests.id_under_key`); or it is told
    that nobody knows. So it is where the database is lost when the answer is to be kept: the first request is told it, once.
    Raises KeyReused when the key was used for another request, StillRunning while the first one has no answer, and
    OutcomeUnknown.
    """
    for _ in range(_TRIES):
        own = uuid4()
        async with underway(own):
            if await claims.claim(key, run=own, account=account, request_hash=request_hash, now=now, cut_off=cut_off):
                return await _run(run, claim=own)
        kept = await _kept(key, account=account, request_hash=request_hash, cut_off=cut_off)
        if kept is not None:
            return kept
    raise StillRunning


async def _kept(key: str, *, account: UUID, request_hash: bytes, cut_off: CutOff) -> Answer | None:
    """The answer to this request; None when the key was freed meanwhile."""
    row = await IdempotentAnswer.select().where(IdempotentAnswer.account == account, IdempotentAnswer.key == key).first()
    if row is None:
        return None
    if row["request_hash"] != request_hash:
        raise KeyReused
    if row["status"] is None:
        if cut_off is CutOff.IS_UNKNOWN and await claims.is_unknown(row["id"]):
            raise OutcomeUnknown
        raise StillRunning
    return Answer(row["status"], row["content_type"], row["body"], replayed=True)


async def _run(run: Callable[[], Awaitable[Answer]], *, claim: UUID) -> Answer:
    """Run it and keep its answer, unless the claim was taken over: after two days, or when its lock was lost.

    What it commits is noted in the same transactions, so that a run which is cut off is told apart from one that did nothing.
    """

    async def note(connection: Connection) -> None:
        await claims.carry_out(claim, connection=connection)

    try:
        with noted_with_each_commit(note):
            answer = await run()
    except Exception as error:
        await claims.free(claim, left_nothing=isinstance(error, (LeftNothing, RegistryError)))
        raise
    kept: dict[object, object] = {
        IdempotentAnswer.status: answer.status,
        IdempotentAnswer.content_type: answer.content_type,
        IdempotentAnswer.body: answer.body,
    }
    # What was done is told all the same; who asks again hears that nobody knows.
    with suppress(OutOfReach, asyncpg.PostgresError):
        await IdempotentAnswer.update(kept).where(IdempotentAnswer.id == claim)  # type: ignore[arg-type]  # columns are keys here
    return answer
