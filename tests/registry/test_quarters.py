"""Days outside, whole quarters inside; the cap of an intake; and which account a posting goes between."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.allotments.ledger import SIDES, AccountKind, PostingKind
from registry.errors import Invalid
from registry.intakes.errors import CapExceeded, IntakeNotHeld, IntakeOutOfOrder
from registry.intakes.rules import IntakeStep, check_may_complete, check_within_cap
from registry.piccolo_migrations.registry_2026_11_22_guards import LEDGER
from registry.quarters import days, quarters

HELD_ON = date(2026, 11, 20)


@given(some.integers(1, 40_000))
def test_every_number_of_quarters_comes_back(count: int) -> None:
    """Days are quarters and back, with nothing lost."""
    assert quarters(days(count)) == count


@pytest.mark.parametrize(
    "asked",
    [
        "0",
        "-0.25",
        "0.1",
        "2.2",
        "0.125",
        "10000.25",
        "1E+6",
        "9E+999999",
        "-9E+999999",
        "1E-999999",
        "2.0000000000000000000000000000000000000001",
        "9999.99999999999999999999999999999999999999",
        "NaN",
        "-NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
    ],
)
def test_what_is_no_number_of_quarters_is_refused(asked: str) -> None:
    """Whole quarters above zero and at most 10,000 days, whatever kind of number is sent, and however many digits."""
    with pytest.raises(Invalid) as refused:
        quarters(Decimal(asked), field="perBooking")
    assert [fault.field for fault in refused.value.faults] == ["perBooking"]


@pytest.mark.parametrize(("asked", "count"), [("2.25", 9), ("2.250", 9), ("1E+3", 4000), ("10000", 40_000), ("0.25", 1)])
def test_what_is_a_number_of_quarters(asked: str, count: int) -> None:
    """However it is written."""
    assert quarters(Decimal(asked)) == count


def test_the_cap_holds_over_all_intakes() -> None:
    """What was granted before and what is proposed now stay together within the cap."""
    check_within_cap(granted=60, proposed=20, cap=80)
    with pytest.raises(CapExceeded) as refused:
        check_within_cap(granted=60, proposed=21, cap=80)
    assert refused.value.facts["room"] == Decimal(5)
    with pytest.raises(CapExceeded) as refused:
        check_within_cap(granted=100, proposed=1, cap=80)
    assert refused.value.facts["room"] == Decimal(0)


@pytest.mark.parametrize("over", [IntakeStep.COMPLETED, IntakeStep.CANCELLED])
def test_an_intake_is_completed_once(over: IntakeStep) -> None:
    """An intake that was completed or cancelled is over."""
    check_may_complete([IntakeStep.PLANNED], held_on=HELD_ON, day=HELD_ON)
    check_may_complete([IntakeStep.PLANNED, IntakeStep.HELD], held_on=HELD_ON, day=HELD_ON + timedelta(days=1))
    with pytest.raises(IntakeOutOfOrder):
        check_may_complete([IntakeStep.PLANNED, over], held_on=HELD_ON, day=HELD_ON)


@pytest.mark.parametrize("kind", list(PostingKind))
def test_the_database_has_the_same_sides(kind: PostingKind) -> None:
    """The trigger that posts days lets each kind go between the accounts that the rule names."""
    [posting] = [statement for statement in LEDGER if "day_posting_has_its_sides" in statement]
    source, target = SIDES[kind]
    within = "false" if kind is PostingKind.TRANSFER else "true"
    assert f"('{kind}', '{source}', '{target}', {within})" in posting


def test_only_grants_and_corrections_touch_the_source() -> None:
    """Days come from and return to the grants' source by those two only."""
    touching = {kind for kind, sides in SIDES.items() if AccountKind.GRANTED in sides}
    assert touching == {PostingKind.GRANT, PostingKind.CORRECT}


def test_an_intake_is_completed_on_its_day_at_the_earliest():
    """Nothing is granted on a conversation that has not been held."""
    with pytest.raises(IntakeNotHeld):
        check_may_complete([IntakeStep.PLANNED], held_on=HELD_ON, day=HELD_ON - timedelta(days=1))
