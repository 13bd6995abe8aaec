"""What the judge of bookings weighs: the wish, the pool it is to come from, and the circumstances of who is concerned."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from registry.bookings.covering import Bond, Held
from registry.bookings.fitting import WorkingTime


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: an adviser, from a first through a last day, for so many quarter-days, certified for these parts."""

    first_day: date
    last_day: date
    quarters: int
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caps:
    """The day policy that holds, in quarters."""

    per_booking: int
    per_adviser: int
    per_adviser_per_year: int


@dataclass(frozen=True, slots=True)
class Pool:
    """An allotment as it stands. The names are of municipalities of the booking that may not use it.

    `unnamed` are in no completed intake for it; `outsiders` neither hold it nor belong to the partnership that does.
    """

    id: UUID
    holder: UUID
    holder_name: str
    programme: UUID
    programme_first_day: date
    programme_last_day: date
    first_day: date
    last_day: date
    available: int
    unnamed: tuple[str, ...]
    outsiders: tuple[str, ...]
    coordinators: frozenset[UUID]
    caps: Caps
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Existing:
    """A municipality of the booking: when it exists, and who took over from it, each with its code."""

    organisation: UUID
    name: str
    first_day: date | None
    last_day: date | None
    successors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Engaged:
    """Another booking of the adviser: what it counts for the caps, and what of it is still to be worked, in quarters."""

    municipality: UUID
    programme: UUID
    first_day: date
    last_day: date
    counted: int
    unworked: int


@dataclass(frozen=True, slots=True)
class Own:
    """What a booking that stands has itself, in quarters: used, worked (used or entered), and reserved in its pool."""

    used: int = 0
    worked: int = 0
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the judge must know beside the pool; the booking municipality comes first.

    `first_from` is the earliest first day; of a booking that stands only days from `since` on are asked about.
    """

    municipalities: tuple[Existing, ...]
    persons: frozenset[UUID]
    employments: tuple[Bond, ...]
    ties: tuple[Bond, ...]
    engaged: tuple[Engaged, ...]
    time: WorkingTime
    known_at: datetime
    first_from: date
    since: date = date.min
    own: Own = field(default_factory=Own)

    @property
    def organisations(self) -> frozenset[UUID]:
        """The municipalities that book, or that are worked for."""
        return frozenset(each.organisation for each in self.municipalities)
