"""The figures for everyone, counted once for as long as nothing changes.

Certificates are counted in the read model of the public list, which knows the days of each: the database would have to look at
all of them for every day that is told.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from exams.pass_rates.by_quarter import Quarter, by_quarter
from public_list.listing import service as listing
from registry.days import amsterdam_day
from registry.overview.in_force import Standing, days_until
from registry.transactions import fetch

_UPLOADS = """
SELECT (SELECT count(*) FROM upload WHERE accepted_at IS NOT NULL) AS accepted,
    (SELECT max(greatest(accepted_at, retracted_at)) FROM upload) AS changed_at
"""
_State: TypeAlias = tuple[str, tuple[object, ...]]
"""The generation of the public list, which is another one each day, and what there is of uploads."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Certificates over time, and pass rates by quarter."""

    standings: list[Standing]
    quarters: list[Quarter]


class _Kept:
    """The last answer and what it rests on: whoever asks while it is counted waits for the same answer."""

    def __init__(self) -> None:
        self.state: _State | None = None
        self.figures = Figures([], [])
        self.lock = asyncio.Lock()


_kept = _Kept()


async def figures(*, now: datetime) -> Figures:
    """As they are today: counted anew on a new day, and when something happened to a certificate or an upload."""
    async with _kept.lock:
        state = ((await listing.standing(now=now)).generation, tuple((await fetch(_UPLOADS))[0]))
        if state != _kept.state:
            _kept.figures = Figures(await _standings(now), await by_quarter(today=amsterdam_day(now)))
            _kept.state = state
        return _kept.figures


async def _standings(now: datetime) -> list[Standing]:
    days = days_until(amsterdam_day(now))
    told = await listing.statuses_on(days, now=now)
    return [Standing(day, counts) for day, counts in zip(days, told, strict=True)]
