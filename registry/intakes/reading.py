"""Who sees which intake, and how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.intakes.rules import OVER, CancelReason, IntakeStep
from registry.intakes.schemas import (
    IntakeDetail,
    IntakeListed,
    NamedMunicipality,
    ParticipantOut,
    PlanOut,
    PropositionOut,
    ShareOut,
    StepOut,
)
from registry.people import service as people
from registry.permissions import Actor, Permission, Role
from registry.quarters import days
from registry.transactions import fetch

Row: TypeAlias = "asyncpg.Record"
PAGE = 50
"""So many intakes are on a page of the list."""
SEEN = """
WITH worked AS (
    SELECT region FROM region_coordinator
    WHERE coordinator = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)
), seen AS (
    SELECT intake.*, last.step AS state FROM intake
    JOIN LATERAL (
        SELECT step FROM intake_event WHERE intake_event.intake = intake.id ORDER BY intake_event.id DESC LIMIT 1
    ) AS last ON true
    WHERE ($1 OR intake.coordinator = $2
        OR intake.region IN (SELECT region FROM worked)
        OR EXISTS (
            SELECT 1 FROM intake_member WHERE intake_member.intake = intake.id AND (
                intake_member.municipality = ANY($4)
                OR EXISTS (SELECT 1 FROM region_member WHERE region_member.municipality = intake_member.municipality
                    AND region_member.region IN (SELECT region FROM worked)
                    AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3))))
    ) AND ($5::uuid IS NULL OR intake.id = $5) AND ($6::varchar IS NULL OR last.step = $6)
)
"""
"""Which intakes somebody sees, as `seen`, asked with `scope`."""
_COUNTED = """
SELECT count(*) AS number, count(*) FILTER (WHERE coordinator = $2 AND state <> ALL($7)) AS own_running FROM seen
"""
_PAGED = """
, shown AS MATERIALIZED (
    SELECT * FROM seen ORDER BY held_on DESC, recorded_at DESC, id LIMIT $7 OFFSET $8
)
SELECT shown.id, programme.code AS programme, shown.holder, organisation.name AS holder_name, region.name AS region_name,
    shown.coordinator, shown.held_on, shown.state, programme.last_day, named.ids, named.codes, named.names
FROM shown
JOIN programme ON programme.id = shown.programme
JOIN organisation ON organisation.id = shown.holder
LEFT JOIN region ON region.id = shown.region
JOIN LATERAL (
    SELECT array_agg(member.id ORDER BY municipality.code) AS ids,
        array_agg(municipality.code ORDER BY municipality.code) AS codes,
        array_agg(member.name ORDER BY municipality.code) AS names
    FROM intake_member JOIN municipality ON municipality.organisation = intake_member.municipality
    JOIN organisation AS member ON member.id = municipality.organisation
    WHERE intake_member.intake = shown.id
) AS named ON true
ORDER BY shown.held_on DESC, shown.recorded_at DESC, shown.id
"""
_SHARES = """
SELECT proposition.*, proposition_share.allotment, proposition_share.quarters, organisation.name AS holder_name
FROM proposition JOIN proposition_share ON proposition_share.proposition = proposition.id
JOIN allotment ON allotment.id = proposition_share.allotment JOIN organisation ON organisation.id = allotment.holder
WHERE proposition.intake = $1 ORDER BY organisation.name
"""
_STEPS = "SELECT step, facts->>'reason' AS reason, recorded_at FROM intake_event WHERE intake = $1 ORDER BY id"
_PARTICIPANTS = "SELECT person, capacity FROM intake_participant WHERE intake = $1 ORDER BY capacity, id"
_PLANS = "SELECT * FROM realisation_plan WHERE intake = $1 ORDER BY version DESC"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many intakes somebody sees, and how many of those they coordinate and have not finished."""

    number: int
    own_running: int


async def listed(*, actor: Actor, now: datetime, state: IntakeStep | None = None, page: int = 1) -> list[IntakeListed]:
    """A page of the intakes that the actor sees, those of one state when it is named; the latest day first.

    Admins and auditors see all; a coordinator their own and those of the regions where they work today; a municipality those
    that name it.
    """
    rows = await _seen(actor, now=now, state=state, page=page)
    names = await people.names_of(row["coordinator"] for row in rows)
    return [IntakeListed(**_facts(row, names, actor)) for row in rows]


