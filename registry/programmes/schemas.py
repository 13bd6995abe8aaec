"""What comes in and goes out about programmes and their day policy. Days outside, in quarters: `2.25`."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.schema import Code, Label, Schema


class CreateProgramme(Schema, frozen=True):
    """A period with rules on days; it accepts certificates of these schemes."""

    code: Code
    name_nl: Label
    name_en: Label
    first_day: date
    last_day: date
    schemes: Annotated[list[Code], Meta(min_length=1, max_length=20)]


class SetPolicy(Schema, frozen=True):
    """The caps of a programme from a day on, in days; without a size class it is the default.

    `answerDays` is how long an adviser has to answer a request; without it a request does not lapse.
    """

    valid_from: date
    per_municipality: Decimal
    per_booking: Decimal
    per_adviser: Decimal
    per_adviser_per_year: Decimal
    size_class: Label | None = None
    answer_days: Annotated[int, Meta(ge=1, le=366)] | None = None


class SetIntakeCap(Schema, frozen=True):
    """At most so many intakes from a first through a last day; of caps for the same period the last one set holds."""

    first_day: date
    last_day: date
    most: Annotated[int, Meta(ge=0, le=100_000)]


class SetSizeClass(Schema, frozen=True):
    """The size class of a municipality or partnership in a programme, from a day on."""

    holder: UUID
    size_class: Label
    valid_from: date


class PolicyOut(Schema, frozen=True):
    """A row of the day policy, in days."""

    size_class: str | None
    valid_from: date
    per_municipality: Decimal
    per_booking: Decimal
    per_adviser: Decimal
    per_adviser_per_year: Decimal
    answer_days: int | None


class IntakeCapOut(Schema, frozen=True):
    """A cap on intakes that holds, with the intakes of its period: all but those cancelled, and those completed."""

    first_day: date
    last_day: date
    most: int
    taken: int
    completed: int


class SizeClassOut(Schema, frozen=True):
    """The size class of a holder, from a day on."""

    holder: UUID
    holder_name: str
    size_class: str
    valid_from: date


class ProgrammeOut(Schema, frozen=True):
    """A programme."""

    code: str
    name_nl: str
    name_en: str
    first_day: date
    last_day: date
    schemes: list[str]


class ProgrammeInFull(ProgrammeOut, frozen=True):
    """A programme with every row of its day policy, the caps on intakes that hold, and who has which size class."""

    policies: list[PolicyOut]
    intake_caps: list[IntakeCapOut]
    size_classes: list[SizeClassOut]
