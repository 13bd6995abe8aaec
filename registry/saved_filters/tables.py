"""Lists as somebody filtered them, to come back to."""

from piccolo.columns import UUID, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import reference
from registry.saved_filters.rules import LONGEST


class SavedFilter(Table, tablename="saved_filter"):
    """The address of a list, with what it was filtered by, under a name of one's own; no name twice. It may be removed.

    Personal data: what somebody looks for, and perhaps a name in it. Kept until the person is erased, or until it is removed.
    """

    id = UUID(primary_key=True)
    account = reference(Account)
    name = Varchar(60, default=None)
    address = Varchar(LONGEST, default=None)
    recorded_at = Timestamptz(default=None)

    saved_filter_has_a_name_of_its_own = Unique([account, name])
    saved_filter_is_within_the_registry = Check("address LIKE '/%' AND address NOT LIKE '//%'")
