"""The order of an intake's steps, and whose municipality is whose, without a database."""

from datetime import date, timedelta

import pytest

from registry.intakes.errors import IntakeNotHeld, IntakeOutOfOrder
from registry.intakes.rules import OVER, IntakeStep, check_may_hold, check_runs, strange_places

DAY = date(2026, 11, 20)
PLANNED, HELD = IntakeStep.PLANNED, IntakeStep.HELD


def test_an_intake_is_held_once() -> None:
    """On its day or later, never on a day to come, and not again."""
    check_may_hold([PLANNED], held_on=DAY, day=DAY)
    with pytest.raises(IntakeNotHeld):
        check_may_hold([PLANNED], held_on=DAY + timedelta(days=1), day=DAY)
    for steps in ([PLANNED, HELD], *([PLANNED, over] for over in OVER)):
        with pytest.raises(IntakeOutOfOrder):
            check_may_hold(steps, held_on=DAY, day=DAY)


@pytest.mark.parametrize("over", OVER)
def test_what_is_over_is_not_cancelled(over: IntakeStep) -> None:
    """Planned or held it may be; completed, cancelled or taken over it may not."""
    check_runs([PLANNED])
    check_runs([PLANNED, HELD])
    with pytest.raises(IntakeOutOfOrder):
        check_runs([PLANNED, over])


def test_whose_municipality_it_is() -> None:
    """One that lies in a region is for who works there; one that lies in none is anyone's."""
    regions = {"in mine": ["a"], "in another": ["b"], "in none": [], "in both": ["a", "b"]}
    assert strange_places(regions, ["a"]) == ["in another"]
    assert strange_places(regions, ["a", "b"]) == []
    assert strange_places(regions, []) == ["in mine", "in another", "in both"]
