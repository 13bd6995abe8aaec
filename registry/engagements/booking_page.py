"""What the page of one booking shows, for whoever may read it."""

from collections.abc import Mapping
from typing import Any

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.bookings.errors import BookingRefused
from registry.bookings.offering import scope_names
from registry.bookings.presenting import by_name
from registry.bookings.steps import OPEN, State
from registry.engagements import presenting
from registry.engagements.reading import InFull
from registry.engagements.visiting import Visit
from registry.engagements.wording import LABELS, MEANINGS, REJECT_REASONS, STATES, WORKED_DAY_WAITS, WORKED_DAYS
from registry.errors import Invalid, RuleBroken


async def shown(booking: InFull, visit: Visit, *, error: Invalid | RuleBroken | None = None) -> dict[str, Any]:
    """The booking with its bar of days; of an error what is refused, and, where the judge did that, every check."""
    names = await scope_names(visit.language)
    refused = NOTHING if error is None else refusal(error, visit.language, LABELS)
    return {
        "booking": presenting.in_full(booking, visit.language),
        "bar": _bar(booking),
        "scope": [names.get(code, code) for code in booking.engagement.now.scope],
        "state": STATES[booking.engagement.now.state],
        "meaning": MEANINGS[booking.engagement.now.state],
        "worked_days": WORKED_DAYS,
        "reject_reasons": REJECT_REASONS,
        "reject_options": [(each.value, words.say(visit.language)) for each, words in REJECT_REASONS.items()],
        "worked_day_waits": WORKED_DAY_WAITS,
        "workable": booking.engagement.now.state in (State.ACTIVE, State.FROZEN),
        "open": booking.engagement.now.state in OPEN,
        "labels": LABELS,
        "kept": visit.form if error is not None else Form(),
        "refused": Refusal(refused.status) if isinstance(error, BookingRefused) else refused,
        "checks": _checks(error, visit, names),
    }


def _bar(booking: InFull) -> dict[str, Any]:
    """Its days in quarters, as the bar takes them: of a booking that is over, what was not worked is available again."""
    now = booking.engagement.now
    reserved = now.reserved if now.state in OPEN else now.entered
    return {"used": now.used, "reserved": reserved, "available": now.reserved - reserved}


def _checks(error: Invalid | RuleBroken | None, visit: Visit, names: Mapping[str, str]) -> list[tuple[bool, str, str]]:
    """Every check of a judgement, those that failed first: whether it passed, in words, and who can change it."""
    if not isinstance(error, BookingRefused):
        return []
    weighed = sorted(by_name(error.judgement, names).checks, key=lambda check: check.passed)
    return [
        (check.passed, check.say(visit.language), "" if check.passed else check.changed_by.say(visit.language))
        for check in weighed
    ]
