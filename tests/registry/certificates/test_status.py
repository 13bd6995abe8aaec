"""The status of a certificate on a day, as known at an instant; when one may be issued; and its last day."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations

import pytest

from registry.certificates.errors import AlreadyCertified
from registry.certificates.rules import Event, EventKind, Status, Timeline, check_may_issue, last_day, status_on
from registry.days import amsterdam_day
from tests.registry.certificates.instants import INSTANTS, ONE_DAY

FIRST, LAST = date(2026, 3, 1), date(2029, 2, 28)
LONG_AGO = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2031, 1, 1, tzinfo=UTC)
MAY = date(2026, 5, 3)

GRANTED, SUSPENDED, REINSTATED = EventKind.GRANTED, EventKind.SUSPENDED, EventKind.REINSTATED
WITHDRAWN, VOIDED, REPLACED, SUPERSEDED = EventKind.WITHDRAWN, EventKind.VOIDED, EventKind.REPLACED, EventKind.SUPERSEDED


def timeline(*happened: tuple[EventKind, date], known: datetime = LONG_AGO) -> Timeline:
    """A granted certificate, and what happened to it since in that order; all of it known at one instant."""
    events = [Event(GRANTED, FIRST, LONG_AGO), *(Event(kind, day, known) for kind, day in happened)]
    return Timeline(FIRST, LAST, events)


@pytest.mark.parametrize(
    ("happened", "day", "expected"),
    [
        pytest.param([], FIRST, Status.VALID, id="valid on its first day"),
        pytest.param([], LAST, Status.VALID, id="valid on its last day"),
        pytest.param([], LAST + ONE_DAY, Status.EXPIRED, id="expired the day after"),
        pytest.param([], FIRST - ONE_DAY, Status.NOT_YET_VALID, id="not yet valid the day before"),
        pytest.param([(SUSPENDED, MAY)], MAY - ONE_DAY, Status.VALID, id="valid until the suspension"),
        pytest.param([(SUSPENDED, MAY)], MAY, Status.SUSPENDED, id="suspended on the first day of it"),
        pytest.param([(SUSPENDED, MAY)], LAST, Status.SUSPENDED, id="suspended for as long as nothing else happens"),
        pytest.param([(SUSPENDED, MAY)], LAST + ONE_DAY, Status.EXPIRED, id="a suspension does not outlast the certificate"),
        pytest.param([(SUSPENDED, MAY), (REINSTATED, MAY)], MAY, Status.VALID, id="reinstated on the same day"),
        pytest.param([(REINSTATED, MAY), (SUSPENDED, MAY)], MAY, Status.SUSPENDED, id="suspended again on the same day"),
        pytest.param(
            [(SUSPENDED, MAY), (REINSTATED, MAY + 9 * ONE_DAY)], MAY + 8 * ONE_DAY, Status.SUSPENDED, id="before reinstatement"
        ),
        pytest.param(
            [(SUSPENDED, MAY), (REINSTATED, MAY + 9 * ONE_DAY)], MAY + 9 * ONE_DAY, Status.VALID, id="on reinstatement"
        ),
        pytest.param(
            [(SUSPENDED, MAY), (REINSTATED, MAY + 9 * ONE_DAY), (SUSPENDED, MAY - ONE_DAY)],
            MAY + 10 * ONE_DAY,
            Status.VALID,
            id="a suspension recorded later for earlier days ends with the same reinstatement",
        ),
        pytest.param(
            [(SUSPENDED, MAY), (REINSTATED, MAY + 9 * ONE_DAY), (SUSPENDED, MAY - ONE_DAY)],
            MAY - ONE_DAY,
            Status.SUSPENDED,
            id="and holds on those earlier days",
        ),
        pytest.param([(SUSPENDED, FIRST - ONE_DAY)], FIRST - ONE_DAY, Status.SUSPENDED, id="suspended before its first day"),
        pytest.param([(WITHDRAWN, MAY)], MAY - ONE_DAY, Status.VALID, id="valid until withdrawn"),
        pytest.param([(WITHDRAWN, MAY)], MAY, Status.WITHDRAWN, id="withdrawn from its day"),
        pytest.param([(WITHDRAWN, MAY)], LAST + ONE_DAY, Status.WITHDRAWN, id="withdrawn ever after"),
        pytest.param([(WITHDRAWN, MAY), (REINSTATED, MAY + ONE_DAY)], LAST, Status.WITHDRAWN, id="no way back from withdrawal"),
        pytest.param([(SUPERSEDED, MAY)], MAY, Status.SUPERSEDED, id="superseded from its day"),
        pytest.param([(SUPERSEDED, MAY)], MAY - ONE_DAY, Status.VALID, id="valid until superseded"),
        pytest.param([(REPLACED, MAY)], MAY, Status.REPLACED, id="replaced from its day"),
        pytest.param([(VOIDED, MAY)], FIRST - ONE_DAY, Status.VOID, id="void before its first day"),
        pytest.param([(VOIDED, MAY)], MAY - ONE_DAY, Status.VOID, id="void before the day it was voided"),
        pytest.param([(VOIDED, MAY)], LAST + ONE_DAY, Status.VOID, id="void after its last day"),
    ],
)
def test_status(happened: list[tuple[EventKind, date]], day: date, expected: Status) -> None:
    """Each day has one status, from what happened until then."""
    assert status_on(timeline(*happened), day, LATER) is expected


ENDS = {VOIDED: Status.VOID, WITHDRAWN: Status.WITHDRAWN, SUPERSEDED: Status.SUPERSEDED, REPLACED: Status.REPLACED}


@pytest.mark.parametrize("day", [MAY, LAST + ONE_DAY], ids=["within", "after its last day"])
@pytest.mark.parametrize("kinds", list(combinations([*ENDS, SUSPENDED], 2)), ids=lambda pair: f"{pair[0]} over {pair[1]}")
def test_order_of_the_statuses(kinds: tuple[EventKind, EventKind], day: date) -> None:
    """Void outranks withdrawn, then superseded, replaced, expired and suspended, in whatever order they were recorded."""
    for order in permutations(kinds):
        assert status_on(timeline(*((kind, MAY) for kind in order)), day, LATER) is ENDS[kinds[0]]


def test_the_eight_statuses_are_in_their_order() -> None:
    """The enumeration is in the order of rank."""
    order = "void withdrawn superseded replaced expired suspended not-yet-valid valid"
    assert [status.value for status in Status] == order.split()


def test_valid_on_3_may_as_known_on_10_may() -> None:
    """What was recorded later does not change what was known before, and changes what is known now about the same day."""
    on_12_may = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
    suspended = timeline((SUSPENDED, date(2026, 5, 1)), known=on_12_may)
    assert status_on(suspended, MAY, datetime(2026, 5, 10, tzinfo=UTC)) is Status.VALID
    assert status_on(suspended, MAY, on_12_may - timedelta(microseconds=1)) is Status.VALID
    assert status_on(suspended, MAY, on_12_may) is Status.SUSPENDED


def test_a_certificate_is_unknown_before_it_was_recorded() -> None:
    """Before the grant was recorded the registry knows nothing, not even of a day on which it is valid now."""
    assert status_on(timeline(), MAY, LONG_AGO - timedelta(microseconds=1)) is None
    assert status_on(timeline(), MAY, LONG_AGO) is Status.VALID
    assert status_on(Timeline(FIRST, LAST, []), MAY, LATER) is None


@pytest.mark.usefixtures("zone_of_the_process")
@pytest.mark.parametrize(("instant", "day"), INSTANTS, ids=str)
def test_the_day_of_an_instant_is_amsterdams(instant: datetime, day: date) -> None:
    """At midnight in Amsterdam a new day begins, wherever the machine is; a certificate is valid through its last day."""
    assert amsterdam_day(instant) == day
    ends_today = Timeline(FIRST, day, [Event(GRANTED, FIRST, LONG_AGO)])
    ended_yesterday = Timeline(FIRST, day - ONE_DAY, [Event(GRANTED, FIRST, LONG_AGO)])
    if day >= FIRST:
        assert status_on(ends_today, amsterdam_day(instant), LATER) is Status.VALID
    assert status_on(ended_yesterday, amsterdam_day(instant), LATER) is Status.EXPIRED


def test_there_are_24_such_instants() -> None:
    """Both clock changes, the leap day, New Year, winter and summer are all among them."""
    assert len(INSTANTS) == 24


def test_an_instant_without_a_zone_has_no_day() -> None:
    """A naive instant is refused: it could be any day."""
    with pytest.raises(ValueError, match="time zone"):
        amsterdam_day(datetime(2026, 1, 1))  # noqa: DTZ001  the naive one is the point


@pytest.mark.parametrize(
    ("valid_from", "months", "expected"),
    [
        (date(2026, 11, 19), 36, date(2029, 11, 18)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 3, 1), 36, date(2029, 2, 28)),
    ],
)
def test_last_day(valid_from: date, months: int, expected: date) -> None:
    """The last day is the start plus the months, less one day."""
    assert last_day(valid_from, months) == expected


@pytest.mark.parametrize(
    ("happened", "valid_from", "allowed"),
    [
        pytest.param([], LAST, False, id="on the last day of a valid one"),
        pytest.param([], LAST + ONE_DAY, True, id="a renewal the day after the last day"),
        pytest.param([], FIRST - ONE_DAY, False, id="before one that begins later"),
        pytest.param([(SUSPENDED, MAY)], MAY, False, id="while suspended"),
        pytest.param([(SUSPENDED, MAY)], LAST + ONE_DAY, True, id="after a suspended one expired"),
        pytest.param([(WITHDRAWN, MAY)], MAY - ONE_DAY, False, id="before the withdrawal takes effect"),
        pytest.param([(WITHDRAWN, MAY)], MAY, True, id="from the day it is withdrawn"),
        pytest.param([(SUPERSEDED, MAY)], MAY, True, id="from the day it is superseded"),
        pytest.param([(REPLACED, MAY)], MAY, True, id="from the day it is replaced"),
        pytest.param([(VOIDED, MAY)], FIRST, True, id="a void one never counted"),
    ],
)
def test_one_certificate_at_a_time(happened: list[tuple[EventKind, date]], valid_from: date, *, allowed: bool) -> None:
    """One valid or suspended certificate per person and scheme, whenever the new one starts."""
    held = [timeline((WITHDRAWN, FIRST)), timeline(*happened)]
    if allowed:
        check_may_issue(held, valid_from=valid_from, known_at=LATER)
        return
    with pytest.raises(AlreadyCertified) as refused:
        check_may_issue(held, valid_from=valid_from, known_at=LATER)
    assert refused.value.facts == {"valid_until": LAST}
