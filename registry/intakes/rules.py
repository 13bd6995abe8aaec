"""Intakes: planned, held, completed or cancelled; only a completed one grants days (DESIGN §7)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from registry.intakes.errors import CapExceeded, IntakeNotHeld, IntakeOutOfOrder
from registry.quarters import days


class IntakeStep(StrEnum):
    """What happens with an intake."""

    PLANNED = "planned"
    HELD = "held"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    TAKEN_OVER = "taken-over"


def check_may_complete(steps: Sequence[IntakeStep], *, held_on: date, day: date) -> None:
    """An intake is completed from its day on, and is over once completed or cancelled; IntakeNotHeld, IntakeOutOfOrder."""
    if steps[-1] in (IntakeStep.COMPLETED, IntakeStep.CANCELLED):
        raise IntakeOutOfOrder
    if day < held_on:
        raise IntakeNotHeld(held_on=held_on)


def check_within_cap(*, granted: int, proposed: int, cap: int) -> None:
    """What was granted and what is proposed stay together within the policy's cap, in quarters; raises CapExceeded."""
    if granted + proposed > cap:
        raise CapExceeded(granted=days(granted), proposed=days(proposed), cap=days(cap), room=days(max(0, cap - granted)))
