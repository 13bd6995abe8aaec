"""Everything that happened to a booking, in order; and whether whoever decides has seen all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from registry.engagements.errors import BookingChangedSince
from registry.engagements.wording import HAPPENED
from registry.transactions import fetch


class Source(StrEnum):
    """What something happened to: the booking itself, a change that was asked, or a day that was worked."""

    BOOKING = "booking"
    CHANGE = "change"
    WORKED_DAY = "worked-day"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: to what, what, when; and the facts of a step, or what a change asks."""

    source: Source
    what: str
    recorded_at: datetime
    facts: Mapping[str, Any]


_ALL = """
SELECT * FROM (
    SELECT 'booking' AS source, step AS what, recorded_at, facts::text, id AS place FROM booking_event WHERE booking = $1
    UNION ALL SELECT 'change', 'asked', recorded_at, json_build_object('new',
        json_build_object('firstDay', first_day, 'lastDay', last_day, 'quarters', quarters))::text, 0
        FROM booking_change WHERE booking = $1
    UNION ALL SELECT 'change', ending, ended_at, '{}', 1 FROM booking_change WHERE booking = $1 AND ending IS NOT NULL
    UNION ALL SELECT 'worked-day', 'entered', entered_at, '{}', 0 FROM worked_day WHERE booking = $1
    UNION ALL SELECT 'worked-day', ending, ended_at, '{}', 1 FROM worked_day WHERE booking = $1 AND ending IS NOT NULL
) AS happening ORDER BY recorded_at, place
"""


async def of(booking: UUID) -> list[Happening]:
    """All of it, the oldest first. How many there are is what a page was made from."""
    return [
        Happening(Source(row["source"]), row["what"], row["recorded_at"], msgspec.json.decode(row["facts"]))
        for row in await fetch(_ALL, booking)
    ]


async def must_be_all(seen: int, booking: UUID) -> None:
    """Raises BookingChangedSince, with what is new, unless so many things happened to the booking until now."""
    happened = await of(booking)
    if len(happened) != seen:
        new = happened[seen:] if 0 <= seen < len(happened) else happened
        told = dict.fromkeys(HAPPENED[f"{each.source}-{each.what}"] for each in new)
        raise BookingChangedSince(list(told), happenings=len(happened))
