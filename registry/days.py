"""Days and instants: days are Amsterdam's, instants are aware and UTC; and how people type a day."""

import re
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ALL_ON_RECORD = datetime.max.replace(tzinfo=UTC)
"""`known_at` of whoever judges: everything that was recorded counts, also by a rival who came while they waited."""

MONTHS = {
    word: month
    for month, words in enumerate(
        (
            "januari jan january",
            "februari feb february febr",
            "maart mrt march mar",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for word in words.split()
}
"""The month of each word for one, in Dutch and in English."""
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2}) ?[-/.] ?(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?P<day>\d{1,2})[ -](?P<month>[a-z]+)\.?[ -](?P<year>\d{4})", re.ASCII)


def read_day(typed: str) -> date | None:
    """The day that somebody typed in a field, the day first: `5-3-2027`, `05/03/2027`, `5 maart 2027`, `5 mrt. 2027`.

    Also `2027-03-05`, as a date field of a browser sends it; None for what is no day.
    """
    words = " ".join(typed.casefold().split())
    found = _YEAR_FIRST.fullmatch(words) or _DAY_FIRST.fullmatch(words) or _IN_WORDS.fullmatch(words)
    if found is None:
        return None
    month = found["month"]
    try:
        return date(int(found["year"]), int(month) if month.isdecimal() else MONTHS.get(month, 0), int(found["day"]))
    except ValueError:
        return None


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


def beginning_of(day: date) -> datetime:
    """The instant at which a day begins in Amsterdam."""
    return datetime.combine(day, time(), tzinfo=AMSTERDAM).astimezone(UTC)


def system_now() -> datetime:
    """The instant by the system's clock: the one place that reads it."""
    return datetime.now(UTC)
