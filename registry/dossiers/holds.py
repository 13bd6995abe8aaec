"""Holds: a named certifier keeps undecided dossiers from being decided while a case is looked into (DESIGN §7)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.dossiers import reading
from registry.dossiers.errors import OnHold
from registry.dossiers.reading import Held
from registry.dossiers.rules import Step, is_undecided
from registry.dossiers.tables import Dossier, DossierHold
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.transactions import current_connection

_STOPPED = frozenset({Step.PREPARED, Step.GRANTED, Step.REFUSED})


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold that stands: the case it is for, who set it and when, and why; the words are gone once the person was erased."""

    dossier: UUID
    cause: UUID
    set_by: str
    set_at: datetime
    reason: str | None


async def hold(dossiers: Collection[UUID], *, cause: UUID, reason: str, actor: Actor, now: datetime) -> int:
    """A certifier holds these dossiers for a case; returns how many were not held for it before.

    To be called inside the caller's transaction. Dossiers that are decided, and those that another body certifies, are
    left as they are. Each candidate's copy of the reason is kept apart, erasable.
    """
    actor.must(Permission.DECIDE_DOSSIERS)
    found = [each for each in await _locked(dossiers, actor, now) if is_undecided(each.state)]
    known = await _for(cause)
    new = [each for each in found if each.id not in known]
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
    standing = [dossier for dossier, stands in (await _for(cause)).items() if stands]
    lifted = 0
    for each in await _locked(standing, actor, now):
        stood = (
            await DossierHold.update({DossierHold.lifted_at: now, DossierHold.lifted_by: actor.account})
            .where(DossierHold.dossier == each.id, DossierHold.cause == cause, DossierHold.lifted_at.is_null())
            .returning(DossierHold.id)
        )
        if stood:
            await audit.record(Action.DOSSIER_HOLD_LIFTED, each.id, actor=actor, at=now, facts={"cause": cause})
            lifted += 1
    return lifted


async def held(dossiers: Iterable[UUID]) -> dict[UUID, list[Hold]]:
    """The holds that stand on these dossiers, oldest first: for certifiers and auditors, never for the candidate."""
    wanted = list(dossiers)
    if not wanted:
        return {}
    rows = (
        await DossierHold.select(*DossierHold.all_columns(), DossierHold.set_by.person.as_alias("person"))
        .where(DossierHold.dossier.is_in(wanted), DossierHold.lifted_at.is_null())
        .order_by(DossierHold.set_at)
    )
    words = await personal_data.reveal(row["reason"] for row in rows if row["reason"] is not None)
    names = await people.names_of(row["person"] for row in rows)
    found: defaultdict[UUID, list[Hold]] = defaultdict(list)
    for row in rows:
        reason = words.get(row["reason"], {}).get("reason")
        name = str(names.get(row["person"], ""))
        found[row["dossier"]].append(Hold(row["dossier"], row["cause"], name, row["set_at"], reason))
    return dict(found)


async def held_among(dossiers: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these dossiers are held."""
    wanted = list(dossiers)
    if not wanted:
        return frozenset()
    rows = await DossierHold.select(DossierHold.dossier).where(
        DossierHold.dossier.is_in(wanted), DossierHold.lifted_at.is_null()
    )
    return frozenset(row["dossier"] for row in rows)


async def check_step_may_be_taken(dossier: UUID, step: Step) -> None:
    """While a dossier is held nobody prepares or decides it; raises OnHold. The rest goes on."""
    if step in _STOPPED:
        rows = await DossierHold.select(DossierHold.set_at).where(
            DossierHold.dossier == dossier, DossierHold.lifted_at.is_null()
        )
        if rows:
            raise OnHold(since=min(row["set_at"] for row in rows))


async def _for(cause: UUID) -> dict[UUID, bool]:
    """The dossiers that are or were held for the case, and whether the hold stands."""
    rows = await DossierHold.select(DossierHold.dossier, DossierHold.lifted_at).where(DossierHold.cause == cause)
    return {row["dossier"]: row["lifted_at"] is None for row in rows}


async def _locked(dossiers: Collection[UUID], actor: Actor, now: datetime) -> list[Held]:
    """Of these dossiers those that the actor's body certifies now, as they are once rivals for their candidates wait."""
    found = await reading.dossiers(Dossier.id.is_in(list(dossiers))) if dossiers else []
    own = await _own_schemes({each.scheme for each in found}, actor, now)
    mine = [each for each in found if each.scheme in own]
    if not mine:
        return []
    await people.lock_all({each.adviser for each in mine}, connection=current_connection())
    return await reading.dossiers(Dossier.id.is_in([each.id for each in mine]))


async def _own_schemes(wanted: Collection[UUID], actor: Actor, now: datetime) -> frozenset[UUID]:
    own = actor.organisations_where(Permission.DECIDE_DOSSIERS)
    in_force = [await schemes.version_in_force(scheme, amsterdam_day(now)) for scheme in wanted]
    return frozenset(version.scheme for version in in_force if version.certification_body in own)
