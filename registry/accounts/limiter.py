"""How often one may try to sign in: counted in the database, so that every process counts the same.

A try is counted before the password is looked at, and given back when it was no guess. Whoever is refused is not counted.
Only an account from one source can be closed, and a source; never an account to everybody: see `rules.OF_PAIR_IN_A_STORM`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from registry.accounts import rules
from registry.accounts.counting import Counted
from registry.accounts.errors import TooManyTries
from registry.accounts.rules import Pace
from registry.transactions import Connection, current_connection, transaction

KNOWN_FOR = timedelta(days=90)
"""So long after a sign-in its source counts as the owner's own."""

_PACES: Mapping[Counted, Pace] = {
    Counted.PAIR: rules.OF_PAIR,
    Counted.ACCOUNT: rules.OF_ACCOUNT,
    Counted.SOURCE: rules.OF_SOURCE,
    Counted.CODES: rules.OF_CODES,
}


@dataclass(frozen=True, slots=True)
class Try:
    """One try: on which account it is, as hashes, and whether its source signed in to that account before."""

    keys: Mapping[Counted, bytes]
    known: bool = False


def try_of(email: str, source: str) -> Try:
    """A try with an address, whether anybody has it or not, from a source: the address of a client."""
    account = rules.address_of(email)
    parts = {Counted.PAIR: (account, source), Counted.ACCOUNT: (account,), Counted.SOURCE: (source,), Counted.CODES: (account,)}
    return Try({kind: _hash(kind, *part) for kind, part in parts.items()})


async def count(tried: Try, *, now: datetime) -> Try:
    """Count a try, and say whether its source is known; raises TooManyTries, and then counts nothing."""
    async with transaction() as connection:
        rows = await _locked(connection, tried, (Counted.PAIR, Counted.SOURCE, Counted.ACCOUNT), now=now)
        known = _is_known(rows[Counted.PAIR][1], now=now)
        storm = not known and rules.wait(rows[Counted.ACCOUNT][0], rules.OF_ACCOUNT, now=now) > timedelta()
        pace = rules.OF_PAIR_IN_A_STORM if storm else rules.OF_PAIR
        _refuse(rules.wait(rows[Counted.PAIR][0], pace, now=now), rules.wait(rows[Counted.SOURCE][0], rules.OF_SOURCE, now=now))
        found = replace(tried, known=known)
        for kind in (Counted.PAIR, *_counted_besides(found)):
            await _mark(connection, tried.keys[kind], rules.taken(rows[kind][0], _PACES[kind], now=now))
    return found


async def count_code(tried: Try, *, now: datetime) -> None:
    """Count a code after a right password, from a source that is not known; raises TooManyTries."""
    if tried.known:
        return
    async with transaction() as connection:
        rows = await _locked(connection, tried, (Counted.CODES,), now=now)
        _refuse(rules.wait(rows[Counted.CODES][0], rules.OF_CODES, now=now))
        used = rules.taken(rows[Counted.CODES][0], rules.OF_CODES, now=now)
        await _mark(connection, tried.keys[Counted.CODES], used)


async def give_back(tried: Try, *, now: datetime) -> None:
    """The try was no guess: its password was right, and the code still has to come."""
    async with transaction() as connection:
        kinds = (Counted.PAIR, *_counted_besides(tried))
        rows = await _locked(connection, tried, kinds, now=now)
        for kind in kinds:
            await _mark(connection, tried.keys[kind], rules.given_back(rows[kind][0], _PACES[kind], now=now))


async def succeeded(tried: Try, *, now: datetime) -> None:
    """Whoever signed in starts afresh from this source, which is known from now on; in the transaction of the sign-in."""
    connection = current_connection()
    kinds = (*_counted_besides(tried), *(() if tried.known else (Counted.CODES,)))
    rows = await _locked(connection, tried, (Counted.PAIR, *kinds), now=now)
    for kind in kinds:
        await _mark(connection, tried.keys[kind], rules.given_back(rows[kind][0], _PACES[kind], now=now))
    await connection.execute(
        "UPDATE sign_in_try SET used_until = $2, signed_in_at = $2 WHERE key = $1", tried.keys[Counted.PAIR], now
    )


def _counted_besides(tried: Try) -> tuple[Counted, ...]:
    """The buckets besides its own that a try was taken from."""
    return (Counted.SOURCE,) if tried.known else (Counted.SOURCE, Counted.ACCOUNT)


async def _locked(
    connection: Connection, tried: Try, kinds: tuple[Counted, ...], *, now: datetime
) -> dict[Counted, tuple[datetime, datetime | None]]:
    """The buckets of a try, made where there are none, always locked in one order."""
    names, keys = [kind.value for kind in kinds], [tried.keys[kind] for kind in kinds]
    await connection.execute(
        "INSERT INTO sign_in_try (id, kind, key, used_until) SELECT gen_random_uuid(), kind, key, $3 "
        "FROM unnest($1::text[], $2::bytea[]) AS wanted (kind, key) ORDER BY key ON CONFLICT (key) DO NOTHING",
        names,
        keys,
        now,
    )
    rows = await connection.fetch(
        "SELECT kind, used_until, signed_in_at FROM sign_in_try WHERE key = ANY($1::bytea[]) ORDER BY key FOR UPDATE", keys
    )
    return {Counted(row["kind"]): (row["used_until"], row["signed_in_at"]) for row in rows}


async def _mark(connection: Connection, key: bytes, used_until: datetime) -> None:
    await connection.execute("UPDATE sign_in_try SET used_until = $2 WHERE key = $1", key, used_until)


def _is_known(signed_in_at: datetime | None, *, now: datetime) -> bool:
    return signed_in_at is not None and now - signed_in_at <= KNOWN_FOR


def _refuse(*waits: timedelta) -> None:
    longest = max(waits)
    if longest > timedelta():
        raise TooManyTries(seconds=ceil(longest.total_seconds()))


def _hash(kind: Counted, *parts: str) -> bytes:
    return hashlib.sha256("\n".join((kind.value, *parts)).encode("utf-8", "replace")).digest()
