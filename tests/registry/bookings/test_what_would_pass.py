"""What a check says would pass, does pass; and nothing nearer to what was asked does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some

from registry.bookings.checks import Check, CheckCode
from registry.bookings.covering import Bond, Held
from registry.bookings.fitting import Availability, WorkingTime
from registry.bookings.matters import Caps, Circumstances, Engaged, Existing, Own, Pool, Wish
from registry.bookings.rules import judge
from registry.certificates.rules import Event, EventKind, Timeline

BEGIN = date(2027, 12, 1)
NOW = datetime(2027, 12, 1, 9, 0, tzinfo=UTC)
ADVISER, OWN, MEMBER, HOLDER, OTHER, PROGRAMME = (UUID(int=number) for number in range(6))
CONCERNED = (OWN, MEMBER, HOLDER, OTHER)
days = some.integers(0, 45).map(lambda offset: BEGIN + timedelta(days=offset))
amounts = some.integers(0, 60)
last_days = some.none() | days
TIED = (CheckCode.NO_DECLARED_TIE, CheckCode.NOT_EMPLOYED_HERE)


@some.composite
def periods(draw: some.DrawFn) -> tuple[date, date]:
    """A first and a last day."""
    first, last = sorted((draw(days), draw(days)))
    return first, last


def bonds() -> some.SearchStrategy[Bond]:
    """An employment or a tie, with whoever, for however long."""
    return some.builds(
        lambda who, when, ends: Bond(who, when[0], when[1] if ends else None),
        some.sampled_from(CONCERNED),
        periods(),
        some.booleans(),
    )


def held() -> some.SearchStrategy[Held]:
    """A certificate, perhaps suspended from a day, and the parts it covers."""

    def made(when: tuple[date, date], suspended: date | None, scope: frozenset[str]) -> Held:
        events = [Event(EventKind.GRANTED, when[0], NOW - timedelta(days=9))]
        if suspended is not None:
            events.append(Event(EventKind.SUSPENDED, suspended, NOW - timedelta(days=8)))
        return Held(Timeline(*when, events), scope)

    return some.builds(made, periods(), last_days, some.frozensets(some.sampled_from(["gp", "im"])))


def engaged() -> some.SearchStrategy[Engaged]:
    """Another booking."""
    return some.builds(
        lambda who, when, counted, unworked: Engaged(who, PROGRAMME, when[0], when[1], counted, unworked),
        some.sampled_from(CONCERNED),
        periods(),
        some.integers(0, 20),
        some.integers(0, 20),
    )


def municipalities() -> some.SearchStrategy[tuple[Existing, ...]]:
    """The booking municipality and perhaps another, each with its days."""

    def made(one: tuple[date | None, date | None], other: tuple[date | None, date | None] | None) -> tuple[Existing, ...]:
        own = Existing(OWN, "Eigenwaard", *one)
        return (own,) if other is None else (own, Existing(MEMBER, "Buurland", *other))

    span = some.tuples(some.none() | some.just(BEGIN + timedelta(days=3)), last_days)
    return some.builds(made, span, some.none() | span)


@some.composite
def cases(draw: some.DrawFn) -> tuple[Wish, Pool, Circumstances]:
    """A wish in circumstances in which anything may be wrong."""
    wish = Wish(*draw(periods()), draw(some.integers(1, 60)), tuple(draw(some.sets(some.sampled_from(["gp", "im"])))))
    programme, period = draw(periods()), draw(periods())
    pool = Pool(
        id=PROGRAMME,
        holder=HOLDER,
        holder_name="Groene Delta",
        programme=PROGRAMME,
        programme_first_day=programme[0],
        programme_last_day=programme[1],
        first_day=period[0],
        last_day=period[1],
        available=draw(amounts),
        unnamed=(),
        outsiders=(),
        coordinators=frozenset(),
        caps=Caps(draw(amounts), draw(amounts), draw(amounts)),
        held=tuple(draw(some.lists(held(), max_size=3))),
    )
    statements = some.builds(Availability, days, some.none(), some.tuples(*[some.integers(0, 4)] * 5))
    worked = draw(some.integers(0, 9))
    around = Circumstances(
        municipalities=draw(municipalities()),
        persons=frozenset({ADVISER}),
        employments=tuple(draw(some.lists(bonds(), max_size=2))),
        ties=tuple(draw(some.lists(bonds(), max_size=2))),
        engaged=tuple(draw(some.lists(engaged(), max_size=3))),
        time=WorkingTime(
            tuple(draw(some.lists(statements, max_size=2))), draw(some.dictionaries(days, some.integers(1, 4), max_size=5))
        ),
        known_at=NOW,
        first_from=draw(days),
        own=Own(draw(some.integers(0, worked)), worked, draw(some.integers(0, 9))),
    )
    return wish, pool, around


def the(code: CheckCode, wish: Wish, pool: Pool, around: Circumstances) -> Check:
    """That one check."""
    return next(check for check in judge(wish, pool, around).checks if check.code is code)


def passed(wish: Wish, pool: Pool, around: Circumstances) -> frozenset[CheckCode]:
    """The checks that pass."""
    return frozenset(check.code for check in judge(wish, pool, around).checks if check.passed)


@settings(max_examples=500, deadline=None)
@given(cases())
def test_the_largest_number_of_days(case: tuple[Wish, Pool, Circumstances]) -> None:
    """The number that is named passes that check, a quarter more does not; where none is named not even a quarter does."""
    wish, pool, around = case
    for check in judge(wish, pool, around).failed:
        if check.needed is None or isinstance(check.needed, date):
            continue
        most = int((check.passes_with or 0) * 4)
        assert not the(check.code, replace(wish, quarters=most + 1), pool, around).passed
        if most:
            assert the(check.code, replace(wish, quarters=most), pool, around).passed


@settings(max_examples=500, deadline=None)
@given(cases())
def test_the_earliest_first_day_and_the_latest_last_day(case: tuple[Wish, Pool, Circumstances]) -> None:
    """The day that is named passes that check, and none nearer does; where none is named no day does."""
    wish, pool, around = case
    judged = judge(wish, pool, around)
    asked = [check for check in judged.failed if isinstance(check.needed, date) or check.code in TIED]
    if not asked:
        return
    later = [wish.first_day + timedelta(days=offset) for offset in range(1, 60)]
    starts = [(day, passed(replace(wish, first_day=day, last_day=max(day, wish.last_day)), pool, around)) for day in later]
    shorter = [wish.last_day - timedelta(days=offset) for offset in range(1, 60)]
    ends = [(day, passed(replace(wish, last_day=day), pool, around)) for day in shorter if wish.first_day <= day]
    for check in asked:
        assert check.passes_from == next((day for day, codes in starts if check.code in codes), None), check
        assert check.passes_until == next((day for day, codes in ends if check.code in codes), None), check
