"""A list of intakes completed elsewhere: read whole, judged at its cells, and taken over whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from exams.cells.findings import Problem
from exams.spreadsheets.reader import read_file
from exams.takeovers.intake_headings import IntakeField
from exams.takeovers.intake_rows import IntakeLine, IntakeReading, read_intakes
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RegistryError
from registry.intakes import service as intakes
from registry.intakes.schemas import IntakeList, TakeOverIntake
from registry.intakes.spelling import Known
from registry.intakes.taking_over import RefusedRow
from registry.permissions import Actor
from registry.texts import Language, Text

MOST_INTAKES = 200
"""So many in one list: it is taken over in one transaction."""
_AT_FIELD: Mapping[str, IntakeField] = {
    "days": IntakeField.DAYS,
    "used": IntakeField.USED,
    "validUntil": IntakeField.VALID_UNTIL,
    "coordinator": IntakeField.COORDINATOR,
}
_AT_CODE: Mapping[str, IntakeField] = {
    "intake-not-held": IntakeField.HELD_ON,
    "outside-programme": IntakeField.HELD_ON,
    "cap-exceeded": IntakeField.DAYS,
    "intake-taken-over": IntakeField.REFERENCE,
    "not-a-member": IntakeField.MEMBERS,
    "unknown-municipality": IntakeField.MEMBERS,
}
"""The cell at which the registry's own words about a row stand; whatever else is about the holder."""


@dataclass(frozen=True, slots=True)
class SentIntakes:
    """A file as it arrived, in which programme its intakes are, and where they come from."""

    of: IntakeList
    file_name: str
    content: bytes


async def preview(sent: SentIntakes, *, actor: Actor, now: datetime) -> IntakeReading:
    """What is wrong at which cell, were it taken over now; nothing is written. Raises UploadRefused, NotAllowed, NotFound."""
    found, commands = await _read(sent, actor=actor, now=now)
    _tell(found, await intakes.foresee_list(commands, actor=actor, now=now))
    return found.ordered()


async def take_over(sent: SentIntakes, *, actor: Actor, now: datetime) -> IntakeReading:
    """Every intake of the list is taken over where nothing is wrong; else none. Raises as `preview` does."""
    found, commands = await _read(sent, actor=actor, now=now)
    act = intakes.foresee_list if found.faults else intakes.take_over_list
    _tell(found, await act(commands, actor=actor, now=now))
    return found.ordered()


async def _read(sent: SentIntakes, *, actor: Actor, now: datetime) -> tuple[IntakeReading, list[TakeOverIntake]]:
    known = await intakes.known_on(amsterdam_day(now), actor=actor)
    found = read_intakes(await read_file(sent.content, filename=sent.file_name))
    if len(found.lines) > MOST_INTAKES:
        line = found.lines[MOST_INTAKES]
        found.fault(line.row, IntakeField.HOLDER, Problem("intakes-too-many", {"limit": MOST_INTAKES}))
    lines, found.lines = found.lines[:MOST_INTAKES], []
    commands = []
    for line in lines:
        command = _command(line, sent.of, known, found)
        if command is not None:
            found.lines.append(line)
            commands.append(command)
    return found, commands


def _command(line: IntakeLine, of: IntakeList, known: Known, found: IntakeReading) -> TakeOverIntake | None:
    holder = known.holders.get(line.holder.casefold())
    coordinator = known.coordinators.get(line.coordinator.casefold())
    if holder is None:
        found.fault(line.row, IntakeField.HOLDER, Problem("holder-unknown", {"typed": line.holder}))
    elif not (line.members or holder.members):
        found.fault(line.row, IntakeField.MEMBERS, Problem("members-form", {"typed": ""}))
    if coordinator is None:
        found.fault(line.row, IntakeField.COORDINATOR, Problem("coordinator-unknown", {"typed": line.coordinator}))
    if holder is None or coordinator is None or not (line.members or holder.members):
        return None
    return TakeOverIntake(
        programme=of.programme,
        holder=holder.organisation,
        members=list(line.members or holder.members),
        coordinator=coordinator,
        held_on=line.held_on,
        reference=line.reference,
        days=line.days,
        used=line.used,
        valid_until=line.valid_until,
        role_split=line.role_split,
        reason=of.reason,
    )


def _tell(found: IntakeReading, refused: list[RefusedRow]) -> None:
    for each in refused:
        row = found.lines[each.place].row
        faults = each.error.faults if isinstance(each.error, Invalid) else [_whole(each.error)]
        for fault in faults:
            told = Text(*(fault.say(language).rstrip(".") for language in (Language.NL, Language.EN)))
            at = _AT_FIELD.get(fault.field) or _AT_CODE.get(fault.field, IntakeField.HOLDER)
            found.fault(row, at, Problem("intake-refused", {"told": told}))


def _whole(error: RegistryError) -> Fault:
    """What a rule says of the whole row, as a fault at its code."""
    return Fault(error.code, error.detail, error.facts)
