"""Admitting candidates, and turning applicants away with every reason at once (ISO/IEC 17024, 9.1)."""

from datetime import datetime
from uuid import UUID

from registry.dossiers import reading, renewing
from registry.dossiers.judging import check_independent, opened
from registry.dossiers.rules import Step, check_step
from registry.dossiers.schemas import Admit, NotAdmit
from registry.dossiers.steps import take
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.transactions import transaction


async def admit(dossier: UUID, command: Admit, *, actor: Actor, now: datetime) -> None:
    """A certifier saw who the candidate is; evidence that is complete already completes the dossier at once."""
    async with transaction() as connection:
        held, version = await opened(dossier, Permission.ADMIT_DOSSIERS, connection=connection, actor=actor, now=now)
        check_step(held.steps, Step.ADMITTED)
        facts = {"identityDocument": command.identity_document}
        await take(dossier, Step.ADMITTED, actor=actor, now=now, facts=facts)
        newest = await reading.newest_for(held.adviser, version)
        if newest is None or newest.content is None:
            return
        if await renewing.is_completed_by(held, newest.content):
            await take(dossier, Step.COMPLETED, actor=actor, now=now, evidence=newest.id)


async def not_admit(dossier: UUID, command: NotAdmit, *, actor: Actor, now: datetime) -> None:
    """A certifier who is independent of the applicant turns them away; they read every reason, and may appeal or apply anew.

    Raises StepOutOfOrder, NotIndependent, NotFound.
    """
    async with transaction() as connection:
        held, version = await opened(dossier, Permission.ADMIT_DOSSIERS, connection=connection, actor=actor, now=now)
        check_step(held.steps, Step.NOT_ADMITTED)
        newest = await reading.newest_for(held.adviser, version)
        await check_independent(held, version, newest.content if newest else None, actor=actor, now=now)
        facts = {"schemeVersion": version.number, "reasons": sorted(command.reasons)}
        about = About(held.person, {"explanation": command.explanation})
        await take(dossier, Step.NOT_ADMITTED, actor=actor, now=now, facts=facts, about=about)
