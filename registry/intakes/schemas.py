"""What comes in and goes out about intakes. Days outside, in quarters: `2.25`."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.schema import LINE, Code, GmCode, Schema


class PlanIntake(Schema, frozen=True):
    """An intake with a municipality, or with a partnership for the members it names."""

    programme: Code
    holder: UUID
    members: Annotated[list[GmCode], Meta(min_length=1, max_length=50)]
    held_on: date


class CompleteIntake(Schema, frozen=True):
    """The proposition: its reference and the days proposed, which are granted at once within the policy's cap."""

    reference: Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
    days: Decimal


class IntakeOut(Schema, frozen=True):
    """An intake."""

    id: UUID


class AllotmentGranted(Schema, frozen=True):
    """The allotment to which the days of an intake were granted."""

    allotment: UUID
