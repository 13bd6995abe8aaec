"""The other rules by which the public list is derived: written once more, and equal to those that make it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from public_list.listing import policy
from public_list.listing.availability import Stated as ListedStated
from public_list.listing.availability import available_from
from public_list.rederiving import derivation
from public_list.rederiving.derivation import Facts, Happened, Stated
from registry.certificates.rules import Event, EventKind, Timeline, status_on
from registry.schemes.rules import STATUSES, Publication, Term
from registry.watches.rules import since

FIRST, LAST = date(2026, 3, 1), date(2026, 8, 31)
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = some.integers(-20, 220).map(lambda days: FIRST + timedelta(days=days))
EVENTS = some.lists(
    some.tuples(some.sampled_from([each for each in EventKind if each is not EventKind.GRANTED]), DAYS), max_size=6
)
TERMS = some.lists(some.tuples(some.sampled_from(sorted(STATUSES)), some.none() | some.integers(0, 4)), max_size=3)
SHOWN = some.lists(some.sampled_from(sorted(STATUSES)), unique=True)
DEFAULT = Publication()
STATED = some.lists(
    some.tuples(DAYS, some.none() | some.integers(0, 40), some.lists(some.sampled_from([0, 0, 4]), min_size=5, max_size=5)),
    max_size=4,
)


def facts(events: list[tuple[EventKind, date]], publication: Publication = DEFAULT) -> Facts:
    """A certificate to which this happened."""
    return Facts(
        number="CA12345678-66",
        snapshot={"validFrom": FIRST.isoformat(), "validUntil": LAST.isoformat()},
        rules={
            "publication": {
                "listed": publication.listed,
                "namedOnCheck": publication.named_on_check,
                "terms": [{"status": each.status, "months": each.months} for each in publication.terms],
            },
        },
        holder=None,
        events=[Happened("granted", FIRST, None), *(Happened(kind.value, on, None) for kind, on in events)],
        consent=frozenset(),
        profile={},
        employer=None,
        stated=(),
    )


def timeline(events: list[tuple[EventKind, date]]) -> Timeline:
    """The same as the registry has it."""
    return Timeline(FIRST, LAST, [Event(kind, on, KNOWN) for kind, on in [(EventKind.GRANTED, FIRST), *events]])


@given(EVENTS, DAYS)
def test_status_and_its_first_day_are_those_of_the_register(events: list[tuple[EventKind, date]], day: date) -> None:
    """Whatever happens in whatever order."""
    assert derivation.status_on(facts(events), day) == status_on(timeline(events), day, KNOWN)
    assert derivation.since(facts(events), day) == since(timeline(events), day, KNOWN)


@example([(EventKind.VOIDED, FIRST + timedelta(days=1)), (EventKind.VOIDED, FIRST)], FIRST, ["void"], ["void"], [("void", 0)])
@given(EVENTS, DAYS, SHOWN, SHOWN, TERMS)
def test_what_is_shown_is_what_the_publication_clock_says(
    events: list[tuple[EventKind, date]],
    day: date,
    listed: list[str],
    named: list[str],
    terms: list[tuple[str, int | None]],
) -> None:
    """On the list and at the check, through the last day of its term and not a day longer."""
    publication = Publication(tuple(listed), tuple(named), tuple(Term(*each) for each in terms))
    known, held = facts(events, publication), timeline(events)
    assert derivation.is_shown(known, "listed", day) is policy.is_listed(publication, held, day, KNOWN)
    assert derivation.is_shown(known, "namedOnCheck", day) is policy.is_named(publication, held, day, KNOWN)


@given(STATED, DAYS)
def test_the_first_day_with_time_is_that_of_the_list(stated: list[tuple[date, int | None, list[int]]], day: date) -> None:
    """Of a day the last statement counts; without any nothing was said."""
    told = [(first, None if length is None else first + timedelta(days=length), tuple(week)) for first, length, week in stated]
    derived = derivation.available_from(facts([])._replace(stated=[Stated(*each) for each in told]), day)
    assert derived == (available_from([ListedStated(*each) for each in told], day) if told else None)


@pytest.mark.parametrize(
    ("reason", "public", "expected"),
    [
        pytest.param("fraude", True, {"nl": "Fraude {x}", "en": "Fraud"}, id="public"),
        pytest.param("fraude", False, None, id="not public"),
        pytest.param("anders", True, None, id="no reason of the scheme"),
        pytest.param(None, True, None, id="no reason"),
    ],
)
def test_a_reason_shows_only_where_the_scheme_says_so(reason: str | None, public: bool, expected: object) -> None:  # noqa: FBT001  a case
    """It is that of what made the status begin."""
    known = facts([])._replace(
        rules={"reasons": [{"code": "fraude", "nameNl": "Fraude {x}", "nameEn": "Fraud", "public": public}]},
        events=[
            Happened("granted", FIRST, None),
            Happened("withdrawn", FIRST + timedelta(days=9), "later"),
            Happened("withdrawn", FIRST + timedelta(days=3), reason),
        ],
    )
    assert derivation.reason(known, FIRST + timedelta(days=20)) == expected
    assert derivation.reason(known, FIRST) is None
