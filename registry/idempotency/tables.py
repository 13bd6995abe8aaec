"""Answers that were given to requests with an Idempotency-Key, to be given again."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import reference


class IdempotentAnswer(Table, tablename="idempotent_answer"):
    """A request of an account under a key of its own, and its answer once there is one; deleted after two days.

    `is_carried_out` is written in the transactions of the request itself: true once something was committed
    for it, and nothing before.

    Personal data: the answer, which may hold names. Kept for two days.
    """

    id = UUID(primary_key=True)
    account = reference(Account)
    key = Varchar(100, default=None)
    request_hash = Bytea(default=None)
    status = Integer(null=True, default=None)
    content_type = Varchar(100, null=True, default=None)
    body = Bytea(null=True, default=None)
    is_carried_out = Boolean(null=True, default=None)
    recorded_at = Timestamptz(default=None)

    idempotent_answer_key_is_used_once = Unique([account, key])
