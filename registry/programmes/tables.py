"""Programmes, and the rules on days and intakes that hold in them from a day on. Days are integers of a quarter."""

from piccolo.columns import UUID, Array, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import optional_reference, reference
from registry.organisations.tables import Organisation


class Programme(Table, tablename="programme"):
    """A period with rules on days, and the schemes whose certificates it accepts.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    code = Varchar(40, default=None, unique=True)
    name_nl = Varchar(100, default=None)
    name_en = Varchar(100, default=None)
    first_day = Date(default=None)
    last_day = Date(default=None)
    schemes = Array(Varchar(40), default=list)
    recorded_at = Timestamptz(default=None)

    programme_period_is_ordered = Check("first_day <= last_day")
    programme_accepts_a_scheme = Check("cardinality(schemes) > 0")


class DayPolicy(Table, tablename="day_policy"):
    """The caps of a programme from a day on, for one size class; the row without a class is the default. Quarters.

    `answer_days` is how many days an adviser has to answer a request; without it a request does not lapse.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    programme = reference(Programme)
    size_class = Varchar(40, null=True, default=None)
    valid_from = Date(default=None)
    per_municipality = Integer(default=None)
    per_booking = Integer(default=None)
    per_adviser = Integer(default=None)
    per_adviser_per_year = Integer(default=None)
    answer_days = Integer(null=True, default=None)
    recorded_at = Timestamptz(default=None)

    day_policy_is_dated = Unique([programme, size_class, valid_from], nulls_distinct=False)
    day_policy_caps_are_positive = Check("least(per_municipality, per_booking, per_adviser, per_adviser_per_year) > 0")
    day_policy_leaves_time_to_answer = Check("answer_days BETWEEN 1 AND 366")


class IntakeCap(Table, tablename="intake_cap"):
    """At most so many intakes from a first through a last day (at most 100 by the end of 2006). Append-only.

    Of rows for the same period the last recorded holds; every period holds beside the others.

    Personal data: who set it, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    programme = reference(Programme, index=True)
    first_day = Date(default=None)
    last_day = Date(default=None)
    most = Integer(default=None)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)

    intake_cap_period_is_ordered = Check("first_day <= last_day")
    intake_cap_is_a_number = Check("most >= 0")
    intake_cap_is_set_once_at_a_time = Unique([programme, first_day, last_day, recorded_at])


class MunicipalitySize(Table, tablename="municipality_size"):
    """The size class of a municipality or partnership in a programme, from a day on; absent means the default. Append-only.

    Personal data: who set it, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    programme = reference(Programme)
    holder = reference(Organisation)
    size_class = Varchar(40, default=None)
    valid_from = Date(default=None)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)

    municipality_size_is_dated = Unique([programme, holder, valid_from])
