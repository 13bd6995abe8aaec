"""What a row of the history of one attempt is, and why people change what was on record."""

from enum import StrEnum


class Nature(StrEnum):
    """Recorded from a file, corrected by a later file, taken back with its upload, or restored when a correction was."""

    RECORDED = "recorded"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    RESTORED = "restored"


class CorrectionReason(StrEnum):
    """Why a result on record is corrected."""

    TYPING_ERROR = "typing-error"
    MARKED_AGAIN = "marked-again"
    OBJECTION = "objection"
    MIXED_UP = "mixed-up"
    INVALIDATED = "invalidated"


class RetractionReason(StrEnum):
    """Why an accepted upload is taken back."""

    WRONG_FILE = "wrong-file"
    WRONG_RESULTS = "wrong-results"
    WRONG_CANDIDATES = "wrong-candidates"
    OTHER = "other"
