"""The status of a certificate on a day, as it was known at an instant; and when one may be issued (DESIGN §2.1, §2.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from registry.certificates.errors import AlreadyCertified
from registry.days import add_months


class Status(StrEnum):
    """The eight statuses, from what outranks all to what is left when nothing does."""

    VOID = "void"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REPLACED = "replaced"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    NOT_YET_VALID = "not-yet-valid"
    VALID = "valid"


class EventKind(StrEnum):
    """What can happen to a certificate."""

    GRANTED = "granted"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    REPLACED = "replaced"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the first day of the new status, and the instant since when the registry knows."""

    kind: EventKind
    effective_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """A certificate's first and last day, and its events in the order in which they were recorded."""

    valid_from: date
    valid_until: date
    events: Sequence[Event]


_ENDS = (
    (EventKind.WITHDRAWN, Status.WITHDRAWN),
    (EventKind.SUPERSEDED, Status.SUPERSEDED),
    (EventKind.REPLACED, Status.REPLACED),
)
_PAUSES = (EventKind.SUSPENDED, EventKind.REINSTATED)


def status_on(timeline: Timeline, day: date, known_at: datetime) -> Status | None:
    """The status on a day, from what the registry knew at an instant; None when it did not know the certificate yet.

    Void outranks all, on every day; then an end that has begun; a certificate is valid through its last day; then a
    suspension that lasts. Of suspensions and reinstatements the one with the latest first day counts, and of those of
    one day the one recorded last.
    """
    known = [event for event in timeline.events if event.recorded_at <= known_at]
    kinds = [event.kind for event in known]
    if EventKind.GRANTED not in kinds:
        return None
    if EventKind.VOIDED in kinds:
        return Status.VOID
    begun = [event for event in known if event.effective_on <= day]
    kinds = [event.kind for event in begun]
    for kind, status in _ENDS:
        if kind in kinds:
            return status
    if timeline.valid_until < day:
        return Status.EXPIRED
    if _is_suspended(begun):
        return Status.SUSPENDED
    return Status.NOT_YET_VALID if day < timeline.valid_from else Status.VALID


def _is_suspended(begun: Iterable[Event]) -> bool:
    pauses = sorted((event for event in begun if event.kind in _PAUSES), key=lambda event: event.effective_on)
    return bool(pauses) and pauses[-1].kind is EventKind.SUSPENDED


def last_day(valid_from: date, months: int) -> date:
    """A certificate of so many months is valid through the day before the same day, that many months later."""
    return add_months(valid_from, months) - timedelta(days=1)


def check_may_issue(held: Iterable[Timeline], *, valid_from: date, known_at: datetime) -> None:
    """One valid or suspended certificate per person and scheme; a renewal starts after its predecessor's last day.

    `held` are the person's certificates of the scheme. Raises AlreadyCertified with the last day of the one in the way.
    """
    for timeline in held:
        status = status_on(timeline, max(valid_from, timeline.valid_from), known_at)
        if status in (Status.VALID, Status.SUSPENDED, Status.NOT_YET_VALID):
            raise AlreadyCertified(valid_until=timeline.valid_until)
