"""The judge of bookings: one function, before, inside and after the booking, that always returns every check (DESIGN §2.8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from registry.certificates.rules import Status, Timeline, status_on
from registry.engagements.checks import Check, CheckCode
from registry.errors import Fault, Invalid
from registry.periods import check_period
from registry.quarters import QUARTERS_PER_DAY, days
from registry.texts import Text

_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: an adviser, from a first through a last day, for so many quarter-days."""

    first_day: date
    last_day: date
    quarters: int


@dataclass(frozen=True, slots=True)
class Caps:
    """The day policy that holds, in quarters."""

    per_booking: int
    per_adviser: int
    per_adviser_per_year: int


@dataclass(frozen=True, slots=True)
class Pool:
    """An allotment as it stands, and whether a completed intake of its programme names the municipality."""

    id: UUID
    holder: UUID
    holder_name: str
    programme_first_day: date
    programme_last_day: date
    available: int
    intake_completed: bool
    coordinators: frozenset[UUID]
    caps: Caps
    timelines: tuple[Timeline, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the judge must know beside the pool. Quarters booked count unless the booking was cancelled, declined or lapsed."""

    municipality: UUID
    exists_from: date | None
    exists_through: date | None
    adviser_person: UUID
    adviser_employers: frozenset[UUID]
    booked_with_adviser: int
    booked_of_adviser: dict[int, int]
    known_at: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every check, whether it passed or not."""

    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that stand in the way."""
        return tuple(check for check in self.checks if not check.passed)

    @property
    def passed(self) -> bool:
        """Nothing stands in the way."""
        return not self.failed


_TOO_LONG = Text("Een boeking duurt hooguit {years} jaar.", "A booking lasts at most {years} years.")
_MOST_YEARS = 5


def read_wish(first_day: date, last_day: date, quarters: int) -> Wish:
    """A wish whose period is a period; raises Invalid."""
    check_period(first_day, last_day, field="lastDay")
    if (last_day - first_day).days > _MOST_YEARS * 366:
        raise Invalid([Fault("lastDay", _TOO_LONG, {"years": _MOST_YEARS})])
    return Wish(first_day, last_day, quarters)


def judge(wish: Wish, pool: Pool, around: Circumstances) -> Judgement:
    """Whether this may be booked from this pool, and all that was weighed, with numbers."""
    return Judgement(
        (
            *_municipality_checks(wish, pool, around),
            *_period_checks(wish, pool, around),
            *_day_checks(wish, pool, around),
            *_adviser_checks(wish, pool, around),
        ),
    )


def _municipality_checks(wish: Wish, pool: Pool, around: Circumstances) -> Iterable[Check]:
    yield Check(CheckCode.INTAKE_COMPLETED, passed=pool.intake_completed)
    exists = (around.exists_from is None or around.exists_from <= wish.first_day) and (
        around.exists_through is None or wish.last_day <= around.exists_through
    )
    yield Check(
        CheckCode.MUNICIPALITY_EXISTS,
        passed=exists,
        needed=wish.last_day,
        available=around.exists_through,
        passes_from=_later(around.exists_from, wish.first_day),
    )


def _period_checks(wish: Wish, pool: Pool, around: Circumstances) -> Iterable[Check]:
    yield Check(
        CheckCode.STARTS_IN_TIME,
        passed=around.today <= wish.first_day,
        needed=wish.first_day,
        available=around.today,
        passes_from=_later(around.today, wish.first_day),
    )
    inside = pool.programme_first_day <= wish.first_day and wish.last_day <= pool.programme_last_day
    yield Check(
        CheckCode.WITHIN_PROGRAMME,
        passed=inside,
        needed=wish.last_day,
        available=pool.programme_last_day,
        passes_from=_later(pool.programme_first_day, wish.first_day),
    )
    room = QUARTERS_PER_DAY * working_days(wish.first_day, wish.last_day)
    yield _amount(CheckCode.FITS_IN_PERIOD, wish.quarters, room)


def _day_checks(wish: Wish, pool: Pool, around: Circumstances) -> Iterable[Check]:
    yield _amount(CheckCode.ENOUGH_DAYS, wish.quarters, pool.available)
    yield _amount(CheckCode.PER_BOOKING, wish.quarters, pool.caps.per_booking)
    yield _amount(CheckCode.PER_ADVISER, wish.quarters, pool.caps.per_adviser - around.booked_with_adviser)
    taken = max(around.booked_of_adviser.get(year, 0) for year in range(wish.first_day.year, wish.last_day.year + 1))
    yield _amount(CheckCode.PER_ADVISER_PER_YEAR, wish.quarters, pool.caps.per_adviser_per_year - taken)


def _adviser_checks(wish: Wish, pool: Pool, around: Circumstances) -> Iterable[Check]:
    bare = first_day_uncovered(pool.timelines, wish.first_day, wish.last_day, around.known_at)
    yield Check(CheckCode.CERTIFICATE_COVERS, passed=bare is None, needed=wish.last_day, available=bare)
    yield Check(CheckCode.NOT_THE_COORDINATOR, passed=around.adviser_person not in pool.coordinators)
    employed = around.adviser_employers & {around.municipality, pool.holder}
    yield Check(CheckCode.NOT_EMPLOYED_HERE, passed=not employed)


def _later(opens_on: date | None, first_day: date) -> date | None:
    """The day from which it would pass, where what was asked starts before that day."""
    return opens_on if opens_on is not None and first_day < opens_on else None


def _amount(code: CheckCode, needed: int, available: int) -> Check:
    room = max(0, available)
    return Check(
        code,
        passed=needed <= room,
        needed=days(needed),
        available=days(room),
        passes_with=days(room) if 0 < room < needed else None,
    )


def working_days(first: date, last: date) -> int:
    """Mondays to Fridays from the first through the last day."""
    weeks, rest = divmod((last - first).days + 1, 7)
    tail = (first + timedelta(days=offset) for offset in range(rest))
    return weeks * 5 + sum(day.weekday() <= _FRIDAY for day in tail)


def first_day_uncovered(timelines: Sequence[Timeline], first: date, last: date, known_at: datetime) -> date | None:
    """The first day on which none of the certificates is valid; None when every day of the period is covered.

    A status can only change on the days that the timelines name, so only those are asked.
    """
    turns = {first}
    for timeline in timelines:
        turns |= {timeline.valid_from, timeline.valid_until + timedelta(days=1)}
        turns |= {event.effective_on for event in timeline.events}
    for day in sorted(turn for turn in turns if first <= turn <= last):
        if not any(status_on(timeline, day, known_at) is Status.VALID for timeline in timelines):
            return day
    return None
