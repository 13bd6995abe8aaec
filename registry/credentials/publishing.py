"""The status lists as they are published: signed anew when a bit changes, when the key does, and every twelve hours."""

import hashlib
from base64 import urlsafe_b64decode
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from registry.certificates.rules import Status
from registry.certificates.service import by_ids
from registry.certificates.standing import statuses
from registry.credentials import service
from registry.credentials.payload import Issuer, status_list_address
from registry.credentials.signing import signed
from registry.credentials.status_list import Purpose, bits_of, decoded, encoded
from registry.credentials.tables import StatusList
from registry.days import amsterdam_day
from registry.public_log import service as public_log
from registry.public_log.service import Kind, Leaf
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import Signer
from registry.signing_keys.rules import Use
from registry.transactions import fetch, transaction

AGAIN_AFTER = timedelta(hours=12)
HOLDS_FOR = timedelta(hours=24)
TTL = 300_000
"""Milliseconds that a verifier may keep a list."""
LOOK_AGAIN_AFTER = timedelta(minutes=30)
"""So often all is looked at, though nothing seems to have changed."""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('status_list'))"
_CHANGES = """
SELECT (SELECT count(*) FROM certificate_event) AS events, (SELECT max(id) FROM certificate_event) AS last,
    (SELECT max(id) FROM status_place) AS places,
    (SELECT kid FROM signing_key WHERE use = 'credential' AND state = 'active') AS kid
"""
_GIVEN = """
SELECT status_list, place, certificate, valid_from,
    id = max(id) OVER (PARTITION BY certificate) AS is_newest
FROM status_place
"""
_NEWEST = """
SELECT DISTINCT ON (purpose, number) purpose, number, kid, jws, recorded_at FROM status_list ORDER BY purpose, number, id DESC
"""
_SERVED = """
SELECT jws FROM status_list WHERE purpose = $1 AND number = $2 AND recorded_at <= $3 ORDER BY id DESC LIMIT 1
"""
_ALL_SERVED = """
SELECT DISTINCT ON (number) number, jws FROM status_list WHERE purpose = 'revocation' AND recorded_at <= $1
ORDER BY number, id DESC
"""
_ENDED = frozenset({Status.VOID, Status.WITHDRAWN, Status.SUPERSEDED, Status.REPLACED, Status.SUSPENDED})

_Places = dict[tuple[Purpose, int], set[int]]


@dataclass(slots=True)
class Publishing:
    """What this process has seen of changes."""

    seen: tuple[object, ...] = ()
    looked_at: datetime | None = field(default=None)

    async def round(self, *, now: datetime) -> int:
        """Publish what changed since the last round; returns how many lists that were. Raises SigningKeyRefused."""
        [row] = await fetch(_CHANGES)
        found = (*row.values(), amsterdam_day(now))
        is_due = self.looked_at is None or now - self.looked_at >= LOOK_AGAIN_AFTER
        if row["places"] is None or (found == self.seen and not is_due):
            return 0
        made = await publish(now=now)
        self.seen, self.looked_at = found, now
        return made


async def publish(*, now: datetime) -> int:
    """Sign and keep every list that changed, is due, or was signed by another key; returns how many. Raises SigningKeyRefused.

    Of two processes that do so at once, one finds nothing to do.
    """
    async with transaction() as connection:
        await connection.execute(_ONE_AT_A_TIME)
        signer = await signing_keys.active(Use.CREDENTIAL)
        newest = {(Purpose(row["purpose"]), row["number"]): row for row in await connection.fetch(_NEWEST)}
        leaves = []
        for (purpose, number), places in sorted((await _places(now=now)).items()):
            last = newest.get((purpose, number))
            bits = bits_of(places)
            before = None if last is None else bits_in(last["jws"])
            if purpose is Purpose.REVOCATION and before is not None:
                bits = _both(bits, before)
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
    body = jws.split(".")[1]
    claims = msgspec.json.decode(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return decoded(claims["credentialSubject"]["encodedList"])


def _both(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) | int.from_bytes(other)).to_bytes(len(one))


async def _places(*, now: datetime) -> _Places:
    """The places to be set in each list: of what is revoked, and of what is suspended. Lists in which none is are there too."""
    today = amsterdam_day(now)
    given, standing = await fetch(_GIVEN), await statuses(today, now)
    later = await by_ids(row["certificate"] for row in given if row["valid_from"] > today)
    found: _Places = defaultdict(set)
    for row in given:
        revoked, suspended = (found[purpose, row["status_list"]] for purpose in Purpose)
        status = standing.get(row["certificate"])
        if row["valid_from"] > today:
            status = later[row["certificate"]].status_on(row["valid_from"], now)
        if status in _ENDED or not row["is_newest"]:
            revoked.add(row["place"])
        if status is Status.SUSPENDED and row["is_newest"]:
            suspended.add(row["place"])
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
        "validFrom": begins.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "validUntil": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encoded(bits),
            "ttl": TTL,
        },
        "iss": ours.did,
        "jti": address,
        "sub": f"{address}#list",
        "iat": int(begins.timestamp()),
        "nbf": int(begins.timestamp()),
        "exp": int(ends.timestamp()),
    }
