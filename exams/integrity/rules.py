"""What the integrity watch flags, and how a case ends."""

from enum import StrEnum


class Flag(StrEnum):
    """Why figures ask for a look."""

    FAILED_WATCHED_PASSED_UNWATCHED = "failed-watched-passed-unwatched"
    RATE_STANDS_OUT = "rate-stands-out"


class CaseOutcome(StrEnum):
    """What a person concluded."""

    EXPLAINED = "explained"
    RESULTS_CORRECTED = "results-corrected"
    RESULTS_INVALID = "results-invalid"
    REFERRED = "referred"
