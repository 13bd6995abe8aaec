"""Where a flaw is told: the file that RFC 9116 has every site keep."""

from datetime import UTC, datetime, time, timedelta

from public_list.open_data.publisher import Publisher, SecurityContact
from registry.days import AMSTERDAM, amsterdam_day

_WARNED_BEFORE = timedelta(days=30)


def security_file(contact: SecurityContact, publisher: Publisher) -> str:
    """The file of RFC 9116; it holds through the last Amsterdam second of its last day."""
    ends = datetime.combine(contact.last_day, time(23, 59, 59), tzinfo=AMSTERDAM).astimezone(UTC)
    lines = [f"Contact: {address}" for address in contact.contacts]
    lines += [f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: nl, en"]
    lines.append(f"Canonical: {publisher.site}/.well-known/security.txt")
    if contact.policy:
        lines.append(f"Policy: {contact.policy}")
    return "\n".join([*lines, ""])


def ends_soon(contact: SecurityContact | None, now: datetime) -> bool:
    """Whether security.txt ends within thirty days, or has ended: then whoever runs the registry must renew it."""
    return contact is not None and contact.last_day - amsterdam_day(now) < _WARNED_BEFORE
