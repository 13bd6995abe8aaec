"""What municipalities have since others passed on to them what they had; also what was over by then (DESIGN §2.7)."""

from collections.abc import Iterable
from uuid import UUID

from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.transactions import fetch

_WITH_PREDECESSORS = "SELECT with_predecessors($1) AS organisation"
_SUCCESSOR = "SELECT coalesce(successor_now($1), $1) AS organisation"


async def with_predecessors(organisations: Iterable[UUID]) -> list[UUID]:
    """These organisations, and every municipality that passed on to one of them, however long ago."""
    return sorted(row["organisation"] for row in await fetch(_WITH_PREDECESSORS, list(organisations)))


async def successor_now(organisation: UUID) -> UUID:
    """Who has its rights and duties today: itself, or the last to whom they passed."""
    [row] = await fetch(_SUCCESSOR, organisation)
    found: UUID = row["organisation"]
    return found


async def must_for(actor: Actor, permission: Permission, organisation: UUID) -> None:
    """As `Actor.must_for`, also for what passed on to an organisation of the actor. Raises NotAllowed, NotFound."""
    actor.must(permission)
    own = actor.organisations_where(permission)
    if organisation not in own and organisation not in await with_predecessors(own):
        raise NotFound
