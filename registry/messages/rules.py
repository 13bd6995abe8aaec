"""What messages are about, and when a mail that failed is tried again."""

from datetime import timedelta
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
    DAYS_GRANTED = "days-granted"
    DAYS_CORRECTED = "days-corrected"
    DAYS_TRANSFERRED = "days-transferred"
    DAYS_EXPIRED = "days-expired"
    INTAKE_HANDED_OVER = "intake-handed-over"
    WATCHED_CHANGED = "watched-changed"
    CERTIFICATE_FILE_REPLACED = "certificate-file-replaced"
    INVITED = "invited"
    PASSWORD_ASKED = "password-asked"  # noqa: S105  the name of a kind
    PASSWORD_SET = "password-set"  # noqa: S105  likewise
    SECOND_FACTOR_RESET_ASKED = "second-factor-reset-asked"
    SECOND_FACTOR_REMOVED = "second-factor-removed"
    SECOND_FACTOR_SET_UP = "second-factor-set-up"
    RECOVERY_CODES_MADE = "recovery-codes-made"


WITH_LINK = frozenset({Kind.INVITED, Kind.PASSWORD_ASKED, Kind.SECOND_FACTOR_RESET_ASKED})
"""Their mail carries a link for its reader alone, made as it goes out; the message itself has none."""
PAUSES = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""How long after each failure a mail is tried again; after the last of them it is given up."""
KEPT_WAITING = timedelta(days=3)
"""A mail that could not be sent for so long is given up: the message has stood in the inbox all the while."""


def tries_are_over(tries: int) -> bool:
    """Whether a mail that failed so often is given up."""
    return tries > len(PAUSES)
