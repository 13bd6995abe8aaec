"""Intakes held and completed elsewhere, taken over by an admin: days granted and days used as an opening balance."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post_all
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.intakes import places, planning, proposing, steps
from registry.intakes.errors import IntakeNotHeld
from registry.intakes.rules import IntakeStep
from registry.intakes.schemas import TakeOverIntake
from registry.intakes.tables import Intake
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.programmes import service as programmes
from registry.quarters import quarters
from registry.texts import Text
from registry.transactions import transaction

_UNKNOWN = Text("Deze persoon is niet bekend.", "This person is not known.")
_MORE_USED = Text("Er zijn meer dagen gebruikt dan toegekend.", "More days were used than granted.")


async def take_over_intake(command: TakeOverIntake, *, actor: Actor, now: datetime) -> UUID:
    """An admin enters what was granted and used of an intake elsewhere; returns the intake.

    The days are for whoever is there today. The grant stays within the cap of today's policy; the intake counts for the cap
    on intakes, which does not refuse what has happened. Raises Invalid, IntakeNotHeld, OutsideProgramme, CapExceeded,
    NoPolicy, NotFound, and what planning says of members.
    """
    actor.must(Permission.MANAGE_PROGRAMMES)
    actor.must_be_in_person()
    programme, day = await programmes.by_code(command.programme), amsterdam_day(now)
    if command.held_on > day:
        raise IntakeNotHeld(held_on=command.held_on)
    for each in (command.held_on, day):
        places.check_within(programme, each)
    granted_quarters, used = await _checked(command)
    proposing.check_valid_until(command.valid_until, first=command.held_on, last_day=programme["last_day"])
    members = await places.named(command.holder, command.members, day)
    intake = Intake(
        programme=programme["id"],
        coordinator=command.coordinator,
        holder=command.holder,
        region=await places.region_then(members, day),
        held_on=command.held_on,
        recorded_at=now,
    )
    async with transaction() as connection:
        await planning.write(intake, members)
        shares = {command.holder: granted_quarters}
        [granted] = await proposing.opened(programme["id"], shares, connection=connection, now=now)
        await proposing.write(intake.id, command, [granted], actor=actor, now=now)
        kinds = [(PostingKind.GRANT, granted_quarters), (PostingKind.RESERVE, used), (PostingKind.USE, used)]
        opening = [
            Movement(kind, granted.allotment, amount, intake=intake.id, reason=command.reason)
            for kind, amount in kinds
            if amount
        ]
        await post_all(opening, actor=actor, now=now)
        facts = {
            "members": command.members,
            "reference": command.reference,
            "quarters": granted_quarters,
            "used": used,
            "validUntil": command.valid_until,
            "why": command.reason,
        }
        await steps.take(IntakeStep.TAKEN_OVER, intake.id, actor=actor, now=now, facts=facts)
    return intake.id


async def _checked(command: TakeOverIntake) -> tuple[int, int]:
    """Granted and used in quarters; raises Invalid with every fault."""
    faults: list[Fault] = []
    amounts = []
    for amount, field in ((command.days, "days"), (command.used, "used")):
        try:
            amounts.append(0 if field == "used" and amount == Decimal(0) else quarters(amount, field=field))
        except Invalid as error:
            faults += error.faults
    if not faults and amounts[1] > amounts[0]:
        faults.append(Fault("used", _MORE_USED))
    if not await people.names_of([command.coordinator]):
        faults.append(Fault("coordinator", _UNKNOWN))
    if faults:
        raise Invalid(faults)
    return amounts[0], amounts[1]
