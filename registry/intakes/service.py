"""Intakes as other topics use them: planned, held, completed within the cap, cancelled, taken over, and read."""

from registry.intakes.completing import complete_intake
from registry.intakes.coordinating import assign, end, regions
from registry.intakes.handing_over import hand_over
from registry.intakes.holding import cancel_intake, hold_intake
from registry.intakes.planning import plan_intake
from registry.intakes.reading import counts, detail, listed
from registry.intakes.realising import record_plan
from registry.intakes.spelling import known_on
from registry.intakes.taking_over import foresee_list, take_over_intake, take_over_list

__all__ = [
    "assign",
    "cancel_intake",
    "complete_intake",
    "counts",
    "detail",
    "end",
    "foresee_list",
    "hand_over",
    "hold_intake",
    "known_on",
    "listed",
    "plan_intake",
    "record_plan",
    "regions",
    "take_over_intake",
    "take_over_list",
]
