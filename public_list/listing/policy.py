"""The publication clock: what the public may see of a certificate in each status, and through which day. Pure.

It is one table, made of the policy of the scheme version: `shown_through`. Everything that publishes asks it: the list and the
search, their files and feeds, and the name that a checked number has.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from public_list.listing.spans import Span, span_on, spans
from registry.certificates.rules import Status, Timeline
from registry.days import add_months
from registry.schemes.rules import Publication


class Place(StrEnum):
    """Where something is shown: as an entry of the list with the consented fields, or the name at a checked number."""

    LIST = "listed"
    CHECK = "named_on_check"


def shown_through(publication: Publication, place: Place, status: Status, since: date | None) -> date | None:
    """The last day on which a certificate in this status is shown there; none where the policy does not show the status.

    A term of so many months ends on the day before the same day, that many months after the first day of the status. A
    status without a term has no end (date.max), nor has one that never began.
    """
    statuses = publication.listed if place is Place.LIST else publication.named_on_check
    if status not in statuses:
        return None
    months = next((term.months for term in publication.terms if term.status == status), None) if publication.terms else None
    if months is None or since is None:
        return date.max
    return add_months(since, months) - timedelta(days=1)


def span_shown_through(publication: Publication, place: Place, span: Span, timeline: Timeline) -> date | None:
    """The same of a span of a timeline; the clock of a void certificate starts on the first day of its voiding."""
    since = timeline.events[span.cause].effective_on if span.status is Status.VOID and span.cause is not None else span.since
    return shown_through(publication, place, span.status, since)


def is_listed(publication: Publication, timeline: Timeline, day: date, known_at: datetime) -> bool:
    """Whether the list of the day shows the certificate, by what was known at the instant."""
    return _is_shown(publication, Place.LIST, timeline, day, known_at)


def is_named(publication: Publication, timeline: Timeline, day: date, known_at: datetime) -> bool:
    """Whether its number had a name on the day, by what was known at the instant."""
    return _is_shown(publication, Place.CHECK, timeline, day, known_at)


def _is_shown(publication: Publication, place: Place, timeline: Timeline, day: date, known_at: datetime) -> bool:
    lived: Sequence[Span] = spans(timeline, known_at)
    if not lived:
        return False
    through = span_shown_through(publication, place, span_on(lived, day), timeline)
    return through is not None and day <= through
