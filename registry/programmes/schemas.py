"""What comes in and goes out about programmes and their day policy. Days outside, in quarters: `2.25`."""

from datetime import date
from decimal import Decimal
from typing import Annotated

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
    """The caps of a programme from a day on, in days; without a size class it is the default."""

    valid_from: date
    per_municipality: Decimal
    per_booking: Decimal
    per_adviser: Decimal
    per_adviser_per_year: Decimal
    size_class: Label | None = None
