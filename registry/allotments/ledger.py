"""The ledger of days: which accounts an allotment has, and what moves between them (DESIGN §2.7).

Days are whole quarters inside (`9` is 2,25 days). For each allotment, granted + received = available + reserved + used +
expired + sent.
"""

from collections.abc import Mapping
from enum import StrEnum


class AccountKind(StrEnum):
    """The sides of an allotment; GRANTED is where grants come from, and the only one below zero."""

    GRANTED = "granted"
    AVAILABLE = "available"
    RESERVED = "reserved"
    USED = "used"
    EXPIRED = "expired"


class PostingKind(StrEnum):
    """What moves days."""

    GRANT = "grant"
    RESERVE = "reserve"
    USE = "use"
    RELEASE = "release"
    EXPIRE = "expire"
    TRANSFER = "transfer"
    CORRECT = "correct"


SIDES: Mapping[PostingKind, tuple[AccountKind, AccountKind]] = {
    PostingKind.GRANT: (AccountKind.GRANTED, AccountKind.AVAILABLE),
    PostingKind.RESERVE: (AccountKind.AVAILABLE, AccountKind.RESERVED),
    PostingKind.USE: (AccountKind.RESERVED, AccountKind.USED),
    PostingKind.RELEASE: (AccountKind.RESERVED, AccountKind.AVAILABLE),
    PostingKind.EXPIRE: (AccountKind.AVAILABLE, AccountKind.EXPIRED),
    PostingKind.TRANSFER: (AccountKind.AVAILABLE, AccountKind.AVAILABLE),
    PostingKind.CORRECT: (AccountKind.AVAILABLE, AccountKind.GRANTED),
}
"""From which account to which; a transfer goes to another allotment."""


def total(balances: Mapping[AccountKind, int]) -> int:
    """All days of an allotment, in quarters: what was granted and received, less what was sent and corrected."""
    return sum(amount for kind, amount in balances.items() if kind is not AccountKind.GRANTED)
