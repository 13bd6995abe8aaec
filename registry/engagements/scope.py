"""Whose bookings somebody reads: a municipality those it booked or that are for it, an adviser their own, an auditor all.

What was over when a municipality passed on what it had is read by its successor.
"""

from dataclasses import dataclass
from uuid import UUID

from registry.organisations import succession
from registry.permissions import Actor, Permission

_OF_MUNICIPALITIES = """
id IN (
    SELECT id FROM booking WHERE municipality = ANY($1)
    UNION SELECT booking FROM booking_terms WHERE municipality = ANY($1)
    UNION SELECT booking FROM booking_beneficiary WHERE municipality = ANY($1))
AND (municipality = ANY($1) OR id IN (SELECT booking FROM booking_beneficiary WHERE municipality = ANY($1)))
"""
_OF_ADVISER = """
adviser IN (SELECT files_of_same_person(own.id) FROM adviser AS own WHERE own.person = ANY($1))
"""
_ALL = "$1::uuid[] IS NULL"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which bookings somebody may read: a condition on `booking_now`, and what it is asked with."""

    condition: str
    whom: list[UUID] | None


async def of_municipality(actor: Actor) -> Scope:
    """Those that the actor's municipalities made or that are for them; an auditor reads all. Raises NotAllowed."""
    actor.must(Permission.READ_BOOKINGS)
    if actor.sees_everything:
        return Scope(_ALL, None)
    own = actor.organisations_where(Permission.READ_BOOKINGS)
    return Scope(_OF_MUNICIPALITIES, await succession.with_predecessors(own))


def of_adviser(actor: Actor) -> Scope:
    """Those of the adviser who acts, under each of their files. Raises NotAllowed."""
    actor.must(Permission.ANSWER_BOOKINGS)
    return Scope(_OF_ADVISER, [actor.person] if actor.person else [])
