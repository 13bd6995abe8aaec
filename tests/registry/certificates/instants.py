"""Instants at which a day begins or ends where one could be mistaken, and the day that it is in Amsterdam."""

from datetime import UTC, date, datetime, timedelta

from registry.days import AMSTERDAM

ONE_DAY = timedelta(days=1)
INSTANTS = [
    # an hour, a minute and a second around midnight in winter, in summer, on both changes of the clock
    *[
        (datetime(year, month, day, 0, 0, tzinfo=AMSTERDAM).astimezone(UTC) + timedelta(seconds=shift), expected)
        for year, month, day in [(2026, 1, 15), (2026, 7, 15), (2026, 3, 29), (2026, 10, 25), (2028, 2, 29), (2027, 1, 1)]
        for shift, expected in [
            (-1, date(year, month, day) - ONE_DAY),
            (0, date(year, month, day)),
            (1, date(year, month, day)),
        ]
    ],
    # the hours that the clock skips or repeats, and the last second of a leap day and of the year, in UTC
    (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
    (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
    (datetime(2026, 3, 29, 22, 0, 0, tzinfo=UTC), date(2026, 3, 30)),
    (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),
    (datetime(2028, 2, 29, 22, 59, 59, tzinfo=UTC), date(2028, 2, 29)),
    (datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
]
