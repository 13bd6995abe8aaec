"""What comes in and goes out about following."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.certificates.rules import Status
from registry.schema import Schema
from registry.watches.rules import Followed


class Follow(Schema, frozen=True):
    """An organisation follows the certificate with this number, or its adviser.

    Without `organisation` it is the actor's own, where they have one.
    """

    certificate: Annotated[str, Meta(min_length=1, max_length=40)]
    followed: Followed
    organisation: UUID | None = None


class WatchMade(Schema, frozen=True):
    """What is followed from now on, or was already; by its id it can be ended."""

    id: UUID


class WatchedCertificateOut(Schema, frozen=True):
    """A certificate that a follower was told of, as it is today. `since` is the first day of its status."""

    number: str
    scheme: str
    scheme_name: str
    status: Status
    since: date | None
    valid_from: date
    valid_until: date


class WatchOut(Schema, frozen=True):
    """What an organisation follows; `certificate` is the first that it saw."""

    id: UUID
    organisation: UUID
    organisation_name: str
    followed: Followed
    certificate: str
    recorded_at: datetime
    certificates: list[WatchedCertificateOut]
