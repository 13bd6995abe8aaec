"""On which days an adviser has a valid certificate of a scheme that the programme accepts, on any of their files."""

from datetime import date
from uuid import UUID

from registry.bookings.standing import Now
from registry.certificates import service as certificates
from registry.certificates.rules import Status, status_on
from registry.days import ALL_ON_RECORD
from registry.transactions import fetch

_ACCEPTED = """
SELECT programme.schemes FROM allotment JOIN programme ON programme.id = allotment.programme WHERE allotment.id = $1
"""


async def first_uncovered(days: list[date], booking: Now) -> date | None:
    """The first of these days, in their order, on which the adviser has no valid certificate; None when all are covered."""
    accepted = (await fetch(_ACCEPTED, booking.allotment))[0]["schemes"]
    files: list[UUID] = [row["file"] for row in await fetch("SELECT files_of_same_person($1) AS file", booking.adviser)]
    timelines = [each.timeline for each in await certificates.of_advisers(files) if each.scheme in accepted]
    return next(
        (day for day in days if not any(status_on(each, day, ALL_ON_RECORD) is Status.VALID for each in timelines)), None
    )
