"""Certifying again: what a holder is told, and what each route asks (DESIGN §2.2; ISO/IEC 17024, 9.6)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from registry.days import add_months, day_after
from registry.dossiers.renewal import window_of
from registry.errors import Fault
from registry.schemes.rules import Recertification, Route
from registry.texts import Text


class Reminder(StrEnum):
    """What a holder is told of the end of a certificate."""

    OPENED = "opened"
    HALFWAY = "halfway"
    LAST_MONTH = "last-month"
    EXPIRED = "expired"


class EducationOutcome(StrEnum):
    """What a certifier found of an entry of continuing education."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder, and the day from which it is due."""

    kind: Reminder
    on: date


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a holder is by one route: quarter-hours for education, a number of engagements; nothing counts for an exam."""

    route: Route
    have: int
    need: int

    @property
    def is_met(self) -> bool:
        """As much as the scheme asks; an exam is met by its results alone."""
        return self.route is not Route.EXAM and self.have >= self.need


QUARTERS_PER_HOUR = 4
_MOST_HOURS = 1_000
_SHORTEST_TELLING = 1
_NOT_QUARTERS = Text(
    "Vul hele, halve of kwart uren in, zoals 3 of 2,25; meer dan 0 en hooguit 1.000.",
    "Enter whole, half or quarter hours, such as 3 or 2.25; more than 0 and at most 1,000.",
)
_DAY_AHEAD = Text("Vul een dag in die niet na vandaag ligt.", "Enter a day that is not after today.")
_DAY_BEFORE = Text(
    "Bijscholing telt mee vanaf de eerste dag van uw certificaat, {first}.",
    "Education counts from the first day of your certificate, {first}.",
)


def hours_of(quarters: int) -> Decimal:
    """Quarter-hours as hours."""
    return Decimal(quarters) / QUARTERS_PER_HOUR


def faults_of(followed_on: date, hours: Decimal, *, first: date, today: date) -> list[Fault]:
    """What is wrong with an entry of education of a holder since `first`: hours in quarters, on a day that counts."""
    found = []
    if not (hours.is_finite() and 0 < hours <= _MOST_HOURS and hours * QUARTERS_PER_HOUR % 1 == 0):
        found.append(Fault("hours", _NOT_QUARTERS))
    if followed_on > today:
        found.append(Fault("followedOn", _DAY_AHEAD))
    elif followed_on < first:
        found.append(Fault("followedOn", _DAY_BEFORE, {"first": first}))
    return found


def reminders(valid_until: date, asked: Recertification) -> tuple[Due, ...]:
    """When a holder is told: as the window opens, halfway, a month before the last day, and when the certificate expired.

    What would fall before the window opens is left out.
    """
    opens_on = window_of(valid_until, asked).opens_on
    halfway = opens_on + (valid_until - opens_on) // 2
    last_month = add_months(valid_until, -1)
    found = [Due(Reminder.OPENED, opens_on)]
    if opens_on < halfway < last_month:
        found.append(Due(Reminder.HALFWAY, halfway))
    if opens_on < last_month:
        found.append(Due(Reminder.LAST_MONTH, last_month))
    return (*found, Due(Reminder.EXPIRED, day_after(valid_until)))


def reminder_on(day: date, valid_until: date, asked: Recertification) -> Due | None:
    """The one reminder of a day: the last that is due, since the earlier ones say less; none when it is long over.

    That an expired certificate can be renewed is told through its grace, and at least for a month.
    """
    over = add_months(valid_until, max(asked.grace_months, _SHORTEST_TELLING))
    due = [each for each in reminders(valid_until, asked) if each.on <= day]
    return due[-1] if due and day <= over else None


def progress(asked: Recertification, *, quarters: int, engagements: int) -> tuple[Progress, ...]:
    """How far the holder is, by each route of the scheme; `quarters` are accepted quarter-hours of education."""
    needs = {
        Route.EXAM: (0, 0),
        Route.ENGAGEMENTS: (engagements, asked.evaluated_engagements),
        Route.EDUCATION: (quarters, asked.education_hours * QUARTERS_PER_HOUR),
    }
    return tuple(Progress(route, *needs[route]) for route in asked.routes)
