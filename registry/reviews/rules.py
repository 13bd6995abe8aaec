"""Why a certificate is looked at again, and what came of it (DESIGN §7)."""

from enum import StrEnum


class Cause(StrEnum):
    """What put the certificate up for review."""

    RESULT_CORRECTED = "result-corrected"
    UPLOAD_RETRACTED = "upload-retracted"
    INTEGRITY_CASE = "integrity-case"
    APPEAL = "appeal"
    EVALUATIONS = "evaluations"


class ReviewOutcome(StrEnum):
    """What a certifier concluded; suspending and withdrawing take a decision of their own."""

    STANDS = "stands"
    TO_SUSPEND = "to-suspend"
    TO_WITHDRAW = "to-withdraw"
