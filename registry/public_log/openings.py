"""What happened to certificates, in the words of the log, and what opens a leaf about it: the event and its own salt.

The log knows seven types. Which kind of ours is which: granted is `issue`, or `renew` for a certificate that follows another;
suspended is `suspend`, reinstated `reinstate`; withdrawn and voided are `revoke`; replaced is `correct`, and superseded, an end
by a change of scheme, is `expire`. The event says our own kind too. A last day that passes is logged by nobody: it is told when
a certificate is issued.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.transactions import Connection, fetch

SALT = 32
"""Bytes of salt, of each event its own: two events of one person have nothing in common."""
_TYPES = {
    "suspended": "suspend",
    "reinstated": "reinstate",
    "withdrawn": "revoke",
    "voided": "revoke",
    "replaced": "correct",
    "superseded": "expire",
}
_NOT_LOGGED = """
SELECT certificate_event.id, certificate_event.certificate, kind, effective_on, certificate_event.recorded_at, reason,
    certificate.snapshot_hash, (SELECT sha256(convert_to(jws, 'UTF8')) FROM credential
        WHERE credential.certificate = certificate.id ORDER BY credential.id + 0 DESC LIMIT 1) AS credential_hash,
    certificate.predecessor IS NOT NULL AS follows,
    (SELECT count(*) FROM certificate_event AS earlier
        WHERE earlier.certificate = certificate.id AND earlier.id <= certificate_event.id) AS number,
    (SELECT max(leaf + 0) - $2::bigint FROM log_opening
        WHERE log_opening.certificate = certificate.id AND leaf >= $2::bigint) AS before
FROM certificate_event
JOIN certificate ON certificate.id = certificate_event.certificate
JOIN adviser ON adviser.id = certificate.adviser
JOIN person ON person.id = adviser.person
WHERE certificate_event.certificate = ANY($1) AND person.erased_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM log_opening WHERE log_opening.certificate_event = certificate_event.id)
ORDER BY certificate_event.id
"""
"""By `+ 0` the few rows of each are found by its own index, and never by reading all that were ever written, newest first."""
_OF_CERTIFICATE = """
SELECT log_head.number AS log, leaf - log_head.first AS index, salt, event, data FROM log_opening
JOIN log_leaf ON log_leaf.place = leaf
JOIN log_head ON leaf >= log_head.first AND leaf < log_head.first + log_head.size
WHERE certificate = $1 ORDER BY leaf
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a certificate that is to be logged; `before` is the index of the last one that is."""

    event: int
    certificate: UUID
    kind: str
    effective_on: date
    recorded_at: datetime
    reason: str | None
    snapshot_hash: bytes
    credential_hash: bytes | None
    follows: bool
    number: int
    before: int | None

    @property
    def type(self) -> str:
        """What the log calls it."""
        return _TYPES.get(self.kind) or ("renew" if self.follows else "issue")

    def said(self, before: int | None) -> dict[str, object]:
        """The event, after the one of the same certificate at that index.

        `sha256` is of the credential that counts, as it was signed, or null where none was yet; `snapshot` of the certificate.
        """
        return {
            "type": self.type,
            "kind": self.kind,
            "cert": self.certificate,
            "n": self.number,
            "prev": before,
            "at": self.recorded_at,
            "on": self.effective_on,
            "reason": self.reason,
            "sha256": None if self.credential_hash is None else self.credential_hash.hex(),
            "snapshot": self.snapshot_hash.hex(),
        }


@dataclass(frozen=True, slots=True)
class Opening:
    """What a leaf commits to: the salt, and the event as canonical JSON."""

    salt: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A leaf about a certificate, where it stands, and its opening."""

    log: int
    index: int
    data: bytes
    opening: Opening


async def not_logged(certificates: Collection[UUID], *, first: int, connection: Connection) -> list[Happened]:
    """What happened to these certificates and is in no log yet, in the order of recording; the head being held.

    `first` is the place of the newest log's first leaf: what was logged before is no predecessor in it.
    """
    rows = await connection.fetch(_NOT_LOGGED, list(certificates), first)
    return [
        Happened(
            event=row["id"],
            certificate=row["certificate"],
            kind=row["kind"],
            effective_on=row["effective_on"],
            recorded_at=row["recorded_at"],
            reason=row["reason"],
            snapshot_hash=row["snapshot_hash"],
            credential_hash=row["credential_hash"],
            follows=row["follows"],
            number=row["number"],
            before=row["before"],
        )
        for row in rows
    ]


async def of_certificate(certificate: UUID) -> list[Opened]:
    """Every leaf about a certificate that can still be opened, in the order of logging; of an erased person there is none."""
    rows = await fetch(_OF_CERTIFICATE, certificate)
    return [Opened(row["log"], row["index"], row["data"], Opening(row["salt"], row["event"])) for row in rows]
