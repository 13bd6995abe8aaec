"""Cases of the integrity watch: a named person takes one, looks into it and closes it. No case changes a status (DESIGN §7)."""

from datetime import datetime
from uuid import UUID

from exams.integrity.errors import CaseClosed, NotYourCase
from exams.integrity.reading import Case, case_for, cases_for
from exams.integrity.schemas import CloseCase, HoldDossiers
from exams.integrity.tables import IntegrityCase
from exams.integrity.watching import watch
from exams.integrity.wording import FLAGS
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.dossiers import holds
from registry.dossiers.resting import certificates_resting_on
from registry.people.merging import same_as
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.transactions import Connection, transaction

__all__ = ("case_for", "cases_for", "close", "hold", "lift", "review", "take", "to_hold", "watch")


async def take(case: UUID, *, actor: Actor, now: datetime) -> None:
    """The actor handles the case from now on; a colleague who had it hands it over. Raises CaseClosed, NotFound."""
    async with transaction() as connection:
        found = await _locked(case, connection=connection, actor=actor)
        if found.handler == actor.account:
            return
        await IntegrityCase.update({IntegrityCase.handler: actor.account}).where(IntegrityCase.id == case)
        facts = {"from": found.handler, "to": actor.account}
        await audit.record(Action.INTEGRITY_CASE_TAKEN, case, actor=actor, at=now, facts=facts)


async def hold(case: UUID, command: HoldDossiers, *, actor: Actor, now: datetime) -> int:
    """The undecided dossiers of the candidates that the case touches wait; returns how many did not before.

    Raises NotYourCase, CaseClosed, NotFound.
    """
    async with transaction() as connection:
        wanted = await to_hold(await _readable(case, actor), actor=actor, now=now)
        held = await holds.hold(wanted, cause=case, reason=command.reason, actor=actor, now=now)
        await _must_handle(case, connection=connection, actor=actor)
    return held


async def to_hold(found: Case, *, actor: Actor, now: datetime) -> list[UUID]:
    """The undecided dossiers of the candidates that the case touches that were never held for it."""
    files = await same_as(found.facts.touched)
    advisers: frozenset[UUID] = frozenset().union(*files.values())
    return await holds.to_hold(advisers, found.track_code, cause=found.id, actor=actor, now=now)


async def lift(case: UUID, *, actor: Actor, now: datetime) -> int:
    """The dossiers that waited for the case need not wait for it any more; returns how many did. Raises as `hold` does."""
    async with transaction() as connection:
        await _readable(case, actor)
        lifted = await holds.lift(case, actor=actor, now=now)
        await _must_handle(case, connection=connection, actor=actor)
    return lifted


async def review(case: UUID, *, actor: Actor, now: datetime) -> int:
    """Certificates that rest on a pass in doubt are put up for review; returns how many were not before. Raises as `hold`."""
    async with transaction() as connection:
        found = await _must_handle(case, connection=connection, actor=actor)
        resting = await certificates_resting_on(found.facts.touched)
        reason = {"nl": FLAGS[found.flag].nl, "en": FLAGS[found.flag].en}
        opened = 0
        for each in resting:
            facts = {"case": case, "results": sorted(each.results), "reason": reason}
            opened += await reviews.open_reviews(
                [each.certificate], cause=Cause.INTEGRITY_CASE, origin=case, facts=facts, actor=actor, now=now
            )
    return opened


async def close(case: UUID, command: CloseCase, *, actor: Actor, now: datetime) -> None:
    """Whoever took the case concludes; dossiers that waited for it need not any more. Results and certificates stay.

    The words are kept with the examiner whom the case is about, or else with whoever wrote them. Raises as `hold` does.
    """
    async with transaction() as connection:
        await _readable(case, actor)
        await holds.release(case, actor=actor, now=now)
        found = await _must_handle(case, connection=connection, actor=actor)
        about = About(found.facts.examiner or _person(actor), {"conclusion": command.conclusion})
        [kept] = await personal_data.keep([about], at=now)
        await IntegrityCase.update(
            {
                IntegrityCase.closed_at: now,
                IntegrityCase.closed_by: actor.account,
                IntegrityCase.outcome: command.outcome.value,
                IntegrityCase.conclusion: kept,
            },
        ).where(IntegrityCase.id == case)
        facts = {"outcome": command.outcome}
        await audit.record(Action.INTEGRITY_CASE_CLOSED, case, actor=actor, at=now, facts=facts)


async def _readable(case: UUID, actor: Actor) -> Case:
    actor.must(Permission.HANDLE_INTEGRITY)
    return await case_for(actor, case)


async def _locked(case: UUID, *, connection: Connection, actor: Actor) -> Case:
    """The open case as it is once rivals for it wait. Advisers are locked before it, as those who record results do."""
    await connection.execute("SELECT 1 FROM integrity_case WHERE id = $1 FOR NO KEY UPDATE", case)
    found = await _readable(case, actor)
    if found.closing is not None:
        raise CaseClosed
    return found


async def _must_handle(case: UUID, *, connection: Connection, actor: Actor) -> Case:
    found = await _locked(case, connection=connection, actor=actor)
    if found.handler != actor.account:
        raise NotYourCase
    return found


def _person(actor: Actor) -> UUID:
    """The person behind the actor; raises NotYourCase for a program that has none."""
    if actor.person is None:
        raise NotYourCase
    return actor.person
