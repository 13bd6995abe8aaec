"""What can be done to a certificate, when, why and until when: the rules, without a registry."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on
from registry.days import ALL_ON_RECORD
from registry.errors import Invalid
from registry.measures.errors import MeasureNotAllowed, MoreOnRecord
from registry.measures.periods import instants, periods
from registry.measures.rules import ALLOWED, Measure, Proposal, Standing, bounds, check, reasons_for
from registry.people.rules import Name
from registry.schemes.rules import MEASURES, Reason, SchemeRules, ScopeItem
from registry.texts import Language

FIRST, LAST = date(2026, 3, 1), date(2029, 2, 28)
GRANTED_AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
ELIF = Name("Elif", None, "Öztürk")
RULES = SchemeRules(
    validity_months=36,
    look_back_months=24,
    track_codes=("traject",),
    scope=(ScopeItem("gp", "Processen", "Processes"), ScopeItem("im", "Informatie", "Information")),
    terms_version="1",
    code_of_conduct_version="1",
    reasons=(
        Reason("fraud", "Fraude", "Fraud", ("withdrawn", "voided"), public=True),
        Reason("complaint", "Klacht", "Complaint", ("suspended",)),
    ),
)
BEFORE: dict[Status, list[tuple[EventKind, date]]] = {
    Status.VALID: [],
    Status.SUSPENDED: [(EventKind.SUSPENDED, TODAY - 9 * DAY)],
    Status.WITHDRAWN: [(EventKind.WITHDRAWN, TODAY - 9 * DAY)],
    Status.SUPERSEDED: [(EventKind.SUPERSEDED, TODAY - 9 * DAY)],
    Status.REPLACED: [(EventKind.REPLACED, TODAY - 9 * DAY)],
    Status.VOID: [(EventKind.VOIDED, FIRST)],
}


def standing(*happened: tuple[EventKind, date], first: date = FIRST, last: date = LAST, rules: SchemeRules = RULES) -> Standing:
    """A certificate of all scope items, and what happened to it since."""
    events = [Event(EventKind.GRANTED, first, GRANTED_AT), *(Event(kind, day, GRANTED_AT) for kind, day in happened)]
    return Standing(Timeline(first, last, events), rules, frozenset({"gp", "im"}), ELIF)


def wish(measure: Measure, day: date = TODAY) -> Proposal:
    """A measure from a day on, with all that it needs."""
    match measure:
        case Measure.SUSPENDED:
            return Proposal(measure, day, "complaint", resolve_by=day + 30 * DAY)
        case Measure.WITHDRAWN:
            return Proposal(measure, day, "fraud")
        case Measure.VOIDED:
            return Proposal(measure, None, "fraud")
        case Measure.REPLACED:
            return Proposal(measure, day, scope=("gp",))
        case Measure.REINSTATED:
            return Proposal(measure, day)


def in_status(status: Status) -> Standing:
    """A certificate that has this status today."""
    if status is Status.EXPIRED:
        return standing(last=TODAY - DAY)
    if status is Status.NOT_YET_VALID:
        return standing(first=TODAY + 9 * DAY)
    return standing(*BEFORE[status])


MATRIX = {
    Measure.SUSPENDED: {Status.VALID, Status.NOT_YET_VALID},
    Measure.REINSTATED: {Status.SUSPENDED},
    Measure.WITHDRAWN: {Status.VALID, Status.NOT_YET_VALID, Status.SUSPENDED},
    Measure.VOIDED: set(Status) - {Status.VOID},
    Measure.REPLACED: {Status.VALID},
}
BECOMES = {
    Measure.SUSPENDED: Status.SUSPENDED,
    Measure.REINSTATED: Status.VALID,
    Measure.WITHDRAWN: Status.WITHDRAWN,
    Measure.VOIDED: Status.VOID,
    Measure.REPLACED: Status.REPLACED,
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("measure", Measure)
def test_each_measure_fits_some_statuses(measure: Measure, status: Status) -> None:
    """The whole matrix: where a measure fits it makes the status of its name, elsewhere it is refused with the status."""
    now = in_status(status)
    assert status_on(now.timeline, TODAY, ALL_ON_RECORD) is status
    if status in MATRIX[measure]:
        effect = check(wish(measure), now, today=TODAY)
        assert (effect.after, effect.today_before, effect.today_after) == (BECOMES[measure], status, BECOMES[measure])
    else:
        with pytest.raises(MeasureNotAllowed) as refused:
            check(wish(measure), now, today=TODAY)
        assert refused.value.facts["measure"] == measure.value
        assert all(refused.value.say(language) for language in Language)


def test_the_table_is_the_matrix() -> None:
    """Nothing is allowed that this file does not name; schemes know the same measures."""
    assert {measure: set(statuses) for measure, statuses in ALLOWED.items()} == MATRIX
    assert frozenset(MEASURES) == {each.value for each in Measure}


@pytest.mark.parametrize("measure", [Measure.SUSPENDED, Measure.WITHDRAWN])
def test_the_day_lies_within_bounds(measure: Measure) -> None:
    """So many days back and ahead as the version says, both ends included, and not before the certificate's first day."""
    held = standing()
    first, last = bounds(measure, held, today=TODAY)
    assert (first, last) == (TODAY - 92 * DAY, TODAY + 183 * DAY)
    for day in (first, last):
        resolved = day + 60 * DAY if day > TODAY else TODAY
        proposal = dataclasses.replace(wish(measure, day), resolve_by=resolved if measure is Measure.SUSPENDED else None)
        assert check(proposal, held, today=TODAY).effective_on == day
    for day in (first - DAY, last + DAY):
        with pytest.raises(Invalid) as refused:
            check(wish(measure, day), held, today=TODAY)
        assert "effectiveOn" in {fault.field for fault in refused.value.faults}
    young = standing(first=TODAY - 5 * DAY)
    assert bounds(measure, young, today=TODAY)[0] == TODAY - 5 * DAY
    assert bounds(measure, standing(first=TODAY + 5 * DAY), today=TODAY)[0] == TODAY


