"""Messages to account holders: in the inbox for good, and by mail when there is a mail server."""

from piccolo.columns import JSONB, UUID, BigSerial, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import one_of, reference
from registry.messages.rules import Kind


class Message(Table, tablename="message"):
    """One message to one account; `path` is the page where it is dealt with. It is read once, and otherwise never changed.

    Personal data: to whom it is, by key; its texts are made from `facts`, which name no person. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    account = reference(Account, index=True)
    kind = Varchar(40, default=None)
    subject = UUID(default=None)
    facts = JSONB(default="{}")
    path = Varchar(200, default=None)
    recorded_at = Timestamptz(default=None)
    read_at = Timestamptz(null=True, default=None)

    message_kind_is_ours = one_of("kind", Kind)


class Mail(Table, tablename="mail"):
    """A message that is to go out by mail: how often that was tried, when next, and when it was sent or given up.

    Personal data: to whom it is, by its message. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    message = reference(Message, unique=True)
    tries = Integer(default=0)
    next_try_at = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    given_up_at = Timestamptz(null=True, default=None)
    failure = Varchar(200, null=True, default=None)

    mail_ends_one_way = Check("num_nonnulls(next_try_at, sent_at, given_up_at) = 1")
