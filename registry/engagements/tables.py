"""Programmes, intakes, day allotments with their ledger, and bookings. Days are integers of a quarter.

Personal data: none beside references to advisers, coordinators and accounts.
"""

from piccolo.columns import JSONB, UUID, Array, BigSerial, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import one_of, optional_reference, reference
from registry.engagements.intakes import IntakeStep
from registry.engagements.ledger import AccountKind, PostingKind
from registry.engagements.rules import BookingStep
from registry.organisations.tables import Organisation
from registry.people.tables import Adviser, Person


class Programme(Table, tablename="programme"):
    """A period with rules on days, and the schemes whose certificates it accepts."""

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
    """The caps of a programme from a day on, for one size class; the row without a class is the default. Quarters."""

    id = UUID(primary_key=True)
    programme = reference(Programme)
    size_class = Varchar(40, null=True, default=None)
    valid_from = Date(default=None)
    per_municipality = Integer(default=None)
    per_booking = Integer(default=None)
    per_adviser = Integer(default=None)
    per_adviser_per_year = Integer(default=None)
    recorded_at = Timestamptz(default=None)

    day_policy_is_dated = Unique([programme, size_class, valid_from], nulls_distinct=False)
    day_policy_caps_are_positive = Check("least(per_municipality, per_booking, per_adviser, per_adviser_per_year) > 0")


class Allotment(Table, tablename="allotment"):
    """The days of one municipality or partnership in one programme."""

    id = UUID(primary_key=True)
    programme = reference(Programme)
    holder = reference(Organisation, index=True)
    recorded_at = Timestamptz(default=None)

    allotment_is_one_per_programme = Unique([programme, holder])


class DayAccount(Table, tablename="day_account"):
    """One side of the ledger of an allotment. `balance` follows from the postings by trigger and is never below zero,
    but for the grants' source, which is never above."""

    id = UUID(primary_key=True)
    allotment = reference(Allotment)
    kind = Varchar(10, default=None)
    balance = Integer(default=0)

    day_account_kind_is_known = one_of("kind", AccountKind)
    day_account_is_one_of_a_kind = Unique([allotment, kind])
    day_account_is_never_overdrawn = Check("CASE kind WHEN 'granted' THEN balance <= 0 ELSE balance >= 0 END")


class Intake(Table, tablename="intake"):
    """The conversation of a coordinator with one or more municipalities that must be completed before days exist."""

    id = UUID(primary_key=True)
    programme = reference(Programme)
    coordinator = reference(Person)
    holder = reference(Organisation, index=True)
    held_on = Date(default=None)
    recorded_at = Timestamptz(default=None)


class IntakeMember(Table, tablename="intake_member"):
    """A municipality that the intake names; the days are for those."""

    id = UUID(primary_key=True)
    intake = reference(Intake)
    municipality = reference(Organisation, index=True)

    intake_member_is_named_once = Unique([intake, municipality])


class IntakeEvent(Table, tablename="intake_event"):
    """One step of an intake; append-only. The proposition is in the facts of its completion."""

    id = BigSerial(primary_key=True)
    intake = reference(Intake, index=True)
    step = Varchar(20, default=None)
    account = reference(Account)
    facts = JSONB(default="{}")
    recorded_at = Timestamptz(default=None)

    intake_event_step_is_known = one_of("step", IntakeStep)
    intake_event_happens_once = Unique([intake, step])


class Booking(Table, tablename="booking"):
    """The request of a municipality for an adviser, for a number of days from one allotment. Append-only."""

    id = UUID(primary_key=True)
    allotment = reference(Allotment, index=True)
    municipality = reference(Organisation, index=True)
    adviser = reference(Adviser, index=True)
    first_day = Date(default=None)
    last_day = Date(default=None)
    quarters = Integer(default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    booking_period_is_ordered = Check("first_day <= last_day")
    booking_has_days = Check("quarters > 0")


class BookingEvent(Table, tablename="booking_event"):
    """One step of a booking; append-only, in the order of `id`. The judgement is in the facts."""

    id = BigSerial(primary_key=True)
    booking = reference(Booking, index=True)
    step = Varchar(20, default=None)
    account = optional_reference(Account)
    facts = JSONB(default="{}")
    recorded_at = Timestamptz(default=None)

    booking_event_step_is_known = one_of("step", BookingStep)


class DayPosting(Table, tablename="day_posting"):
    """Days move from one day account to another: both sides of the entry in one row. Append-only.

    Double entry: what the source loses the target gains, in whole quarter-days; a trigger keeps both balances.
    """

    id = BigSerial(primary_key=True)
    kind = Varchar(10, default=None)
    source = reference(DayAccount, index=True)
    target = reference(DayAccount, index=True)
    quarters = Integer(default=None)
    intake = optional_reference(Intake)
    booking = optional_reference(Booking, index=True)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)

    day_posting_kind_is_known = one_of("kind", PostingKind)
    day_posting_moves_days = Check("quarters > 0 AND source <> target")
