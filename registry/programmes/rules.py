"""How many intakes a period of a programme may have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CapOnIntakes:
    """At most so many intakes from a first through a last day; how many there are, and how many of those were completed."""

    first_day: date
    last_day: date
    most: int
    taken: int
    completed: int


def first_full(caps: Iterable[CapOnIntakes], day: date) -> CapOnIntakes | None:
    """The first cap whose period has the day and no room for one more intake; every period holds beside the others."""
    return next((cap for cap in caps if cap.first_day <= day <= cap.last_day and cap.taken >= cap.most), None)
