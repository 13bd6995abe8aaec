"""The ledger of days: which accounts an allotment has, and what moves between them (DESIGN §2.7).

Days are whole quarters inside (`9` is 2,25 days). For each allotment: granted = available + reserved + used + expired.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from registry.errors import Fault, Invalid
from registry.texts import Text

QUARTERS_PER_DAY = 4
_MOST_DAYS = 10_000
_QUARTER = Decimal("0.25")
_NOT_QUARTERS = Text(
    "Vul hele, halve of kwart dagen in, zoals 2 of 2,25; meer dan 0 en hooguit 10.000.",
    "Enter whole, half or quarter days, such as 2 or 2.25; more than 0 and at most 10,000.",
)


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


def days(quarters: int) -> Decimal:
    """Quarters as days: 9 is 2.25."""
    return Decimal(quarters) / QUARTERS_PER_DAY


def quarters(days_asked: Decimal, *, field: str = "days") -> int:
    """Days as quarters; raises Invalid unless a whole number of quarters above zero."""
    if not days_asked.is_finite() or not 0 < days_asked <= _MOST_DAYS or days_asked % _QUARTER != 0:
        raise Invalid([Fault(field, _NOT_QUARTERS)])
    return int(days_asked * QUARTERS_PER_DAY)
