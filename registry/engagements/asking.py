"""What bookings ask of people."""

from enum import StrEnum


class Asks(StrEnum):
    """What a booking asks of somebody: the adviser's answer, or the municipality's word on days that were entered."""

    ANSWER = "answer"
    DAYS = "days"
