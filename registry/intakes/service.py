"""Intakes as other topics use them: planned, held, completed within the cap, cancelled, taken over, and read."""

from registry.intakes.completing import complete_intake
from registry.intakes.coordinating import assign, end, regions
from registry.intakes.holding import cancel_intake, hold_intake
from registry.intakes.planning import plan_intake
from registry.intakes.reading import detail, listed
from registry.intakes.realising import record_plan
from registry.intakes.taking_over import take_over_intake

__all__ = [
    "assign",
    "cancel_intake",
    "complete_intake",
    "detail",
    "end",
    "hold_intake",
    "listed",
    "plan_intake",
    "record_plan",
    "regions",
    "take_over_intake",
]
