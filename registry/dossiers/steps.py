"""Writing a step of a dossier, with its audit row, inside the transaction of the use case."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.dossiers.rules import Step
from registry.dossiers.tables import DossierEvent
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About


async def take(
    dossier: UUID,
    step: Step,
    *,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    evidence: UUID | None = None,
    certificate: UUID | None = None,
    about: About | None = None,
) -> None:
    """Write the step; `about` is free text about the candidate, kept where it can be erased."""
    kept = None
    if about is not None:
        [kept] = await personal_data.keep([about], at=now)
    await DossierEvent.insert(
        DossierEvent(
            dossier=dossier,
            step=step.value,
            account=actor.account,
            evidence=evidence,
            certificate=certificate,
            facts=canonical_json(facts or {}),
            personal=kept,
            recorded_at=now,
        ),
    )
    recorded = {"step": step, "evidence": evidence, **(facts or {})}
    await audit.record(Action.DOSSIER_STEP, dossier, actor=actor, at=now, facts=recorded)
