"""The judge of bookings: one function, before, inside and after the booking, that always returns every check (DESIGN §2.8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registry.bookings.checks import Check, CheckCode
from registry.bookings.covering import Bond, Covered, always, certified, never, within
from registry.bookings.fitting import Stretch, room_for
from registry.bookings.matters import Circumstances, Pool, Wish
from registry.errors import Fault, Invalid
from registry.periods import check_period
from registry.quarters import days
from registry.texts import Text


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


def read_wish(first_day: date, last_day: date, quarters: int, scope: Sequence[str] = ()) -> Wish:
    """A wish whose period is a period; raises Invalid."""
    check_period(first_day, last_day, field="lastDay")
    if (last_day - first_day).days > _MOST_YEARS * 366:
        raise Invalid([Fault("lastDay", _TOO_LONG, {"years": _MOST_YEARS})])
    return Wish(first_day, last_day, quarters, tuple(dict.fromkeys(scope)))


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
    yield Check(CheckCode.INTAKE_COMPLETED, passed=not pool.unnamed, named=pool.unnamed)
    yield _existence(wish, around)
    yield Check(CheckCode.BENEFICIARIES_BELONG, passed=not pool.outsiders, named=pool.outsiders)


def _existence(wish: Wish, around: Circumstances) -> Check:
    first, last = _asked(wish, around)
    everyone = [(each, Bond(each.organisation, each.first_day or date.min, each.last_day)) for each in around.municipalities]
    covered = always(first, last, [bond for _, bond in everyone], lambda day: all(bond.holds_on(day) for _, bond in everyone))
    gone = [each for each, bond in everyone if not (bond.holds_on(first) and bond.holds_on(last))]
    ends = [each.last_day for each in gone if each.last_day is not None]
    return _dated(
        CheckCode.MUNICIPALITY_EXISTS,
        covered,
        needed=wish.last_day,
        available=min(ends, default=None),
        named=tuple(each.name for each in gone),
        successors=tuple(dict.fromkeys(successor for each in gone for successor in each.successors)),
    )


def _period_checks(wish: Wish, pool: Pool, around: Circumstances) -> Iterable[Check]:
    in_time = within(wish.first_day, wish.last_day, around.first_from, None)
    yield _dated(CheckCode.STARTS_IN_TIME, in_time, needed=wish.first_day, available=around.first_from)
    first, last = _asked(wish, around)
    inside = within(first, last, pool.programme_first_day, pool.programme_last_day)
    yield _dated(CheckCode.WITHIN_PROGRAMME, inside, needed=wish.last_day, available=pool.programme_last_day)
    inside = within(first, last, pool.first_day, pool.last_day)
    yield _dated(CheckCode.WITHIN_ALLOTMENT, inside, needed=wish.last_day, available=pool.last_day)
    yield _amount(CheckCode.FITS_IN_PERIOD, wish.quarters, _free_time(wish, around))


def _day_checks(wish: Wish, pool: Pool, around: Circumstances) -> Iterable[Check]:
    own, caps, asked = around.own, pool.caps, wish.quarters
    yield _amount(CheckCode.ENOUGH_DAYS, asked, pool.available + own.reserved + own.used)
    yield _amount(CheckCode.PER_BOOKING, asked, caps.per_booking)
    yield _amount(CheckCode.PER_ADVISER, asked, caps.per_adviser - _with_adviser(pool, around))
    yield _amount(CheckCode.PER_ADVISER_PER_YEAR, asked, _free_in_years(wish, caps.per_adviser_per_year, around))


def _adviser_checks(wish: Wish, pool: Pool, around: Circumstances) -> Iterable[Check]:
    first, last = _asked(wish, around)
    covered = certified(pool.held, frozenset(), first, last, around.known_at)
    yield _dated(CheckCode.CERTIFICATE_COVERS, covered, needed=wish.last_day, available=covered.bare)
    covered = certified(pool.held, frozenset(wish.scope), first, last, around.known_at) if wish.scope else Covered(None)
    yield _dated(CheckCode.SCOPE_COVERED, covered, needed=wish.last_day, available=covered.bare, named=wish.scope)
    concerned = around.organisations | {pool.holder}
    tied = [each for each in around.ties if each.organisation in concerned]
    yield _dated(CheckCode.NO_DECLARED_TIE, never(first, last, tied))
    yield Check(CheckCode.NOT_THE_COORDINATOR, passed=not around.persons & pool.coordinators)
    employed = [each for each in around.employments if each.organisation in concerned]
    yield _dated(CheckCode.NOT_EMPLOYED_HERE, never(first, last, employed))


def _asked(wish: Wish, around: Circumstances) -> tuple[date, date]:
    """The days that are asked about: of a booking that stands, no more than what is left of it."""
    return min(max(wish.first_day, around.since), wish.last_day), wish.last_day


def _free_time(wish: Wish, around: Circumstances) -> int:
    """What the adviser can work in the period, what the booking worked itself included."""
    others = [Stretch(each.first_day.toordinal(), each.last_day.toordinal(), each.unworked) for each in around.engaged]

    def space(first: int, last: int) -> int:
        return around.time.quarters(date.fromordinal(first), date.fromordinal(last))

    first, last = wish.first_day.toordinal(), wish.last_day.toordinal()
    return around.own.worked + room_for(first, last, others=others, space=space)


def _free_in_years(wish: Wish, cap: int, around: Circumstances) -> int:
    """What the adviser may work in the years of the period: worked days count in their own year, others where they fit."""
    others = [Stretch(each.first_day.year, each.last_day.year, each.unworked) for each in around.engaged]
    worked: dict[int, int] = {}
    for day, quarters in around.time.worked.items():
        worked[day.year] = worked.get(day.year, 0) + quarters

    def space(first: int, last: int) -> int:
        return sum(max(0, cap - worked.get(year, 0)) for year in range(first, last + 1))

    return around.own.worked + room_for(wish.first_day.year, wish.last_day.year, others=others, space=space)


def _with_adviser(pool: Pool, around: Circumstances) -> int:
    """What the booking municipality has with the adviser already in this programme, in quarters."""
    booking = around.municipalities[0].organisation
    return sum(each.counted for each in around.engaged if (each.municipality, each.programme) == (booking, pool.programme))


def _dated(
    code: CheckCode,
    covered: Covered,
    *,
    needed: date | None = None,
    available: date | None = None,
    named: tuple[str, ...] = (),
    successors: tuple[tuple[str, str], ...] = (),
) -> Check:
    return Check(
        code,
        passed=covered.bare is None,
        needed=needed,
        available=available,
        passes_from=covered.passes_from,
        passes_until=covered.passes_until,
        named=named,
        successors=successors,
    )


def _amount(code: CheckCode, needed: int, available: int) -> Check:
    room = max(0, available)
    return Check(
        code,
        passed=needed <= room,
        needed=days(needed),
        available=days(room),
        passes_with=days(room) if 0 < room < needed else None,
    )
