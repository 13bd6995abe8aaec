"""The judge of bookings: every check, both ways, with its numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from registry.bookings.checks import Check, CheckCode
from registry.bookings.covering import Bond, Held
from registry.bookings.errors import BookingRefused
from registry.bookings.fitting import Availability, WorkingTime
from registry.bookings.matters import Caps, Circumstances, Engaged, Existing, Own, Pool, Wish
from registry.bookings.rules import Judgement, judge, read_wish
from registry.certificates.rules import Event, EventKind, Timeline
from registry.errors import Invalid
from registry.texts import Language

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)
MUNICIPALITY, HOLDER, PERSON, STRANGER, PROGRAMME = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()
TIMELINE = Timeline(
    date(2026, 11, 19), date(2029, 11, 18), [Event(EventKind.GRANTED, date(2026, 11, 19), NOW - timedelta(days=1))]
)
CERTIFICATE = Held(TIMELINE, frozenset({"gp"}))
WISH = Wish(date(2027, 1, 11), date(2027, 4, 30), 48)
POOL = Pool(
    id=uuid4(),
    holder=HOLDER,
    holder_name="Samenwerking Groene Delta",
    programme=PROGRAMME,
    programme_first_day=date(2026, 6, 1),
    programme_last_day=date(2030, 4, 30),
    first_day=date(2026, 6, 1),
    last_day=date(2030, 4, 30),
    available=80,
    unnamed=(),
    outsiders=(),
    coordinators=frozenset({STRANGER}),
    caps=Caps(per_booking=80, per_adviser=160, per_adviser_per_year=320),
    held=(CERTIFICATE,),
)
EXISTING = Existing(MUNICIPALITY, "Eigenwaard", None, None)
AROUND = Circumstances(
    municipalities=(EXISTING,),
    persons=frozenset({PERSON}),
    employments=(Bond(STRANGER, TODAY, None),),
    ties=(),
    engaged=(),
    time=WorkingTime(),
    known_at=NOW,
    first_from=TODAY,
)


def engaged(quarters: int, first: date = WISH.first_day, last: date = WISH.last_day, **others: object) -> Engaged:
    """Another booking of the adviser, of which nothing was worked yet."""
    made = Engaged(STRANGER, PROGRAMME, first, last, counted=quarters, unworked=quarters)
    return replace(made, **others)  # type: ignore[arg-type]  # fields by name


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
    CheckCode.INTAKE_COMPLETED: (WISH, replace(POOL, unnamed=("Eigenwaard",)), AROUND, {"named": ("Eigenwaard",)}),
    CheckCode.MUNICIPALITY_EXISTS: (
        WISH,
        POOL,
        replace(
            AROUND, municipalities=(EXISTING, Existing(uuid4(), "Haaren", None, date(2027, 4, 29), (("GM0855", "Tilburg"),)))
        ),
        {
            "needed": date(2027, 4, 30),
            "available": date(2027, 4, 29),
            "passes_from": None,
            "passes_until": date(2027, 4, 29),
            "named": ("Haaren",),
            "successors": (("GM0855", "Tilburg"),),
        },
    ),
    CheckCode.BENEFICIARIES_BELONG: (WISH, replace(POOL, outsiders=("Buurland",)), AROUND, {"named": ("Buurland",)}),
    CheckCode.STARTS_IN_TIME: (
        replace(WISH, first_day=TODAY - ONE_DAY),
        replace(POOL, held=(Held(replace(TIMELINE, valid_from=date(2026, 1, 1)), frozenset()),)),
        AROUND,
        {"needed": TODAY - ONE_DAY, "available": TODAY, "passes_from": TODAY, "passes_until": None},
    ),
    CheckCode.WITHIN_PROGRAMME: (
        WISH,
        replace(POOL, programme_last_day=date(2027, 4, 29)),
        AROUND,
        {"needed": date(2027, 4, 30), "available": date(2027, 4, 29), "passes_from": None, "passes_until": date(2027, 4, 29)},
    ),
    CheckCode.WITHIN_ALLOTMENT: (
        WISH,
        replace(POOL, last_day=date(2027, 3, 31)),
        AROUND,
        {"needed": date(2027, 4, 30), "available": date(2027, 3, 31), "passes_until": date(2027, 3, 31)},
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
        replace(AROUND, engaged=(engaged(113, municipality=MUNICIPALITY, unworked=0), engaged(50))),
        {"needed": Decimal(12), "available": Decimal("11.75"), "passes_with": Decimal("11.75")},
    ),
    CheckCode.PER_ADVISER_PER_YEAR: (
        WISH,
        POOL,
        replace(AROUND, engaged=(engaged(320, date(2027, 5, 1), date(2027, 12, 31)),)),
        {"needed": Decimal(12), "available": Decimal(0), "passes_with": None},
    ),
    CheckCode.CERTIFICATE_COVERS: (
        WISH,
        replace(POOL, held=(replace(CERTIFICATE, timeline=replace(TIMELINE, valid_until=date(2027, 4, 29))),)),
        AROUND,
        {"needed": date(2027, 4, 30), "available": date(2027, 4, 30), "passes_until": date(2027, 4, 29)},
    ),
    CheckCode.SCOPE_COVERED: (
        replace(WISH, scope=("gp", "im")),
        POOL,
        AROUND,
        {"available": WISH.first_day, "passes_from": None, "passes_until": None, "named": ("gp", "im")},
    ),
    CheckCode.NO_DECLARED_TIE: (
        WISH,
        POOL,
        replace(AROUND, ties=(Bond(MUNICIPALITY, date(2027, 2, 1), date(2027, 2, 28)),)),
        {"passes_from": date(2027, 3, 1), "passes_until": date(2027, 1, 31)},
    ),
    CheckCode.NOT_THE_COORDINATOR: (WISH, replace(POOL, coordinators=frozenset({PERSON, STRANGER})), AROUND, {}),
    CheckCode.NOT_EMPLOYED_HERE: (
        WISH,
        POOL,
        replace(AROUND, employments=(Bond(HOLDER, TODAY, date(2027, 3, 31)),)),
        {"passes_from": date(2027, 4, 1), "passes_until": None},
    ),
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
        assert all(name in check.say(language) for name in check.named)
        assert all(name in check.say(language) and gm in check.say(language) for gm, name in check.successors)


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
    new_municipality = replace(AROUND, municipalities=(replace(EXISTING, first_day=date(2027, 2, 1)),))
    check = failed(judge(WISH, POOL, new_municipality))
    assert (check.code, check.passes_from) == (CheckCode.MUNICIPALITY_EXISTS, date(2027, 2, 1))
    assert judge(replace(WISH, first_day=date(2027, 2, 1)), late_programme, new_municipality).passed


def test_everything_that_fails_is_told_at_once() -> None:
    """The judge never stops at the first fault."""
    wish = Wish(TODAY - ONE_DAY, date(2031, 1, 1), 9_999, ("im",))
    pool = replace(
        POOL,
        available=0,
        unnamed=("Eigenwaard",),
        outsiders=("Eigenwaard",),
        coordinators=frozenset({PERSON}),
        held=(),
        caps=Caps(1, 1, 1),
        programme_last_day=TODAY,
        last_day=TODAY,
    )
    around = replace(
        AROUND,
        municipalities=(replace(EXISTING, last_day=TODAY),),
        employments=(Bond(HOLDER, TODAY, None),),
        ties=(Bond(HOLDER, TODAY, None),),
    )
    assert {check.code for check in judge(wish, pool, around).failed} == set(CheckCode)


def test_the_first_day_may_be_today() -> None:
    """A booking may begin on the day it is made, and end on the programme's last day."""
    wish = Wish(TODAY, TODAY, 4)
    pool = replace(POOL, programme_first_day=TODAY, programme_last_day=TODAY, first_day=TODAY, last_day=TODAY)
    assert judge(wish, pool, AROUND).passed


