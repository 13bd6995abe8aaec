"""What happens with bookings, with changes that wait for an answer, and with days that were worked (DESIGN §7)."""

from collections.abc import Mapping
from enum import StrEnum

from registry.bookings.errors import BookingOutOfOrder


class BookingStep(StrEnum):
    """What happens with a booking. TRANSFERRED and CHANGED, with which new terms go, leave the state as it was."""

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


class State(StrEnum):
    """How a booking stands; it follows from its last step that is not a change of its terms."""

    REQUESTED = "requested"
    ACTIVE = "active"
    FROZEN = "frozen"
    DECLINED = "declined"
    LAPSED = "lapsed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN = frozenset({State.REQUESTED, State.ACTIVE, State.FROZEN})
"""States in which unworked days stay reserved."""

_STATES: Mapping[BookingStep, State] = {
    BookingStep.REQUESTED: State.REQUESTED,
    BookingStep.ACCEPTED: State.ACTIVE,
    BookingStep.DECLINED: State.DECLINED,
    BookingStep.LAPSED: State.LAPSED,
    BookingStep.FROZEN: State.FROZEN,
    BookingStep.RESUMED: State.ACTIVE,
    BookingStep.COMPLETED: State.COMPLETED,
    BookingStep.CANCELLED: State.CANCELLED,
}
_POSSIBLE: Mapping[BookingStep, frozenset[State]] = {
    BookingStep.ACCEPTED: frozenset({State.REQUESTED}),
    BookingStep.DECLINED: frozenset({State.REQUESTED}),
    BookingStep.LAPSED: frozenset({State.REQUESTED}),
    BookingStep.FROZEN: frozenset({State.ACTIVE}),
    BookingStep.RESUMED: frozenset({State.FROZEN}),
    BookingStep.CHANGED: frozenset({State.REQUESTED, State.ACTIVE}),
    BookingStep.TRANSFERRED: frozenset(State),
    BookingStep.COMPLETED: frozenset({State.ACTIVE}),
    BookingStep.CANCELLED: OPEN,
}


def state_after(step: BookingStep) -> State:
    """The state that the step leads to; only of steps that the view `booking_now` gives as state."""
    return _STATES[step]


def check_may(step: BookingStep, state: State) -> None:
    """The steps that are possible in a state; raises BookingOutOfOrder."""
    if state not in _POSSIBLE[step]:
        raise BookingOutOfOrder(state=state.value)


class ChangeEnding(StrEnum):
    """How a change that waited for the adviser ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken-back"


class RejectReason(StrEnum):
    """Why a municipality does not approve a day that was entered."""

    NOT_WORKED = "not-worked"
    LESS_WORKED = "less-worked"
    OTHER_DAY = "other-day"
    NOT_AGREED = "not-agreed"
    NOT_CERTIFIED = "not-certified"


class WorkedDayEnding(StrEnum):
    """What became of a day that the adviser entered."""

    APPROVED = "approved"
    REJECTED = "rejected"
    TAKEN_BACK = "taken-back"
