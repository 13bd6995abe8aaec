"""Requests for equivalence as people read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from registry.days import amsterdam_day
from registry.dossiers import equivalence, equivalence_reading, judging, reading
from registry.dossiers.equivalence_reading import Filed
from registry.dossiers.equivalence_schemas import EquivalenceOut, OwnEquivalenceOut, RouteOut
from registry.dossiers.reading import Held
from registry.dossiers.rules import is_undecided
from registry.dossiers.schemas import ObjectionOut
from registry.dossiers.tables import Dossier, EquivalenceRequest
from registry.errors import NotFound
from registry.people import service as people
from registry.people.ordering import Named
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.schemes.errors import NoVersionInForce
from registry.texts import Language


async def listed(actor: Actor, *, language: Language) -> list[EquivalenceOut]:
    """The requests in the dossiers that the actor may read, the oldest first."""
    return [each.told for each in await named(actor, language=language)]


async def named(actor: Actor, *, language: Language) -> list[Named[EquivalenceOut]]:
    """The same, each with its candidate's name."""
    return await _named(await equivalence_reading.requests_for(actor), {}, language=language, actor=actor)


async def of_dossier(dossier: UUID, *, language: Language, actor: Actor) -> list[EquivalenceOut]:
    """The requests in one dossier, for who may read it; raises NotFound."""
    await reading.dossier_for(actor, dossier)
    filed = await equivalence_reading.requests(EquivalenceRequest.dossier == dossier)
    return [each.told for each in await _named(filed, {}, language=language, actor=actor)]


async def detail(request: UUID, *, language: Language, actor: Actor, now: datetime) -> EquivalenceOut:
    """One request, with what keeps the actor from judging it; raises NotFound for who may not read it."""
    filed = await equivalence_reading.request(request)
    held = await reading.dossier_for(actor, filed.dossier)
    objections = await _objections(held, language=language, actor=actor, now=now) if filed.granted is None else []
    [found] = await _named([filed], {filed.id: objections}, language=language, actor=actor)
    return found.told


async def _objections(held: Held, *, language: Language, actor: Actor, now: datetime) -> list[ObjectionOut]:
    if not actor.may(Permission.DECIDE_DOSSIERS):
        return []
    try:
        version = await schemes.version_in_force(held.scheme, amsterdam_day(now))
    except NoVersionInForce:
        return []
    newest = await reading.newest_for(held.adviser, version)
    found = await judging.objections(held, newest.content if newest else None, actor=actor, now=now)
    return [ObjectionOut(ground=each.ground, text=each.text.say(language), lapses_on=each.lapses_on) for each in found]


async def waiting_for(actor: Actor) -> int:
    """How many requests wait for this certifier: to be prepared, or prepared by somebody else, to be decided."""
    filed = await equivalence_reading.requests_for(actor)
    running = {each.id for each in await reading.dossiers_for(actor) if is_undecided(each.state)}
    waiting = [each for each in filed if each.granted is None and each.dossier in running]
    own = [await equivalence.is_prepared_by(each, actor) for each in waiting]
    return own.count(False)


async def _named(
    filed: Sequence[Filed], objections: dict[UUID, list[ObjectionOut]], *, language: Language, actor: Actor
) -> list[Named[EquivalenceOut]]:
    if not filed:
        return []
    held = {each.id: each for each in await reading.dossiers(Dossier.id.is_in(list({each.dossier for each in filed})))}
    words = await personal_data.reveal(each for of in filed for each in (of.content, of.advice, of.reason) if each is not None)
    persons = {each.person for each in held.values()}
    persons |= {each for of in filed for each in (of.prepared_by, of.decided_by) if each is not None}
    names, routes = await people.names_of(persons), await _route_names(language)
    told = [
        EquivalenceOut(
            id=each.id,
            dossier=each.dossier,
            candidate_number=held[each.dossier].candidate_number,
            name=_name(names, held[each.dossier].person),
            scheme=held[each.dossier].scheme_code,
            track=each.track_code,
            part=each.part_code,
            route=routes.get((held[each.dossier].scheme, each.route), each.route),
            explanation=_said(words, each.content, "explanation"),
            asked_at=each.asked_at,
            prepared_by=_name(names, each.prepared_by),
            prepared_at=each.prepared_at,
            advice=_said(words, each.advice, "advice"),
            granted=each.granted,
            decided_by=_name(names, each.decided_by),
            decided_at=each.decided_at,
            reason=_said(words, each.reason, "reason"),
            objections=objections.get(each.id, []),
            prepared_by_you=await equivalence.is_prepared_by(each, actor),
        )
        for each in filed
    ]
    return [Named(each, names.get(held[each.dossier].person)) for each in told]


def _name(names: dict[UUID, Name], person: UUID | None) -> str | None:
    return str(names[person]) if person in names else None


def _said(words: Mapping[bytes, dict[str, str]], commitment: bytes | None, field: str) -> str | None:
    return None if commitment is None else words.get(commitment, {}).get(field)


async def _route_names(language: Language) -> dict[tuple[UUID, str], str]:
    """What each scheme calls its routes; of several versions the newest says it."""
    return {
        (version.scheme, route.code): route.name.say(language)
        for version in sorted(await schemes.versions(), key=lambda each: each.number)
        for route in version.rules.equivalent_routes
    }


async def own(dossier: UUID, *, language: Language, actor: Actor) -> tuple[str, list[OwnEquivalenceOut]]:
    """The scheme of an application of the candidate's own, and what they asked in it; raises NotFound for another's."""
    held = await _own(dossier, actor)
    filed = await equivalence_reading.requests(EquivalenceRequest.dossier == dossier)
    words = await personal_data.reveal(each.reason for each in filed if each.reason is not None)
    routes = await _route_names(language)
    asked = [
        OwnEquivalenceOut(
            id=each.id,
            track=each.track_code,
            part=each.part_code,
            route=routes.get((held.scheme, each.route), each.route),
            asked_on=amsterdam_day(each.asked_at),
            granted=each.granted,
            reason=_said(words, each.reason, "reason"),
        )
        for each in filed
    ]
    return held.scheme_code, asked


async def offered(dossier: UUID, *, language: Language, actor: Actor, now: datetime) -> list[RouteOut]:
    """The parts for which the candidate can ask now, by the routes of the scheme: not those asked or granted already."""
    held = await _own(dossier, actor)
    if not is_undecided(held.state):
        return []
    try:
        version = await schemes.version_in_force(held.scheme, amsterdam_day(now))
    except NoVersionInForce:
        return []
    filed = await equivalence_reading.requests(EquivalenceRequest.dossier == dossier)
    taken = {(each.track_code, each.part_code) for each in filed if each.granted is not False}
    return [
        RouteOut(route=route.code, name=route.name.say(language), track=route.track_code, part=part)
        for route in version.rules.equivalent_routes
        for part in route.part_codes
        if (route.track_code, part) not in taken
    ]


async def _own(dossier: UUID, actor: Actor) -> Held:
    actor.must(Permission.APPLY)
    file, held = await people.own_file(actor), await reading.dossier(dossier)
    if held.adviser != file.id:
        raise NotFound
    return held
