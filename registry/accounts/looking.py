"""What admins and auditors see of persons is put on record: one entry a request, before its answer goes out.

They may see much by their office, and need not be asked for it; afterwards it can be asked who looked. Where it says which
list or page, and of how many persons; never what it said. Of one person it says whose data it was. One's own is not
counted, nor is a request that has an entry of its own.
"""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.types import Message, Scope

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import Actor, Role
from registry.personal_data import access
from registry.personal_data.access import Seen
from registry.transactions import transaction

_WATCHED = frozenset({Role.ADMIN, Role.AUDITOR})
_READS = frozenset({"GET", "HEAD"})
LOOKING = "registry.looking"
_ROWS = b"x-total-count"
_SUCCEEDED = 200

AnyConnection = ASGIConnection[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class _Looking:
    actor: Actor
    seen: Seen


def begin(connection: AnyConnection, actor: Actor) -> None:
    """From now on it is noted whose data this request reads, where an admin or auditor asks for a page, list or file."""
    if connection.scope.get("method") in _READS and any(actor.holds(role) for role in _WATCHED):
        cast("dict[str, Any]", connection.scope)[LOOKING] = _Looking(actor, access.watch())
    else:
        access.watch_no_longer()


async def put_on_record(message: Message, scope: Scope) -> None:
    """Before an answer goes out: that these data were seen; if that cannot be written, there is no answer."""
    looking: _Looking | None = cast("dict[str, Any]", scope).get(LOOKING)
    if looking is None or message["type"] != "http.response.start" or message["status"] != _SUCCEEDED:
        return
    del cast("dict[str, Any]", scope)[LOOKING]
    if looking.seen.is_settled:
        return
    facts = _facts(looking, dict(message["headers"]), scope)
    if facts is None:
        return
    now = scope["litestar_app"].state.clock()
    async with transaction():
        await audit.record(Action.PERSONS_SEEN, _subject(looking), actor=looking.actor, at=now, facts=facts)


def _others(looking: _Looking) -> set[UUID]:
    return looking.seen.persons - {looking.actor.person}


def _facts(looking: _Looking, headers: dict[bytes, bytes], scope: Scope) -> dict[str, object] | None:
    """Which page, how many persons, and how many rows of a file; nothing where no other person was seen."""
    facts: dict[str, object] = {"page": scope["path_template"]}
    if rows := int(headers.get(_ROWS, b"0")):
        return facts | {"rows": rows}
    if persons := len(_others(looking)):
        return facts | {"persons": persons}
    return None


def _subject(looking: _Looking) -> UUID:
    """The person, where it is one; else the account that looked."""
    others = _others(looking)
    if len(others) == 1:
        return next(iter(others))
    if looking.actor.account is None:
        raise TypeError("whoever asks for a page has an account")
    return looking.actor.account
