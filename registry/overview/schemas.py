"""What goes out of the overview of intakes and days. Days outside, in quarters: `2.25`."""

from datetime import date
from decimal import Decimal

from registry.schema import Schema


class IntakesOut(Schema, frozen=True):
    """The intakes of a programme in a period: against its cap, or in all where the programme has none.

    `taken` are those that count for the cap: all but cancelled ones. `held` includes those completed.
    """

    programme: str
    first_day: date
    last_day: date
    most: int | None
    taken: int
    held: int
    completed: int


class DaysOut(Schema, frozen=True):
    """What was posted in a region in a month, which is named by its first day.

    `granted` is less what was corrected, `reserved` less what became available again; `transferred` is what came from other
    allotments less what went there. A `region` is absent where the holder was in none, or its members were in several.
    """

    programme: str
    region: str | None
    region_name: str | None
    month: date
    granted: Decimal
    transferred: Decimal
    reserved: Decimal
    used: Decimal
    expired: Decimal


class OverviewOut(Schema, frozen=True):
    """Intakes against the cap, and days per region and month, as the filter asks."""

    intakes: list[IntakesOut]
    days: list[DaysOut]
