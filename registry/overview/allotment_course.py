"""The course of one allotment: how its days were divided at the end of the first day of each month, and today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.allotments.ledger import AccountKind
from registry.transactions import fetch

_COURSE = """
WITH own AS (SELECT id, kind FROM day_account WHERE allotment = $1 AND kind <> 'granted'),
moved AS (
    SELECT own.kind, day_posting.quarters, (day_posting.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date AS day
    FROM day_posting JOIN own ON own.id = day_posting.target
    UNION ALL
    SELECT own.kind, -day_posting.quarters, (day_posting.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date
    FROM day_posting JOIN own ON own.id = day_posting.source
)
SELECT asked.day, moved.kind, sum(moved.quarters)::integer AS quarters
FROM unnest($2::date[]) AS asked(day) JOIN moved ON moved.day <= asked.day
GROUP BY asked.day, moved.kind
"""


@dataclass(frozen=True, slots=True)
class Division:
    """What was used, reserved, expired and available at the end of a day, in quarters."""

    day: date
    quarters: Mapping[AccountKind, int]

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self.quarters.values())


async def course(allotment: UUID, days: Sequence[date]) -> list[Division]:
    """The division at the end of each of the days; whoever asks has been given the allotment to read."""
    held: dict[tuple[date, str], int] = {
        (row["day"], row["kind"]): row["quarters"] for row in await fetch(_COURSE, allotment, list(days))
    }
    kinds = [kind for kind in AccountKind if kind is not AccountKind.GRANTED]
    return [Division(day, {kind: held.get((day, kind.value), 0) for kind in kinds}) for day in days]
