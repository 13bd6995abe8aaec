"""The steps of an appeal, each at its place, and the term that runs."""

from datetime import date

import pytest

from registry.appeals.errors import AppealStepOutOfOrder
from registry.appeals.rules import ENDED, OUTCOMES, Outcome, Step, check_step, due_on

RECEIVED_ON = date(2026, 11, 20)
FITS = {
    Step.RECEIVED: {Step.ACKNOWLEDGED, Step.WITHDRAWN},
    Step.ACKNOWLEDGED: {Step.ASSIGNED, Step.WITHDRAWN},
    Step.ASSIGNED: {Step.ASSIGNED, Step.PREPARED, Step.WITHDRAWN},
    Step.PREPARED: {Step.ASSIGNED, Step.WITHDRAWN, *OUTCOMES},
}


@pytest.mark.parametrize("last", Step)
@pytest.mark.parametrize("step", Step)
def test_each_step_has_its_place(last: Step, step: Step) -> None:
    """And after the end there is none."""
    if step in FITS.get(last, set()):
        check_step(last, step)
    else:
        with pytest.raises(AppealStepOutOfOrder):
            check_step(last, step)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (Step.RECEIVED, date(2026, 12, 4)),
        (Step.ACKNOWLEDGED, date(2027, 1, 1)),
        (Step.PREPARED, date(2027, 1, 1)),
        *((each, None) for each in sorted(ENDED)),
    ],
)
def test_the_term_that_runs(last: Step, due: date | None) -> None:
    """Two weeks to acknowledge, six weeks to decide, from the day of receipt; none once it has ended."""
    assert due_on(last, RECEIVED_ON) == due


def test_an_outcome_is_a_step() -> None:
    """Each ends the appeal under its own name."""
    assert {Step(each.value) for each in Outcome} == OUTCOMES
