"""Telling the municipality and the adviser of a booking what happened to it; without names of persons."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from registry.bookings.standing import Now
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.permissions import Permission
from registry.quarters import days
from registry.transactions import Connection

_NO_FACTS: Mapping[str, object] = MappingProxyType({})


async def tell_municipality(
    kind: Kind, booking: Now, *, now: datetime, connection: Connection, facts: Mapping[str, object] = _NO_FACTS
) -> None:
    """Whoever books for the municipality of this booking."""
    accounts = await messages.accounts_of_organisation(booking.municipality, Permission.BOOK, connection=connection)
    told = {**await _facts(booking, connection), **facts}
    await messages.tell(accounts, kind, subject=booking.id, facts=told, path=f"/boekingen/{booking.id}", at=now)


async def tell_adviser(
    kind: Kind, booking: Now, *, now: datetime, connection: Connection, facts: Mapping[str, object] = _NO_FACTS
) -> None:
    """The adviser who was booked."""
    accounts = await messages.accounts_of_adviser(booking.adviser, connection=connection)
    told = {**await _facts(booking, connection), **facts}
    await messages.tell(accounts, kind, subject=booking.id, facts=told, path=f"/mijn-boekingen/{booking.id}", at=now)


async def ask_to_evaluate(booking: Now, *, now: datetime, connection: Connection) -> None:
    """Whoever books for the municipality is asked how the engagement went."""
    accounts = await messages.accounts_of_organisation(booking.municipality, Permission.BOOK, connection=connection)
    told, path = await _facts(booking, connection), f"/beoordelingen/{booking.id}"
    await messages.tell(accounts, Kind.EVALUATION_ASKED, subject=booking.id, facts=told, path=path, at=now)


async def _facts(booking: Now, connection: Connection) -> dict[str, object]:
    return {
        "municipality": await _name(booking.municipality, connection),
        "firstDay": booking.first_day,
        "lastDay": booking.last_day,
        "days": str(days(booking.quarters)),
    }


async def _name(organisation: UUID, connection: Connection) -> str:
    name: str = await connection.fetchval("SELECT name FROM organisation WHERE id = $1", organisation)
    return name
