"""Certifying again: education that a holder enters and a certifier judges, and the routes that complete a renewal."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.dossiers import judging as dossier_judging
from registry.dossiers import reading as dossier_reading
from registry.dossiers import renewal, renewing
from registry.dossiers.errors import StepOutOfOrder
from registry.dossiers.reading import Held
from registry.dossiers.rules import State, Step, check_step
from registry.dossiers.steps import take
from registry.errors import Invalid, NotFound
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.renewals import judging, reading, rules
from registry.renewals.errors import EntryJudged, NoEvidenceLeft, NoRenewal, RouteNotMet, RouteNotOffered
from registry.renewals.rules import QUARTERS_PER_HOUR, EducationOutcome, Progress
from registry.renewals.schemas import CompleteRenewal, EnterEducation, RefuseEducation
from registry.renewals.tables import EducationEntry
from registry.schemes.rules import Recertification, Route, Version
from registry.transactions import transaction


async def enter(command: EnterEducation, *, actor: Actor, now: datetime) -> UUID:
    """A holder enters education they followed since their first certificate; it counts once a certifier accepts it.

    Raises Invalid with every fault; NotFound for who has no file, or no certificate.
    """
    actor.must(Permission.KEEP_OWN_FILE)
    file = await people.own_file(actor)
    held = await certificates.of_advisers(await reading.own_files(actor))
    if not held:
        raise NotFound
    first = min(each.timeline.valid_from for each in held)
    faults = rules.faults_of(command.followed_on, command.hours, first=first, today=amsterdam_day(now))
    if faults:
        raise Invalid(faults)
    async with transaction():
        about = About(file.person, {"title": command.title, "teacher": command.teacher})
        [content] = await personal_data.keep([about], at=now)
        row = EducationEntry(
            adviser=file.id,
            followed_on=command.followed_on,
            quarters=int(command.hours * QUARTERS_PER_HOUR),
            content=content,
            entered_by=actor.account,
            recorded_at=now,
        )
        await EducationEntry.insert(row)
        facts = {"followedOn": command.followed_on, "quarters": row.quarters}
        await audit.record(Action.EDUCATION_ENTERED, row.id, actor=actor, at=now, facts=facts)
    entered: UUID = row.id
    return entered


async def accept(entry: UUID, *, actor: Actor, now: datetime) -> None:
    """A certifier of a body of the holder's, independent of them, lets the education count.

    Raises EntryJudged, NotIndependentForRenewal, NotFound.
    """
    await _judge(entry, EducationOutcome.ACCEPTED, reason=None, actor=actor, now=now)


async def refuse(entry: UUID, command: RefuseEducation, *, actor: Actor, now: datetime) -> None:
    """As `accept`, but it does not count, for the reason that the holder reads."""
    await _judge(entry, EducationOutcome.REFUSED, reason=command.reason, actor=actor, now=now)


async def _judge(entry: UUID, outcome: EducationOutcome, *, reason: str | None, actor: Actor, now: datetime) -> None:
    judging.must_judge(actor)
    async with transaction() as connection:
        found = await reading.entry(entry)
        await judging.opened(found.adviser, connection=connection, actor=actor, now=now)
        found = await reading.entry(entry)
        if found.outcome is not None:
            raise EntryJudged(judged_at=found.judged_at)
        kept = await personal_data.keep([About(found.person, {"reason": reason})] if reason else [], at=now)
        judged = {
            EducationEntry.outcome: outcome.value,
            EducationEntry.reason: kept[0] if kept else None,
            EducationEntry.judged_by: actor.account,
            EducationEntry.judged_at: now,
        }
        await EducationEntry.update(judged).where(EducationEntry.id == entry)
        facts = {"outcome": outcome, "quarters": found.quarters}
        await audit.record(Action.EDUCATION_JUDGED, entry, actor=actor, at=now, facts=facts)


async def complete(dossier: UUID, command: CompleteRenewal, *, actor: Actor, now: datetime) -> None:
    """A certifier finds a route of the scheme met: the renewal is complete, on the evidence that counts, to be prepared.

    Raises NoRenewal, RouteNotOffered, RouteNotMet, NoEvidenceLeft, PredecessorNotValid, StepOutOfOrder,
    NotIndependentForRenewal, NotFound.
    """
    actor.must_be_in_person()
    async with transaction() as connection:
        held, version = await dossier_judging.opened(
            dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now
        )
        issued, asked = await _renewed(held, version)
        await judging.check_independent(
            [issued],
            held.person,
            adviser=held.adviser,
            look_back_months=version.rules.look_back_months,
            actor=actor,
            now=now,
        )
        check_step(held.steps, Step.COMPLETED)
        renewal.check_standing(issued.timeline, amsterdam_day(now))
        newest = await dossier_reading.newest_for(held.adviser, version)
        if newest is None or newest.content is None:
            raise NoEvidenceLeft
        if held.state is not State.ADMITTED and held.evidence == newest.id:
            raise StepOutOfOrder(state=held.state.value, step=Step.COMPLETED.value)
        facts = await _met(issued, asked, command)
        about = About(held.person, {"seen": command.seen}) if command.seen else None
        await take(dossier, Step.COMPLETED, actor=actor, now=now, facts=facts, evidence=newest.id, about=about)


async def _renewed(held: Held, version: Version) -> tuple[Issued, Recertification]:
    issued = await renewing.renewed_by(held)
    if issued is None:
        raise NoRenewal
    return issued, renewal.offered(version.rules.recertification)


async def _met(issued: Issued, asked: Recertification, command: CompleteRenewal) -> dict[str, object]:
    """What the route rests on, for the record; raises RouteNotOffered, RouteNotMet."""
    found = await reading.progress_of(issued, asked, elsewhere=command.evaluations or 0)
    route = next((each for each in found if each.route is command.route is not Route.EXAM), None)
    if route is None:
        raise RouteNotOffered
    if not route.is_met:
        raise RouteNotMet(have=_counted(route, route.have), need=_counted(route, route.need))
    told: dict[str, object] = {"route": route.route, "have": route.have, "need": route.need}
    if route.route is Route.EDUCATION:
        return told | {"entries": sorted(each.id for each in await reading.counting(issued))}
    return told | ({"elsewhere": command.evaluations} if command.evaluations else {})


def _counted(route: Progress, amount: int) -> str:
    shown = rules.hours_of(amount) if route.route is Route.EDUCATION else amount
    return f"{shown:f}" if route.route is Route.EDUCATION else str(shown)