def test_a_void_certificate_was_never_valid() -> None:
    """No day is asked: it is void from its own first day on, however long ago; a day that is given is a fault."""
    effect = check(wish(Measure.VOIDED), standing(), today=TODAY + 900 * DAY)
    assert (effect.effective_on, effect.before, effect.after) == (FIRST, Status.VALID, Status.VOID)
    with pytest.raises(Invalid):
        check(dataclasses.replace(wish(Measure.VOIDED), effective_on=TODAY), standing(), today=TODAY)


def test_a_replacement_is_not_dated_back() -> None:
    """It starts on the day that was wanted, or on the day it is decided where that came later; never after the bound ahead."""
    assert check(wish(Measure.REPLACED, TODAY + DAY), standing(), today=TODAY).effective_on == TODAY + DAY
    assert check(wish(Measure.REPLACED, TODAY - DAY), standing(), today=TODAY).effective_on == TODAY
    with pytest.raises(Invalid):
        check(wish(Measure.REPLACED, TODAY + 184 * DAY), standing(), today=TODAY)


def test_a_replacement_slips_out_of_nothing() -> None:
    """A suspension or an end that is on record for a later day stays: the certificate is not replaced before it."""
    for kind in (EventKind.WITHDRAWN, EventKind.SUPERSEDED, EventKind.SUSPENDED, EventKind.REPLACED):
        with pytest.raises(MoreOnRecord):
            check(wish(Measure.REPLACED), standing((kind, TODAY + 30 * DAY)), today=TODAY)
    over = standing((EventKind.SUSPENDED, TODAY - 30 * DAY), (EventKind.REINSTATED, TODAY - 9 * DAY))
    assert check(wish(Measure.REPLACED), over, today=TODAY).after is Status.REPLACED
    called_off = standing((EventKind.SUSPENDED, TODAY + 9 * DAY), (EventKind.REINSTATED, TODAY + 9 * DAY))
    assert check(wish(Measure.REPLACED), called_off, today=TODAY).after is Status.REPLACED


