"""Appeals and complaints: what they can be about, and the steps of handling one (DESIGN §7; ISO/IEC 17024, 9.8 and 9.9)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from registry.appeals.errors import AppealStepOutOfOrder

ACKNOWLEDGED_WITHIN = timedelta(days=14)
"""How soon whoever wrote has an acknowledgement."""
DECIDED_WITHIN = timedelta(days=42)
"""How soon there is a decision: six weeks, as for objections in Dutch administrative law (Awb, 7:10)."""


class Kind(StrEnum):
    """An appeal asks for another decision; a complaint is about anything else."""

    APPEAL = "appeal"
    COMPLAINT = "complaint"


class Against(StrEnum):
    """What an appeal or complaint is about."""

    DECISION = "decision"
    ADMISSION = "admission"
    RESULT = "result"
    MEASURE = "measure"
    OTHER = "other"


class Step(StrEnum):
    """What is done with an appeal or complaint."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    PREPARED = "prepared"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly-upheld"
    REJECTED = "rejected"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"


OUTCOMES = frozenset({Step.UPHELD, Step.PARTLY_UPHELD, Step.REJECTED, Step.INADMISSIBLE})
"""How an appeal or complaint is decided."""
IN_FAVOUR = frozenset({Step.UPHELD, Step.PARTLY_UPHELD})
"""The outcomes after which what it was about is looked at again."""
ENDED = OUTCOMES | {Step.WITHDRAWN}
_UNDERWAY = frozenset({Step.RECEIVED, Step.ACKNOWLEDGED, Step.ASSIGNED, Step.PREPARED})
_ALLOWED_AFTER: Mapping[Step, frozenset[Step]] = {
    Step.RECEIVED: frozenset(),
    Step.ACKNOWLEDGED: frozenset({Step.RECEIVED}),
    Step.ASSIGNED: frozenset({Step.ACKNOWLEDGED, Step.ASSIGNED, Step.PREPARED}),
    Step.PREPARED: frozenset({Step.ASSIGNED}),
    Step.WITHDRAWN: _UNDERWAY,
    **dict.fromkeys(OUTCOMES, frozenset({Step.PREPARED})),
}


class Outcome(StrEnum):
    """What can be decided; the step of the same name ends the appeal."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly-upheld"
    REJECTED = "rejected"
    INADMISSIBLE = "inadmissible"


class Effect(StrEnum):
    """What a decision in favour of the sender causes."""

    REVIEW = "review"
    REOPENED = "reopened"
    APPLIED_ANEW = "applied-anew"
    RESULT = "result"


def check_step(last: Step, step: Step) -> None:
    """Each step has its place; one that ended takes no other. Raises AppealStepOutOfOrder."""
    if last not in _ALLOWED_AFTER[step]:
        raise AppealStepOutOfOrder(state=last.value)


def due_on(last: Step, received_on: date) -> date | None:
    """The last day of the term that runs: to acknowledge, or else to decide; none once it has ended."""
    if last in ENDED:
        return None
    return received_on + (ACKNOWLEDGED_WITHIN if last is Step.RECEIVED else DECIDED_WITHIN)
