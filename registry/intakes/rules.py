"""Intakes: planned, held, completed or cancelled; only a completed one grants days (DESIGN §7)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from registry.intakes.errors import CapExceeded, IntakeNotHeld, IntakeOutOfOrder
from registry.quarters import days

Place = TypeVar("Place")


class IntakeStep(StrEnum):
    """What happens with an intake."""

    PLANNED = "planned"
    HELD = "held"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    TAKEN_OVER = "taken-over"


class CancelReason(StrEnum):
    """Why an intake does not go on."""

    MUNICIPALITY_DECLINED = "municipality-declined"
    COORDINATOR_UNAVAILABLE = "coordinator-unavailable"
    PLANNED_AGAIN = "planned-again"
    NO_PROPOSITION = "no-proposition"
    MISTAKE = "mistake"


GRANTING = (IntakeStep.COMPLETED, IntakeStep.TAKEN_OVER)
"""An intake that stands so granted days, and opens a pool to the municipalities that it names."""
OVER = (*GRANTING, IntakeStep.CANCELLED)
"""An intake that stands so takes no further step."""


def check_may_hold(steps: Sequence[IntakeStep], *, held_on: date, day: date) -> None:
    """An intake is held once, on this day or before, and not after it was over; IntakeNotHeld, IntakeOutOfOrder."""
    if steps[-1] is not IntakeStep.PLANNED:
        raise IntakeOutOfOrder
    if day < held_on:
        raise IntakeNotHeld(held_on=held_on)


def check_may_complete(steps: Sequence[IntakeStep], *, held_on: date, day: date) -> None:
    """An intake is completed from its day on, and is over once completed or cancelled; IntakeNotHeld, IntakeOutOfOrder."""
    if steps[-1] in OVER:
        raise IntakeOutOfOrder
    if day < held_on:
        raise IntakeNotHeld(held_on=held_on)


def check_runs(steps: Sequence[IntakeStep]) -> None:
    """An intake that is over is not cancelled or handed over: days that were granted are corrected; IntakeOutOfOrder."""
    if steps[-1] in OVER:
        raise IntakeOutOfOrder


def check_within_cap(*, granted: int, proposed: int, cap: int) -> None:
    """What was granted and what is proposed stay together within the policy's cap, in quarters; raises CapExceeded."""
    if granted + proposed > cap:
        raise CapExceeded(granted=days(granted), proposed=days(proposed), cap=days(cap), room=days(max(0, cap - granted)))


def strange_places(regions: Mapping[Place, Collection[object]], worked: Collection[object]) -> list[Place]:
    """The municipalities that lie in a region, and in none that the coordinator works in; one without a region is anyone's."""
    return [place for place, lies_in in regions.items() if lies_in and not set(lies_in) & set(worked)]
