"""Judging a credential that somebody brings: each check by name, and one verdict. Nothing is fetched from anywhere.

What cannot be read, is another issuer's or was changed is never called expired or revoked: of such a file nothing is believed.
Of one that is ours, revoked is told before expired.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from registry.base64url import decoded
from registry.credentials.payload import Issuer, Place, status_list_address
from registry.credentials.signing import CREDENTIAL, is_signed_by
from registry.credentials.status_list import PLACES, Purpose, is_set

LONGEST = 65_536
"""Characters that a credential has at most; one of ours has some 3,000."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEADER = frozenset({"alg", "kid", "typ"})


class Verdict(StrEnum):
    """What somebody who brings a credential is told, the worst first."""

    TOO_DEMANDING = "too-demanding"
    DAMAGED_PDF = "damaged-pdf"
    ENCRYPTED_PDF = "encrypted-pdf"
    NO_CREDENTIAL = "no-credential"
    SEVERAL_ATTACHMENTS = "several-attachments"
    NOT_SEALED = "not-sealed"
    FOREIGN_SEAL = "foreign-seal"
    BROKEN_SEAL = "broken-seal"
    ENDED_SEAL = "ended-seal"
    UNREADABLE = "unreadable"
    FOREIGN_ISSUER = "foreign-issuer"
    FOREIGN_KEY = "foreign-key"
    CHANGED = "changed"
    CONTRADICTORY = "contradictory"
    UNKNOWN_STATUS = "unknown-status"
    REVOKED = "revoked"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    VALID = "valid"


class Check(StrEnum):
    """What is looked at, in this order: the first two of a PDF alone."""

    FILE = "file"
    SEAL = "seal"
    FORM = "form"
    ISSUER = "issuer"
    KEY = "key"
    SIGNATURE = "signature"
    CLAIMS = "claims"
    STATUS = "status"
    PERIOD = "period"


OF_A_CREDENTIAL = tuple(each for each in Check if each not in {Check.FILE, Check.SEAL})


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry itself knows: who it is, its keys by name, and the bits of its lists by number."""

    issuer: Issuer
    keys: Mapping[str, EllipticCurvePublicKey]
    revoked: Callable[[int], bytes | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, the checks that were passed, and what the credential says where its signature is right.

    `failed` are the checks that were not; at the others nobody looked.
    """

    verdict: Verdict
    passed: tuple[Check, ...]
    claims: Mapping[str, Any] | None = None
    failed: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bytes
    signature: bytes


def judge(text: str, known: Known, *, at: datetime) -> Judged:
    """The credential as it stands at a moment. Whatever is brought, there is a verdict."""
    read = _read(text)
    if read is None:
        return Judged(Verdict.UNREADABLE, (), failed=(Check.FORM,))
    passed = [Check.FORM]
    for check, holds, otherwise in _OURS:
        if not holds(read, known):
            return Judged(otherwise, tuple(passed), read.claims if Check.SIGNATURE in passed else None, (check,))
        passed.append(check)
    return _standing(read.claims, known, passed, at=at)


def _read(text: str) -> _Read | None:
    parts = text.strip().split(".") if len(text) <= LONGEST else []
    try:
        encoded_header, encoded_claims, encoded_signature = parts
        header = msgspec.json.decode(decoded(encoded_header), type=dict[str, Any])
        claims = msgspec.json.decode(decoded(encoded_claims), type=dict[str, Any])
        signature = decoded(encoded_signature)
    except (ValueError, RecursionError):
        return None
    if (
        header.keys() != _HEADER
        or (header["alg"], header["typ"]) != ("ES256", CREDENTIAL)
        or not isinstance(header["kid"], str)
    ):
        return None
    return _Read(header, claims, f"{encoded_header}.{encoded_claims}".encode(), signature)


def _issuer(read: _Read, known: Known) -> bool:
    return read.claims.get("iss") == known.issuer.did


def _key(read: _Read, known: Known) -> bool:
    return read.header["kid"] in known.keys


def _signature(read: _Read, known: Known) -> bool:
    return is_signed_by(known.keys[read.header["kid"]], signed=read.signed, signature=read.signature)


def _claims(read: _Read, known: Known) -> bool:
    """What is said twice is said alike, and is of the kind that this registry makes."""
    claims = read.claims
    try:
        return (
            claims["issuer"]["id"] == known.issuer.did
            and claims["id"] == claims["jti"]
            and claims["credentialSubject"]["id"] == claims["sub"]
            and _moment(claims["validFrom"]) == _EPOCH + timedelta(seconds=claims["nbf"])
            and _moment(claims["validUntil"]) == _EPOCH + timedelta(seconds=claims["exp"])
            and "OpenBadgeCredential" in claims["type"]
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return False


_OURS: Sequence[tuple[Check, Callable[[_Read, Known], bool], Verdict]] = (
    (Check.ISSUER, _issuer, Verdict.FOREIGN_ISSUER),
    (Check.KEY, _key, Verdict.FOREIGN_KEY),
    (Check.SIGNATURE, _signature, Verdict.CHANGED),
    (Check.CLAIMS, _claims, Verdict.CONTRADICTORY),
)
"""What must hold before anything that it says is believed, and what it is called otherwise."""


def place_in(claims: Mapping[str, Any], issuer: Issuer) -> Place | None:
    """Where its status is told; none where it names no place in a list of this registry."""
    try:
        status = claims["credentialStatus"]
        number, index = int(str(status["statusListCredential"]).rpartition("/")[2]), int(status["statusListIndex"])
    except (KeyError, TypeError, ValueError):
        return None
    named = status_list_address(issuer, Purpose.REVOCATION, number) == status["statusListCredential"]
    return Place(number, index) if named and 0 <= index < PLACES else None


def _standing(claims: Mapping[str, Any], known: Known, passed: Sequence[Check], *, at: datetime) -> Judged:
    """Both its status and its period are looked at, and the worst is told; before it begins no status is needed."""
    place = place_in(claims, known.issuer)
    bits = None if place is None else known.revoked(place.status_list)
    if place is None or bits is None:
        status: Verdict | None = Verdict.UNKNOWN_STATUS
    else:
        status = Verdict.REVOKED if is_set(bits, place.index) else None
    period = _period(claims, at=at)
    if status is Verdict.UNKNOWN_STATUS and place is not None and period is Verdict.NOT_YET_VALID:
        return Judged(period, tuple(passed), claims, (Check.PERIOD,))
    found = {Check.STATUS: status, Check.PERIOD: period}
    held = (*passed, *(check for check, verdict in found.items() if verdict is None))
    return Judged(status or period or Verdict.VALID, held, claims, tuple(check for check, wrong in found.items() if wrong))


def _period(claims: Mapping[str, Any], *, at: datetime) -> Verdict | None:
    if at < _moment(claims["validFrom"]):
        return Verdict.NOT_YET_VALID
    return Verdict.EXPIRED if at.replace(microsecond=0) > _moment(claims["validUntil"]) else None


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment
