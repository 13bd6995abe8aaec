"""Writing the audit trail. There is one function, and it is called inside the transaction of the act."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.canonical import canonical_json
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.transactions import current_connection, engine

_COLUMNS = ("recorded_at", "account", "action", "subject", "facts")


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
    if not engine().transaction_exists():
        raise OutsideTransaction(action)
    kept = None
    if personal is not None:
        [kept] = await personal_data.keep([personal], at=at)
    await AuditEntry.insert(
        AuditEntry(
            recorded_at=at,
            account=actor.account,
            action=action.value,
            subject=subject,
            facts=canonical_json(facts or {}),
            personal=kept,
        ),
    )


async def record_all(
    action: Action,
    facts: Mapping[UUID, Mapping[str, object]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """As `record`, of the same act done to many subjects at once; many go in as fast as one."""
    rows = [(at, actor.account, action.value, subject, canonical_json(each)) for subject, each in facts.items()]
    await current_connection().copy_records_to_table("audit_entry", columns=_COLUMNS, records=rows)
