"""Reading who examines and invigilates for a provider, and what for."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from exams.sittings.rules import Capacity, RegistrationRow, examiner_rows
from exams.sittings.schemas import ExaminerApprovalOut, ExaminerOut
from exams.sittings.tables import ExaminerApproval, ExaminerRegistration
from registry.people import service as people
from registry.permissions import Actor, Permission


async def registrations_of(provider: UUID, track: UUID) -> list[RegistrationRow]:
    """Who may stand at the provider’s sittings of a track, in which capacity, for which parts and when."""
    registered = (
        await ExaminerRegistration.select()
        .where(ExaminerRegistration.provider == provider, ExaminerRegistration.cancelled_at.is_null())
        .order_by(ExaminerRegistration.valid_from, ExaminerRegistration.id)
    )
    approved: dict[UUID, list[tuple[str | None, tuple[date, date | None]]]] = {}
    for row in (
        await ExaminerApproval.select()
        .where(
            ExaminerApproval.registration.provider == provider,
            ExaminerApproval.track == track,
            ExaminerApproval.cancelled_at.is_null(),
        )
        .order_by(ExaminerApproval.valid_from)
    ):
        approved.setdefault(row["registration"], []).append((row["part_code"], (row["valid_from"], row["valid_to"])))
    found = []
    for row in registered:
        if row["capacity"] == Capacity.EXAMINER:
            found += examiner_rows(row["person"], (row["valid_from"], row["valid_to"]), approved.get(row["id"], []))
        else:
            found.append(RegistrationRow(row["person"], Capacity.INVIGILATOR, None, row["valid_from"], row["valid_to"]))
    return found


async def examiners_of(provider: UUID, *, actor: Actor) -> list[ExaminerOut]:
    """Everyone registered with the provider and what they are approved for, by capacity and name; raises NotFound."""
    actor.must_see(Permission.READ_RESULTS, provider)
    return await examiners(providers={provider})


async def examiners(*, providers: Iterable[UUID]) -> list[ExaminerOut]:
    """Everyone registered with these providers, by capacity and name."""
    wanted = list(providers)
    if not wanted:
        return []
    of: Any = ExaminerRegistration
    rows = await of.select(*of.all_columns(), of.provider.name.as_alias("provider_name")).where(
        of.provider.is_in(wanted), of.cancelled_at.is_null()
    )
    names = await people.names_of(row["person"] for row in rows)
    approved: dict[UUID, list[ExaminerApprovalOut]] = {}
    for row in await _approvals(wanted):
        approved.setdefault(row["registration"], []).append(_approval(row))
    found = [
        ExaminerOut(
            registration=row["id"],
            person=row["person"],
            name=str(names[row["person"]]) if row["person"] in names else None,
            capacity=Capacity(row["capacity"]),
            provider=row["provider"],
            provider_name=row["provider_name"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            approvals=approved.get(row["id"], []),
        )
        for row in sorted(rows, key=lambda row: row["valid_from"])
    ]
    keys = {person: name.sort_key for person, name in names.items()}
    return sorted(found, key=lambda each: (each.capacity.value, keys.get(each.person, ("", ""))))


def current(examiner: ExaminerOut, today: date) -> bool:
    """The registration holds today or will."""
    return examiner.valid_to is None or examiner.valid_to >= today


async def _approvals(providers: list[UUID]) -> list[dict[str, Any]]:
    of: Any = ExaminerApproval
    query = of.select(
        *of.all_columns(),
        of.track.code.as_alias("code"),
        of.approved_by.name.as_alias("approved_by_name"),
    ).where(of.registration.provider.is_in(providers), of.cancelled_at.is_null())
    rows: list[dict[str, Any]] = await query.order_by(of.track.code).order_by(of.valid_from, of.part_code)
    return rows


def _approval(row: dict[str, Any]) -> ExaminerApprovalOut:
    return ExaminerApprovalOut(
        id=row["id"],
        track=row["code"],
        part=row["part_code"],
        approved_by=row["approved_by"],
        approved_by_name=row["approved_by_name"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )
