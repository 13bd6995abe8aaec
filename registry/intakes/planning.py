"""Planning an intake, within the programme, its cap of intakes and the coordinator's region."""

from datetime import datetime
from uuid import UUID

from registry.intakes import places, steps
from registry.intakes.rules import IntakeStep
from registry.intakes.schemas import PlanIntake
from registry.intakes.tables import Intake, IntakeMember
from registry.permissions import Actor, Permission
from registry.programmes import service as programmes
from registry.programmes.caps import check_intake_cap
from registry.transactions import transaction


async def plan_intake(command: PlanIntake, *, actor: Actor, now: datetime) -> UUID:
    """The coordinator plans an intake with a municipality, or with a partnership and the members it names.

    The day may lie in the past, for what was agreed without the registry. Raises OutsideProgramme, NotYourRegion,
    IntakeCapReached, OwnMunicipality, NotAMember, MunicipalityNotThere, UnknownMunicipality, NotFound.
    """
    actor.must(Permission.HOLD_INTAKES)
    programme = await programmes.by_code(command.programme)
    places.check_within(programme, command.held_on)
    members = await places.named(command.holder, command.members, command.held_on)
    await places.check_not_own(actor, command.holder, members)
    region = await places.region_of(members, command.held_on, coordinator=actor.person)
    intake = Intake(
        programme=programme["id"],
        coordinator=actor.person,
        holder=command.holder,
        region=region,
        held_on=command.held_on,
        recorded_at=now,
    )
    async with transaction() as connection:
        await check_intake_cap(programme["id"], command.held_on, connection=connection)
        await write(intake, members)
        facts: dict[str, object] = {"members": command.members, "heldOn": command.held_on}
        await steps.take(IntakeStep.PLANNED, intake.id, actor=actor, now=now, facts=facts)
    return intake.id


async def write(intake: Intake, members: list[UUID]) -> None:
    """The intake and the municipalities it names, inside the caller's transaction."""
    await Intake.insert(intake)
    await IntakeMember.insert(*(IntakeMember(intake=intake.id, municipality=member) for member in members))
