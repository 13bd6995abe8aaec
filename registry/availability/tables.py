"""What advisers say of their time and of their ties with organisations."""

from piccolo.columns import UUID, Array, BigSerial, Date, Integer, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import reference
from registry.organisations.tables import Organisation
from registry.people.tables import Adviser


class Availability(Table, tablename="availability"):
    """How many quarters an adviser can work on Monday to Friday, from a first day on, through a last day where one is set.

    Append-only: of the rows that cover a day the last recorded counts; without one, whole working days.

    Personal data: when an adviser works. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    adviser = reference(Adviser, index=True)
    first_day = Date(default=None)
    last_day = Date(null=True, default=None)
    weekdays = Array(Integer(), default=list)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    availability_period_is_ordered = Check("first_day <= last_day")
    availability_is_of_five_days = Check(
        "cardinality(weekdays) = 5 AND 0 <= ALL (weekdays) AND 4 >= ALL (weekdays) AND array_position(weekdays, NULL) IS NULL",
    )


class DeclaredTie(Table, tablename="declared_tie"):
    """An adviser says that they should not be booked by an organisation, from a day on; ended at most once, never rewritten.

    Personal data: that there is a tie, without what it is. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    organisation = reference(Organisation, index=True)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    declared_tie_period_is_ordered = Check("valid_from <= valid_to")
