"""The plan (*realisatieplan*) by which a municipality carries out what an intake came to: versions that only come to it."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.intakes import reading, steps
from registry.intakes.errors import IntakeNotCompleted
from registry.intakes.rules import GRANTING
from registry.intakes.schemas import RecordPlan
from registry.intakes.tables import RealisationPlan
from registry.periods import period_faults
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import transaction

_TO_COME = Text("Deze dag moet nog komen.", "This day is yet to come.")


async def record_plan(intake: UUID, command: RecordPlan, *, actor: Actor, now: datetime) -> int:
    """The next version of a completed intake's plan, by a coordinator who sees the intake; returns its number.

    Raises Invalid, IntakeNotCompleted, NotFound.
    """
    actor.must(Permission.HOLD_INTAKES)
    faults = period_faults(command.first_day, command.last_day, field="lastDay")
    if command.council_decided_on is not None and command.council_decided_on > amsterdam_day(now):
        faults.append(Fault("councilDecidedOn", _TO_COME))
    if faults:
        raise Invalid(faults)
    await reading.check_sees(intake, actor=actor, now=now)
    async with transaction() as connection:
        await steps.locked(intake, connection=connection)
        if (await steps.taken(intake))[-1] not in GRANTING:
            raise IntakeNotCompleted
        earlier: int = await RealisationPlan.count().where(RealisationPlan.intake == intake)
        version = earlier + 1
        plan = RealisationPlan(
            intake=intake,
            version=version,
            first_day=command.first_day,
            last_day=command.last_day,
            council_decided_on=command.council_decided_on,
            reference_number=command.reference,
            account=actor.account,
            recorded_at=now,
        )
        await RealisationPlan.insert(plan)
        facts = {"version": version, "reference": command.reference, "councilDecidedOn": command.council_decided_on}
        await audit.record(Action.REALISATION_PLAN_RECORDED, intake, actor=actor, at=now, facts=facts)
    return version
