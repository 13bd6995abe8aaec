"""What happens with bookings, with changes that wait for an answer, and with days that were worked (DESIGN §7)."""

from enum import StrEnum


class BookingStep(StrEnum):
    """What happens with a booking; the last step is the state it is in.

    ACCEPTED and RESUMED leave it active. TRANSFERRED and CHANGED, which new terms go with, leave the state as it was.
    """

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    FROZEN = "frozen"
    RESUMED = "resumed"
    CHANGED = "changed"
    TRANSFERRED = "transferred"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ChangeEnding(StrEnum):
    """How a change that waited for the adviser ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken-back"


class WorkedDayEnding(StrEnum):
    """What became of a day that the adviser entered."""

    APPROVED = "approved"
    REJECTED = "rejected"
    TAKEN_BACK = "taken-back"
