"""Writing a step of a dossier, with its audit row, inside the transaction of the use case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from registry.transactions import current_connection

_COLUMNS = ("dossier", "step", "account", "evidence", "certificate", "facts", "recorded_at")


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


@dataclass(frozen=True, slots=True)
class Stepping:
    """A step that is taken in one of many dossiers: on which evidence, to which certificate, with which facts."""

    dossier: UUID
    evidence: UUID | None = None
    certificate: UUID | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


async def take_all(steps: Sequence[Stepping], step: Step, *, actor: Actor, now: datetime) -> None:
    """As `take`, of the same step in many dossiers at once."""
    rows = [
        (each.dossier, step.value, actor.account, each.evidence, each.certificate, canonical_json(each.facts), now)
        for each in steps
    ]
    await current_connection().copy_records_to_table("dossier_event", columns=_COLUMNS, records=rows)
    recorded = {each.dossier: {"step": step, "evidence": each.evidence, **each.facts} for each in steps}
    await audit.record_all(Action.DOSSIER_STEP, recorded, actor=actor, at=now)
