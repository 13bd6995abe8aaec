"""Programmes, their day policy, and intakes that grant days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import to_builtins

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.days import amsterdam_day
from registry.engagements.errors import NoPolicy, NotAMember, PolicyExists, ProgrammeExists
from registry.engagements.intakes import IntakeStep, check_may_complete, check_within_cap
from registry.engagements.ledger import AccountKind, PostingKind, quarters
from registry.engagements.posting import Movement, balances, open_allotment, post
from registry.engagements.schemas import CompleteIntake, CreateProgramme, PlanIntake, SetPolicy
from registry.engagements.tables import DayPolicy, Intake, IntakeEvent, IntakeMember, Programme
from registry.errors import Fault, Invalid, NotFound
from registry.organisations import service as organisations
from registry.organisations.tables import Kind, Organisation
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.texts import Text
from registry.transactions import transaction

_UNKNOWN_SCHEME = Text("Er is geen schema met code {code}.", "There is no scheme with code {code}.")


async def create(command: CreateProgramme, *, actor: Actor, now: datetime) -> UUID:
    """A new programme; raises ProgrammeExists, Invalid for a reversed period or a scheme without a version."""
    actor.must(Permission.MANAGE_PROGRAMMES)
    check_period(command.first_day, command.last_day, field="lastDay")
    await _check_schemes(command.schemes)
    programme = Programme(
        code=command.code,
        name_nl=command.name_nl,
        name_en=command.name_en,
        first_day=command.first_day,
        last_day=command.last_day,
        schemes=command.schemes,
        recorded_at=now,
    )
    try:
        async with transaction():
            await Programme.insert(programme)
            await audit.record(Action.PROGRAMME_CREATED, programme.id, actor=actor, at=now, facts={"code": command.code})
    except asyncpg.UniqueViolationError as error:
        raise ProgrammeExists(code=command.code) from error
    return programme.id


async def _check_schemes(codes: Sequence[str]) -> None:
    known = {each.scheme_code for each in await schemes.versions()}
    faults = [Fault("schemes", _UNKNOWN_SCHEME, {"code": code}) for code in codes if code not in known]
    if faults:
        raise Invalid(faults)


async def set_policy(code: str, command: SetPolicy, *, actor: Actor, now: datetime) -> None:
    """The caps from a day on; a new row, never a change of an old one. Raises PolicyExists for the same day."""
    actor.must(Permission.MANAGE_PROGRAMMES)
    programme = await by_code(code)
    caps = _caps(command)
    policy = DayPolicy(
        programme=programme["id"],
        size_class=command.size_class,
        valid_from=command.valid_from,
        per_municipality=caps["per_municipality"],
        per_booking=caps["per_booking"],
        per_adviser=caps["per_adviser"],
        per_adviser_per_year=caps["per_adviser_per_year"],
        recorded_at=now,
    )
    try:
        async with transaction():
            await DayPolicy.insert(policy)
            facts = {"programme": code, "policy": {key: str(each) for key, each in to_builtins(command).items()}}
            await audit.record(Action.POLICY_SET, policy.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise PolicyExists(day=command.valid_from) from error


def _caps(command: SetPolicy) -> dict[str, int]:
    """The caps in quarters; raises Invalid with every one that is no number of quarters."""
    caps: dict[str, int] = {}
    faults: list[Fault] = []
    for name, field in (
        ("per_municipality", "perMunicipality"),
        ("per_booking", "perBooking"),
        ("per_adviser", "perAdviser"),
        ("per_adviser_per_year", "perAdviserPerYear"),
    ):
        try:
            caps[name] = quarters(getattr(command, name), field=field)
        except Invalid as error:
            faults += error.faults
    if faults:
        raise Invalid(faults)
    return caps


async def plan_intake(command: PlanIntake, *, actor: Actor, now: datetime) -> UUID:
    """The coordinator plans an intake with a municipality, or with a partnership and the members it names."""
    actor.must(Permission.HOLD_INTAKES)
    programme = await by_code(command.programme)
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
        policy = await policy_on(row["programme"], amsterdam_day(now))
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


async def by_code(code: str) -> dict[str, Any]:
    """The programme's row; raises NotFound."""
    row: dict[str, Any] | None = await Programme.select().where(Programme.code == code).first()
    if row is None:
        raise NotFound
    return row


async def policy_on(programme: UUID, day: date) -> dict[str, Any]:
    """The default row of the day policy that holds on a day; raises NoPolicy."""
    row: dict[str, Any] | None = (
        await DayPolicy.select()
        .where(
            DayPolicy.programme == programme,
            DayPolicy.size_class.is_null(),
            DayPolicy.valid_from <= day,
        )
        .order_by(DayPolicy.valid_from, ascending=False)
        .first()
    )
    if row is None:
        raise NoPolicy(day=day)
    return row
