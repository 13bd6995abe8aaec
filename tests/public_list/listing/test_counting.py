"""Counts are the same however they are made: by bitmaps, by codes of the rows, or of those whose list began before a day."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from public_list.listing import narrowing, part, rules
from public_list.listing.columns import Columns, FacetColumns, packed
from public_list.listing.counting import Counting
from public_list.listing.finding import found
from public_list.listing.rules import Facet, Holding, Lived, Wanted
from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField
from tests.public_list.listing.made import FAMILY, NUMBERS, TODAY, VALUES, holding
from tests.public_list.listing.test_model import from_ten_days_ago, model_of

_ODD = 2
_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _as_in_a_long_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list as short as these has no few rows: one row in twenty is few here."""
    monkeypatch.setattr(part, "FEW", 20)


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


def _twice_listed(number: str, like: Holding) -> Holding:
    """One that was off the list for five days, and was taken on again five days ago."""
    off, again = TODAY - 10 * _DAY, TODAY - 5 * _DAY
    return replace(
        _plain(number, 0, like),
        lived=(
            Lived(date.min, off - _DAY, Status.VALID, date.max, date.max, None),
            Lived(off, again - _DAY, Status.SUSPENDED, None, None, None),
            Lived(again, date.max, Status.VALID, date.max, date.max, None),
        ),
    )


@pytest.mark.parametrize(("ago", "one_more"), [(0, 1), (5, 1), (6, 0), (10, 0), (11, 1)])
def test_who_was_off_the_list_for_some_days_counts_on_the_others(ago: int, one_more: int) -> None:
    """Among many, whose counts are known by their first day alone."""
    like = from_ten_days_ago()
    many = [_plain(number, 90, like) for number in NUMBERS[1:]]
    found_then = model_of([_twice_listed(NUMBERS[0], like), *many]).search(Wanted(day=TODAY - ago * _DAY), TODAY)
    assert found_then.total == len(many) + one_more
    assert set(found_then.facets[Facet.SCHEME].values()) == {len(many) + one_more}


def test_a_value_that_everyone_has_is_counted_in_full() -> None:
    """Also of more rows than 16 bits count."""
    rows = 70_000
    everyone = packed(np.ones(rows, dtype=np.bool_))
    column = FacetColumns(["nl"], [("nl",)], np.zeros(rows, dtype=np.int32), everyone[np.newaxis])
    columns = SimpleNamespace(facets=dict.fromkeys(Facet, column), listed=rows, listed_from=np.ones(rows, dtype=np.int32))
    assert Counting(cast("Columns", columns)).every.counts(everyone).tolist() == [rows] * len(Facet)


@pytest.mark.parametrize(
    "chosen",
    [
        ((Facet.PROVINCE, "Drenthe"),),
        ((Facet.PROVINCE, "Drenthe"), (Facet.LANGUAGE, "fy")),
        ((Facet.PROVINCE, "Drenthe"), (Facet.LANGUAGE, "fy"), (Facet.REGION, "walcheren")),
        ((Facet.PROVINCE, "Drenthe"), (Facet.PROVINCE, "Zeeland"), (Facet.SPECIALISM, "digid")),
        ((Facet.PROVINCE, "Drenthe"), (Facet.LANGUAGE, "unknown")),
    ],
)
@pytest.mark.parametrize("name", ["", "berg"])
def test_what_each_value_would_leave_in_a_long_list(
    chosen: tuple[tuple[Facet, str], ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted among those who have the rarest of the values; the values of a chosen facet beside the other choices alone."""
    monkeypatch.setattr(narrowing, "MANY", 0)
    known = [_plain(number, place, from_ten_days_ago()) for place, number in enumerate(NUMBERS)]
    wanted = Wanted(name, chosen)
    assert model_of(known).search(wanted, TODAY) == found(rules.entries(known, TODAY, TODAY), wanted)
