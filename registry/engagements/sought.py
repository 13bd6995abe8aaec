"""Which bookings somebody looks for, and in which order."""

from dataclasses import dataclass
from enum import StrEnum

from registry.bookings.steps import State
from registry.engagements.asking import Asks


class Order(StrEnum):
    """In which order; the first is what it is when nobody chose."""

    NEWEST = "nieuwste"
    OLDEST = "oudste"
    BEGINS_FIRST = "begin"
    BEGINS_LAST = "begin-laatste"
    ENDS_FIRST = "einde"
    ENDS_LAST = "einde-laatste"


ORDERS = {
    Order.NEWEST: "recorded_at DESC, id",
    Order.OLDEST: "recorded_at, id",
    Order.BEGINS_FIRST: "first_day, recorded_at, id",
    Order.BEGINS_LAST: "first_day DESC, recorded_at, id",
    Order.ENDS_FIRST: "last_day, recorded_at, id",
    Order.ENDS_LAST: "last_day DESC, recorded_at, id",
}
"""By columns of `booking_now`."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Bookings that stand so or ask so, in whose adviser's or municipality's name these letters are; or any."""

    which: State | Asks | None = None
    words: str = ""
    order: Order = Order.NEWEST
