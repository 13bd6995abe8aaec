"""Days and instants: days are Amsterdam's, instants are aware and UTC."""

from datetime import MAXYEAR, UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ALL_ON_RECORD = datetime.max.replace(tzinfo=UTC)
"""`known_at` of whoever judges: everything that was recorded counts, also by a rival who came while they waited."""


def amsterdam_day(now: datetime) -> date:
    """The day it is in Amsterdam at an instant; never `now.date()`, which is UTC's day."""
    if now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return now.astimezone(AMSTERDAM).date()


def add_months(day: date, months: int) -> date:
    """The same day of the month, that many months later; the month's last day where it has no such day.

    Beyond the last day there is (31 December 9999) it is that day.
    """
    if day.year + (day.month - 1 + months) // 12 > MAXYEAR:
        return date.max
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def day_after(day: date) -> date:
    """The next day; the last day there is has none, and stays."""
    return day if day == date.max else day + timedelta(days=1)


def system_now() -> datetime:
    """The instant by the system's clock: the one place that reads it."""
    return datetime.now(UTC)
