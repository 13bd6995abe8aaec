"""The audit trail: who did what, when, to what and why; written in the transaction that does it."""

from piccolo.columns import JSONB, UUID, BigInt, BigSerial, Bytea, Timestamptz, Varchar
from piccolo.table import Table


class AuditEntry(Table, tablename="audit_entry"):
    """One act. Append-only by trigger.

    `facts` never holds personal data: such values go to `personal_value`, and `personal` is their commitment.
    The actor is an account; its holder's name is looked up while it exists. Kept as long as the registry. `api_key` is the
    key by which a program acted for the account; nothing where a person did.

    Personal data: who acted and on whom, by key; values in `personal_value`. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    recorded_at = Timestamptz(default=None)
    account = UUID(null=True, default=None)
    api_key = UUID(null=True, default=None)
    action = Varchar(60, default=None, index=True)
    subject = UUID(default=None, index=True)
    facts = JSONB(default="{}")
    personal = Bytea(null=True, default=None)


class AuditSeal(Table, tablename="audit_seal"):
    """One link of the chain over the audit trail: which entry stands at this place, and the digest of everything up to it.

    Append-only. `entry` refers to nothing on purpose: an entry that was removed must show. Places count from one without gaps.

    Personal data: none.
    """

    place = BigInt(primary_key=True, default=None)
    entry = BigInt(default=None, unique=True)
    digest = Bytea(default=None)
    sealed_at = Timestamptz(default=None)
