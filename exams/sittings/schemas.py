"""What comes in about examiners."""

from datetime import date
from uuid import UUID

from exams.sittings.rules import Capacity
from registry.schema import Schema


class RegisterExaminer(Schema, frozen=True):
    """A person examines or invigilates for a provider, from a day, through a last day where one is set."""

    provider: UUID
    person: UUID
    capacity: Capacity
    valid_from: date
    valid_to: date | None = None
