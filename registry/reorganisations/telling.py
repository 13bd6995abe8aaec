"""Who is told that a municipality passed on what it had; inside the caller's transaction, without names of persons."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from registry.bookings.standing import Now
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.messages.service import News
from registry.organisations import service as organisations
from registry.permissions import Permission
from registry.quarters import days
from registry.reorganisations.moving import Passing
from registry.reorganisations.reading import Unfinished
from registry.transactions import Connection


async def of_bookings(bookings: Unfinished, passing: Passing, *, connection: Connection) -> list[UUID]:
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


async def tell_advisers(bookings: Unfinished, passing: Passing, *, now: datetime) -> None:
    """Each adviser, of each booking that is the successor's now."""
    successor = (await organisations.names_of({passing.successor}))[passing.successor]
    passed = [each for each in bookings.theirs if each.municipality in passing.predecessors]
    await messages.tell_advisers(Kind.BOOKING_PASSED_ON, [_news(each, successor) for each in passed], at=now)


def _news(booking: Now, successor: str) -> News:
    facts = {
        "municipality": successor,
        "firstDay": booking.first_day,
        "lastDay": booking.last_day,
        "days": str(days(booking.quarters)),
    }
    return News(adviser=booking.adviser, subject=booking.id, facts=facts, path=f"/mijn-boekingen/{booking.id}")
