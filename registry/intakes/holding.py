"""An intake that was held, with whom, and one that does not go on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from registry.days import amsterdam_day
from registry.intakes import places, steps
from registry.intakes.rules import IntakeStep, check_may_hold, check_runs
from registry.intakes.schemas import CancelIntake, HoldIntake, Participant
from registry.intakes.tables import IntakeParticipant
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import Actor, Permission
from registry.programmes.caps import check_intake_cap
from registry.transactions import transaction


async def hold_intake(intake: UUID, command: HoldIntake, *, actor: Actor, now: datetime) -> None:
    """The coordinator says on which day it was held, and who took part; on another day than planned all is judged anew.

    Raises IntakeOutOfOrder, IntakeNotHeld for a day to come, NotFound, and what planning raises.
    """
    actor.must(Permission.HOLD_INTAKES)
    async with transaction() as connection:
        row = await steps.locked_by_coordinator(intake, connection=connection, actor=actor)
        check_may_hold(await steps.taken(intake), held_on=command.held_on, day=amsterdam_day(now))
        if command.held_on != row["held_on"]:
            places.check_within(row, command.held_on)
            members = await places.named(row["holder"], [*await steps.members_of(intake)], command.held_on)
            region = await places.region_of(members, command.held_on, coordinator=actor.person)
            await check_intake_cap(row["programme"], command.held_on, connection=connection, besides=intake)
            await connection.execute(
                "UPDATE intake SET held_on = $2, region = $3 WHERE id = $1", intake, command.held_on, region
            )
        await _note(intake, command.participants, actor=actor, now=now)
        facts = {"planned": row["held_on"], "heldOn": command.held_on, "participants": len(command.participants)}
        await steps.take(IntakeStep.HELD, intake, actor=actor, now=now, facts=facts)


async def _note(intake: UUID, participants: Sequence[Participant], *, actor: Actor, now: datetime) -> None:
    """Each participant becomes somebody the registry knows; whether this is someone already known is for a person to see."""
    for each in participants:
        person = RegisterPerson(
            given_name=each.given_name,
            family_name=each.family_name,
            family_prefix=each.family_prefix,
            work_email=each.work_email,
        )
        who = await people.add(person, actor=actor, now=now)
        row = IntakeParticipant(intake=intake, person=who, capacity=each.capacity, recorded_at=now)
        await IntakeParticipant.insert(row)


async def cancel_intake(intake: UUID, command: CancelIntake, *, actor: Actor, now: datetime) -> None:
    """The coordinator ends an intake that will grant nothing; so may an admin, when the coordinator no longer can.

    Raises IntakeOutOfOrder, NotAllowed, NotFound.
    """
    async with transaction() as connection:
        if actor.may(Permission.MANAGE_PROGRAMMES):
            await steps.locked(intake, connection=connection)
        else:
            await steps.locked_by_coordinator(intake, connection=connection, actor=actor)
        check_runs(await steps.taken(intake))
        await steps.take(IntakeStep.CANCELLED, intake, actor=actor, now=now, facts={"reason": command.reason})
