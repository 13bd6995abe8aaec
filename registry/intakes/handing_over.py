"""A running intake that passes to another coordinator, because its own can no longer finish it."""

from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.intakes import coordinating, places, steps
from registry.intakes.errors import NotYourRegion
from registry.intakes.rules import check_runs
from registry.intakes.schemas import HandOver
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import Connection, transaction

_NO_COORDINATOR = Text("Deze persoon is nu geen regie-adviseur.", "This person is no intake coordinator now.")
_OWN_ALREADY = Text("Deze regie-adviseur heeft de intake al.", "This coordinator has the intake already.")
_ELSEWHERE = Text(
    "Deze regie-adviseur werkt op {day} niet in de regio van {municipalities}.",
    "This coordinator does not work in the region of {municipalities} on {day}.",
)
_ACCOUNTS = "SELECT id FROM account WHERE person = $1 AND disabled_at IS NULL"


async def hand_over(intake: UUID, command: HandOver, *, actor: Actor, now: datetime) -> None:
    """An admin gives an intake that is not over to another coordinator, who is told.

    That one works in the region of its municipalities, on its day or, when that has passed, today. Who held it before stays
    on record in its steps, and advises on none of its days either. Raises IntakeOutOfOrder, Invalid, NotFound, NotAllowed.
    """
    actor.must(Permission.MANAGE_PROGRAMMES)
    async with transaction() as connection:
        row = await steps.locked(intake, connection=connection)
        check_runs(await steps.taken(intake))
        await _check(row, command.coordinator, day=max(row["held_on"], amsterdam_day(now)))
        await connection.execute("UPDATE intake SET coordinator = $2 WHERE id = $1", intake, command.coordinator)
        facts = {"from": row["coordinator"], "to": command.coordinator}
        await audit.record(Action.INTAKE_HANDED_OVER, intake, actor=actor, at=now, facts=facts)
        await _tell(row, command.coordinator, connection=connection, now=now)


async def _check(row: "asyncpg.Record", coordinator: UUID, *, day: date) -> None:
    if coordinator == row["coordinator"]:
        raise Invalid([Fault("coordinator", _OWN_ALREADY)])
    if coordinator not in await coordinating.coordinators_now():
        raise Invalid([Fault("coordinator", _NO_COORDINATOR)])
    try:
        await places.region_of([*(await steps.members_of(row["id"])).values()], day, coordinator=coordinator)
    except NotYourRegion as error:
        raise Invalid([Fault("coordinator", _ELSEWHERE, error.facts)]) from error


async def _tell(row: "asyncpg.Record", coordinator: UUID, *, connection: Connection, now: datetime) -> None:
    accounts = [each["id"] for each in await connection.fetch(_ACCOUNTS, coordinator)]
    names = await organisations.names_of({row["holder"]})
    facts = {"municipality": names[row["holder"]], "day": row["held_on"]}
    path = f"/intakes/{row['id']}"
    await messages.tell(accounts, Kind.INTAKE_HANDED_OVER, subject=row["id"], facts=facts, path=path, at=now)
