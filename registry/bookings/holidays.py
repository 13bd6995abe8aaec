"""Days on which nobody has to work in the Netherlands: public holidays, and those that most employers keep."""

from datetime import date
from functools import cache

import holidays

_SATURDAY = 5
_CATEGORIES = (holidays.PUBLIC, holidays.OPTIONAL)
"""Optional are Good Friday, and Liberation Day in every year."""


@cache
def on_weekdays(year: int) -> tuple[date, ...]:
    """The holidays of a year that fall on a Monday to Friday, in order; none in years that the calendar does not know."""
    kept = holidays.country_holidays("NL", years=year, categories=_CATEGORIES)
    return tuple(sorted(day for day in kept if day.weekday() < _SATURDAY and day.year == year))
