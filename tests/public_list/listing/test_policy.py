"""The publication clock: nothing is shown before or after its time, wherever it might be shown."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from public_list.listing import policy
from public_list.listing.policy import Place, shown_through
from public_list.listing.rules import Holding, Wanted
from public_list.listing.spans import span_on, spans
from public_list.listing.words import words_of
from registry.certificates.rules import Status, Timeline, status_on
from registry.schemes.rules import Publication, Term
from tests.public_list.listing.made import NOW, TODAY, holdings, publications, timelines
from tests.public_list.listing.test_model import model_of

_SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
_SINCE = date(2026, 11, 30)
_LIMITED = Publication(("valid", "expired"), ("valid",), (Term("expired", 3), Term("valid", None)))


@pytest.mark.parametrize(
    ("place", "status", "since", "through"),
    [
        pytest.param(
            Place.LIST, Status.EXPIRED, _SINCE, date(2027, 2, 27), id="three months, the last day before the same day"
        ),
        pytest.param(Place.LIST, Status.VALID, _SINCE, date.max, id="without a term for ever"),
        pytest.param(Place.LIST, Status.EXPIRED, None, date.max, id="what never began does not end"),
        pytest.param(Place.LIST, Status.SUSPENDED, _SINCE, None, id="a status that is not listed"),
        pytest.param(Place.CHECK, Status.EXPIRED, _SINCE, None, id="nor named"),
    ],
)
def test_the_table(place: Place, status: Status, since: date | None, through: date | None) -> None:
    """Through which day a status is shown."""
    assert shown_through(_LIMITED, place, status, since) == through


def test_a_term_of_no_months_never_shows() -> None:
    """Its last day is before its first."""
    through = shown_through(Publication(terms=(Term("valid", 0),)), Place.LIST, Status.VALID, _SINCE)
    assert through is not None
    assert through < _SINCE


@_SOME
@given(timelines())
def test_spans_tell_the_status_of_every_day(timeline: Timeline) -> None:
    """They are what `status_on` says, and no two neighbours are alike."""
    lived = spans(timeline, NOW)
    for ahead in range(-2500, 2500, 7):
        day = TODAY + timedelta(days=ahead)
        assert span_on(lived, day).status is status_on(timeline, day, NOW)
    for before, after in pairwise(lived):
        assert before.status is not after.status
        assert after.first == before.last + date.resolution
    assert (lived[0].first, lived[-1].last) == (date.min, date.max)


@_SOME
@given(timelines(), publications())
def test_listed_and_named_are_what_the_table_says(timeline: Timeline, publication: Publication) -> None:
    """On the list, and with a name at the number, in the statuses of the policy and no longer than their terms."""
    for ahead in range(-1500, 1500, 90):
        day = TODAY + timedelta(days=ahead)
        span = span_on(spans(timeline, NOW), day)
        for shown, statuses in (
            (policy.is_listed(publication, timeline, day, NOW), publication.listed),
            (policy.is_named(publication, timeline, day, NOW), publication.named_on_check),
        ):
            term = next((each.months for each in publication.terms if each.status == span.status), None)
            if shown:
                assert span.status in statuses
                assert term is None or span.since is None or (day - span.since).days <= term * 31
            elif span.status in statuses:
                assert term is not None


@_SOME
@given(holdings())
def test_nothing_outlives_its_term(known: list[Holding]) -> None:
    """Nobody's name is in the model who may not be shown on this day or a later one: not in a name, not in the search index."""
    model = model_of(known)
    [part] = model.parts
    for each in known:
        ahead = [span for span in each.lived if span.last >= TODAY]
        may_be_listed = any(span.is_listed(max(TODAY, span.first)) for span in ahead)
        may_be_named = any(span.is_named(max(TODAY, span.first)) for span in ahead)
        row = part.row_of(each.number)
        assert row is not None
        assert (part.columns.names.of(row) is None) is not (
            each.name is not None and "name" in each.consent and (may_be_listed or may_be_named)
        )
        assert (row < part.columns.listed) is (each.name is not None and "name" in each.consent and may_be_listed)
    words = {word for entry in model.search(Wanted(), TODAY).entries for word in words_of(entry.name)}
    listed = [part.columns.names.of(row) for row in range(part.columns.listed)]
    assert words <= set(part.columns.vocabulary) == {word for name in listed for word in words_of(str(name))}
