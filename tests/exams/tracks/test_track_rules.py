"""What a version of a track must be, and when an approval may end: pure rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from exams.tracks.errors import ApprovalOverlaps
from exams.tracks.rules import (
    Period,
    RouteIn,
    check_ending,
    check_overlap,
    holds_on,
    overlap,
    part_faults,
    prerequisite_faults,
    route_faults,
)
from registry.errors import Invalid
from registry.texts import Language
from tests.exams.tracks.school import part

DAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)


def test_every_fault_of_the_parts_is_told_at_once() -> None:
    """A scale or mark with two decimals, a mark above the scale or at nought, and a code twice."""
    bad = [
        part("GP", scale_maximum=Decimal("9.99")),
        part("IM", pass_mark=Decimal(11)),
        part("OA", pass_mark=Decimal(0)),
        part("GP"),
    ]
    assert [fault.field for fault in part_faults(bad)] == [
        "parts[0].scaleMaximum",
        "parts[1].passMark",
        "parts[2].passMark",
        "parts[3].code",
    ]
    assert part_faults([part("GP"), part("IM", weight=1000)]) == []


def test_a_route_is_told_once() -> None:
    """Two equivalent routes of a version have two codes."""
    route = RouteIn(code="praktijk", name_nl="Praktijk", name_en="Practice", description_nl="Zo.", description_en="So.")
    assert [fault.field for fault in route_faults([route, route])] == ["equivalentRoutes[1].code"]


@pytest.mark.parametrize(
    ("wanted", "faulty"),
    [
        pytest.param(["b"], [], id="a track that asks for others"),
        pytest.param(["a"], ["prerequisites[0]"], id="the track itself"),
        pytest.param(["b", "z"], ["prerequisites[1]"], id="a track that is not there"),
        pytest.param(["b", "b"], ["prerequisites[1]"], id="the same one twice"),
        pytest.param(["d"], ["prerequisites[0]"], id="a track that asks for this one"),
        pytest.param(["b", "e"], ["prerequisites[1]"], id="one that asks for it through another"),
        pytest.param(["f"], [], id="one in a circle that this track is not in"),
    ],
)
def test_prerequisites_make_no_circle(wanted: list[str], faulty: list[str]) -> None:
    """A prerequisite is another track that can be passed without this one."""
    required = {"a": [], "b": ["c"], "c": [], "d": ["a"], "e": ["b", "d"], "f": ["g"], "g": ["f"]}
    assert [fault.field for fault in prerequisite_faults("a", wanted, required)] == faulty


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        pytest.param((DAY, None), (DAY, DAY + 9 * ONE_DAY), id="without end"),
        pytest.param((DAY + 9 * ONE_DAY, None), (DAY + 9 * ONE_DAY, DAY + 9 * ONE_DAY), id="from the last day"),
        pytest.param((DAY + 10 * ONE_DAY, None), None, id="from the day after"),
        pytest.param((DAY - 9 * ONE_DAY, DAY), (DAY, DAY), id="through the first day"),
        pytest.param((DAY - 9 * ONE_DAY, DAY - ONE_DAY), None, id="through the day before"),
    ],
)
def test_periods_share_their_first_and_last_days(other: Period, shared: Period | None) -> None:
    """A period holds on its first day and on its last; two may share a single day."""
    period = (DAY, DAY + 9 * ONE_DAY)
    assert overlap(period, other) == overlap(other, period) == shared
    assert holds_on(period, DAY + 9 * ONE_DAY)
    assert not holds_on(period, DAY + 10 * ONE_DAY)


def test_an_approval_that_stands_in_the_way_is_named() -> None:
    """With its days, in words, also where it has no end."""
    with pytest.raises(ApprovalOverlaps) as refused:
        check_overlap((DAY, None), [(DAY - 9 * ONE_DAY, DAY - ONE_DAY), (DAY + ONE_DAY, DAY + 2 * ONE_DAY)])
    assert "21 november 2026 tot en met 22 november 2026" in refused.value.say(Language.NL)
    with pytest.raises(ApprovalOverlaps) as refused:
        check_overlap((DAY, DAY), [(DAY - ONE_DAY, None)])
    assert "zonder einddatum" in refused.value.say(Language.NL)
    check_overlap((DAY, DAY), [(DAY - ONE_DAY, DAY - ONE_DAY), (DAY + ONE_DAY, None)])


@pytest.mark.parametrize(
    ("period", "last_day", "allowed"),
    [
        pytest.param((DAY - ONE_DAY, None), DAY, True, id="today"),
        pytest.param((DAY - ONE_DAY, None), DAY - ONE_DAY, False, id="yesterday"),
        pytest.param((DAY - ONE_DAY, DAY + ONE_DAY), DAY, True, id="a day earlier"),
        pytest.param((DAY - ONE_DAY, DAY + ONE_DAY), DAY + ONE_DAY, False, id="the last day it has"),
        pytest.param((DAY - ONE_DAY, DAY + ONE_DAY), DAY + 2 * ONE_DAY, False, id="later"),
        pytest.param((DAY + 2 * ONE_DAY, None), DAY + ONE_DAY, False, id="before it begins"),
        pytest.param((DAY - 9 * ONE_DAY, DAY - ONE_DAY), DAY, False, id="of one that is over"),
    ],
)
def test_an_approval_ends_earlier_but_never_in_the_past(period: Period, last_day: date, *, allowed: bool) -> None:
    """What was done under it until today was relied on."""
    if allowed:
        check_ending(period, last_day, today=DAY)
    else:
        with pytest.raises(Invalid) as refused:
            check_ending(period, last_day, today=DAY)
        assert [fault.field for fault in refused.value.faults] == ["lastDay"]
