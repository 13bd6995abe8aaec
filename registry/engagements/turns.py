"""Taking the turn of a booking: as the adviser booked, under whichever of their files, or as who booked or its successor."""

from uuid import UUID

from registry.bookings import standing
from registry.bookings.standing import Now
from registry.errors import NotFound
from registry.organisations import succession
from registry.permissions import Actor, Permission
from registry.transactions import Connection

_IS_BOOKED = """
SELECT EXISTS (SELECT 1 FROM adviser AS own WHERE own.person = $1 AND $2 IN (SELECT files_of_same_person(own.id)))
"""


async def of_adviser(booking: UUID, *, actor: Actor, connection: Connection) -> Now:
    """The booking, locked, of the adviser who acts; raises NotAllowed, and NotFound for another's: it looks absent."""
    actor.must(Permission.ANSWER_BOOKINGS)
    found = await standing.locked(booking, connection=connection)
    if not await connection.fetchval(_IS_BOOKED, actor.person, found.adviser):
        raise NotFound
    return found


async def of_municipality(booking: UUID, *, actor: Actor, connection: Connection) -> Now:
    """The booking, locked, of a municipality that the actor books for, or that passed on to one of those.

    Raises NotAllowed, and NotFound for another's: it looks absent.
    """
    actor.must(Permission.BOOK)
    found = await standing.locked(booking, connection=connection)
    await succession.must_for(actor, Permission.BOOK, found.municipality)
    return found
