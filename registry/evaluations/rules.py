"""What an evaluation may say, from how many on anything is shown, and when a trend is worth a look."""

from enum import StrEnum


class Outcome(StrEnum):
    """Whether the engagement brought what it was for."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not-reached"
