"""When a renewal may be asked, from which day it is valid, and what a holder is told when."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from registry.certificates.rules import Event, EventKind, Status, Timeline
from registry.dossiers.errors import PredecessorNotValid, RenewalNotOffered, RenewalTooEarly, RenewalTooLate
from registry.dossiers.renewal import check_may_apply, first_day, standing, window_of
from registry.renewals.rules import Reminder, faults_of, progress, reminder_on, reminders
from registry.schemes.rules import Recertification, Route
from tests.registry.making import NOW
from tests.registry.renewals.again import ASKED, LAST_DAY

FIRST_DAY = date(2026, 11, 20)


def timeline(*later: Event) -> Timeline:
    """A certificate of three years, with what happened to it."""
    return Timeline(FIRST_DAY, LAST_DAY, [Event(EventKind.GRANTED, FIRST_DAY, NOW), *later])


def event(kind: EventKind, day: date, at: datetime = NOW) -> Event:
    """Something that happened from a day on."""
    return Event(kind, day, at)


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        pytest.param(date(2029, 5, 18), RenewalTooEarly, id="the day before the window opens"),
        pytest.param(date(2029, 5, 19), None, id="the day on which it opens"),
        pytest.param(date(2029, 11, 19), None, id="the last day"),
        pytest.param(date(2030, 1, 19), None, id="the last day of grace"),
        pytest.param(date(2030, 1, 20), RenewalTooLate, id="the day after the grace"),
    ],
)
def test_the_window(day: date, refused: type[Exception] | None) -> None:
    """One applies within the window and the grace, both days included."""
    if refused is None:
        assert check_may_apply(timeline(), ASKED, day) is ASKED
        assert window_of(LAST_DAY, ASKED).is_open(day)
    else:
        with pytest.raises(refused):
            check_may_apply(timeline(), ASKED, day)
        assert not window_of(LAST_DAY, ASKED).is_open(day)


def test_a_scheme_that_says_nothing_renews_nothing() -> None:
    """Without rules for it there is no recertification."""
    with pytest.raises(RenewalNotOffered):
        check_may_apply(timeline(), None, LAST_DAY)


@pytest.mark.parametrize(
    "kind", [EventKind.SUSPENDED, EventKind.WITHDRAWN, EventKind.VOIDED, EventKind.REPLACED, EventKind.SUPERSEDED]
)
@pytest.mark.parametrize("day", [LAST_DAY, date(2029, 12, 3)], ids=["while it is valid", "in its grace"])
def test_only_what_stands_is_renewed(kind: EventKind, day: date) -> None:
    """What is suspended or was ended on its last day cannot be renewed, also once it has expired."""
    with pytest.raises(PredecessorNotValid):
        check_may_apply(timeline(event(kind, date(2029, 9, 1))), ASKED, day)


def test_a_reinstated_certificate_stands() -> None:
    """A suspension that was lifted is over."""
    lifted = timeline(event(EventKind.SUSPENDED, date(2029, 6, 1)), event(EventKind.REINSTATED, date(2029, 8, 1)))
    assert standing(lifted, date(2029, 12, 1)) is Status.VALID


@pytest.mark.parametrize(
    ("decided_on", "gap_allowed", "begins"),
    [
        pytest.param(date(2029, 9, 3), False, date(2029, 11, 20), id="early: the day after"),
        pytest.param(date(2029, 9, 3), True, date(2029, 11, 20), id="early, gap allowed: the day after"),
        pytest.param(date(2029, 12, 3), False, date(2029, 11, 20), id="in the grace: without a gap"),
        pytest.param(date(2029, 12, 3), True, date(2029, 12, 3), id="in the grace, gap allowed: the day of deciding"),
    ],
)
def test_the_first_day(decided_on: date, gap_allowed: bool, begins: date) -> None:  # noqa: FBT001  a table of cases
    """The renewed certificate begins the day after its predecessor's last, or where a gap is allowed when it is decided."""
    asked = Recertification(6, 2, (Route.EXAM,), gap_allowed=gap_allowed)
    assert first_day(LAST_DAY, asked, decided_on=decided_on) == begins


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2029, 5, 18), None),
        (date(2029, 5, 19), Reminder.OPENED),
        (date(2029, 8, 18), Reminder.OPENED),
        (date(2029, 8, 19), Reminder.HALFWAY),
        (date(2029, 10, 18), Reminder.HALFWAY),
        (date(2029, 10, 19), Reminder.LAST_MONTH),
        (date(2029, 11, 19), Reminder.LAST_MONTH),
        (date(2029, 11, 20), Reminder.EXPIRED),
        (date(2030, 1, 19), Reminder.EXPIRED),
        (date(2030, 1, 20), None),
    ],
)
def test_what_is_told_when(day: date, kind: Reminder | None) -> None:
    """Of a day the last reminder that is due counts; what is long over is told no more."""
    told = reminder_on(day, LAST_DAY, ASKED)
    assert (told.kind if told else None) is kind


def test_a_short_window_has_fewer_reminders() -> None:
    """Nothing is told before the window opens, nor twice on a day."""
    short = Recertification(1, 0, (Route.EXAM,))
    assert [each.kind for each in reminders(LAST_DAY, short)] == [Reminder.OPENED, Reminder.EXPIRED]


def test_each_route_has_its_measure() -> None:
    """Education counts in quarter-hours, engagements in numbers; an exam is met by results alone."""
    exam, engagements, education = progress(ASKED, quarters=79, engagements=3)
    assert (exam.is_met, engagements.is_met, education.is_met) == (False, True, False)
    assert [each.is_met for each in progress(ASKED, quarters=80, engagements=2)] == [False, False, True]


@pytest.mark.parametrize(
    ("followed_on", "hours", "fields"),
    [
        (date(2028, 1, 1), Decimal("2.25"), []),
        (date(2028, 1, 1), Decimal("2.2"), ["hours"]),
        (date(2028, 1, 1), Decimal(0), ["hours"]),
        (date(2028, 1, 1), Decimal(1001), ["hours"]),
        (date(2028, 1, 1), Decimal("NaN"), ["hours"]),
        (date(2029, 1, 2), Decimal(1), ["followedOn"]),
        (date(2026, 11, 19), Decimal(-1), ["hours", "followedOn"]),
    ],
)
def test_what_is_wrong_with_an_entry(followed_on: date, hours: Decimal, fields: list[str]) -> None:
    """Hours are quarters, on a day since the first certificate and not ahead; every fault is told at once."""
    found = faults_of(followed_on, hours, first=FIRST_DAY, today=date(2029, 1, 1))
    assert [each.field for each in found] == fields
