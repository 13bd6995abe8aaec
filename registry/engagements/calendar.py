"""A booking for a calendar: one whole-day event from its first through its last day (RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar, Event

from registry.bookings.steps import State
from registry.engagements.reading import InFull
from registry.engagements.wording import STATES
from registry.quarters import days
from registry.texts import Language, Text

ICS = "text/calendar"

_FOR_MUNICIPALITY = Text("Inzet van {name} ({days:days})", "Engagement of {name} ({days:days})")
_FOR_ADVISER = Text("Inzet voor {name} ({days:days})", "Engagement for {name} ({days:days})")
_ERASED = Text("een adviseur", "an adviser")
_ABOUT = Text(
    "{days:days} voor {municipality}, uit het dagenbudget van {holder}. Hoe het ervoor staat: {state}.",
    "{days:days} for {municipality}, from the allotment of {holder}. How it stands: {state}.",
)
_STATUS = {State.REQUESTED: "TENTATIVE", State.ACTIVE: "CONFIRMED", State.FROZEN: "TENTATIVE", State.COMPLETED: "CONFIRMED"}


def for_municipality(booking: InFull, language: Language) -> bytes:
    """The booking in the calendar of whoever books for the municipality."""
    who = booking.engagement.adviser_name or _ERASED.say(language)
    return _calendar(booking, _FOR_MUNICIPALITY.say(language, name=who, days=days(booking.engagement.now.quarters)), language)


def for_adviser(booking: InFull, language: Language) -> bytes:
    """The booking in the adviser's own calendar."""
    told = {"name": booking.engagement.municipality, "days": days(booking.engagement.now.quarters)}
    return _calendar(booking, _FOR_ADVISER.say(language, **told), language)


def _calendar(booking: InFull, summary: str, language: Language) -> bytes:
    """The same event each time it is fetched: the identity stays, the sequence counts what happened to the booking."""
    now, changed_at = booking.engagement.now, booking.history[-1].recorded_at
    event = Event()
    event.add("uid", f"{now.id}@adviseursregister")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", len(booking.history))
    event.add("dtstart", now.first_day)
    event.add("dtend", now.last_day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", _about(booking, language))
    event.add("status", _STATUS.get(now.state, "CANCELLED"))
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Adviseursregister//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _about(booking: InFull, language: Language) -> str:
    engagement = booking.engagement
    return _ABOUT.say(
        language,
        days=days(engagement.now.quarters),
        municipality=engagement.municipality,
        holder=engagement.holder_name,
        state=STATES[engagement.now.state],
    )
