"""Keeping a filter, seeing one's own, and removing one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.permissions import Actor
from registry.saved_filters.rules import MOST, kept_address
from registry.saved_filters.schemas import SavedFilterOut, SaveFilter
from registry.texts import Text
from registry.transactions import fetch, transaction

_TAKEN = Text(
    "U hebt al een filter met deze naam. Kies een andere naam.", "You have a filter of this name already. Choose another name."
)
_FULL = Text(
    "U hebt al {most} filters bewaard. Verwijder er eerst een.", "You have saved {most} filters already. Remove one first."
)
_OWN_ACCOUNT = "SELECT id FROM account WHERE id = $1 FOR UPDATE"
_NAMES = "SELECT name FROM saved_filter WHERE account = $1"
_SAVE = "INSERT INTO saved_filter (id, account, name, address, recorded_at) VALUES ($1, $2, $3, $4, $5)"
_OWN = "SELECT id, name, address FROM saved_filter WHERE account = $1 ORDER BY name, id"
_NUMBER = "SELECT count(*) AS number FROM saved_filter WHERE account = $1"
_REMOVE = "DELETE FROM saved_filter WHERE id = $1 AND account = $2 RETURNING address"


async def save(command: SaveFilter, *, actor: Actor, now: datetime) -> UUID:
    """Keep a filter of one's own; returns its id. Raises Invalid for another address, a name in use, and one too many."""
    actor.must_be_in_person()
    address = kept_address(command.address)
    made = uuid4()
    async with transaction() as connection:
        await connection.execute(_OWN_ACCOUNT, actor.account)
        names = [row["name"] for row in await connection.fetch(_NAMES, actor.account)]
        if command.name in names:
            raise Invalid([Fault("name", _TAKEN)])
        if len(names) >= MOST:
            raise Invalid([Fault("name", _FULL, {"most": MOST})])
        await connection.execute(_SAVE, made, actor.account, command.name, address, now)
        await audit.record(Action.FILTER_SAVED, made, actor=actor, at=now)
    return made


async def own(actor: Actor) -> Sequence[SavedFilterOut]:
    """One's own filters, by name."""
    actor.must_be_in_person()
    return [SavedFilterOut(**row) for row in await fetch(_OWN, actor.account)]


async def number(actor: Actor) -> int:
    """How many filters of one's own there are."""
    [row] = await fetch(_NUMBER, actor.account)
    found: int = row["number"]
    return found


async def remove(saved: UUID, *, actor: Actor, now: datetime) -> str:
    """Remove one of one's own; returns the address of its list. Raises NotFound for any other."""
    actor.must_be_in_person()
    async with transaction() as connection:
        address: str | None = await connection.fetchval(_REMOVE, saved, actor.account)
        if address is None:
            raise NotFound
        await audit.record(Action.FILTER_REMOVED, saved, actor=actor, at=now)
    return address
