"""Counts are the same however they are made: by bitmaps, by codes of the rows, or of those whose list began before a day."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from public_list.listing import rules
from public_list.listing.finding import found
from public_list.listing.rules import Facet, Holding, Lived, Wanted
from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField
from tests.public_list.listing.made import FAMILY, NUMBERS, TODAY, VALUES, holding
from tests.public_list.listing.test_model import model_of

_ODD = 2
_DAY = timedelta(days=1)


def _plain(number: str, place: int, like: Holding) -> Holding:
    """One that has been on the list for some days, and stays there."""
    first = TODAY - timedelta(days=place)
    before = Lived(first.min, first - _DAY, Status.NOT_YET_VALID, None, None, None)
    family = FAMILY[place % len(FAMILY)]
    return replace(
        like,
        number=number,
        lived=(before, Lived(first, first.max, Status.VALID, first.max, first.max, None)),
        name=Name("Elif" if place == 0 else "Bo", None, family),
        consent=frozenset(PublicField),
        **{field: values[place % len(values) :] for field, values in VALUES.items()},
    )


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.tuples(*map(holding, NUMBERS[:_ODD])), st.integers(0, 70), st.sampled_from((0, 1)))
def test_a_few_odd_ones_among_many(odd: tuple[Holding, ...], ago: int, ahead: int) -> None:
    """Whatever happened to a few of many, each day has its own counts, and so has a question that finds one of them."""
    many = [_plain(number, place, odd[0]) for place, number in enumerate(NUMBERS[_ODD:])]
    known, today = [*odd, *many], TODAY + timedelta(days=ahead)
    model = model_of(known)
    day = TODAY - timedelta(days=ago)
    for wanted in (Wanted(day=day), Wanted(), Wanted("elif"), Wanted("oztrk", ((Facet.PROVINCE, "Zeeland"),), day=day)):
        assert model.search(wanted, today) == found(rules.entries(known, wanted.day or today, today), wanted)
