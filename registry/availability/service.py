"""What an adviser states of their own time: how much of each weekday, for a period (DESIGN §7, "Booking")."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.availability.schemas import AvailabilityOut, StateAvailability
from registry.availability.tables import Availability
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.people import service as people
from registry.people.own_file import own_file
from registry.periods import period_faults
from registry.permissions import Actor, Permission
from registry.quarters import QUARTERS_PER_DAY, days
from registry.texts import Text
from registry.transactions import fetch, transaction

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_NOT_A_DAY = Text("Vul 0, 0,25, 0,5, 0,75 of 1 in.", "Enter 0, 0.25, 0.5, 0.75 or 1.")
_PAST = Text("Kies vandaag of een latere dag.", "Choose today or a later day.")


async def state(command: StateAvailability, *, actor: Actor, now: datetime) -> None:
    """From now on this counts for the days of its period, whatever was stated before; raises Invalid with every fault.

    Bookings that stand stay; the judge weighs it at the next booking, acceptance or change.
    """
    actor.must(Permission.ANSWER_BOOKINGS)
    weekdays = _weekdays(command, now)
    async with transaction() as connection:
        adviser = (await own_file(actor)).id
        await people.lock(adviser, connection=connection)
        stated = Availability(
            adviser=adviser,
            first_day=command.first_day,
            last_day=command.last_day,
            weekdays=weekdays,
            account=actor.account,
            recorded_at=now,
        )
        await Availability.insert(stated)
        facts = {"firstDay": command.first_day, "lastDay": command.last_day, "weekdays": weekdays}
        await audit.record(Action.AVAILABILITY_STATED, adviser, actor=actor, at=now, facts=facts)


def _weekdays(command: StateAvailability, now: datetime) -> list[int]:
    """The quarters of Monday to Friday; raises Invalid with every fault of the statement."""
    asked: dict[str, Decimal] = {name: getattr(command, name) for name in WEEKDAYS}
    faults = [Fault(name, _NOT_A_DAY) for name, value in asked.items() if not _is_part_of_a_day(value)]
    faults += period_faults(command.first_day, command.last_day, field="lastDay")
    if command.first_day < amsterdam_day(now):
        faults.append(Fault("firstDay", _PAST))
    if faults:
        raise Invalid(faults)
    return [int(value * QUARTERS_PER_DAY) for value in asked.values()]


def _is_part_of_a_day(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= 1 and value * QUARTERS_PER_DAY % 1 == 0


async def stated_by(actor: Actor) -> list[AvailabilityOut]:
    """What the adviser stated, under whichever of their files, the last first; raises NotFound for who is no adviser."""
    actor.must(Permission.ANSWER_BOOKINGS)
    adviser: UUID = (await own_file(actor)).id
    rows = await fetch(
        "SELECT first_day, last_day, weekdays, recorded_at FROM availability "
        "WHERE adviser IN (SELECT files_of_same_person($1)) ORDER BY id DESC LIMIT 200",
        adviser,
    )
    return [_out(row) for row in rows]


def _out(row: Any) -> AvailabilityOut:  # noqa: ANN401  a row of asyncpg
    return AvailabilityOut(
        first_day=row["first_day"],
        last_day=row["last_day"],
        recorded_at=row["recorded_at"],
        **_named(row["weekdays"]),
    )


def _named(weekdays: Iterable[int]) -> dict[str, Decimal]:
    return {name: days(each) for name, each in zip(WEEKDAYS, weekdays, strict=True)}
