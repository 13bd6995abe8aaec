"""How one entry of the audit trail is written into the chain: a link is the digest of the link before it and of the entry.

    digest = SHA-256(digest before ‖ UTF-8 of the link), before the first: 32 zero bytes
    link   = JSON without blanks: [place, sealed, entry, recorded, account, api key, action, subject, facts, personal]

Instants are whole microseconds since 1970, UTC; UUIDs and `facts` are texts as the database writes them, `personal` is
hexadecimal. Everything that an entry holds is in its link, and so are its place and the moment it was sealed. Personal
values are not: the entry holds their commitments, so that a person can be erased and the chain still holds (DESIGN §2.6).
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Protocol

START = bytes(32)
"""What stands before the first link."""

ENTRY = """
audit_entry.id AS entry, timestamptz_send(audit_entry.recorded_at) AS recorded_at, audit_entry.account::text AS account,
audit_entry.api_key::text AS api_key, audit_entry.action, audit_entry.subject::text AS subject,
audit_entry.facts::text AS facts, encode(audit_entry.personal, 'hex') AS personal
"""
"""The columns of an entry as they go into a link. Instants come as the database holds them, since none is then unreadable."""

CONTENT = ("recorded_at", "account", "api_key", "action", "subject", "facts", "personal")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FROM_1970_TO_2000 = 946_684_800_000_000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970, UTC."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def microseconds_sent(instant: bytes) -> int:
    """As `microseconds`, of an instant as the database sends it: eight bytes, from 2000 on."""
    return int.from_bytes(instant, "big", signed=True) + _FROM_1970_TO_2000


class Row(Protocol):
    """Anything that tells a column by its name."""

    def __getitem__(self, name: str, /) -> object:
        """The value of that column."""


def link(place: int, sealed: int, row: Row) -> str:
    """The link of an entry, whose row has the columns of `ENTRY`; `sealed` is in microseconds since 1970."""
    recorded, *others = (row[name] for name in CONTENT)
    if not isinstance(recorded, bytes):
        raise TypeError("an instant goes into a link as the database sends it")
    return _encode([place, sealed, row["entry"], microseconds_sent(recorded), *others])


def digest(before: bytes, written: str) -> bytes:
    """The digest of a link that follows another."""
    return hashlib.sha256(before + written.encode("utf-8", "surrogatepass")).digest()
