"""The judge of bookings: every check, both ways, with its numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from registry.certificates.rules import Event, EventKind, Timeline
from registry.engagements.checks import Check, CheckCode
from registry.engagements.errors import BookingRefused
from registry.engagements.rules import Caps, Circumstances, Judgement, Pool, Wish, judge, read_wish
from registry.errors import Invalid
from registry.texts import Language

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)
MUNICIPALITY, HOLDER, PERSON, STRANGER = uuid4(), uuid4(), uuid4(), uuid4()
CERTIFICATE = Timeline(
    date(2026, 11, 19), date(2029, 11, 18), [Event(EventKind.GRANTED, date(2026, 11, 19), NOW - timedelta(days=1))]
)
WISH = Wish(date(2027, 1, 11), date(2027, 4, 30), 48)
POOL = Pool(
    id=uuid4(),
    holder=HOLDER,
    holder_name="Samenwerking Groene Delta",
    programme_first_day=date(2026, 6, 1),
    programme_last_day=date(2030, 4, 30),
    available=80,
    intake_completed=True,
    coordinators=frozenset({STRANGER}),
    caps=Caps(per_booking=80, per_adviser=160, per_adviser_per_year=320),
    timelines=(CERTIFICATE,),
)
AROUND = Circumstances(
    municipality=MUNICIPALITY,
    exists_from=None,
    exists_through=None,
    adviser_person=PERSON,
    adviser_employers=frozenset({STRANGER}),
    booked_with_adviser=0,
    booked_of_adviser={},
    known_at=NOW,
    today=TODAY,
)


def failed(judgement: Judgement) -> Check:
    """The one check that failed."""
    [check] = judgement.failed
    return check


def test_all_passes() -> None:
    """Where nothing stands in the way, every check is told and has passed."""
    judgement = judge(WISH, POOL, AROUND)
    assert judgement.passed
    assert [check.code for check in judgement.checks] == list(CheckCode)
    assert all(check.passes_from is None and check.passes_with is None for check in judgement.checks)


FAILING: dict[CheckCode, tuple[Wish, Pool, Circumstances, dict[str, object]]] = {
    CheckCode.INTAKE_COMPLETED: (WISH, replace(POOL, intake_completed=False), AROUND, {}),
    CheckCode.MUNICIPALITY_EXISTS: (
        WISH,
        POOL,
        replace(AROUND, exists_through=date(2027, 4, 29)),
        {"needed": date(2027, 4, 30), "available": date(2027, 4, 29), "passes_from": None},
    ),
    CheckCode.STARTS_IN_TIME: (
        replace(WISH, first_day=TODAY - ONE_DAY),
        replace(POOL, timelines=(replace(CERTIFICATE, valid_from=date(2026, 1, 1)),)),
        AROUND,
        {"needed": TODAY - ONE_DAY, "available": TODAY, "passes_from": TODAY},
    ),
    CheckCode.WITHIN_PROGRAMME: (
        WISH,
        replace(POOL, programme_last_day=date(2027, 4, 29)),
        AROUND,
        {"needed": date(2027, 4, 30), "available": date(2027, 4, 29), "passes_from": None},
    ),
    CheckCode.FITS_IN_PERIOD: (
        Wish(date(2027, 1, 11), date(2027, 1, 17), 21),
        POOL,
        AROUND,
        {"needed": Decimal("5.25"), "available": Decimal(5), "passes_with": Decimal(5)},
    ),
    CheckCode.ENOUGH_DAYS: (
        WISH,
        replace(POOL, available=32),
        AROUND,
        {"needed": Decimal(12), "available": Decimal(8), "passes_with": Decimal(8)},
    ),
    CheckCode.PER_BOOKING: (
        WISH,
        replace(POOL, caps=replace(POOL.caps, per_booking=47)),
        AROUND,
        {"needed": Decimal(12), "available": Decimal("11.75"), "passes_with": Decimal("11.75")},
    ),
    CheckCode.PER_ADVISER: (
        WISH,
        POOL,
        replace(AROUND, booked_with_adviser=113),
        {"needed": Decimal(12), "available": Decimal("11.75"), "passes_with": Decimal("11.75")},
    ),
    CheckCode.PER_ADVISER_PER_YEAR: (
        WISH,
        POOL,
        replace(AROUND, booked_of_adviser={2026: 320, 2027: 320}),
        {"needed": Decimal(12), "available": Decimal(0), "passes_with": None},
    ),
    CheckCode.CERTIFICATE_COVERS: (
        WISH,
        replace(POOL, timelines=(replace(CERTIFICATE, valid_until=date(2027, 4, 29)),)),
        AROUND,
        {"needed": date(2027, 4, 30), "available": date(2027, 4, 30)},
    ),
    CheckCode.NOT_THE_COORDINATOR: (WISH, replace(POOL, coordinators=frozenset({PERSON, STRANGER})), AROUND, {}),
    CheckCode.NOT_EMPLOYED_HERE: (WISH, POOL, replace(AROUND, adviser_employers=frozenset({MUNICIPALITY})), {}),
}


@pytest.mark.parametrize("code", list(CheckCode))
def test_each_check_fails_alone(code: CheckCode) -> None:
    """One thing is wrong: that check fails, with what is needed, what there is and what would pass; all are told."""
    wish, pool, around, numbers = FAILING[code]
    judgement = judge(wish, pool, around)
    check = failed(judgement)
    assert check.code is code
    assert {name: getattr(check, name) for name in numbers} == numbers
    assert [each.code for each in judgement.checks] == list(CheckCode)
    for language in Language:
        assert "{" not in check.say(language)
        assert check.say(language) != replace(check, passed=True).say(language)
        assert check.changed_by.say(language)


@pytest.mark.parametrize("code", [code for code in CheckCode if FAILING[code][3].get("passes_with")])
def test_what_would_pass_does_pass(code: CheckCode) -> None:
    """The number of days that a check says would pass, passes; a quarter more does not."""
    wish, pool, around, numbers = FAILING[code]
    enough = int(Decimal(str(numbers["passes_with"])) * 4)
    assert judge(replace(wish, quarters=enough), pool, around).passed
    assert failed(judge(replace(wish, quarters=enough + 1), pool, around)).code is code


def test_from_when_it_passes_is_told_only_where_waiting_helps() -> None:
    """A period that begins too early passes from a day: of the programme, of the municipality, or today."""
    late_programme = replace(POOL, programme_first_day=date(2027, 2, 1))
    check = failed(judge(WISH, late_programme, AROUND))
    assert (check.code, check.passes_from) == (CheckCode.WITHIN_PROGRAMME, date(2027, 2, 1))
    new_municipality = replace(AROUND, exists_from=date(2027, 2, 1))
    check = failed(judge(WISH, POOL, new_municipality))
    assert (check.code, check.passes_from) == (CheckCode.MUNICIPALITY_EXISTS, date(2027, 2, 1))
    assert judge(replace(WISH, first_day=date(2027, 2, 1)), late_programme, new_municipality).passed


def test_everything_that_fails_is_told_at_once() -> None:
    """The judge never stops at the first fault."""
    wish = Wish(TODAY - ONE_DAY, date(2031, 1, 1), 9_999)
    pool = replace(
        POOL,
        available=0,
        intake_completed=False,
        coordinators=frozenset({PERSON}),
        timelines=(),
        caps=Caps(1, 1, 1),
        programme_last_day=TODAY,
    )
    around = replace(AROUND, exists_through=TODAY, adviser_employers=frozenset({HOLDER}))
    assert {check.code for check in judge(wish, pool, around).failed} == set(CheckCode)


def test_the_first_day_may_be_today() -> None:
    """A booking may begin on the day it is made, and end on the programme's last day."""
    wish = Wish(TODAY, TODAY, 4)
    assert judge(wish, replace(POOL, programme_first_day=TODAY, programme_last_day=TODAY), AROUND).passed


