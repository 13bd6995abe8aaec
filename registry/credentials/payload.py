"""What a certificate says when it travels: an Open Badges 3.0 credential on the W3C's data model 2.0, as claims of a JWT.

The shape is the one that verifiers of others accept: one status entry, for revocation alone, since the schema of Open
Badges refuses a list of them; a subject that is another one in every credential, so that nobody links two; every claim that a
JWT repeats equal to the member that it repeats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from registry.certificates.snapshot import Snapshot
from registry.credentials.status_list import Purpose
from registry.days import AMSTERDAM
from registry.schemes.rules import ScopeItem

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the registry's own address, and what the certification body is called."""

    base_url: str
    name: str

    @property
    def did(self) -> str:
        """The address as a decentralised identifier (did:web); a port is written as `%3A8000`."""
        return "did:web:" + urlsplit(self.base_url).netloc.replace(":", "%3A")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the status of a credential is told: the number of the list, and the place in it."""

    status_list: int
    index: int


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last second at which a credential is valid."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Instance:
    """One credential of a certificate. A reinstated certificate has a new one, under the same `id`, valid from that day."""

    id: UUID
    subject: UUID
    holder: str
    valid_from: date
    place: Place
    issued_at: datetime


def payload(snapshot: Snapshot, instance: Instance, issuer: Issuer) -> dict[str, Any]:
    """The claims that are signed.

    `validFrom` is the first second in Amsterdam of the instance's first day, `validUntil` the last of the certificate's last
    day, both in UTC. Of the person there is the name and nothing else.
    """
    address = f"{issuer.base_url}/credentials/{instance.id}"
    subject = f"urn:uuid:{instance.subject}"
    begins, ends = first_second(instance.valid_from), last_second(snapshot.valid_until)
    return {
        "@context": list(CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": snapshot.scheme_name_nl,
        "issuer": profile(issuer),
        "validFrom": written(begins),
        "validUntil": written(ends),
        "awardedDate": written(first_second(snapshot.issued_on)),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "licenseNumber": snapshot.number,
            "identifier": [_name(instance.holder)],
            "achievement": achievement(snapshot, issuer),
        },
        "credentialStatus": _status(instance.place, issuer),
        "refreshService": {"id": address, "type": "1EdTechCredentialRefresh"},
        **claims_of(address, issuer, subject, Period(begins, ends), issued_at=instance.issued_at),
    }


def claims_of(address: str, issuer: Issuer, subject: str, period: Period, *, issued_at: datetime) -> dict[str, Any]:
    """The claims in which a JWT repeats what a credential says: equal to the members that they repeat."""
    return {
        "iss": issuer.did,
        "jti": address,
        "sub": subject,
        "iat": int(issued_at.timestamp()),
        "nbf": int(period.begins.timestamp()),
        "exp": int(period.ends.timestamp()),
    }


def achievement(snapshot: Snapshot, issuer: Issuer) -> dict[str, Any]:
    """What was achieved: the version of the scheme, what the certificate covers, and by what conditions."""
    address = f"{issuer.base_url}/schemes/{snapshot.scheme}/v{snapshot.scheme_version}"
    covered = _listed(snapshot.scope)
    narrative = [f"Certificatieschema {snapshot.scheme_name_nl}, versie {snapshot.scheme_version}."]
    if snapshot.limits:
        narrative.append(f"Dit certificaat dekt niet: {_listed(snapshot.limits)}.")
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": snapshot.scheme_name_nl,
        "description": f"{snapshot.scheme_name_nl}: {covered}." if covered else snapshot.scheme_name_nl,
        "inLanguage": "nl",
        "version": str(snapshot.scheme_version),
        "criteria": {"id": f"{address}#criteria", "narrative": " ".join(narrative)},
    }


def first_second(day: date) -> datetime:
    """When the day begins in Amsterdam, in UTC."""
    return datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC)


def last_second(day: date) -> datetime:
    """The last whole second of the day in Amsterdam, in UTC; also on the two days a year that are an hour shorter or longer."""
    return datetime.combine(day, time(23, 59, 59), AMSTERDAM).astimezone(UTC)


def written(moment: datetime) -> str:
    """An instant in UTC as credentials write it: whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def status_list_address(issuer: Issuer, purpose: Purpose, number: int) -> str:
    """Where a status list is."""
    return f"{issuer.base_url}/status/{purpose}/{number}"


def profile(issuer: Issuer) -> dict[str, Any]:
    """Who issues, as every credential says it."""
    return {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": issuer.base_url}


def _name(holder: str) -> Mapping[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}


def _status(place: Place, issuer: Issuer) -> Mapping[str, Any]:
    address = status_list_address(issuer, Purpose.REVOCATION, place.status_list)
    return {
        "id": f"{address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": Purpose.REVOCATION.value,
        "statusListIndex": str(place.index),
        "statusListCredential": address,
    }


def _listed(items: tuple[ScopeItem, ...]) -> str:
    return ", ".join(item.name_nl for item in items)
