"""The status lists as they are published: signed anew when a bit changes, when the key does, and every twelve hours.

Who knows which certificates something happened to has only their places looked at, and only the lists with these.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from registry import base64url
from registry.certificates.rules import Status
from registry.certificates.service import by_ids
from registry.certificates.standing import statuses
from registry.credentials import service
from registry.credentials.payload import Issuer, Period, claims_of, status_list_address, written
from registry.credentials.signing import signed
from registry.credentials.status_list import Purpose, bits_of, decoded, encoded
from registry.credentials.tables import StatusList
from registry.days import amsterdam_day
from registry.public_log import service as public_log
from registry.public_log.service import Kind, Leaf
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import Signer
from registry.signing_keys.rules import Use
from registry.transactions import Connection, fetch, transaction

AGAIN_AFTER = timedelta(hours=12)
HOLDS_FOR = timedelta(hours=24)
TTL = 300_000
"""Milliseconds that a verifier may keep a list."""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('status_list'))"
_GIVEN = """
SELECT status_list, place, certificate, valid_from,
    id = max(id) OVER (PARTITION BY certificate) AS is_newest
FROM status_place
"""
_GIVEN_TO = f"{_GIVEN} WHERE certificate = ANY($1)"
_NEWEST = """
SELECT newest.* FROM unnest($1::varchar[]) AS asked (purpose) CROSS JOIN unnest($2::smallint[]) AS listed (number)
CROSS JOIN LATERAL (SELECT purpose, number, kid, jws, recorded_at FROM status_list
    WHERE status_list.purpose = asked.purpose AND status_list.number = listed.number ORDER BY id DESC LIMIT 1) AS newest
"""
"""By the index, however often each was published before."""
_SERVED = """
SELECT jws FROM status_list WHERE purpose = $1 AND number = $2 AND recorded_at <= $3 ORDER BY id DESC LIMIT 1
"""
_ALL_SERVED = """
SELECT DISTINCT ON (number) number, jws FROM status_list WHERE purpose = 'revocation' AND recorded_at <= $1
ORDER BY number, id DESC
"""
_ENDED = frozenset({Status.VOID, Status.WITHDRAWN, Status.SUPERSEDED, Status.REPLACED, Status.SUSPENDED})


@dataclass(slots=True)
class _Places:
    """Of one list the places that were looked at, and those of them that are to be marked."""

    looked_at: set[int] = field(default_factory=set)
    marked: set[int] = field(default_factory=set)


_Lists = dict[tuple[Purpose, int], _Places]


async def publish(*, now: datetime) -> int:
    """Sign and keep every list that changed, is due, or was signed by another key; returns how many. Raises SigningKeyRefused.

    Of two processes that do so at once, one finds nothing to do.
    """
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        return await _publish_all(connection, now=now)


async def publish_of(certificates: Collection[UUID], *, now: datetime) -> int:
    """As `publish`, where nothing happened to any but these certificates: of the lists with places of theirs alone."""
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        given = await connection.fetch(_GIVEN_TO, list(certificates))
        newest = await _newest(given, connection)
        if len(newest) < len(Purpose) * len(_numbers(given)):
            return await _publish_all(connection, now=now)
        day, issued = amsterdam_day(now), await by_ids(certificates)
        standing = {each.id: each.status_on(day, now) for each in issued.values()}
        return await _publish_changed(await _places(given, standing, now=now), newest, now=now)


async def _publish_all(connection: Connection, *, now: datetime) -> int:
    given, standing = await connection.fetch(_GIVEN), await statuses(amsterdam_day(now), now)
    newest = await _newest(given, connection)
    return await _publish_changed(await _places(given, standing, now=now), newest, now=now)


async def _newest(given: Sequence[Any], connection: Connection) -> list[Any]:
    """The lists with these places as they were published last, as far as they were."""
    return await connection.fetch(_NEWEST, [each.value for each in Purpose], _numbers(given))


def _numbers(given: Sequence[Any]) -> list[int]:
    return list({row["status_list"] for row in given})


async def _publish_changed(lists: _Lists, newest: Sequence[Any], *, now: datetime) -> int:
    signer = await signing_keys.active(Use.CREDENTIAL)
    known = {(Purpose(row["purpose"]), row["number"]): row for row in newest}
    leaves = []
    for (purpose, number), places in sorted(lists.items(), key=lambda each: each[0]):
        last = known.get((purpose, number))
        before = bits_of(()) if last is None else bits_in(last["jws"])
        bits = _but(before, places, never_cleared=purpose is Purpose.REVOCATION)
        if last and before == bits and last["kid"] == signer.kid and now - last["recorded_at"] < AGAIN_AFTER:
            continue
        leaves.append(await _publish(purpose, number, bits, signer=signer, now=now))
    await public_log.append(leaves, at=now)
    return len(leaves)


async def served(purpose: Purpose, number: int, *, at: datetime) -> str | None:
    """The list as it was published at a moment; none where there was none."""
    rows = await fetch(_SERVED, purpose.value, number, at)
    return rows[0]["jws"] if rows else None


async def revoked(*, at: datetime) -> dict[int, bytes]:
    """The bits of every revocation list as they were published at a moment, by number."""
    return {row["number"]: bits_in(row["jws"]) for row in await fetch(_ALL_SERVED, at)}


def bits_in(jws: str) -> bytes:
    """The bits of a list that this registry signed."""
    claims = msgspec.json.decode(base64url.decoded(jws.split(".")[1]))
    return decoded(claims["credentialSubject"]["encodedList"])


def _but(before: bytes, places: _Places, *, never_cleared: bool) -> bytes:
    """As before, but in the places that were looked at as they were found."""
    cleared = 0 if never_cleared else int.from_bytes(bits_of(places.looked_at))
    return (int.from_bytes(before) & ~cleared | int.from_bytes(bits_of(places.marked))).to_bytes(len(before))


async def _places(given: Sequence[Any], standing: Mapping[UUID, Status | None], *, now: datetime) -> _Lists:
    """Of what is revoked and of what is suspended; lists in which none is are there too."""
    today = amsterdam_day(now)
    later = await by_ids(row["certificate"] for row in given if row["valid_from"] > today)
    found: _Lists = defaultdict(_Places)
    for row in given:
        revoked, suspended = (found[purpose, row["status_list"]] for purpose in Purpose)
        status = standing.get(row["certificate"])
        if row["valid_from"] > today:
            status = later[row["certificate"]].status_on(row["valid_from"], now)
        for places in (revoked, suspended):
            places.looked_at.add(row["place"])
        if status in _ENDED or not row["is_newest"]:
            revoked.marked.add(row["place"])
        if status is Status.SUSPENDED and row["is_newest"]:
            suspended.marked.add(row["place"])
    return found


async def _publish(purpose: Purpose, number: int, bits: bytes, *, signer: Signer, now: datetime) -> Leaf:
    ours = service.issuer("")
    address = status_list_address(ours, purpose, number)
    claims = _claims(address, purpose, bits, ours, now=now)
    jws = signed(claims, did=ours.did, signer=signer)
    await StatusList.insert(
        StatusList(
            purpose=purpose.value,
            number=number,
            kid=signer.kid,
            jws=jws,
            valid_until=now + HOLDS_FOR,
            recorded_at=now,
        )
    )
    return Leaf(Kind.LIST, {"url": address, "sha256": hashlib.sha256(jws.encode()).hexdigest()})


def _claims(address: str, purpose: Purpose, bits: bytes, ours: Issuer, *, now: datetime) -> dict[str, Any]:
    begins = now.astimezone(UTC).replace(microsecond=0)
    ends = begins + HOLDS_FOR
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ours.did,
        "validFrom": written(begins),
        "validUntil": written(ends),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encoded(bits),
            "ttl": TTL,
        },
        **claims_of(address, ours, f"{address}#list", Period(begins, ends), issued_at=begins),
    }
