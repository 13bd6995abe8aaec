"""A period runs from its first day through its last; without a last day it lasts on."""

from datetime import date

from registry.errors import Fault, Invalid
from registry.texts import Text

_REVERSED = Text("De laatste dag ligt vóór de eerste.", "The last day lies before the first.")


def period_faults(first_day: date, last_day: date | None, *, field: str) -> list[Fault]:
    """The fault of a period that ends before it begins, at the field of its last day; none otherwise."""
    return [Fault(field, _REVERSED)] if last_day is not None and last_day < first_day else []


def check_period(first_day: date, last_day: date | None, *, field: str) -> None:
    """Raises Invalid for a period that ends before it begins."""
    if faults := period_faults(first_day, last_day, field=field):
        raise Invalid(faults)
