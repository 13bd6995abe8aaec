"""Holds: a named certifier keeps undecided dossiers from being decided while a case is looked into (DESIGN §7)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.dossiers import reading
from registry.dossiers.errors import OnHold
from registry.dossiers.reading import Held
from registry.dossiers.rules import Step, is_undecided, state_of
from registry.dossiers.tables import Dossier, DossierHold
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.schemes.rules import Version
from registry.transactions import current_connection, fetch

_STOPPED = frozenset({Step.PREPARED, Step.GRANTED, Step.REFUSED})
_ENDED = [step.value for step in Step if not is_undecided(state_of([step]))]
_AT_A_TIME = 5_000
_STANDING = """
WITH standing AS (
    SELECT hold.id, hold.dossier, hold.cause, hold.set_at, hold.reason, account.person, held.scheme,
        COALESCE(merged.counts_as, held.adviser) AS file
    FROM dossier_hold hold
        JOIN account ON account.id = hold.set_by
        JOIN dossier held ON held.id = hold.dossier
        LEFT JOIN adviser_merge merged ON merged.duplicate = held.adviser AND merged.undone_at IS NULL
    WHERE hold.lifted_at IS NULL)
SELECT asked.id AS asked, standing.id, standing.cause, standing.set_at, standing.reason, standing.person
FROM dossier asked
    LEFT JOIN adviser_merge merged ON merged.duplicate = asked.adviser AND merged.undone_at IS NULL
    JOIN standing ON standing.scheme = asked.scheme AND standing.file = COALESCE(merged.counts_as, asked.adviser)
WHERE asked.id = ANY($1) AND (asked.id = standing.dossier OR NOT EXISTS (
    SELECT 1 FROM dossier_event WHERE dossier_event.dossier = asked.id AND dossier_event.step = ANY($2)))
ORDER BY standing.set_at, standing.id
"""
"""A hold is about a person and a scheme: who abandons a held dossier and applies anew, under whichever of their numbers, has
another undecided one that waits as well."""
STOPPED = """EXISTS (
    SELECT 1 FROM dossier_hold AS hold JOIN dossier AS held ON held.id = hold.dossier
        LEFT JOIN adviser_merge AS theirs ON theirs.duplicate = held.adviser AND theirs.undone_at IS NULL
        LEFT JOIN adviser_merge AS own ON own.duplicate = dossier.adviser AND own.undone_at IS NULL
    WHERE hold.lifted_at IS NULL AND held.scheme = dossier.scheme
        AND COALESCE(theirs.counts_as, held.adviser) = COALESCE(own.counts_as, dossier.adviser))"""
"""In SQL: a hold stands in the way of an undecided `dossier`."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold that stands: the case it is for, who set it and when, and why; the words are gone once the person was erased."""

    dossier: UUID
    cause: UUID
    set_by: str
    set_at: datetime
    reason: str | None


async def hold(dossiers: Collection[UUID], *, cause: UUID, reason: str, actor: Actor, now: datetime) -> int:
    """A certifier holds these dossiers for a case; returns how many were not held for it yet.

    To be called inside the caller's transaction. Dossiers that are decided, and those that another body certifies, are
    left as they are. Each candidate's copy of the reason is kept apart, erasable.
    """
    actor.must(Permission.DECIDE_DOSSIERS)
    found = [each for each in await _locked(dossiers, actor, now) if is_undecided(each.state)]
    standing = await _standing_for(cause)
    new = [each for each in found if each.id not in standing]
    kept = await personal_data.keep([About(each.person, {"reason": reason}) for each in new], at=now)
    for each, commitment in zip(new, kept, strict=True):
        row = DossierHold(dossier=each.id, cause=cause, set_by=actor.account, set_at=now, reason=commitment)
        await DossierHold.insert(row)
        await audit.record(Action.DOSSIER_HELD, each.id, actor=actor, at=now, facts={"cause": cause})
    return len(new)


async def lift(cause: UUID, *, actor: Actor, now: datetime) -> int:
    """A certifier lifts the holds for a case from their body's dossiers; returns how many stood.

    To be called inside the caller's transaction. A dossier that is held for another case too stays held.
    """
    actor.must(Permission.DECIDE_DOSSIERS)
    return await _lift(await _locked(await _standing_for(cause), actor, now), cause, actor=actor, now=now)


async def release(cause: UUID, *, actor: Actor, now: datetime) -> int:
    """The case is over: no dossier waits for it, whichever body certifies it. Otherwise as `lift`."""
    actor.must(Permission.DECIDE_DOSSIERS)
    standing = await _standing_for(cause)
    found = await reading.dossiers(Dossier.id.is_in(standing)) if standing else []
    await people.lock_all({each.adviser for each in found}, connection=current_connection())
    return await _lift(found, cause, actor=actor, now=now)


