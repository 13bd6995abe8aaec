"""Enrolments, as other topics use them: enrolling candidates, who taught them what, and who they are."""

from exams.enrolments.enrolling import enrol
from exams.enrolments.listing import enrolments_of, named_enrolments_of, teaching_of
from exams.enrolments.teaching import change_last_day, record_teaching, record_teachings
from exams.enrolments.trainers import register_trainer, trainers_of

__all__ = [
    "change_last_day",
    "enrol",
    "enrolments_of",
    "named_enrolments_of",
    "record_teaching",
    "record_teachings",
    "register_trainer",
    "teaching_of",
    "trainers_of",
]
