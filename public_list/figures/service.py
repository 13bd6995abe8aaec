"""The figures for everyone, counted once for as long as nothing changes."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from exams.pass_rates.by_quarter import Quarter, by_quarter
from registry.days import amsterdam_day
from registry.overview.in_force import Standing, all_standings
from registry.transactions import fetch

_LAST = """
SELECT (SELECT max(id) FROM certificate_event) AS event, (SELECT max(recorded_at) FROM certificate_event) AS recorded_at,
    (SELECT count(*) FROM upload WHERE accepted_at IS NOT NULL) AS accepted,
    (SELECT max(greatest(accepted_at, retracted_at)) FROM upload) AS changed_at
"""
_State: TypeAlias = tuple[date, tuple[object, ...]]


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
    """As they are today: counted anew on a new day, and when an event of a certificate or an upload came."""
    today = amsterdam_day(now)
    async with _kept.lock:
        state = (today, tuple((await fetch(_LAST))[0]))
        if state != _kept.state:
            _kept.figures = Figures(await all_standings(now=now), await by_quarter(today=today))
            _kept.state = state
        return _kept.figures