async def _standing_for(cause: UUID) -> list[UUID]:
    """The dossiers that are held for the case; one whose hold was lifted is not."""
    rows = await DossierHold.select(DossierHold.dossier).where(DossierHold.cause == cause, DossierHold.lifted_at.is_null())
    return [row["dossier"] for row in rows]


async def _lift(dossiers: Iterable[Held], cause: UUID, *, actor: Actor, now: datetime) -> int:
    lifted = 0
    for each in dossiers:
        stood = (
            await DossierHold.update({DossierHold.lifted_at: now, DossierHold.lifted_by: actor.account})
            .where(DossierHold.dossier == each.id, DossierHold.cause == cause, DossierHold.lifted_at.is_null())
            .returning(DossierHold.id)
        )
        if stood:
            await audit.record(Action.DOSSIER_HOLD_LIFTED, each.id, actor=actor, at=now, facts={"cause": cause})
            lifted += 1
    return lifted


async def to_hold(advisers: Iterable[UUID], track_code: str, *, cause: UUID, actor: Actor, now: datetime) -> list[UUID]:
    """The undecided dossiers of these files that ask for the track, of the actor's body, that are not held for the case.

    Every one of a file, and also what is not admitted yet: evidence that is there completes it the moment it is.
    """
    standing = await _standing_for(cause)
    wanted: list[UUID] = []
    ahead = iter(set(advisers))
    while some := list(islice(ahead, _AT_A_TIME)):
        found = [each for each in await reading.dossiers(Dossier.adviser.is_in(some)) if is_undecided(each.state)]
        own = await _own_versions({each.scheme for each in found}, actor, now)
        asking = {version.scheme for version in own if track_code in version.rules.track_codes}
        wanted += [each.id for each in found if each.scheme in asking and each.id not in standing]
    return wanted


async def held(dossiers: Iterable[UUID]) -> dict[UUID, list[Hold]]:
    """The holds that stand on these dossiers, oldest first: for certifiers and auditors, never for the candidate."""
    standing = await _standing(dossiers)
    rows = {row["id"]: row for of in standing.values() for row in of}.values()
    words = await personal_data.reveal(row["reason"] for row in rows if row["reason"] is not None)
    names = await people.names_of(row["person"] for row in rows)
    return {
        dossier: [
            Hold(
                dossier=dossier,
                cause=row["cause"],
                set_by=str(names.get(row["person"], "")),
                set_at=row["set_at"],
                reason=words.get(row["reason"], {}).get("reason"),
            )
            for row in of
        ]
        for dossier, of in standing.items()
    }


async def held_among(dossiers: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these dossiers are held."""
    return frozenset(await _standing(dossiers))


async def check_step_may_be_taken(dossier: UUID, step: Step) -> None:
    """While a dossier is held nobody prepares or decides it; raises OnHold. The rest goes on."""
    if step in _STOPPED:
        rows = (await _standing([dossier])).get(dossier, [])
        if rows:
            raise OnHold(since=min(row["set_at"] for row in rows))


async def _standing(dossiers: Iterable[UUID]) -> dict[UUID, list[asyncpg.Record]]:
    """The holds that stand, oldest first, by the dossier that waits for them."""
    found: defaultdict[UUID, list[asyncpg.Record]] = defaultdict(list)
    for row in await fetch(_STANDING, list(dossiers), _ENDED):
        found[row["asked"]].append(row)
    return dict(found)


async def _locked(dossiers: Collection[UUID], actor: Actor, now: datetime) -> list[Held]:
    """Of these dossiers those that the actor's body certifies now, as they are once rivals for their candidates wait."""
    found = await reading.dossiers(Dossier.id.is_in(list(dossiers))) if dossiers else []
    own = {version.scheme for version in await _own_versions({each.scheme for each in found}, actor, now)}
    mine = [each for each in found if each.scheme in own]
    if not mine:
        return []
    await people.lock_all({each.adviser for each in mine}, connection=current_connection())
    return await reading.dossiers(Dossier.id.is_in([each.id for each in mine]))


async def _own_versions(wanted: Collection[UUID], actor: Actor, now: datetime) -> list[Version]:
    """Of these schemes the newest versions, where the actor's body certifies with them; a scheme may have ended."""
    own = actor.organisations_where(Permission.DECIDE_DOSSIERS)
    newest = [await schemes.newest_version(scheme, amsterdam_day(now)) for scheme in wanted]
    return [version for version in newest if version.certification_body in own]
