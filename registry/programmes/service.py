"""Programmes, their day policy, and intakes that grant days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import to_builtins

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.programmes.errors import NoPolicy, PolicyExists, ProgrammeExists
from registry.programmes.schemas import CreateProgramme, SetPolicy
from registry.programmes.tables import DayPolicy, Programme
from registry.quarters import quarters
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
