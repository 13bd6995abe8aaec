"""Intakes held and completed elsewhere, taken over by an admin: days granted and days used as an opening balance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from registry.allotments import telling
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post_all
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RegistryError
from registry.intakes import places, planning, proposing, steps
from registry.intakes.errors import IntakeNotHeld, TakenOverBefore
from registry.intakes.rules import IntakeStep
from registry.intakes.schemas import TakeOverIntake
from registry.intakes.tables import Intake
from registry.messages.rules import Kind
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.programmes import service as programmes
from registry.quarters import quarters
from registry.texts import Text
from registry.transactions import Connection, transaction

_UNKNOWN = Text("Deze persoon is niet bekend.", "This person is not known.")
_MORE_USED = Text("Er zijn meer dagen gebruikt dan toegekend.", "More days were used than granted.")
_SAME = """
SELECT 1 FROM proposition JOIN intake ON intake.id = proposition.intake JOIN intake_event ON intake_event.intake = intake.id
WHERE intake.programme = $1 AND intake.holder = $2 AND proposition.reference_number = $3 AND intake_event.step = 'taken-over'
"""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What is in the way of the intake at this place of a list."""

    place: int
    error: RegistryError


class _NothingTakenOver(Exception):
    """The transaction of a list is undone."""

    def __init__(self, refused: list[RefusedRow]) -> None:
        self.refused = refused


async def take_over_intake(command: TakeOverIntake, *, actor: Actor, now: datetime) -> UUID:
    """An admin enters what was granted and used of an intake elsewhere; returns the intake.

    The days are for whoever is there today. The grant stays within the cap of today's policy; the intake counts for the cap
    on intakes, which does not refuse what has happened. Raises Invalid, IntakeNotHeld, OutsideProgramme, CapExceeded,
    OwnMunicipality, TakenOverBefore, NoPolicy, NotFound, and what planning says of members.
    """
    _must_be_admin(actor)
    async with transaction() as connection:
        return await _take_over(command, connection=connection, actor=actor, now=now)


async def take_over_list(commands: Sequence[TakeOverIntake], *, actor: Actor, now: datetime) -> list[RefusedRow]:
    """As `take_over_intake` for each in turn, all of them or none: where anything is in the way, returns what at which."""
    _must_be_admin(actor)
    try:
        async with transaction() as connection:
            if refused := await _each(commands, connection=connection, actor=actor, now=now):
                _undo(refused)
    except _NothingTakenOver as undone:
        return undone.refused
    return []


async def foresee_list(commands: Sequence[TakeOverIntake], *, actor: Actor, now: datetime) -> list[RefusedRow]:
    """What `take_over_list` would say of it now; whatever it is, nothing stays."""
    _must_be_admin(actor)
    try:
        async with transaction() as connection:
            _undo(await _each(commands, connection=connection, actor=actor, now=now))
    except _NothingTakenOver as undone:
        return undone.refused


def _undo(refused: list[RefusedRow]) -> NoReturn:
    raise _NothingTakenOver(refused)


def _must_be_admin(actor: Actor) -> None:
    actor.must(Permission.MANAGE_PROGRAMMES)
    actor.must_be_in_person()


async def _each(commands: Sequence[TakeOverIntake], *, connection: Connection, actor: Actor, now: datetime) -> list[RefusedRow]:
    """In the order of the list; their allotments are locked first and in one order, as all who grant days do."""
    for code in sorted({each.programme for each in commands}):
        programme = await programmes.by_code(code)
        holders = [each.holder for each in commands if each.programme == code]
        await proposing.lock(programme["id"], holders, connection=connection, now=now)
    refused = []
    for place, command in enumerate(commands):
        try:
            await _take_over(command, connection=connection, actor=actor, now=now)
        except RegistryError as error:
            refused.append(RefusedRow(place, error))
    return refused


async def _take_over(command: TakeOverIntake, *, connection: Connection, actor: Actor, now: datetime) -> UUID:
    programme, day = await programmes.by_code(command.programme), amsterdam_day(now)
    if command.held_on > day:
        raise IntakeNotHeld(held_on=command.held_on)
    for each in (command.held_on, day):
        places.check_within(programme, each)
    amount, used = await _checked(command)
    proposing.check_valid_until(command.valid_until, first=command.held_on, last_day=programme["last_day"])
    members = await places.named(command.holder, command.members, day)
    await places.check_not_own(actor, command.holder, members)
    intake = Intake(
        programme=programme["id"],
        coordinator=command.coordinator,
        holder=command.holder,
        region=await places.region_then(members, day),
        held_on=command.held_on,
        recorded_at=now,
    )
    [granted] = await proposing.opened(programme["id"], {command.holder: amount}, connection=connection, now=now)
    if await connection.fetchval(_SAME, programme["id"], command.holder, command.reference):
        raise TakenOverBefore(reference=command.reference)
    await planning.write(intake, members)
    await proposing.write(intake.id, command, [granted], actor=actor, now=now)
    kinds = [(PostingKind.GRANT, amount), (PostingKind.RESERVE, used), (PostingKind.USE, used)]
    opening = [
        Movement(kind, granted.allotment, moved, intake=intake.id, reason=command.reason) for kind, moved in kinds if moved
    ]
    await post_all(opening, actor=actor, now=now)
    await telling.tell(Kind.DAYS_GRANTED, granted.allotment, amount, connection=connection, now=now)
    facts = {
        "members": command.members,
        "reference": command.reference,
        "quarters": amount,
        "used": used,
        "validUntil": command.valid_until,
        "why": command.reason,
    }
    await steps.take(IntakeStep.TAKEN_OVER, intake.id, actor=actor, now=now, facts=facts)
    taken_over: UUID = intake.id
    return taken_over


async def _checked(command: TakeOverIntake) -> tuple[int, int]:
    """Granted and used in quarters; raises Invalid with every fault."""
    faults: list[Fault] = []
    amounts = []
    for amount, field in ((command.days, "days"), (command.used, "used")):
        try:
            amounts.append(0 if field == "used" and amount.is_zero() else quarters(amount, field=field))
        except Invalid as error:
            faults += error.faults
    if not faults and amounts[1] > amounts[0]:
        faults.append(Fault("used", _MORE_USED))
    if not await people.names_of([command.coordinator]):
        faults.append(Fault("coordinator", _UNKNOWN))
    if faults:
        raise Invalid(faults)
    return amounts[0], amounts[1]
