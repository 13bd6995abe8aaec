"""Certificates over time: how many had which status on the first day of each month, and today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from registry.certificates import standing
from registry.certificates.rules import Status
from registry.days import ALL_ON_RECORD, add_months, amsterdam_day
from registry.permissions import Actor

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """How many certificates had each status on a day, as it is known now."""

    day: date
    counts: Mapping[Status, int]


def days_until(today: date, months: int = MONTHS) -> list[date]:
    """The first day of each of so many months, through this one, and today where that is another day."""
    first = today.replace(day=1)
    days = [add_months(first, -back) for back in range(months - 1, -1, -1)]
    return days if today == first else [*days, today]


async def standings(*, actor: Actor, now: datetime) -> list[Standing]:
    """Of the certificates of the actor's body, or of all for an auditor; raises NotAllowed for who may not read them."""
    days = days_until(amsterdam_day(now))
    return [Standing(day, await standing.counts(day, ALL_ON_RECORD, actor=actor)) for day in days]
