"""What somebody can do to the trail who may do anything in the database: triggers are off, each act is committed."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from registry.audit.sealing import Sealer
from registry.audit.verifying import Finding, Harm
from tests.registry.making import NOW

Connection = Any
"""An asyncpg connection; its rows and values have no one type."""

Tampering = Callable[[Connection, random.Random], Awaitable[set[Finding]]]
"""An act, and what is to be found of it."""


async def sealed() -> int:
    """Everything that was recorded so far has its seal, in two rounds as they come."""
    sealer = Sealer()
    return sum([await sealer.round(now=NOW + timedelta(seconds=20 * which)) for which in range(2)])


async def by_hand(connection: Connection, statement: str, *values: object) -> None:
    """Run it as a superuser would who has switched the triggers off."""
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(statement, *values)


async def _anyone(connection: Connection, chance: random.Random) -> tuple[int, int]:
    """The place and the entry of any link but the last, so that the one after it tells."""
    rows = await connection.fetch("SELECT place, entry FROM audit_seal ORDER BY place")
    row = chance.choice(rows[:-1])
    return row["place"], row["entry"]


ALTERATIONS = (
    "recorded_at = recorded_at + interval '1 microsecond'",
    "recorded_at = '4000-01-01 BC'",
    "recorded_at = 'infinity'",
    "account = gen_random_uuid()",
    "api_key = gen_random_uuid()",
    "action = 'dossier.stap'",
    "subject = gen_random_uuid()",
    """facts = facts || '{"reason": "x"}'""",
    """facts = '{"number": 1e400}'""",
    "personal = sha256(coalesce(personal, ''))",
    "personal = NULL, account = NULL, action = ''",
)


async def altered(connection: Connection, chance: random.Random) -> set[Finding]:
    """Some column of an entry."""
    place, entry = await _anyone(connection, chance)
    change = chance.choice(ALTERATIONS)
    await by_hand(connection, f"UPDATE audit_entry SET {change} WHERE id = $1", entry)  # noqa: S608  from the list above
    return {Finding(Harm.ALTERED, entry, place)}


async def renumbered(connection: Connection, chance: random.Random) -> set[Finding]:
    """An entry gets a number far below: it is gone at its place, and was never given out at the other."""
    place, entry = await _anyone(connection, chance)
    number = -chance.randrange(1, 10**6)
    await by_hand(connection, "UPDATE audit_entry SET id = $2 WHERE id = $1", entry, number)
    return {Finding(Harm.REMOVED, entry, place), Finding(Harm.INSERTED, number)}


async def removed(connection: Connection, chance: random.Random) -> set[Finding]:
    """An entry, alone or with its seal."""
    place, entry = await _anyone(connection, chance)
    await by_hand(connection, "DELETE FROM audit_entry WHERE id = $1", entry)
    if chance.random() < 0.5:
        return {Finding(Harm.REMOVED, entry, place)}
    await by_hand(connection, "DELETE FROM audit_seal WHERE place = $1", place)
    return {Finding(Harm.SEAL_REMOVED, place=place)}


_TWO = "SELECT place, entry FROM audit_seal WHERE place = ANY($1) ORDER BY place"
_SWAP_ROWS = """
UPDATE audit_entry SET recorded_at = other.recorded_at, account = other.account, api_key = other.api_key,
    action = other.action, subject = other.subject, facts = other.facts, personal = other.personal
FROM audit_entry AS other WHERE audit_entry.id = ANY($1) AND other.id = ANY($1) AND other.id <> audit_entry.id
"""


async def swapped(connection: Connection, chance: random.Random) -> set[Finding]:
    """Two entries, each with all that it says; or the seals of two, which is the same to whoever reads."""
    places = chance.sample(range(1, await connection.fetchval("SELECT max(place) FROM audit_seal")), 2)
    one, other = await connection.fetch(_TWO, places)
    if chance.random() < 0.5:
        await by_hand(connection, _SWAP_ROWS, [one["entry"], other["entry"]])
        first, second = one["entry"], other["entry"]
    else:
        for entry, place in ((-1, one["place"]), (one["entry"], other["place"]), (other["entry"], one["place"])):
            await by_hand(connection, "UPDATE audit_seal SET entry = $1 WHERE place = $2", entry, place)
        first, second = other["entry"], one["entry"]
    return {
        Finding(Harm.SWAPPED, first, one["place"], second),
        Finding(Harm.SWAPPED, second, other["place"], first),
    }


async def inserted(connection: Connection, chance: random.Random) -> set[Finding]:
    """An entry of old, under a number that no act was given."""
    number = -chance.randrange(1, 10**6)
    await by_hand(
        connection,
        "INSERT INTO audit_entry (id, recorded_at, account, api_key, action, subject, facts, personal) "
        "SELECT $1, recorded_at, account, api_key, action, subject, facts, personal FROM audit_entry ORDER BY random() LIMIT 1",
        number,
    )
    return {Finding(Harm.INSERTED, number)}


async def seal_altered(connection: Connection, chance: random.Random) -> set[Finding]:
    """The digest of a link, or the moment of it."""
    place, entry = await _anyone(connection, chance)
    if chance.random() < 0.5:
        await by_hand(connection, "UPDATE audit_seal SET digest = sha256(digest) WHERE place = $1", place)
        return {Finding(Harm.SEAL_ALTERED, entry, place)}
    await by_hand(connection, "UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE place = $1", place)
    return {Finding(Harm.ALTERED, entry, place)}


async def seal_removed(connection: Connection, chance: random.Random) -> set[Finding]:
    """The seal of an entry."""
    place, _ = await _anyone(connection, chance)
    await by_hand(connection, "DELETE FROM audit_seal WHERE place = $1", place)
    return {Finding(Harm.SEAL_REMOVED, place=place)}


TAMPERINGS: tuple[Tampering, ...] = (altered, renumbered, removed, swapped, inserted, seal_altered, seal_removed)