async def counts(*, actor: Actor, now: datetime) -> Counts:
    """How many intakes the actor sees, and how many of those wait for the actor."""
    [row] = await fetch(SEEN + _COUNTED, *scope(actor, now, None, None), [each.value for each in OVER])
    return Counts(row["number"], row["own_running"])


async def detail(intake: UUID, *, actor: Actor, now: datetime) -> IntakeDetail:
    """One intake with all that is on record of it; raises NotFound for one that the actor does not see."""
    seen = await _seen(actor, now=now, intake=intake)
    if not seen:
        raise NotFound
    row = seen[0]
    took_part = await fetch(_PARTICIPANTS, intake)
    names = await people.names_of([row["coordinator"], *(each["person"] for each in took_part)])
    return IntakeDetail(
        **_facts(row, names, actor),
        participants=[ParticipantOut(name=_name(names, each["person"]), capacity=each["capacity"]) for each in took_part],
        proposition=_proposition(await fetch(_SHARES, intake), row["last_day"]),
        plans=[_plan(each) for each in await fetch(_PLANS, intake)],
        steps=[_step(each) for each in await fetch(_STEPS, intake)],
    )


async def check_sees(intake: UUID, *, actor: Actor, now: datetime) -> None:
    """Raises NotFound for an intake that the actor does not see."""
    if not await _seen(actor, now=now, intake=intake):
        raise NotFound


async def _seen(
    actor: Actor, *, now: datetime, intake: UUID | None = None, state: IntakeStep | None = None, page: int = 1
) -> Sequence[Row]:
    return await fetch(SEEN + _PAGED, *scope(actor, now, intake, state), PAGE, (page - 1) * PAGE)


def scope(actor: Actor, now: datetime, intake: UUID | None, state: IntakeStep | None) -> list[object]:
    """Which intakes the actor sees, as the query asks; raises NotAllowed."""
    actor.must(Permission.READ_INTAKES)
    grants = [grant for grant in actor.grants if Permission.READ_INTAKES in grant.permissions]
    roles = {grant.role for grant in grants}
    return [
        bool(roles & {Role.ADMIN, Role.AUDITOR}),
        actor.person if Role.COORDINATOR in roles else None,
        amsterdam_day(now),
        [grant.organisation for grant in grants if grant.role is Role.MUNICIPALITY],
        intake,
        None if state is None else state.value,
    ]


def _facts(row: Row, names: Mapping[UUID, object], actor: Actor) -> dict[str, Any]:
    members = zip(row["ids"], row["codes"], row["names"], strict=True)
    return {
        "id": row["id"],
        "programme": row["programme"],
        "holder": row["holder"],
        "holder_name": row["holder_name"],
        "members": [NamedMunicipality(id=each, code=code, name=name) for each, code, name in members],
        "region_name": row["region_name"],
        "coordinator_name": _name(names, row["coordinator"]),
        "held_on": row["held_on"],
        "state": IntakeStep(row["state"]),
        "is_yours": actor.may(Permission.HOLD_INTAKES) and row["coordinator"] == actor.person,
    }


def _name(names: Mapping[UUID, object], person: UUID) -> str | None:
    return str(names[person]) if person in names else None


def _proposition(rows: Sequence[Row], last_day: date) -> PropositionOut | None:
    if not rows:
        return None
    return PropositionOut(
        reference=rows[0]["reference_number"],
        role_split=rows[0]["role_split"],
        valid_until=rows[0]["valid_until"] or last_day,
        shares=[
            ShareOut(allotment=row["allotment"], holder_name=row["holder_name"], days=days(row["quarters"])) for row in rows
        ],
        recorded_at=rows[0]["recorded_at"],
    )


def _plan(row: Row) -> PlanOut:
    return PlanOut(
        version=row["version"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        reference=row["reference_number"],
        council_decided_on=row["council_decided_on"],
        recorded_at=row["recorded_at"],
    )


def _step(row: Row) -> StepOut:
    reason = CancelReason(row["reason"]) if row["step"] == IntakeStep.CANCELLED.value else None
    return StepOut(step=IntakeStep(row["step"]), recorded_at=row["recorded_at"], reason=reason)
