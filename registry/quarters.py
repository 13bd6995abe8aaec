"""Days are whole quarters inside (`9` is 2,25 days), and days outside."""

from decimal import Decimal

from registry.errors import Fault, Invalid
from registry.texts import Text

QUARTERS_PER_DAY = 4
_MOST_DAYS = 10_000
_QUARTER = Decimal("0.25")
_NOT_QUARTERS = Text(
    "Vul hele, halve of kwart dagen in, zoals 2 of 2,25; meer dan 0 en hooguit 10.000.",
    "Enter whole, half or quarter days, such as 2 or 2.25; more than 0 and at most 10,000.",
)


def days(quarters: int) -> Decimal:
    """Quarters as days: 9 is 2.25."""
    return Decimal(quarters) / QUARTERS_PER_DAY


def quarters(days_asked: Decimal, *, field: str = "days") -> int:
    """Days as quarters; raises Invalid unless a whole number of quarters above zero."""
    if not days_asked.is_finite() or not 0 < days_asked <= _MOST_DAYS or days_asked % _QUARTER != 0:
        raise Invalid([Fault(field, _NOT_QUARTERS)])
    return int(days_asked * QUARTERS_PER_DAY)
