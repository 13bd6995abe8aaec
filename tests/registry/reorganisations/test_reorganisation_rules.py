"""When a municipality may pass on what it had, and to whom."""

from datetime import date

from registry.reorganisations.rules import Blocker, Ended, Named, Span, blocked, heirs_of, span_of_successor

LAST = date(2014, 12, 31)
FIRST = date(2015, 1, 1)
NEW = Named("GM1931", "Krimpenerwaard")


def ended(code: str = "GM0491", *, last_day: date | None = LAST, passed_to: str | None = None) -> Ended:
    """A municipality that Krimpenerwaard succeeds."""
    return Ended(code, "Bergambacht", last_day, (NEW,), passed_to)


def codes(*found: Ended, successor: Named = NEW, today: date = FIRST) -> list[Blocker]:
    """What is in the way."""
    return [each.blocker for each in blocked(found, successor, today=today)]


def test_from_the_day_after_its_last() -> None:
    """Rights and duties pass on the day after the last day, or whenever it is done later; never before."""
    assert codes(ended()) == []
    assert codes(ended(), today=date(2026, 11, 20)) == []
    assert codes(ended(), today=LAST) == [Blocker.NOT_YET]


def test_only_who_ended_and_once() -> None:
    """A municipality that exists keeps what it has; one that passed on has nothing left to pass on."""
    assert codes(ended(last_day=None)) == [Blocker.STILL_EXISTS]
    assert codes(ended(passed_to="Krimpenerwaard")) == [Blocker.PASSED_ON_BEFORE]


def test_only_to_a_recorded_successor() -> None:
    """The person who names the successor chooses among those that the national list records."""
    assert codes(ended(), successor=Named("GM0363", "Amsterdam")) == [Blocker.NO_SUCCESSOR_OF_IT]
    assert blocked([ended()], Named("GM0363", "Amsterdam"), today=FIRST)[0].facts["heirs"] == ["Krimpenerwaard"]


def test_together_only_what_ends_together() -> None:
    """Municipalities that ended on different days pass on separately; everything in the way is told at once."""
    found = codes(ended(), ended("GM0608", last_day=date(2013, 12, 31)), today=date(2014, 6, 1))
    assert found == [Blocker.NOT_YET, Blocker.ENDED_ON_ANOTHER_DAY, Blocker.ENDED_ON_ANOTHER_DAY]


def test_an_heir_that_passed_on_is_left_to_its_own_heir() -> None:
    """Nothing is handed to a successor that passed on itself: its own successor takes its place."""
    successors = {"GM0001": ["GM0002", "GM0003"], "GM0002": ["GM0004"]}
    assert heirs_of("GM0001", successors, {}) == ["GM0002", "GM0003"]
    assert heirs_of("GM0001", successors, {"GM0002": "GM0004"}) == ["GM0003", "GM0004"]
    assert heirs_of("GM0001", successors, {"GM0002": "GM0004", "GM0004": "GM0005"}) == ["GM0003", "GM0005"]
    assert heirs_of("GM0009", successors, {}) == []


def test_a_ring_of_successors_ends() -> None:
    """Even a list that goes round is answered, and nobody succeeds itself."""
    assert heirs_of("GM0001", {"GM0001": ["GM0002"]}, {"GM0002": "GM0001"}) == []


def test_a_membership_goes_on_for_the_successor() -> None:
    """From the day the predecessors passed on, as long as any of theirs lasts; what ended before does not count."""
    whole, short = Span(date(2010, 1, 1), None), Span(date(2010, 1, 1), date(2016, 6, 30))
    over = Span(date(2008, 1, 1), date(2009, 12, 31))
    assert span_of_successor([short, over], FIRST, []) == Span(FIRST, date(2016, 6, 30))
    assert span_of_successor([short, whole], FIRST, []) == Span(FIRST, None)
    assert span_of_successor([over], FIRST, []) is None


def test_a_membership_that_begins_later_begins_then() -> None:
    """What was agreed for a later day begins on that day for the successor."""
    assert span_of_successor([Span(date(2015, 3, 1), None)], FIRST, []) == Span(date(2015, 3, 1), None)


def test_the_successor_is_a_member_once() -> None:
    """Where the successor is a member in that time already, nothing is added."""
    theirs = [Span(date(2010, 1, 1), None)]
    assert span_of_successor(theirs, FIRST, [Span(FIRST, date(2015, 1, 1))]) is None
    assert span_of_successor(theirs, FIRST, [Span(date(2012, 1, 1), LAST)]) == Span(FIRST, None)
