"""What people are told, in both languages, and when a mail that failed is tried again."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message is about."""

    BOOKING_REQUESTED = "booking-requested"
    BOOKING_ACCEPTED = "booking-accepted"
    BOOKING_DECLINED = "booking-declined"
    BOOKING_LAPSED = "booking-lapsed"
    BOOKING_CHANGED = "booking-changed"
    BOOKING_CANCELLED = "booking-cancelled"
    BOOKING_COMPLETED = "booking-completed"
    BOOKING_FROZEN = "booking-frozen"
    BOOKING_RESUMED = "booking-resumed"
    BOOKING_ENDED = "booking-ended"
    BOOKING_PASSED_ON = "booking-passed-on"
    CHANGE_ASKED = "change-asked"
    CHANGE_ANSWERED = "change-answered"
    DAYS_ENTERED = "days-entered"
    DAYS_APPROVED = "days-approved"
    DAYS_REJECTED = "days-rejected"
    EVALUATION_ASKED = "evaluation-asked"
    EVALUATED = "evaluated"
    EVALUATION_REPLIED = "evaluation-replied"
    MUNICIPALITY_PASSED_ON = "municipality-passed-on"
