"""What follows for a booking from the certificates of its adviser, as sentences; and that no day is left to who has none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.bookings.covering import Held
from registry.bookings.steps import State
from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on
from registry.days import ALL_ON_RECORD
from registry.engagements.consequences import Consequence, consequence, covers, since

FIRST, LAST, TODAY = date(2027, 1, 11), date(2027, 4, 30), date(2027, 2, 1)
ONE_DAY = timedelta(days=1)
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
FREEZE, END, RESUME = Consequence.FREEZE, Consequence.END, Consequence.RESUME
GRANTED = Event(EventKind.GRANTED, date(2026, 6, 1), AT)


def held(
    *events: tuple[EventKind, date], first: date = date(2026, 6, 1), last: date = date(2029, 5, 31), scope: str = ""
) -> Held:
    """A certificate to which this happened, in the order in which it was recorded."""
    happened = [Event(kind, day, AT) for kind, day in events]
    return Held(Timeline(first, last, [GRANTED, *happened]), frozenset(scope.split()))


def follows(state: State, *certificates: Held, today: date = TODAY, scope: str = "") -> Consequence | None:
    """What follows for a booking from 11 January through 30 April 2027."""
    return consequence(state, certificates, scope.split(), first_day=FIRST, last_day=LAST, today=today)


SUSPENDED, REINSTATED = EventKind.SUSPENDED, EventKind.REINSTATED


@pytest.mark.parametrize(
    ("happened", "active", "frozen", "asked"),
    [
        pytest.param([], None, RESUME, None, id="valid"),
        pytest.param([(SUSPENDED, TODAY)], FREEZE, None, None, id="suspended from today"),
        pytest.param([(SUSPENDED, TODAY - 30 * ONE_DAY)], FREEZE, None, None, id="suspended, told late"),
        pytest.param([(SUSPENDED, TODAY + ONE_DAY)], None, RESUME, None, id="suspended from tomorrow: not yet"),
        pytest.param([(SUSPENDED, TODAY), (REINSTATED, TODAY)], None, RESUME, None, id="reinstated"),
        pytest.param([(SUSPENDED, TODAY), (REINSTATED, TODAY + ONE_DAY)], FREEZE, None, None, id="reinstated from tomorrow"),
        pytest.param([(EventKind.WITHDRAWN, TODAY)], END, END, END, id="withdrawn"),
        pytest.param([(EventKind.WITHDRAWN, TODAY + ONE_DAY)], None, RESUME, None, id="withdrawn from tomorrow: not yet"),
        pytest.param([(EventKind.VOIDED, TODAY + 90 * ONE_DAY)], END, END, END, id="void, on every day"),
        pytest.param([(EventKind.SUPERSEDED, TODAY)], END, END, END, id="superseded"),
        pytest.param([(EventKind.REPLACED, TODAY)], END, END, END, id="replaced, by nothing"),
        pytest.param([(SUSPENDED, TODAY), (EventKind.WITHDRAWN, TODAY)], END, END, END, id="suspended, then withdrawn"),
    ],
)
def test_of_one_certificate(
    happened: list[tuple[EventKind, date]], active: Consequence | None, frozen: Consequence | None, asked: Consequence | None
) -> None:
    """A booking is frozen while its certificate is suspended, ends with it, and goes on when it is reinstated."""
    states = (State.ACTIVE, State.FROZEN, State.REQUESTED)
    assert [follows(state, held(*happened)) for state in states] == [active, frozen, asked]


def test_closed_bookings_follow_nothing() -> None:
    """What is over stays as it ended."""
    for state in (State.DECLINED, State.LAPSED, State.COMPLETED, State.CANCELLED):
        assert follows(state) is follows(state, held()) is None


def test_a_renewal_joins() -> None:
    """A certificate that expires, ends nothing where another is valid from the next day; a gap does."""
    old = held(last=TODAY - ONE_DAY)
    assert follows(State.ACTIVE, old) is END
    assert follows(State.ACTIVE, old, held(first=TODAY)) is None
    assert follows(State.ACTIVE, old, held(first=TODAY + ONE_DAY)) is END
    assert follows(State.ACTIVE, held((EventKind.REPLACED, TODAY)), held(first=TODAY)) is None


def test_another_certificate_that_is_valid_will_do() -> None:
    """Of two certificates one is enough; a suspended one counts only where no other is valid."""
    suspended, withdrawn = held((SUSPENDED, TODAY)), held((EventKind.WITHDRAWN, TODAY))
    assert follows(State.ACTIVE, suspended, held()) is None
    assert follows(State.ACTIVE, withdrawn, suspended) is FREEZE
    assert follows(State.FROZEN, withdrawn, suspended) is None


def test_what_is_certified_must_cover_the_work() -> None:
    """A certificate replaced by a narrower one no longer does; one that is suspended may come back and do."""
    narrow = held(scope="a")
    assert follows(State.ACTIVE, narrow, scope="a") is None
    assert follows(State.ACTIVE, narrow, scope="a b") is END
    assert follows(State.ACTIVE, narrow, held(scope="b"), scope="a b") is None
    assert follows(State.ACTIVE, narrow, held((SUSPENDED, TODAY), scope="b"), scope="a b") is FREEZE


def test_before_its_first_day_the_first_day_counts() -> None:
    """What is suspended now and on the first day is frozen; what is over by then is not."""
    today = FIRST - 30 * ONE_DAY
    for happened, expected in (
        ([(SUSPENDED, today)], FREEZE),
        ([(SUSPENDED, FIRST)], FREEZE),
        ([(SUSPENDED, today), (REINSTATED, FIRST)], None),
        ([(EventKind.WITHDRAWN, FIRST)], END),
        ([(EventKind.WITHDRAWN, FIRST + ONE_DAY)], None),
    ):
        assert follows(State.ACTIVE, held(*happened), today=today) is expected


def test_after_its_last_day_only_a_frozen_booking_follows() -> None:
    """It becomes active, to be completed, or ends; what was active waits for the municipality."""
    today = LAST + ONE_DAY
    assert follows(State.ACTIVE, today=today) is follows(State.REQUESTED, today=today) is None
    assert follows(State.ACTIVE, today=LAST) is END
    assert follows(State.FROZEN, held(), today=today) is RESUME
    assert follows(State.FROZEN, held((SUSPENDED, FIRST)), today=today) is None
    assert follows(State.FROZEN, held(last=LAST), today=today) is END


def test_since_when_is_told() -> None:
    """The first day of the gap, however many events lie in it."""
    suspended = held((SUSPENDED, FIRST), (EventKind.WITHDRAWN, TODAY))
    assert since([suspended], [], TODAY) == FIRST
    assert since([held((SUSPENDED, FIRST)), held(last=TODAY - ONE_DAY)], [], TODAY) == TODAY
    assert since([], [], TODAY) == TODAY


offsets = st.integers(-40, 160).map(lambda number: FIRST + number * ONE_DAY)
kinds = st.sampled_from([kind for kind in EventKind if kind is not EventKind.GRANTED])


@st.composite
def certificates(draw: st.DrawFn) -> Held:
    """Any certificate, to which anything happened, with any part of the scope."""
    first = draw(offsets)
    events = draw(st.lists(st.tuples(kinds, offsets), max_size=4))
    return held(
        *events, first=first, last=first + draw(st.integers(0, 200)) * ONE_DAY, scope=draw(st.sampled_from(["", "a", "a b"]))
    )


@given(st.lists(certificates(), max_size=3), st.sampled_from(["", "a", "b"]))
def test_no_day_is_left_without_a_valid_certificate(of_adviser: list[Held], scope: str) -> None:
    """Day after day: where a booking is active, that day has a valid certificate that covers the work; and it settles."""
    state = State.ACTIVE
    for number in range(-20, 130):
        today = FIRST + number * ONE_DAY
        due = consequence(state, of_adviser, scope.split(), first_day=FIRST, last_day=LAST, today=today)
        state = {FREEZE: State.FROZEN, END: State.CANCELLED, RESUME: State.ACTIVE, None: state}[due]
        again = consequence(state, of_adviser, scope.split(), first_day=FIRST, last_day=LAST, today=today)
        assert again is None
        if state is State.ACTIVE and today <= LAST:
            day = max(FIRST, today)
            assert covers(of_adviser, scope.split(), day)
            assert Status.VALID in {status_on(each.timeline, day, ALL_ON_RECORD) for each in of_adviser}
        if state is State.CANCELLED:
            return
