"""Who publishes the open data, under which licence, and what others may do with it."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityContact:
    """Where a flaw is told, through which day that is known to hold, and where the policy for it stands (RFC 9116)."""

    contacts: tuple[str, ...]
    last_day: date
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """What the operator says of the publication.

    `site` is the address of the registry, without a slash at its end; `identifier` the address by which the publishing
    organisation is known elsewhere. `mail` is where questions about the data go. `origins` may show the list in a frame.
    """

    site: str
    name: str
    identifier: str
    licence: str
    mail: str | None = None
    origins: tuple[str, ...] = field(default=())
    security: SecurityContact | None = None
