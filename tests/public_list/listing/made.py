"""Certificates with any life, for tests of what the public list makes of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from public_list.listing import policy
from public_list.listing.availability import Stated, pieces
from public_list.listing.policy import Place
from public_list.listing.rules import Facet, Holding, Lived, Order, Wanted
from public_list.listing.spans import spans
from registry.certificates.rules import Event, EventKind, Timeline
from registry.numbering import new_certificate_number
from registry.people.rules import Name, PublicField
from registry.schemes.rules import STATUSES, Publication, Term
from registry.texts import Text

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NUMBERS = tuple(new_certificate_number() for _ in range(60))
VALUES = {
    "provinces": ("Utrecht", "Zeeland", "Drenthe"),
    "regions": ("groene-hart", "walcheren"),
    "languages": ("nl", "fy", "en"),
    "competences": ("change-management", "information-management"),
    "specialisms": ("bag", "digid"),
}
GIVEN = ("Elif", "Anna", "Jan", "Søren", "Bo")
PREFIXES = (None, None, "van den", "van der", "de", "'t")
FAMILY = ("Öztürk", "Berg", "Janssen", "Jansen", "Sørensen", "Bakker-de Wit", "Hart", "Brouwer", "Broer", "O'Neill", "Vries")
ASKED = (
    *("", "ozturk", "oztrk", "vd berg", "v.d. berg", "vandenberg", "jansen", "janssne", "jnassen", "sorensen", "sorensn"),
    *("brouwr", "broe", "b", "an", "bakker wit", "zzzzzz", "hart elif", "jan jan", "berk", "oneil", "sorenzem", "brouwerij"),
)

days = st.integers(-1200, 1200).map(lambda ahead: TODAY + timedelta(days=ahead))


def lived(timeline: Timeline, publication: Publication, known_at: datetime = NOW) -> tuple[Lived, ...]:
    """The days of a certificate by status, with how long each is shown."""
    found = []
    for span in spans(timeline, known_at):
        listed, named = (policy.span_shown_through(publication, place, span, timeline) for place in Place)
        found.append(Lived(span.first, span.last, span.status, listed, named, None))
    return tuple(found)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """A certificate that was granted, and what may have happened to it since."""
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 1200)))
    kinds = st.sampled_from([kind for kind in EventKind if kind is not EventKind.GRANTED])
    happened = draw(st.lists(st.tuples(kinds, days), max_size=4))
    return Timeline(first, last, [Event(EventKind.GRANTED, first, NOW), *(Event(kind, day, NOW) for kind, day in happened)])


@st.composite
def publications(draw: st.DrawFn) -> Publication:
    """Any policy."""
    statuses = st.sets(st.sampled_from(sorted(STATUSES)))
    usual = frozenset({"valid", "suspended"})
    terms = st.sets(st.sampled_from(sorted(STATUSES)), max_size=3)
    return Publication(
        tuple(sorted(draw(st.one_of(st.just(usual), statuses)))),
        tuple(sorted(draw(statuses))),
        tuple(Term(status, draw(st.one_of(st.none(), st.integers(0, 30)))) for status in sorted(draw(terms))),
    )


@st.composite
def stated(draw: st.DrawFn) -> Sequence[Stated]:
    """What an adviser may state of their time."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(days)
        last = draw(st.one_of(st.none(), st.integers(0, 60).map(timedelta).map(first.__add__)))
        found.append(Stated(first, last, tuple(draw(st.lists(st.sampled_from((0, 4)), min_size=5, max_size=5)))))
    return found


def _some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(tuple)


@st.composite
def holding(draw: st.DrawFn, number: str) -> Holding:
    """Any certificate of anyone."""
    timeline, publication = draw(timelines()), draw(publications())
    consent = draw(st.one_of(st.just(frozenset(PublicField)), st.frozensets(st.sampled_from(PublicField))))
    name = Name(draw(st.sampled_from(GIVEN)), draw(st.sampled_from(PREFIXES)), draw(st.sampled_from(FAMILY)))
    return Holding(
        number=number,
        adviser=UUID(int=draw(st.integers(1, 8)) << 70 | 5),
        lived=lived(timeline, publication),
        scheme=draw(st.sampled_from(("e-adviseur", "oud"))),
        scheme_name=Text("e-adviseur", "e-adviser"),
        scope=("gp",),
        valid_from=timeline.valid_from,
        valid_until=timeline.valid_until,
        name=draw(st.sampled_from((name, name, name, None))),
        employer=draw(st.sampled_from((None, "Helder BV"))),
        **{field: draw(_some(values)) for field, values in VALUES.items()},
        available=pieces(draw(stated())),
        consent=consent,
        taken_over_from=draw(st.sampled_from((None, "EGEM"))),
    )


@st.composite
def holdings(draw: st.DrawFn) -> list[Holding]:
    """Any certificates, each with a number of its own."""
    return [draw(holding(number)) for number in NUMBERS[: draw(st.integers(0, 10))]]


_CHOICES = [
    (facet, value)
    for facet, field in zip(list(Facet), ("provinces", "regions", "competences", "specialisms", "", "languages"), strict=True)
    for value in VALUES.get(field, ("e-adviseur", "oud", "onbekend"))
]


@st.composite
def questions(draw: st.DrawFn) -> Wanted:
    """Any question."""
    return Wanted(
        draw(st.sampled_from(ASKED)),
        tuple(draw(st.lists(st.sampled_from(_CHOICES), max_size=3, unique=True))),
        draw(st.one_of(st.none(), st.none(), days)),
        draw(st.one_of(st.none(), days)),
        draw(st.sampled_from(Order)),
        draw(st.sampled_from((1, 1, 2, 3))),
    )
