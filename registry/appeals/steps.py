"""Writing a step of an appeal or complaint, with its audit row, inside the transaction of the use case."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from registry.appeals.rules import Step
from registry.appeals.tables import AppealEvent
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About


async def take(
    appeal: UUID,
    step: Step,
    *,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    handler: UUID | None = None,
    words: About | None = None,
) -> None:
    """Write the step; `words` are kept where they can be erased."""
    kept = None
    if words is not None:
        [kept] = await personal_data.keep([words], at=now)
    event = AppealEvent(
        appeal=appeal,
        step=step.value,
        account=actor.account,
        handler=handler,
        facts=canonical_json(facts or {}),
        personal=kept,
        recorded_at=now,
    )
    await AppealEvent.insert(event)
    recorded = {"step": step, "handler": handler, **(facts or {})}
    await audit.record(Action.APPEAL_STEP, appeal, actor=actor, at=now, facts=recorded)
