"""Equivalence: a candidate asks that a part counts as passed by a route of the scheme; two certifiers decide (DESIGN §7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.dossiers import equivalence_reading, reading
from registry.dossiers.equivalence_errors import (
    EquivalenceAsked,
    EquivalenceDecided,
    EquivalenceNotPrepared,
    EquivalencePrepared,
    NotOpenToRequests,
)
from registry.dossiers.equivalence_reading import Filed
from registry.dossiers.equivalence_schemas import AskEquivalence, DecideEquivalence, PrepareEquivalence
from registry.dossiers.judging import check_independent, opened
from registry.dossiers.reading import Held
from registry.dossiers.rules import is_undecided
from registry.dossiers.tables import EquivalenceRequest
from registry.errors import Fault, Invalid, NotFound
from registry.impartiality.errors import SamePerson
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.schemes.rules import EquivalentRoute, SchemeRules
from registry.texts import Text
from registry.transactions import Connection, transaction
from registry.work import queue

ACT = "equivalence.granted"
"""The name under which it is queued to see which sets of results a granted request completes: we know nothing of results."""

_NO_ROUTE = Text("Het schema kent deze weg niet.", "The scheme does not have this route.")
_NOT_BY_ROUTE = Text("Deze weg geldt niet voor onderdeel {part}.", "This route is not for part {part}.")


async def ask(dossier: UUID, command: AskEquivalence, *, actor: Actor, now: datetime) -> UUID:
    """The candidate asks in an application of their own that is not decided.

    Raises Invalid for what the scheme in force does not offer, EquivalenceAsked, NotOpenToRequests, NotFound.
    """
    actor.must(Permission.APPLY)
    try:
        async with transaction() as connection:
            held = await _own(dossier, connection=connection, actor=actor)
            rules = (await schemes.version_in_force(held.scheme, amsterdam_day(now))).rules
            route = offered(rules, command.route, command.part)
            [content] = await personal_data.keep([About(held.person, {"explanation": command.explanation})], at=now)
            row = EquivalenceRequest(
                dossier=dossier,
                track_code=route.track_code,
                part_code=command.part,
                route=route.code,
                content=content,
                asked_by=actor.account,
                asked_at=now,
            )
            await EquivalenceRequest.insert(row)
            facts = {"step": "asked", "dossier": dossier, "track": route.track_code, "part": command.part, "route": route.code}
            await audit.record(Action.EQUIVALENCE_STEP, row.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise EquivalenceAsked(part=command.part) from error
    asked: UUID = row.id
    return asked


async def _own(dossier: UUID, *, connection: Connection, actor: Actor) -> Held:
    file = await people.own_file(actor)
    await people.lock(file.id, connection=connection)
    held = await reading.dossier(dossier)
    if held.adviser != file.id:
        raise NotFound
    if not is_undecided(held.state):
        raise NotOpenToRequests
    return held


def offered(rules: SchemeRules, route: str, part: str) -> EquivalentRoute:
    """The route of the scheme, which leads to the part; raises Invalid where it does not."""
    found = next((each for each in rules.equivalent_routes if each.code == route), None)
    if found is None:
        raise Invalid([Fault("route", _NO_ROUTE)])
    if part not in found.part_codes:
        raise Invalid([Fault("part", _NOT_BY_ROUTE, {"part": part})])
    return found


async def prepare(request: UUID, command: PrepareEquivalence, *, actor: Actor, now: datetime) -> None:
    """A certifier of the body, independent of the candidate, advises on the request.

    Raises NotIndependent, EquivalencePrepared, EquivalenceDecided, NotOpenToRequests, NotFound.
    """
    async with transaction() as connection:
        filed, held = await _opened(request, connection=connection, actor=actor, now=now)
        if filed.prepared_at is not None:
            raise EquivalencePrepared
        [advice] = await personal_data.keep([About(held.person, {"advice": command.advice})], at=now)
        await EquivalenceRequest.update(
            {
                EquivalenceRequest.prepared_by: actor.account,
                EquivalenceRequest.prepared_at: now,
                EquivalenceRequest.advice: advice,
            },
        ).where(EquivalenceRequest.id == request)
        await audit.record(Action.EQUIVALENCE_STEP, request, actor=actor, at=now, facts={"step": "prepared"})


async def grant(request: UUID, command: DecideEquivalence, *, actor: Actor, now: datetime) -> None:
    """Another certifier grants: the part counts as passed, and soon after completes the dossier if it was the last one missing.

    Raises SamePerson, EquivalenceNotPrepared, and as `prepare` does.
    """
    async with transaction() as connection:
        filed, held = await _opened(request, connection=connection, actor=actor, now=now)
        await _decide(filed, held, {EquivalenceRequest.granted: True}, command, actor=actor, now=now)
        await queue.enqueue(ACT, request, connection=connection)


async def refuse(request: UUID, command: DecideEquivalence, *, actor: Actor, now: datetime) -> None:
    """Another certifier refuses: the part is still to be passed, and may be asked for again. Raises as `grant` does."""
    async with transaction() as connection:
        filed, held = await _opened(request, connection=connection, actor=actor, now=now)
        await _decide(filed, held, {EquivalenceRequest.granted: False}, command, actor=actor, now=now)


async def _decide(
    filed: Filed, held: Held, outcome: dict[Any, bool], command: DecideEquivalence, *, actor: Actor, now: datetime
) -> None:
    if filed.prepared_at is None:
        raise EquivalenceNotPrepared
    if await is_prepared_by(filed, actor):
        raise SamePerson
    [reason] = await personal_data.keep([About(held.person, {"reason": command.reason})], at=now)
    decided = {
        EquivalenceRequest.decided_by: actor.account,
        EquivalenceRequest.decided_at: now,
        EquivalenceRequest.reason: reason,
    }
    await EquivalenceRequest.update(outcome | decided).where(EquivalenceRequest.id == filed.id)
    facts = {"step": "granted" if True in outcome.values() else "refused", "preparedBy": filed.prepared_by}
    await audit.record(Action.EQUIVALENCE_STEP, filed.id, actor=actor, at=now, facts=facts)


async def _opened(request: UUID, *, connection: Connection, actor: Actor, now: datetime) -> tuple[Filed, Held]:
    """A request that waits, and its dossier, for a certifier of the body who is independent of the candidate."""
    dossier = (await equivalence_reading.request(request)).dossier
    held, version = await opened(dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now)
    filed = await equivalence_reading.request(request)
    if filed.granted is not None:
        raise EquivalenceDecided
    if not is_undecided(held.state):
        raise NotOpenToRequests
    newest = await reading.newest_for(held.adviser, version)
    await check_independent(held, version, newest.content if newest else None, actor=actor, now=now)
    return filed, held


async def is_prepared_by(filed: Filed, actor: Actor) -> bool:
    """The actor prepared the request, under whatever record of themselves."""
    return actor.person is not None and filed.prepared_by in await merging.same_person_as(actor.person)
