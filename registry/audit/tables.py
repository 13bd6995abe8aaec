"""The audit trail: who did what, when, to what and why; written in the transaction that does it."""

from piccolo.columns import JSONB, UUID, BigSerial, Bytea, Timestamptz, Varchar
from piccolo.table import Table


class AuditEntry(Table, tablename="audit_entry"):
    """One act. Append-only by trigger.

    `facts` never holds personal data: such values go to `personal_value`, and `personal` is their commitment.
    The actor is an account; its holder's name is looked up while it exists. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    recorded_at = Timestamptz(default=None)
    account = UUID(null=True, default=None)
    action = Varchar(60, default=None, index=True)
    subject = UUID(default=None, index=True)
    facts = JSONB(default="{}")
    personal = Bytea(null=True, default=None)
