"""Programmes, and what admins set in them: day policy, caps on intakes, size classes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import to_builtins

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.programmes.errors import PolicyExists, ProgrammeExists, SizeClassExists
from registry.programmes.schemas import CreateProgramme, SetIntakeCap, SetPolicy, SetSizeClass
from registry.programmes.tables import DayPolicy, IntakeCap, MunicipalitySize, Programme
from registry.quarters import quarters
from registry.schemes import service as schemes
from registry.texts import Text
from registry.transactions import transaction

_UNKNOWN_SCHEME = Text("Er is geen schema met code {code}.", "There is no scheme with code {code}.")
_OUTSIDE = Text(
    "Deze dag ligt buiten het programma, dat loopt van {first_day} tot en met {last_day}.",
    "This day lies outside the programme, which runs from {first_day} through {last_day}.",
)
_UNKNOWN_CLASS = Text(
    "Het dagenbeleid kent geen grootteklasse ‘{size_class}’. Leg eerst dagenbeleid voor die klasse vast.",
    "The day policy has no size class ‘{size_class}’. Enter a day policy for that class first.",
)


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
    """The caps from a day on; a new row, never a change of an old one. Raises PolicyExists for the same day, Invalid."""
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
        answer_days=command.answer_days,
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


async def set_intake_cap(code: str, command: SetIntakeCap, *, actor: Actor, now: datetime) -> None:
    """At most so many intakes in a period, from now on; what is planned already stays. Raises Invalid, NotFound."""
    actor.must(Permission.MANAGE_PROGRAMMES)
    check_period(command.first_day, command.last_day, field="lastDay")
    programme = await by_code(code)
    _check_within(programme, command.first_day, command.last_day)
    cap = IntakeCap(
        programme=programme["id"],
        first_day=command.first_day,
        last_day=command.last_day,
        most=command.most,
        account=actor.account,
        recorded_at=now,
    )
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM programme WHERE id = $1 FOR NO KEY UPDATE", programme["id"])
        await IntakeCap.insert(cap)
        facts = {"programme": code, **to_builtins(command)}
        await audit.record(Action.INTAKE_CAP_SET, cap.id, actor=actor, at=now, facts=facts)


def _check_within(programme: dict[str, Any], first_day: date, last_day: date) -> None:
    facts = {"first_day": programme["first_day"], "last_day": programme["last_day"]}
    outside = (("firstDay", first_day), ("lastDay", last_day))
    faults = [
        Fault(field, _OUTSIDE, facts) for field, day in outside if not programme["first_day"] <= day <= programme["last_day"]
    ]
    if faults:
        raise Invalid(faults)


async def set_size_class(code: str, command: SetSizeClass, *, actor: Actor, now: datetime) -> None:
    """The size class of a municipality or partnership from a day on.

    Raises SizeClassExists for the same day, NotFound, Invalid for a class that no row of the day policy has, which would
    silently be the default.
    """
    actor.must(Permission.MANAGE_PROGRAMMES)
    programme = await by_code(code)
    await organisations.must_be(command.holder, Kind.MUNICIPALITY, Kind.PARTNERSHIP)
    known = DayPolicy.exists().where(DayPolicy.programme == programme["id"], DayPolicy.size_class == command.size_class)
    if not await known:
        raise Invalid([Fault("sizeClass", _UNKNOWN_CLASS, {"size_class": command.size_class})])
    size = MunicipalitySize(
        programme=programme["id"],
        holder=command.holder,
        size_class=command.size_class,
        valid_from=command.valid_from,
        account=actor.account,
        recorded_at=now,
    )
    try:
        async with transaction():
            await MunicipalitySize.insert(size)
            facts = {"programme": code, **to_builtins(command)}
            await audit.record(Action.SIZE_CLASS_SET, size.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise SizeClassExists(day=command.valid_from) from error


async def by_code(code: str) -> dict[str, Any]:
    """The programme's row; raises NotFound."""
    row: dict[str, Any] | None = await Programme.select().where(Programme.code == code).first()
    if row is None:
        raise NotFound
    return row