def test_days_over_two_years_count_where_they_fit() -> None:
    """What is still to be worked counts in whichever of its years has room; what was worked counts in its own year."""
    wish = Wish(date(2026, 12, 1), date(2027, 1, 31), 5)
    both = engaged(400, date(2026, 12, 1), date(2027, 12, 31))
    full = replace(AROUND, engaged=(both, engaged(235, date(2027, 6, 1), date(2027, 12, 31))))
    assert judge(wish, POOL, full).passed
    assert failed(judge(replace(wish, quarters=6), POOL, full)).code is CheckCode.PER_ADVISER_PER_YEAR
    worked = {date(2027, 6, 1) + timedelta(days=offset): 4 for offset in range(80)}
    busy = replace(AROUND, time=WorkingTime((), worked))
    assert failed(judge(WISH, POOL, busy)).code is CheckCode.PER_ADVISER_PER_YEAR
    assert judge(replace(WISH, first_day=date(2026, 12, 1)), POOL, busy).passed


def test_other_bookings_and_stated_availability_take_working_time() -> None:
    """Of a week with half days four half days are left when another booking needs one of them."""
    week = Wish(date(2027, 1, 11), date(2027, 1, 15), 8)
    halves = WorkingTime((Availability(TODAY, None, (2, 2, 2, 2, 2)),))
    busy = replace(AROUND, time=halves, engaged=(engaged(2, date(2027, 1, 12), date(2027, 1, 13)),))
    assert judge(week, POOL, busy).passed
    check = failed(judge(replace(week, quarters=9), POOL, busy))
    assert (check.code, check.passes_with) == (CheckCode.FITS_IN_PERIOD, Decimal(2))


