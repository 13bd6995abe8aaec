"""The same measure on many certificates: what it would do, proposing it and deciding it, each judged on its own.

Every row is a transaction: it is done whole or refused with the rule in its way, and holds up no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from registry.certificates import service as certificates
from registry.errors import RegistryError
from registry.measures import judging, reading, service
from registry.measures.errors import MeasureOpen
from registry.measures.rules import Effect
from registry.measures.schemas import DecideMeasures, ProposeMeasure, ProposeMeasures
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Row:
    """What became, or would become, of one of many: its measure and effect, or the refusal."""

    number: str
    measure: UUID | None = None
    effect: Effect | None = None
    refused: RegistryError | None = None


async def preview(command: ProposeMeasures, *, actor: Actor, now: datetime) -> list[Row]:
    """What the measure would do to each certificate, in the order asked; nothing is written."""
    judging.must_judge(actor)
    seen: set[str] = set()
    rows = []
    for typed in command.certificates:
        number = typed
        try:
            number = read_certificate_number(typed)
            effect = await _weighed(number, command.for_one(number), actor=actor, now=now)
            if number in seen:
                raise MeasureOpen
            seen.add(number)
            rows.append(Row(number, effect=effect))
        except RegistryError as error:
            rows.append(Row(number, refused=error))
    return rows


async def _weighed(number: str, command: ProposeMeasure, *, actor: Actor, now: datetime) -> Effect:
    found = await reading.one_concerned((await certificates.by_number(number)).id)
    actor.must_for(Permission.DECIDE_CERTIFICATES, found.version.certification_body)
    effect = await judging.weigh_proposal(found, command, actor=actor, now=now)
    if await reading.open_among([found.issued.id]):
        raise MeasureOpen
    return effect


async def propose_all(command: ProposeMeasures, *, actor: Actor, now: datetime) -> tuple[UUID, list[Row]]:
    """Propose the measure on each certificate; returns what they have in common, and row by row what became of it."""
    judging.must_judge(actor)
    batch, rows = uuid4(), []
    for typed in command.certificates:
        number = typed
        try:
            number = read_certificate_number(typed)
            measure = await service.propose(command.for_one(number), actor=actor, now=now, batch=batch)
            rows.append(Row(number, measure=measure))
        except RegistryError as error:
            rows.append(Row(number, refused=error))
    return batch, rows


async def decide_all(command: DecideMeasures, *, actor: Actor, now: datetime) -> list[Row]:
    """Decide each measure; row by row what became of it."""
    judging.must_judge(actor)
    numbers = await _numbers_of(command.measures, actor)
    rows = []
    for measure in command.measures:
        try:
            await service.decide(measure, actor=actor, now=now)
            rows.append(Row(numbers[measure], measure=measure))
        except RegistryError as error:
            rows.append(Row(numbers.get(measure, ""), measure=measure, refused=error))
    return rows


async def _numbers_of(measures: Sequence[UUID], actor: Actor) -> dict[UUID, str]:
    """The numbers of the certificates that the actor may read about."""
    wanted = set(measures)
    filed = [each for each in await reading.measures_for(actor) if each.id in wanted]
    issued = await certificates.by_ids(each.certificate for each in filed)
    return {each.id: issued[each.certificate].number for each in filed}
