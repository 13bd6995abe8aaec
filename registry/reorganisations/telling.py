"""Who is told that a municipality passed on what it had; inside the caller's transaction, without names of persons."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.organisations import service as organisations
from registry.permissions import Permission
from registry.quarters import days
from registry.reorganisations.moving import Passing
from registry.reorganisations.reading import OpenBookings
from registry.transactions import Connection


async def of_bookings(bookings: OpenBookings, passing: Passing, *, connection: Connection) -> list[UUID]:
    """The accounts of the successor, and of other municipalities that booked for a predecessor too."""
    others = {each.municipality for each in bookings.named} - set(passing.predecessors)
    found = []
    for each in sorted({passing.successor, *others}):
        found += await messages.accounts_of_organisation(each, Permission.BOOK, connection=connection)
    return found


async def tell(passing: Passing, accounts: Collection[UUID], *, now: datetime) -> None:
    """Everybody whose work it touches: from whom to whom, and from which day."""
    names = await organisations.names_of({*passing.predecessors, passing.successor})
    facts = {
        "municipality": ", ".join(sorted(names[each] for each in passing.predecessors)),
        "successor": names[passing.successor],
        "day": passing.effective_on,
    }
    await messages.tell(accounts, Kind.MUNICIPALITY_PASSED_ON, subject=passing.id, facts=facts, path="/werk", at=now)


async def tell_advisers(bookings: OpenBookings, passing: Passing, *, connection: Connection, now: datetime) -> None:
    """Each adviser, of each booking that is another municipality's now."""
    successor = (await organisations.names_of({passing.successor}))[passing.successor]
    for each in bookings.theirs:
        facts = {
            "municipality": successor,
            "firstDay": each.first_day,
            "lastDay": each.last_day,
            "days": str(days(each.quarters)),
        }
        accounts = await messages.accounts_of_adviser(each.adviser, connection=connection)
        path = f"/mijn-boekingen/{each.id}"
        await messages.tell(accounts, Kind.BOOKING_PASSED_ON, subject=each.id, facts=facts, path=path, at=now)