def test_what_another_programme_has_with_the_adviser_does_not_count_for_the_municipality() -> None:
    """The cap per adviser is that of one municipality in one programme; the cap per year is over everything."""
    elsewhere = replace(AROUND, engaged=(engaged(300, municipality=MUNICIPALITY, programme=STRANGER, unworked=0),))
    assert judge(WISH, POOL, elsewhere).passed
    in_programme = replace(AROUND, engaged=(engaged(160, municipality=MUNICIPALITY, unworked=0),))
    assert failed(judge(WISH, POOL, in_programme)).code is CheckCode.PER_ADVISER


def test_a_booking_that_stands_is_not_in_its_own_way() -> None:
    """Its reserved and worked days count as its own, and days that are past need no certificate any more."""
    started = date(2027, 3, 1)
    around = replace(
        AROUND,
        first_from=min(started, WISH.first_day),
        since=started,
        own=Own(used=8, worked=12, reserved=40),
        time=WorkingTime((), {date(2027, 2, 1): 4, date(2027, 2, 2): 4, date(2027, 2, 3): 4}),
    )
    late = replace(CERTIFICATE, timeline=replace(TIMELINE, valid_from=started))
    assert judge(WISH, replace(POOL, available=0, held=(late,)), around).passed
    more = replace(WISH, quarters=WISH.quarters + 1)
    assert failed(judge(more, replace(POOL, available=0), around)).code is CheckCode.ENOUGH_DAYS
    assert judge(more, replace(POOL, available=1), around).passed
    over = replace(around, since=WISH.last_day + ONE_DAY)
    assert judge(WISH, replace(POOL, available=0, held=(late,)), over).passed


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
    """A reversed period, or one of more than five years, is refused; a scope named twice is one."""
    with pytest.raises(Invalid):
        read_wish(first, last, 4)
    assert read_wish(date(2027, 1, 1), date(2027, 1, 1), 4).last_day == date(2027, 1, 1)
    assert read_wish(date(2027, 1, 1), date(2027, 1, 1), 4, ["gp", "gp"]).scope == ("gp",)
