"""Intakes that grant days: planned by a coordinator, completed within the cap of the day policy."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from registry.allotments.ledger import AccountKind, PostingKind
from registry.allotments.posting import Movement, balances, open_allotment, post
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.intakes.errors import NotAMember
from registry.intakes.rules import IntakeStep, check_may_complete, check_within_cap
from registry.intakes.schemas import CompleteIntake, PlanIntake
from registry.intakes.tables import Intake, IntakeEvent, IntakeMember
from registry.organisations import service as organisations
from registry.organisations.tables import Kind, Organisation
from registry.permissions import Actor, Permission
from registry.programmes import service as programmes
from registry.quarters import quarters
from registry.transactions import transaction


async def plan_intake(command: PlanIntake, *, actor: Actor, now: datetime) -> UUID:
    """The coordinator plans an intake with a municipality, or with a partnership and the members it names."""
    actor.must(Permission.HOLD_INTAKES)
    programme = await programmes.by_code(command.programme)
    members = await _members(command)
    intake = Intake(
        programme=programme["id"],
        coordinator=actor.person,
        holder=command.holder,
        held_on=command.held_on,
        recorded_at=now,
    )
    async with transaction():
        await Intake.insert(intake)
        await IntakeMember.insert(*(IntakeMember(intake=intake.id, municipality=member) for member in members))
        await _step(intake.id, IntakeStep.PLANNED, {"members": command.members}, actor=actor, now=now)
    return intake.id


async def _members(command: PlanIntake) -> Sequence[UUID]:
    holder = await Organisation.select(Organisation.kind).where(Organisation.id == command.holder).first()
    if holder is None or holder["kind"] not in (Kind.MUNICIPALITY.value, Kind.PARTNERSHIP.value):
        raise NotFound
    found = []
    for code in dict.fromkeys(command.members):
        member = (await organisations.municipality_by_code(code))["organisation"]
        partnerships = await organisations.partnerships_of(member, command.held_on)
        if command.holder != member and command.holder not in partnerships:
            raise NotAMember(municipality=code)
        found.append(member)
    return found


async def complete_intake(intake: UUID, command: CompleteIntake, *, actor: Actor, now: datetime) -> UUID:
    """Completing posts the grant in the same transaction; returns the allotment.

    Raises IntakeOutOfOrder, IntakeNotHeld, CapExceeded, NoPolicy, NotFound for another coordinator's intake.
    """
    actor.must(Permission.HOLD_INTAKES)
    proposed = quarters(command.days)
    async with transaction() as connection:
        row = await connection.fetchrow("SELECT * FROM intake WHERE id = $1 FOR NO KEY UPDATE", intake)
        if row is None or row["coordinator"] != actor.person:
            raise NotFound
        check_may_complete(await _steps(intake), held_on=row["held_on"], day=amsterdam_day(now))
        policy = await programmes.policy_on(row["programme"], amsterdam_day(now))
        allotment = await open_allotment(row["programme"], row["holder"], connection=connection, now=now)
        granted = -(await balances([allotment]))[allotment][AccountKind.GRANTED]
        check_within_cap(granted=granted, proposed=proposed, cap=policy["per_municipality"])
        grant = Movement(PostingKind.GRANT, allotment, proposed, intake=intake)
        await post(grant, actor=actor, now=now)
        facts = {"reference": command.reference, "quarters": proposed}
        await _step(intake, IntakeStep.COMPLETED, facts, actor=actor, now=now)
    return allotment


async def _steps(intake: UUID) -> list[IntakeStep]:
    rows = await IntakeEvent.select(IntakeEvent.step).where(IntakeEvent.intake == intake).order_by(IntakeEvent.id)
    return [IntakeStep(row["step"]) for row in rows]


async def _step(intake: UUID, step: IntakeStep, facts: dict[str, object], *, actor: Actor, now: datetime) -> None:
    await IntakeEvent.insert(
        IntakeEvent(
            intake=intake,
            step=step.value,
            account=actor.account,
            facts=canonical_json(facts),
            recorded_at=now,
        ),
    )
    await audit.record(Action.INTAKE_STEP, intake, actor=actor, at=now, facts={"step": step, **facts})
