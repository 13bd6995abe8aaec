"""When a day may be entered as worked, apart from what only the database knows."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from registry.bookings.errors import BookingOutOfOrder
from registry.bookings.steps import State
from registry.errors import Fault, Invalid
from registry.quarters import QUARTERS_PER_DAY
from registry.texts import Text

_WORKABLE = frozenset({State.ACTIVE, State.FROZEN})
"""A frozen booking takes what was worked before the suspension; the certificate says of each day whether it counts."""

_TO_COME = Text("Deze dag moet nog komen. Vul een dag in als die voorbij is.", "This day is yet to come. Enter it afterwards.")
_OUTSIDE = Text(
    "Kies een dag in de periode van de boeking: {first_day} tot en met {last_day}.",
    "Choose a day in the period of the booking: {first_day} through {last_day}.",
)
_MORE_THAN_ONE = Text("Op één dag werkt u hooguit 1 dag.", "On one day you work at most 1 day.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A day and the quarters worked on it."""

    day: date
    quarters: int


class Period(Protocol):
    """Whatever has a first and a last day."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


def check_may_work(state: State) -> None:
    """Days are entered while the booking is active or frozen; raises BookingOutOfOrder."""
    if state not in _WORKABLE:
        raise BookingOutOfOrder(state=state.value)


def check_day(entry: Entry, period: Period, *, today: date) -> None:
    """At most a day, in the period, and not to come; any day of the week. Raises Invalid with every fault."""
    faults = []
    if entry.quarters > QUARTERS_PER_DAY:
        faults.append(Fault("days", _MORE_THAN_ONE))
    if not period.first_day <= entry.day <= period.last_day:
        faults.append(Fault("day", _OUTSIDE, {"first_day": period.first_day, "last_day": period.last_day}))
    elif entry.day > today:
        faults.append(Fault("day", _TO_COME))
    if faults:
        raise Invalid(faults)