def test_the_year_that_is_fullest_counts() -> None:
    """A booking over two years must fit in both."""
    wish = Wish(date(2026, 12, 1), date(2027, 1, 31), 5)
    around = replace(AROUND, booked_of_adviser={2026: 10, 2027: 316})
    assert failed(judge(wish, POOL, around)).code is CheckCode.PER_ADVISER_PER_YEAR
    assert judge(replace(wish, quarters=4), POOL, around).passed


def test_a_refusal_tells_who_can_change_it_and_which_pool_would_do() -> None:
    """The refusal in words: what is missing, who to ask, and another pool; in quarters as days are written."""
    judgement = judge(WISH, replace(POOL, available=33), AROUND)
    refused = BookingRefused(judgement, alternatives=[POOL])
    told = refused.say(Language.NL)
    assert "8,25 dagen beschikbaar; u vraagt er 12" in told
    assert "de regie-adviseur" in told
    assert "Samenwerking Groene Delta (20 dagen beschikbaar)" in told
    assert refused.facts["checks"] == [check.facts for check in judgement.checks]


@pytest.mark.parametrize(("first", "last"), [(date(2027, 1, 2), date(2027, 1, 1)), (date(2027, 1, 1), date(2033, 1, 1))])
def test_a_period_is_a_period(first: date, last: date) -> None:
    """A reversed period, or one of more than five years, is refused."""
    with pytest.raises(Invalid):
        read_wish(first, last, 4)
    assert read_wish(date(2027, 1, 1), date(2027, 1, 1), 4).last_day == date(2027, 1, 1)
