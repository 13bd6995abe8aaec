"""Day allotments with their ledger. Days are integers of a quarter."""

from piccolo.columns import UUID, BigSerial, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.allotments.ledger import AccountKind, PostingKind
from registry.columns import one_of, optional_later, optional_reference, reference
from registry.organisations.tables import Organisation
from registry.programmes.tables import Programme


class Allotment(Table, tablename="allotment"):
    """The days of one municipality or partnership in one programme.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    programme = reference(Programme)
    holder = reference(Organisation, index=True)
    recorded_at = Timestamptz(default=None)

    allotment_is_one_per_programme = Unique([programme, holder])


class DayAccount(Table, tablename="day_account"):
    """One side of the ledger of an allotment. `balance` follows from the postings by trigger and is never below zero,
    but for the grants' source, which is never above.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    allotment = reference(Allotment)
    kind = Varchar(10, default=None)
    balance = Integer(default=0)

    day_account_kind_is_known = one_of("kind", AccountKind)
    day_account_is_one_of_a_kind = Unique([allotment, kind])
    day_account_is_never_overdrawn = Check("CASE kind WHEN 'granted' THEN balance <= 0 ELSE balance >= 0 END")


class DayPosting(Table, tablename="day_posting"):
    """Days move from one day account to another: both sides of the entry in one row. Append-only.

    Double entry: what the source loses the target gains, in whole quarter-days; a trigger keeps both balances.
    `origin` is the row that caused it where that is neither an intake nor a booking; `reason` names no person.

    Personal data: who posted it, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    kind = Varchar(10, default=None)
    source = reference(DayAccount, index=True)
    target = reference(DayAccount, index=True)
    quarters = Integer(default=None)
    intake = optional_later("Intake")
    booking = optional_later("Booking", index=True)
    origin = UUID(null=True, default=None)
    reason = Varchar(300, null=True, default=None)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)

    day_posting_kind_is_known = one_of("kind", PostingKind)
    day_posting_moves_days = Check("quarters > 0 AND source <> target")
