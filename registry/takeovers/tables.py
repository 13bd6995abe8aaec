"""Lists of certificates issued elsewhere, as one certifier prepared them and another decided."""

from piccolo.columns import JSONB, UUID, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.certificates.tables import Certificate
from registry.columns import one_of, optional_reference, reference
from registry.people.tables import Adviser
from registry.schemes.tables import Scheme
from registry.takeovers.rules import Ending


class Takeover(Table, tablename="takeover"):
    """A list of certificates that another body issued. One file (SHA-256) is decided once per scheme: by partial unique index.

    `issuer` and `source` name the body that issued them and the document they come from. Ended once,
    and decided by another person than prepared it: by trigger.

    Personal data: who prepared and ended it, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    scheme = reference(Scheme, index=True)
    issuer = Varchar(100, default=None)
    source = Varchar(200, default=None)
    file_name = Varchar(200, default=None)
    sha256 = Bytea(default=None)
    prepared_by = reference(Account)
    prepared_at = Timestamptz(default=None)
    ending = Varchar(20, null=True, default=None)
    ended_by = optional_reference(Account)
    ended_at = Timestamptz(null=True, default=None)

    takeover_ending_is_known = one_of("ending", Ending)
    takeover_ends_whole = Check("(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL) = (ended_by IS NULL)")


class TakeoverRow(Table, tablename="takeover_row"):
    """One certificate of the list: its row in the list, its holder where known, and what it became.

    Personal data: the name and what else the list says in `values`, until the list ended; then the holder, by key. Kept as
    long as the registry.
    """

    id = UUID(primary_key=True)
    takeover = reference(Takeover, index=True)
    row = Integer(default=None)
    adviser = optional_reference(Adviser)
    values = JSONB(null=True, default=None)
    certificate = optional_reference(Certificate, unique=True)

    takeover_row_is_named_once = Unique([takeover, row])
