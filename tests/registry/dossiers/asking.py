"""A scheme with equivalent routes, and requests at each stage: what tests of equivalence need beside `making`."""

from uuid import UUID

import msgspec

from registry.dossiers import equivalence
from registry.dossiers import service as dossiers
from registry.dossiers.equivalence_schemas import AskEquivalence, DecideEquivalence, PrepareEquivalence
from registry.dossiers.schemas import Apply
from registry.schemes.rules import EquivalentRoute
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TRACK, Candidate, World

SCHEME = "met-routes"
RULES = msgspec.structs.replace(
    making.RULES,
    equivalent_routes=(
        EquivalentRoute("diploma", "Diploma bestuurskunde", "Degree in public administration", TRACK, ("GP", "IM")),
        EquivalentRoute("ervaring", "Werkervaring", "Work experience", TRACK, ("OA",)),
    ),
)
APPLICATION = Apply(scheme=SCHEME, terms_version="2026-1", code_of_conduct_version="2026-1")
ASK = AskEquivalence(route="diploma", part="GP", explanation="Bestuurskunde in Leiden, in 2019 afgerond.")
ADVICE = PrepareEquivalence(advice="Het diploma is echt en dekt dit onderdeel.")
BECAUSE = DecideEquivalence(reason="Het diploma dekt dit onderdeel geheel.")


async def world() -> World:
    """As `making.world`, with a scheme that knows routes."""
    standing = await making.world()
    await making.scheme(standing, SCHEME, RULES)
    return standing


async def applied(of: Candidate) -> UUID:
    """An application for that scheme."""
    return await dossiers.apply(APPLICATION, actor=of.actor, now=BEFORE)


async def asked(of: Candidate) -> tuple[UUID, UUID]:
    """An application, and a request in it."""
    dossier = await applied(of)
    return dossier, await equivalence.ask(dossier, ASK, actor=of.actor, now=NOW)


async def prepared(standing: World, of: Candidate) -> tuple[UUID, UUID]:
    """As `asked`, with the advice of the first certifier."""
    dossier, request = await asked(of)
    await equivalence.prepare(request, ADVICE, actor=standing.certifiers[0], now=NOW)
    return dossier, request
