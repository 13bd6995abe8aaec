"""What bookings ask of a municipality and of an adviser, counted."""

from dataclasses import dataclass
from datetime import date

from registry.engagements import scope
from registry.engagements.scope import Scope
from registry.permissions import Actor, Permission
from registry.transactions import fetch

_WAITING = """
SELECT count(*) FILTER (WHERE state IN ('requested', 'accepted', 'resumed', 'frozen')) AS open,
    count(*) FILTER (WHERE state = 'requested') AS requested,
    count(*) FILTER (WHERE id IN (SELECT booking FROM booking_change WHERE booking_change.ending IS NULL)) AS changes,
    count(*) FILTER (WHERE entered > 0) AS entered,
    count(*) FILTER (WHERE state IN ('accepted', 'resumed') AND last_day < $2) AS past
FROM booking_now
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many bookings are open; of those: requested, with a change or with days that wait; and active past their last day."""

    open: int
    requested: int
    changes: int
    entered: int
    past: int


async def for_municipality(actor: Actor, *, today: date) -> Waiting:
    """What the bookings that the actor's municipalities made ask of them."""
    own = sorted(actor.organisations_where(Permission.BOOK))
    return await _waiting(Scope("municipality = ANY($1)", own), today)


async def for_adviser(actor: Actor, *, today: date) -> Waiting:
    """What the adviser's own bookings ask of them."""
    return await _waiting(scope.of_adviser(actor), today)


async def _waiting(whose: Scope, today: date) -> Waiting:
    [row] = await fetch(f"{_WAITING} WHERE {whose.condition}", whose.whom, today)
    return Waiting(**dict(row))
