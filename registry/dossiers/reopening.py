"""Looking again at an application that was turned down: it begins anew, as it was signed, and others judge it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from registry.days import amsterdam_day
from registry.dossiers import reading, renewing
from registry.dossiers.errors import JudgedBefore
from registry.dossiers.reading import Held
from registry.dossiers.rules import Step, is_undecided
from registry.dossiers.steps import take
from registry.dossiers.tables import Dossier
from registry.people import merging
from registry.permissions import Actor
from registry.schemes import service as schemes
from registry.schemes.errors import NoVersionInForce

_REOPENS = "reopens"
_JUDGING = frozenset({Step.NOT_ADMITTED, Step.PREPARED, Step.RETURNED, Step.GRANTED, Step.REFUSED})


async def reopen(turned_down: Held, *, cause: UUID, actor: Actor, now: datetime) -> UUID | None:
    """A dossier in the place of one that was refused or not admitted; None where the candidate has applied anew already.

    To be called inside the caller's transaction, the adviser being locked. What the candidate signed, who they are and
    what they passed is taken over; what was decided stays on record.
    """
    everything = await reading.dossiers((Dossier.adviser == turned_down.adviser) & (Dossier.scheme == turned_down.scheme))
    if any(is_undecided(each.state) for each in everything):
        return None
    dossier = Dossier(adviser=turned_down.adviser, scheme=turned_down.scheme, renews=turned_down.renews, recorded_at=now)
    await Dossier.insert(dossier)
    signed = turned_down.taken[0].facts
    facts = {**signed, _REOPENS: turned_down.id, "cause": cause}
    await take(dossier.id, Step.APPLIED, actor=actor, now=now, facts=facts)
    admitted = next((each for each in turned_down.taken if each.step is Step.ADMITTED), None)
    if admitted is not None:
        await take(dossier.id, Step.ADMITTED, actor=actor, now=now, facts=admitted.facts)
        await _complete(await reading.dossier(dossier.id), actor=actor, now=now)
    again: UUID = dossier.id
    return again


async def _complete(held: Held, *, actor: Actor, now: datetime) -> None:
    try:
        version = await schemes.version_in_force(held.scheme, amsterdam_day(now))
    except NoVersionInForce:
        return
    newest = await reading.newest_for(held.adviser, version)
    if newest is None or newest.content is None:
        return
    if await renewing.is_completed_by(held, newest.content):
        await take(held.id, Step.COMPLETED, actor=actor, now=now, evidence=newest.id)


async def judged_before(dossiers: Iterable[Held]) -> dict[UUID, frozenset[UUID]]:
    """Of dossiers that were reopened, who judged the application before; the others are not there."""
    before = {each.id: UUID(each.taken[0].facts[_REOPENS]) for each in dossiers if _REOPENS in each.taken[0].facts}
    if not before:
        return {}
    turned_down = {each.id: each for each in await reading.dossiers(Dossier.id.is_in(list(before.values())))}
    return {
        dossier: frozenset(each.person for each in turned_down[old].taken if each.step in _JUDGING)
        for dossier, old in before.items()
    }


async def check_others_judge(held: Held, actor: Actor) -> None:
    """Who judged the application before it was reopened does not judge it again; raises JudgedBefore."""
    judged = (await judged_before([held])).get(held.id)
    if judged and actor.person and judged & await merging.same_person_as(actor.person):
        raise JudgedBefore
