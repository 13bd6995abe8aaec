"""Who is told when a booking follows a certificate: the municipality that booked, those it is for, and the adviser."""

from datetime import date, datetime

import msgspec

from registry.bookings.rules import Judgement
from registry.bookings.standing import Now
from registry.engagements.telling import tell_adviser, tell_municipality
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.organisations import service as organisations
from registry.permissions import Permission
from registry.quarters import days
from registry.texts import Language, Text
from registry.transactions import Connection

_LAST_CODES = """
SELECT facts -> 'codes' FROM message WHERE subject = $1 AND kind = $2 AND recorded_at >= $3 ORDER BY id DESC LIMIT 1
"""
_BENEFICIARIES = "SELECT municipality FROM booking_beneficiary WHERE booking = $1 AND municipality <> $2"
_ELSEWHERE = Text("De gemeente leest op haar pagina waarom.", "The municipality reads why on its page.")


async def tell_all(kind: Kind, booking: Now, *, since: date | None, connection: Connection, now: datetime) -> None:
    """The municipality, the others that it is for and the adviser are told, each with their own page; nobody is named."""
    facts = {"days": str(days(booking.unworked)) if booking.unworked else None, "day": since}
    await tell_municipality(kind, booking, now=now, connection=connection, facts=facts)
    await tell_adviser(kind, booking, now=now, connection=connection, facts=facts)
    for row in await connection.fetch(_BENEFICIARIES, booking.id, booking.municipality):
        readers = await messages.accounts_of_organisation(row["municipality"], Permission.READ_BOOKINGS, connection=connection)
        names = await organisations.names_of({booking.municipality})
        told = {"municipality": names[booking.municipality], "firstDay": booking.first_day, "lastDay": booking.last_day}
        path = f"/boekingen/{booking.id}"
        await messages.tell(readers, kind, subject=booking.id, facts=told | facts, path=path, at=now)


async def tell_why_not(booking: Now, judgement: Judgement, *, connection: Connection, now: datetime) -> None:
    """Why the booking stays frozen, told once, until other rules stand in its way; the checks are for the municipality."""
    codes = sorted(check.code.value for check in judgement.failed)
    kind = Kind.BOOKING_FROZEN
    told = await connection.fetchval(_LAST_CODES, booking.id, kind.value, booking.state_since)
    if told is not None and msgspec.json.decode(told) == codes:
        return
    reasons = [{each.value: check.say(each) for each in Language} for check in judgement.failed]
    elsewhere = [{each.value: _ELSEWHERE.say(each) for each in Language}]
    facts = {"codes": codes, "reasons": reasons}
    await tell_municipality(kind, booking, now=now, connection=connection, facts=facts)
    await tell_adviser(kind, booking, now=now, connection=connection, facts=facts | {"reasons": elsewhere})