def test_an_earlier_end_may_come_before_a_later_one() -> None:
    """What ends next month can be withdrawn today; what has ended by the day asked cannot be withdrawn again."""
    ending = standing((EventKind.WITHDRAWN, TODAY + 30 * DAY))
    assert check(wish(Measure.WITHDRAWN), ending, today=TODAY).after is Status.WITHDRAWN
    with pytest.raises(MeasureNotAllowed):
        check(wish(Measure.WITHDRAWN, TODAY + 31 * DAY), ending, today=TODAY)


def test_a_coming_suspension_is_called_off_from_its_own_day() -> None:
    """Reinstating on the day it begins; not earlier, when nothing is suspended yet."""
    coming = standing((EventKind.SUSPENDED, TODAY + 9 * DAY))
    assert check(wish(Measure.REINSTATED, TODAY + 9 * DAY), coming, today=TODAY).after is Status.VALID
    with pytest.raises(MeasureNotAllowed):
        check(wish(Measure.REINSTATED), coming, today=TODAY)


def test_the_effect_tells_today_apart_from_the_first_day() -> None:
    """A measure ahead changes nothing today; one dated back does."""
    ahead = check(wish(Measure.WITHDRAWN, TODAY + 9 * DAY), standing(), today=TODAY)
    assert (ahead.before, ahead.after, ahead.today_before, ahead.today_after) == (
        Status.VALID,
        Status.WITHDRAWN,
        Status.VALID,
        Status.VALID,
    )
    back = check(wish(Measure.WITHDRAWN, TODAY - 9 * DAY), standing(), today=TODAY)
    assert (back.today_before, back.today_after) == (Status.VALID, Status.WITHDRAWN)


@pytest.mark.parametrize("measure", Measure)
def test_a_reason_is_one_of_the_version(measure: Measure) -> None:
    """Where the version names reasons for a measure one of those is given; where it names none, none is."""
    held, right = in_status(next(iter(MATRIX[measure]))), wish(measure)
    named = [each.code for each in reasons_for(measure, RULES)]
    for reason in ["fraud", "complaint", "gossip", None]:
        proposal = dataclasses.replace(right, reason=reason)
        if (reason in named) or (reason is None and not named):
            check(proposal, held, today=TODAY)
            continue
        with pytest.raises(Invalid) as refused:
            check(proposal, held, today=TODAY)
        assert [fault.field for fault in refused.value.faults] == ["reason"]


@pytest.mark.parametrize(
    ("resolve_by", "fits"),
    [(None, False), (TODAY - DAY, False), (TODAY, True), (date(2027, 5, 20), True), (date(2027, 5, 21), False)],
)
def test_a_suspension_has_a_day_to_resolve_it_by(resolve_by: date | None, fits: bool) -> None:  # noqa: FBT001  a case
    """From today through as many months after its first day as the version says."""
    proposal = dataclasses.replace(wish(Measure.SUSPENDED), resolve_by=resolve_by)
    if fits:
        check(proposal, standing(), today=TODAY)
        return
    with pytest.raises(Invalid) as refused:
        check(proposal, standing(), today=TODAY)
    assert [fault.field for fault in refused.value.faults] == ["resolveBy"]


def test_only_a_suspension_is_resolved_and_only_a_replacement_changes() -> None:
    """What does not belong to a measure is a fault, each of them told."""
    with pytest.raises(Invalid) as refused:
        check(
            Proposal(Measure.WITHDRAWN, TODAY, "fraud", TODAY, scope=("gp",), name=Name("E", None, "O")),
            standing(),
            today=TODAY,
        )
    assert [fault.field for fault in refused.value.faults] == ["resolveBy", "scope", "familyName"]


def test_all_faults_are_told_at_once() -> None:
    """A day out of bounds, an unknown reason and no day to resolve by, in one answer."""
    with pytest.raises(Invalid) as refused:
        check(Proposal(Measure.SUSPENDED, TODAY - 93 * DAY, "gossip"), standing(), today=TODAY)
    assert [fault.field for fault in refused.value.faults] == ["effectiveOn", "reason", "resolveBy"]
    assert all(fault.say(language) for fault in refused.value.faults for language in Language)


@pytest.mark.parametrize(
    ("scope", "name", "field"),
    [
        pytest.param(("gp",), None, None, id="less than the whole scope"),
        pytest.param((), Name("Elif", "van", "Öztürk"), None, id="another name"),
        pytest.param(("gp", "im"), ELIF, "scope", id="nothing changes"),
        pytest.param((), None, "scope", id="nothing is asked"),
        pytest.param(("gp", "xx"), None, "scope", id="outside the version's scope"),
    ],
)
def test_a_replacement_changes_something(scope: tuple[str, ...], name: Name | None, field: str | None) -> None:
    """The name, the scope within that of the version, or both."""
    proposal = Proposal(Measure.REPLACED, TODAY, scope=scope, name=name)
    if field is None:
        assert check(proposal, standing(), today=TODAY).after is Status.REPLACED
        return
    with pytest.raises(Invalid) as refused:
        check(proposal, standing(), today=TODAY)
    assert [fault.field for fault in refused.value.faults] == [field]


def test_the_certificate_of_who_was_erased_is_not_replaced() -> None:
    """There is no name to put on the new one; every other measure can be taken."""
    erased = dataclasses.replace(standing(), name=None)
    with pytest.raises(Invalid):
        check(wish(Measure.REPLACED), erased, today=TODAY)
    assert check(wish(Measure.WITHDRAWN), erased, today=TODAY).after is Status.WITHDRAWN


HAPPENED = st.lists(
    st.tuples(
        st.sampled_from([kind for kind in EventKind if kind is not EventKind.GRANTED]),
        st.integers(-40, 1200),
        st.integers(0, 400),
    ),
    max_size=6,
)


@given(happened=HAPPENED, known_after=st.integers(-1, 401), day=st.integers(-60, 1300))
def test_the_periods_are_the_status_of_every_day(
    happened: list[tuple[EventKind, int, int]], known_after: int, day: int
) -> None:
    """At whatever instant it is asked: each day lies in one period, which has the status of that day."""
    events = [
        Event(EventKind.GRANTED, FIRST, GRANTED_AT),
        *(Event(kind, FIRST + on * DAY, GRANTED_AT + known * DAY) for kind, on, known in sorted(happened, key=lambda e: e[2])),
    ]
    timeline, at = Timeline(FIRST, LAST, events), GRANTED_AT + known_after * DAY
    found, asked = periods(timeline, at), FIRST + day * DAY
    within = [each for each in found if (each.first or date.min) <= asked <= (each.last or date.max)]
    expected = status_on(timeline, asked, at)
    assert [each.status for each in within] == ([] if expected is None else [expected])
    assert all(one.status is not next_.status for one, next_ in pairwise(found))


def test_what_was_known_when() -> None:
    """A withdrawal recorded in November for September: until November the certificate was known to be valid."""
    recorded = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    since = date(2026, 9, 1)
    timeline = Timeline(FIRST, LAST, [Event(EventKind.GRANTED, FIRST, GRANTED_AT), Event(EventKind.WITHDRAWN, since, recorded)])
    first, second = instants(timeline)
    assert [(each.status, each.last) for each in periods(timeline, first)] == [
        (Status.NOT_YET_VALID, FIRST - DAY),
        (Status.VALID, LAST),
        (Status.EXPIRED, None),
    ]
    assert [(each.status, each.first) for each in periods(timeline, second)] == [
        (Status.NOT_YET_VALID, None),
        (Status.VALID, FIRST),
        (Status.WITHDRAWN, since),
    ]
    assert periods(timeline, GRANTED_AT - DAY) == []
