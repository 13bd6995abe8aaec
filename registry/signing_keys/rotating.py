"""The life of a key: made at first use, published ahead, rotated, retired, and given up when it leaks."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import OPERATOR
from registry.public_log import service as public_log
from registry.public_log.service import Kind, Leaf
from registry.signing_keys import service
from registry.signing_keys.files import SigningKeyRefused
from registry.signing_keys.rules import ALGORITHM_OF, WAITS, State, Use, signs_from
from registry.transactions import Connection, current_connection, transaction

_KEYS = UUID("5d0fb2a6-7c5e-5b0f-9d7a-2f0f1d4d9a11")
"""The namespace in which a thumbprint is the subject of an entry in the audit trail."""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('signing_key'))"
_INSERT = "INSERT INTO signing_key (kid, use, algorithm, public_jwk, state, published_at) VALUES ($1, $2, $3, $4, $5, $6)"
_PUBLISHED_AT = "SELECT published_at FROM signing_key WHERE kid = $1"
_ACTIVATE = "UPDATE signing_key SET state = 'active', activated_at = $2 WHERE kid = $1"
_RETIRE = "UPDATE signing_key SET state = 'retired', retired_at = $2 WHERE kid = $1"
_COMPROMISE = "UPDATE signing_key SET state = 'compromised', compromised_at = $2 WHERE kid = $1"


async def begin(uses: Sequence[Use], *, now: datetime) -> None:
    """The first key of each use, which signs at once, where there never was one. Raises SigningKeyRefused."""
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        known = {row["use"] for row in await connection.fetch("SELECT DISTINCT use FROM signing_key")}
        for use in uses:
            if use.value not in known:
                await _activate(await _made(use, now=now), use, now=now)


async def publish(use: Use, *, now: datetime) -> str:
    """A key that others may know and that signs nothing yet; returns its thumbprint. Raises SigningKeyRefused."""
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        return await _made(use, now=now)


async def rotate(use: Use, *, now: datetime) -> str:
    """The key that was published longest ago signs from now on, or else a fresh one; the one before it is retired.

    What that signed stays valid. Returns the thumbprint of the key that signs. Raises SigningKeyRefused, also where others
    cannot know that key yet.
    """
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        before = await connection.fetchval(service.ACTIVE, use.value)
        after = await _next(use, connection=connection, now=now)
        if before is not None:
            await _must_be_known(after, use, connection=connection, now=now)
            await connection.execute(_RETIRE, before, now)
            await _tell(before, use, State.RETIRED, now=now)
        await _activate(after, use, now=now)
    return after


async def retire(kid: str, *, now: datetime) -> None:
    """A key that was published signs nothing after all. Raises SigningKeyRefused for one that signs, or that is unknown."""
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        row = await _found(kid, connection)
        if row["state"] != State.PUBLISHED:
            raise SigningKeyRefused(
                f"The key {kid} is {row['state']}: only one that is published is retired so; rotate instead."
            )
        await connection.execute(_RETIRE, kid, now)
        await _tell(kid, Use(row["use"]), State.RETIRED, now=now)


async def give_up(kid: str, *, now: datetime) -> str:
    """Somebody else may have this key: nothing that it signed is believed any more, and another signs.

    Returns the thumbprint of the key that signs from now on. What it signed has to be signed anew by the caller.
    Raises SigningKeyRefused.
    """
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        row = await _found(kid, connection)
        use = Use(row["use"])
        if row["state"] == State.COMPROMISED:
            raise SigningKeyRefused(f"The key {kid} is given up already.")
        await connection.execute(_COMPROMISE, kid, now)
        await _tell(kid, use, State.COMPROMISED, now=now)
        after: str | None = await connection.fetchval(service.ACTIVE, use.value)
        if after is None:
            after = await _next(use, connection=connection, now=now)
            await _activate(after, use, now=now)
    return after


async def _must_be_known(kid: str, use: Use, *, connection: Connection, now: datetime) -> None:
    """Raises SigningKeyRefused for a key that was published too short a while ago to take over."""
    begins = signs_from(use, await connection.fetchval(_PUBLISHED_AT, kid))
    if now < begins:
        raise SigningKeyRefused(
            f"Others do not know the next key yet. Publish one, and rotate {WAITS[use].seconds // 60} minutes later"
            f" (of a key that is published already: from {begins:%H:%M:%S} UTC on)."
        )


async def _found(kid: str, connection: Connection) -> Any:  # noqa: ANN401  a record of the driver
    row = await connection.fetchrow("SELECT use, state FROM signing_key WHERE kid = $1 FOR UPDATE", kid)
    if row is None:
        raise SigningKeyRefused(f"There is no key {kid}.")
    return row


async def _next(use: Use, *, connection: Connection, now: datetime) -> str:
    waiting: str | None = await connection.fetchval(
        "SELECT kid FROM signing_key WHERE use = $1 AND state = 'published' ORDER BY published_at, kid LIMIT 1", use.value
    )
    if waiting is not None:
        service.folder().signer(waiting, use)
        return waiting
    return await _made(use, now=now)


async def _made(use: Use, *, now: datetime) -> str:
    jwk = service.folder().make(use)
    await current_connection().execute(
        _INSERT, jwk["kid"], use.value, ALGORITHM_OF[use].value, json.dumps(jwk), State.PUBLISHED.value, now
    )
    await _tell(jwk["kid"], use, State.PUBLISHED, now=now)
    return jwk["kid"]


async def _activate(kid: str, use: Use, *, now: datetime) -> None:
    await current_connection().execute(_ACTIVATE, kid, now)
    await _tell(kid, use, State.ACTIVE, now=now)


async def _tell(kid: str, use: Use, state: State, *, now: datetime) -> None:
    """The audit trail and the public log both say what became of a key."""
    facts = {"key": kid, "use": use.value, "state": state.value}
    await audit.record(Action.SIGNING_KEY_CHANGED, uuid5(_KEYS, kid), actor=OPERATOR, at=now, facts=facts)
    await public_log.append([Leaf(Kind.KEY, {"kid": kid, "use": use.value, "state": state.value})], at=now)
