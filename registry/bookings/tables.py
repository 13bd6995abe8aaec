"""Bookings, the days worked for them, and what advisers say of their time and their ties. Days are integers of a quarter."""

from piccolo.columns import JSONB, UUID, Array, BigSerial, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.allotments.tables import Allotment, DayPosting
from registry.bookings.steps import BookingStep, ChangeEnding, RejectReason, WorkedDayEnding
from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation
from registry.people.tables import Adviser


class Booking(Table, tablename="booking"):
    """The request of a municipality for an adviser, for a number of days from one allotment. Append-only.

    What it came to since is in its latest `BookingTerms`; the view `booking_now` has both, with the state it is in.
    `scope` are the scope items of the certificate that the work asks for; after `answer_by` the request lapses.

    Personal data: for whom an adviser works, and when; by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    allotment = reference(Allotment, index=True)
    municipality = reference(Organisation, index=True)
    adviser = reference(Adviser, index=True)
    first_day = Date(default=None)
    last_day = Date(default=None)
    quarters = Integer(default=None)
    scope = Array(Varchar(40), default=list)
    answer_by = Date(null=True, default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    booking_period_is_ordered = Check("first_day <= last_day")
    booking_has_days = Check("quarters > 0")


class BookingBeneficiary(Table, tablename="booking_beneficiary"):
    """A municipality that the adviser works for under a booking. Append-only; a successor comes as a row of its own.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    booking = reference(Booking)
    municipality = reference(Organisation, index=True)

    booking_beneficiary_is_named_once = Unique([booking, municipality])


class BookingTerms(Table, tablename="booking_terms"):
    """What a booking is from now on: after a change, or when it passed to another municipality. Append-only.

    `quarters` are all its days, worked ones included. The row with the highest `id` counts.

    Personal data: who agreed on it, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    booking = reference(Booking, index=True)
    allotment = reference(Allotment, index=True)
    municipality = reference(Organisation, index=True)
    first_day = Date(default=None)
    last_day = Date(default=None)
    quarters = Integer(default=None)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)

    booking_terms_period_is_ordered = Check("first_day <= last_day")
    booking_terms_days_are_a_number = Check("quarters >= 0")


class BookingChange(Table, tablename="booking_change"):
    """More days or another period, asked by the municipality; it holds when the adviser agrees. Ended once, never rewritten.

    Days that it asks beside those of the booking are reserved while it waits. One waits at a time: by index.

    Personal data: who asked and answered, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    booking = reference(Booking, index=True)
    first_day = Date(default=None)
    last_day = Date(default=None)
    quarters = Integer(default=None)
    answer_by = Date(null=True, default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)
    ending = Varchar(20, null=True, default=None)
    ended_by = optional_reference(Account)
    ended_at = Timestamptz(null=True, default=None)

    booking_change_period_is_ordered = Check("first_day <= last_day AND quarters > 0")
    booking_change_ending_is_known = one_of("ending", ChangeEnding)
    booking_change_is_ended_at_a_time = Check("(ending IS NULL) = (ended_at IS NULL)")


class BookingEvent(Table, tablename="booking_event"):
    """One step of a booking; append-only, in the order of `id`. The judgement is in the facts.

    Personal data: who took the step, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    booking = reference(Booking, index=True)
    step = Varchar(20, default=None)
    account = optional_reference(Account)
    facts = JSONB(default="{}")
    recorded_at = Timestamptz(default=None)

    booking_event_is_a_known_step = one_of("step", BookingStep)


class WorkedDay(Table, tablename="worked_day"):
    """A day, or quarters of one, that the adviser worked under a booking; entered by the adviser, approved by the municipality.

    Ended once, never rewritten; rejected for a reason. One day a date over all municipalities, rejected ones aside: by
    trigger. Approval moves the days from reserved to used, by `posting`.

    Personal data: when and for whom an adviser worked, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    booking = reference(Booking, index=True)
    adviser = reference(Adviser, index=True)
    day = Date(default=None)
    quarters = Integer(default=None)
    entered_by = reference(Account)
    entered_at = Timestamptz(default=None)
    ending = Varchar(20, null=True, default=None)
    ended_by = optional_reference(Account)
    ended_at = Timestamptz(null=True, default=None)
    reason = Varchar(20, null=True, default=None)
    posting = optional_reference(DayPosting)

    worked_day_is_at_most_a_day = Check("quarters BETWEEN 1 AND 4")
    worked_day_ending_is_known = one_of("ending", WorkedDayEnding)
    worked_day_is_ended_at_a_time = Check("(ending IS NULL) = (ended_at IS NULL)")
    worked_day_reason_is_known = one_of("reason", RejectReason)
    worked_day_is_rejected_for_a_reason = Check("(reason IS NOT NULL) = (ending IS NOT DISTINCT FROM 'rejected')")
    worked_day_is_posted_when_approved = Check("(posting IS NOT NULL) = (ending IS NOT DISTINCT FROM 'approved')")
