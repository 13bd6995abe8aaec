"""Which days of a period the certificates cover, against asking day by day."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some

from registry.bookings.covering import Bond, Held, always, certified, never, over, within
from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on

BEGIN = date(2027, 1, 1)
ASKED_AT = datetime(2027, 6, 1, tzinfo=UTC)
NO_SCOPE: frozenset[str] = frozenset()
days = some.integers(0, 60).map(lambda offset: BEGIN + timedelta(days=offset))
instants = some.integers(-3, 1).map(lambda hours: ASKED_AT + timedelta(hours=hours))


@some.composite
def timelines(draw: some.DrawFn) -> Timeline:
    """Any certificate around these days, and anything that can happen to it; some of it not known yet."""
    first, last = sorted((draw(days), draw(days)))
    kinds = [kind for kind in EventKind if kind not in (EventKind.GRANTED, EventKind.VOIDED)]
    often = some.sampled_from([EventKind.SUSPENDED, EventKind.REINSTATED, *kinds, EventKind.VOIDED])
    happened = draw(some.lists(some.builds(Event, often, days, instants), max_size=3))
    granted = Event(EventKind.GRANTED, first, ASKED_AT - timedelta(days=1))
    return Timeline(first, last, [granted, *sorted(happened, key=lambda event: event.recorded_at)])


def period(one: date, other: date) -> list[date]:
    """Every day from the earlier through the later."""
    first, last = sorted((one, other))
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


@settings(max_examples=400, deadline=None)
@given(some.lists(timelines(), max_size=3), days, days)
def test_the_first_day_uncovered(held: list[Timeline], one: date, other: date) -> None:
    """It is the first of all days of the period on which none of the certificates is valid."""
    asked = period(one, other)
    bare = [day for day in asked if all(status_on(each, day, ASKED_AT) is not Status.VALID for each in held)]
    found = certified([Held(each, NO_SCOPE) for each in held], NO_SCOPE, asked[0], asked[-1], ASKED_AT)
    assert found.bare == (bare[0] if bare else None)


def test_renewals_join() -> None:
    """A renewal that starts the day after covers on; a day between the two is uncovered."""
    known = ASKED_AT - timedelta(days=1)

    def certificate(first: date, last: date) -> Held:
        return Held(Timeline(first, last, [Event(EventKind.GRANTED, first, known)]), NO_SCOPE)

    def bare(*held: Held) -> date | None:
        return certified(held, NO_SCOPE, BEGIN, date(2027, 12, 31), ASKED_AT).bare

    old = certificate(date(2026, 1, 1), date(2027, 1, 31))
    joined, late = certificate(date(2027, 2, 1), date(2028, 1, 31)), certificate(date(2027, 2, 2), date(2028, 1, 31))
    assert bare(old, joined) is None
    assert bare(old, late) == date(2027, 2, 1)


def test_what_is_valid_on_a_day_covers_the_scope_together() -> None:
    """Two certificates that hold on the same day cover what either covers; one that begins later does not help before."""
    known = ASKED_AT - timedelta(days=1)

    def certificate(first: date, *scope: str) -> Held:
        return Held(Timeline(first, date(2028, 1, 31), [Event(EventKind.GRANTED, first, known)]), frozenset(scope))

    one, other = certificate(BEGIN, "gp"), certificate(BEGIN + timedelta(days=9), "im")
    asked = frozenset({"gp", "im"})
    found = certified([one, other], asked, BEGIN, BEGIN + timedelta(days=30), ASKED_AT)
    assert (found.bare, found.passes_from, found.passes_until) == (BEGIN, BEGIN + timedelta(days=9), None)
    assert certified([one, other], asked, BEGIN + timedelta(days=9), date(2028, 1, 31), ASKED_AT).bare is None


@settings(max_examples=400, deadline=None)
@given(some.sets(days, max_size=5), some.booleans(), days, days)
def test_which_part_of_a_period_would_do(turns: set[date], at_first: bool, one: date, other: date) -> None:  # noqa: FBT001  drawn
    """Of something that turns on some days: the first day without it, and the longest end and begin that have it."""
    asked = period(one, other)
    first, last = asked[0], asked[-1]

    def holds(day: date) -> bool:
        return at_first is (sum(turn <= day for turn in turns) % 2 == 0)

    found = over(first, last, turns=turns, holds=holds)
    bare = [day for day in asked if not holds(day)]
    assert found.bare == (bare[0] if bare else None)
    if not bare:
        assert (found.passes_from, found.passes_until) == (None, None)
        return
    until = [day for day in asked if all(map(holds, period(first, day)))]
    assert found.passes_until == (until[-1] if until else None)
    after = period(last, last + timedelta(days=90))[1:]
    starts = [day for day in asked if all(map(holds, period(day, last)))] or [day for day in after if holds(day)]
    assert found.passes_from == (starts[0] if starts else None)


@given(days, days, some.none() | days, days, days)
def test_bonds_and_limits(opens: date, start: date, end: date | None, one: date, other: date) -> None:
    """A bond counts on its days alone; a period lies within two days when all its days do. The last day there is, is one."""
    asked = period(one, other)
    bond = Bond(UUID(int=1), start, None if end is None else max(start, end))
    on = [day for day in asked if bond.holds_on(day)]
    assert never(asked[0], asked[-1], [bond]).bare == (on[0] if on else None)
    off = [day for day in asked if not bond.holds_on(day)]
    assert always(asked[0], asked[-1], [bond], bond.holds_on).bare == (off[0] if off else None)
    closes = None if end is None else max(opens, end)
    outside = [day for day in asked if day < opens or (closes is not None and closes < day)]
    assert within(asked[0], asked[-1], opens, closes).bare == (outside[0] if outside else None)
    assert within(opens, date.max, opens, date.max).bare is None
