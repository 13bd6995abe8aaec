"""The certificates that count for a booking, and on which days they do not cover its work."""

from collections.abc import Sequence
from datetime import date

from registry.bookings.covering import Held
from registry.bookings.standing import Now
from registry.certificates import service as certificates
from registry.engagements.consequences import covers
from registry.people import merging
from registry.transactions import fetch

_SCHEMES = "SELECT schemes FROM programme JOIN allotment ON allotment.programme = programme.id WHERE allotment.id = $1"


async def certificates_for(booking: Now) -> list[Held]:
    """Every certificate of the adviser, under whichever file, of a scheme that the programme of the booking accepts."""
    accepted = (await fetch(_SCHEMES, booking.allotment))[0]["schemes"]
    files = (await merging.same_as([booking.adviser]))[booking.adviser]
    return [
        Held(each.timeline, frozenset(item.code for item in each.snapshot.scope))
        for each in await certificates.of_advisers(files)
        if each.scheme in accepted
    ]


async def first_uncovered(days: Sequence[date], booking: Now) -> date | None:
    """The first of these days, in their order, on which nothing valid covers the work asked for; None when all are covered."""
    held = await certificates_for(booking)
    return next((day for day in days if not covers(held, booking.scope, day)), None)
