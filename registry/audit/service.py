"""Writing the audit trail, for one act or the same act done to many; called inside the transaction of the act."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.permissions import Actor
from registry.personal_data import access
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.transactions import current_connection, engine

_COLUMNS = ("recorded_at", "account", "api_key", "action", "subject", "facts", "personal")
NOTHING_PERSONAL: Mapping[UUID, About] = MappingProxyType({})


class OutsideTransaction(RuntimeError):
    """An act and its audit row are committed together or not at all."""


async def record(
    action: Action,
    subject: UUID,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    personal: About | None = None,
) -> None:
    """Record an act with its facts: old, new, why. Values about a person go in `personal`, never in `facts`."""
    of_whom = NOTHING_PERSONAL if personal is None else {subject: personal}
    await record_all(action, {subject: facts or {}}, actor=actor, at=at, personal=of_whom)


async def record_all(
    action: Action,
    facts: Mapping[UUID, Mapping[str, object]],
    *,
    actor: Actor,
    at: datetime,
    personal: Mapping[UUID, About] = NOTHING_PERSONAL,
) -> None:
    """As `record`, of the same act done to many subjects at once, each with its facts; many go in as fast as one."""
    if not engine().transaction_exists():
        raise OutsideTransaction(action)
    commitments = await personal_data.keep(list(personal.values()), at=at) if personal else []
    kept = dict(zip(personal, commitments, strict=True))
    told = [(subject, canonical_json(each), kept.get(subject)) for subject, each in facts.items()]
    await _write(action, told, actor=actor, at=at)


async def record_each(
    action: Action, facts: Iterable[tuple[UUID, Mapping[str, object]]], *, actor: Actor, at: datetime
) -> None:
    """As `record_all`, where the same subject may come more than once: an entry for each, in their order."""
    if not engine().transaction_exists():
        raise OutsideTransaction(action)
    await _write(action, [(subject, canonical_json(each), None) for subject, each in facts], actor=actor, at=at)


async def _write(action: Action, told: Iterable[tuple[UUID, str, bytes | None]], *, actor: Actor, at: datetime) -> None:
    rows = [(at, actor.account, actor.api_key, action.value, *each) for each in told]
    await current_connection().copy_records_to_table("audit_entry", columns=_COLUMNS, records=rows)
    access.settled()
