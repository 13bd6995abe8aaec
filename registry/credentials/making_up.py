"""Making up for what was not signed where it began: certificates of before there was a key, and what a leaked key signed."""

from datetime import datetime
from uuid import UUID

import structlog

from registry.credentials import service
from registry.credentials.service import BEGUN, NotSigned
from registry.transactions import fetch, transaction

AT_ONCE = 500
"""So many certificates are made up for in one transaction."""
_WAITING = f"SELECT certificate.id {BEGUN} AND certificate.id > $1 ORDER BY certificate.id LIMIT $2"
_FIRST = UUID(int=0)
_log = structlog.get_logger(__name__)
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('making up credentials'))"
"""Of two processes that make up for the same, the second finds it done: a certificate has one credential and one address."""


async def make_up(*, now: datetime) -> int:
    """Sign what was not signed yet, or by a key that leaked, some at a time; returns how many that were.

    Where one cannot be signed, each of these some is tried by itself: it is left, and told, and keeps no other waiting.
    """
    after, made = _FIRST, 0
    while waiting := [row["id"] for row in await fetch(_WAITING, after, AT_ONCE)]:
        try:
            made += await _signed(waiting, now=now)
        except NotSigned:
            made += sum([await _signed_alone(each, now=now) for each in waiting])
        after = waiting[-1]
    return made


async def _signed_alone(certificate: UUID, *, now: datetime) -> int:
    try:
        return await _signed([certificate], now=now)
    except NotSigned as error:
        _log.error("a certificate is left without a credential", certificate=str(certificate), reason=str(error))
        return 0


async def _signed(certificates: list[UUID], *, now: datetime) -> int:
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        return await service.sign(certificates, now=now)
