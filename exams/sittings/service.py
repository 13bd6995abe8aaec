"""Examiners and sittings, as other topics use them."""

from exams.sittings.approving import approve_examiner
from exams.sittings.ending import cancel_examiner_approval, cancel_registration, end_examiner_approval, end_registration
from exams.sittings.examiners import examiners_of, registrations_of
from exams.sittings.holding import complete_sitting, record_sitting, sitting_of, sittings_of
from exams.sittings.registering import register_examiner
from exams.sittings.rules import RegistrationRow

__all__ = [
    "RegistrationRow",
    "approve_examiner",
    "cancel_examiner_approval",
    "cancel_registration",
    "complete_sitting",
    "end_examiner_approval",
    "end_registration",
    "examiners_of",
    "record_sitting",
    "register_examiner",
    "registrations_of",
    "sitting_of",
    "sittings_of",
]
