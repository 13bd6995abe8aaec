"""Completing an intake: the proposition is written and its days are granted, in one transaction."""

from datetime import datetime
from uuid import UUID

from registry.allotments import telling
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post_all
from registry.days import amsterdam_day
from registry.intakes import places, proposing, steps
from registry.intakes.rules import IntakeStep, check_may_complete
from registry.intakes.schemas import CompleteIntake
from registry.messages.rules import Kind
from registry.permissions import Actor, Permission
from registry.quarters import quarters
from registry.transactions import transaction


async def complete_intake(intake: UUID, command: CompleteIntake, *, actor: Actor, now: datetime) -> UUID:
    """Completing posts the grants in the same transaction; an intake of which holding was not recorded was held as planned.

    Days are public money: a person grants them, no API key. Returns the allotment; of shares, that of the first municipality
    named. Raises IntakeOutOfOrder, IntakeNotHeld, CapExceeded, NoPolicy, OutsideProgramme, OwnMunicipality,
    MunicipalityNotThere, Invalid, NotAllowed for a program, NotFound for another coordinator's intake.
    """
    actor.must(Permission.HOLD_INTAKES)
    actor.must_be_in_person()
    proposed, day = quarters(command.days), amsterdam_day(now)
    async with transaction() as connection:
        row = await steps.locked_by_coordinator(intake, connection=connection, actor=actor)
        check_may_complete(await steps.taken(intake), held_on=row["held_on"], day=day)
        places.check_within(row, day)
        proposing.check_valid_until(command.valid_until, first=day, last_day=row["last_day"])
        members = await steps.members_of(intake)
        await places.check_not_own(actor, row["holder"], [*members.values()])
        shares = proposing.divided(command, row["holder"], members)
        granted = await proposing.opened(row["programme"], shares, connection=connection, now=now)
        await proposing.write(intake, command, granted, actor=actor, now=now)
        grants = [Movement(PostingKind.GRANT, each.allotment, each.quarters, intake=intake) for each in granted]
        await post_all(grants, actor=actor, now=now)
        for each in granted:
            await telling.tell(Kind.DAYS_GRANTED, each.allotment, each.quarters, connection=connection, now=now)
        facts = {"reference": command.reference, "quarters": proposed, "validUntil": command.valid_until}
        await steps.take(IntakeStep.COMPLETED, intake, actor=actor, now=now, facts=facts)
    return granted[0].allotment
