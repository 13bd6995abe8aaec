"""A municipality that follows, and what it was told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from registry.messages.rules import Kind
from registry.messages.wording import text_of
from registry.permissions import Actor
from registry.texts import Language
from registry.transactions import fetch
from registry.watches import service
from registry.watches.rules import Followed
from registry.watches.schemas import Follow
from tests.registry.making import NOW

_TOLD = "SELECT facts::text AS facts, path FROM message WHERE account = $1 AND kind = $2 ORDER BY id"


async def follow(
    actor: Actor,
    certificate: str,
    followed: Followed = Followed.CERTIFICATE,
    *,
    organisation: UUID | None = None,
    at: datetime = NOW,
) -> UUID:
    """The actor's municipality follows."""
    return await service.follow(
        Follow(certificate=certificate, followed=followed, organisation=organisation), actor=actor, now=at
    )


async def told(actor: Actor) -> Sequence[str]:
    """What the actor was told of what they follow, in order."""
    rows = await fetch(_TOLD, actor.account, Kind.WATCHED_CHANGED.value)
    return [text_of(Kind.WATCHED_CHANGED, msgspec.json.decode(row["facts"]), Language.NL) for row in rows]


async def paths(actor: Actor) -> Sequence[str]:
    """Where they were led."""
    return [row["path"] for row in await fetch(_TOLD, actor.account, Kind.WATCHED_CHANGED.value)]
