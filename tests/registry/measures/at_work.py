"""A scheme whose version names reasons and two scope items, and measures on its certificates."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import msgspec

from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.measures import service
from registry.measures.rules import Measure
from registry.measures.schemas import ProposeMeasure
from registry.permissions import Actor
from registry.schemes import service as schemes
from registry.schemes.rules import Reason, ScopeItem
from tests.registry import making
from tests.registry.making import BEFORE, NOW, RULES, SCHEME, TODAY, World

WHY = "De uitslag geldt niet meer."
WITH_REASONS = msgspec.structs.replace(
    RULES,
    scope=(*RULES.scope, ScopeItem("im", "Informatiemanagement", "Information management")),
    reasons=(
        Reason("fraud", "Fraude", "Fraud", ("withdrawn", "voided"), public=True),
        Reason("ground-gone", "Grond vervallen", "Ground gone", ("suspended", "withdrawn")),
    ),
)


async def world() -> World:
    """A registry at work whose scheme has a second version, with reasons."""
    standing = await making.world()
    version = await schemes.propose(SCHEME, making.proposal(standing, WITH_REASONS), actor=standing.owner, now=BEFORE)
    for actor in (standing.owner, standing.certifiers[0]):
        await schemes.sign(version, actor=actor, now=BEFORE)
    return standing


def wish(number: str, measure: Measure, *, day: date = TODAY, explanation: str = WHY) -> ProposeMeasure:
    """A measure from a day on, with all that it needs."""
    command = ProposeMeasure(certificate=number, measure=measure, effective_on=day, explanation=explanation)
    match measure:
        case Measure.SUSPENDED:
            return msgspec.structs.replace(command, reason="ground-gone", resolve_by=day + timedelta(days=30))
        case Measure.WITHDRAWN:
            return msgspec.structs.replace(command, reason="fraud")
        case Measure.VOIDED:
            return msgspec.structs.replace(command, reason="fraud", effective_on=None)
        case Measure.REPLACED:
            return msgspec.structs.replace(command, scope=("gp",))
        case Measure.REINSTATED:
            return command


async def proposed(standing: World, number: str, measure: Measure, *, by: Actor | None = None) -> UUID:
    """A measure that the first certifier proposed, or another."""
    return await service.propose(wish(number, measure), actor=by or standing.certifiers[0], now=NOW)


async def decided(standing: World, number: str, measure: Measure) -> None:
    """A measure that the first certifier proposed and the second decided."""
    measure_id = await proposed(standing, number, measure)
    await service.decide(measure_id, actor=standing.certifiers[1], now=NOW)


async def again(issued: Issued) -> Issued:
    """The certificate as it stands now."""
    return await certificates.by_number(issued.number)


def by_program(actor: Actor, key: UUID) -> Actor:
    """The same certifier, acting by an API key."""
    return replace(actor, api_key=key)
