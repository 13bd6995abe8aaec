"""The read model answers as the rules do, whatever it is given and asked."""

import gc
import weakref
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from public_list.listing import narrowing, part, rules
from public_list.listing.building import built
from public_list.listing.counting import FEW
from public_list.listing.finding import found
from public_list.listing.model import Model
from public_list.listing.part import Part
from public_list.listing.rules import Holding, Wanted
from public_list.listing.table import Table
from public_list.listing.writing import as_number, as_written
from registry.certificates.rules import Event, EventKind, Status, Timeline
from registry.people.rules import Name, PublicField
from registry.schemes.rules import Publication
from registry.texts import Text
from tests.public_list.listing.made import NOW, NUMBERS, TODAY, days, holdings, lived, questions

_MANY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def model_of(known: list[Holding]) -> Model:
    """The model of these certificates, built today."""
    return Model(Part(built(Table.of(known, TODAY))))


def agrees(model: Model, known: list[Holding], asked: list[Wanted], ahead: int) -> None:
    """The model answers these questions as the rules do, so many days after it was built."""
    today = TODAY + timedelta(days=ahead)
    for wanted in asked:
        listed = rules.entries(known, wanted.day or today, today)
        assert model.search(wanted, today) == found(listed, wanted)
        everybody = [entry for some in model.every(wanted, today, at_a_time=3) for entry in some]
        assert len(everybody) == model.search(wanted, today).total
        for place in range(0, len(everybody), rules.PAGE):
            asked_page = replace(wanted, page=place // rules.PAGE + 1)
            assert tuple(everybody[place : place + rules.PAGE]) == found(listed, asked_page).entries
    for each in known:
        assert model.checked(each.number, TODAY, today) == rules.checked(each, TODAY, today)


@pytest.fixture(params=[(FEW, narrowing.MANY), (0, 0)], ids=["as in a short list", "as in a long one"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list as short as these is all bitmaps; where any rows are few, and any list is long, it is done as in a long one."""
    few, many = request.param
    monkeypatch.setattr(part, "FEW", few)
    monkeypatch.setattr(narrowing, "MANY", many)


@pytest.mark.usefixtures("_either_way")
@_MANY
@given(holdings(), st.lists(questions(), min_size=1, max_size=4), st.sampled_from((0, 0, 1, 40, 700)))
def test_it_answers_as_the_rules_do(known: list[Holding], asked: list[Wanted], ahead: int) -> None:
    """Entries, their order, totals, counts and the words meant are the same; also on later days, without a write."""
    agrees(model_of(known), known, asked, ahead)


@pytest.mark.usefixtures("_either_way")
@_MANY
@given(holdings(), holdings(), st.lists(questions(), min_size=1, max_size=3), st.sampled_from((0, 1, 40)))
def test_with_what_changed_beside_it_too(before: list[Holding], after: list[Holding], asked: list[Wanted], ahead: int) -> None:
    """Who changed is found as they are now, in the same order and with the same counts, and never twice."""
    changed = {UUID(int=each << 70 | 5) for each in range(1, 5)}
    kept = [each for each in before if each.adviser not in changed]
    taken = {each.number for each in kept}
    new = [each for each in after if each.adviser in changed and each.number not in taken]
    model = model_of(before).with_newer(changed, Table.of(new, TODAY))
    agrees(model, [*kept, *new], asked, ahead)
    assert model.digest == model_of([*kept, *new]).digest


_FIRST, _LAST = TODAY - timedelta(days=10), TODAY + timedelta(days=10)


def from_ten_days_ago() -> Holding:
    """Listed while it is valid, and named nowhere else."""
    timeline = Timeline(_FIRST, _LAST, [Event(EventKind.GRANTED, _FIRST, NOW)])
    return Holding(
        number=NUMBERS[0],
        adviser=UUID(int=1),
        lived=lived(timeline, Publication(("valid",), (), ())),
        scheme="e-adviseur",
        scheme_name=Text("e-adviseur", "e-adviser"),
        scope=(),
        valid_from=_FIRST,
        valid_until=_LAST,
        name=Name("Elif", "van den", "Berg"),
        employer=None,
        provinces=(),
        regions=(),
        languages=(),
        competences=(),
        specialisms=(),
        available=(),
        consent=frozenset(PublicField),
    )


def test_the_same_word_on_several_days() -> None:
    """What was found of a word on one day is not what is found of it on another."""
    known = from_ten_days_ago()
    model = model_of([known])
    asked = [None, _FIRST - timedelta(days=1), _FIRST, None]
    assert [model.search(Wanted("ber", day=day), TODAY).total for day in asked] == [1, 0, 1, 1]
    agrees(model, [known], [Wanted("ber", day=day) for day in asked], 0)


def test_a_past_day_shows_nobody_who_may_not_be_shown_today() -> None:
    """Built before the last day, and asked after it: the list of a day on which it was valid is empty."""
    model = model_of([from_ten_days_ago()])
    assert [model.search(Wanted(day=TODAY), _LAST + timedelta(days=ahead)).total for ahead in (0, 1)] == [1, 0]


@_MANY
@given(holdings(), days)
def test_an_entry_by_its_number(known: list[Holding], ahead: object) -> None:
    """It is there exactly where the list has it."""
    model = model_of(known)
    listed = {entry.number: entry for entry in rules.entries(known, TODAY, TODAY)}
    assert {number: entry for number in NUMBERS if (entry := model.entry(number, TODAY))} == listed


@_MANY
@given(holdings(), holdings(), st.lists(days, min_size=1, max_size=4))
def test_how_many_have_each_status(before: list[Holding], after: list[Holding], asked: list[date]) -> None:
    """Of all certificates, whoever may be listed, also where some were read anew: each has one status a day."""
    changed = {UUID(int=each << 70 | 5) for each in range(1, 5)}
    kept = [each for each in before if each.adviser not in changed]
    taken = {each.number for each in kept}
    new = [each for each in after if each.adviser in changed and each.number not in taken]
    model = model_of(before).with_newer(changed, Table.of(new, TODAY))
    for day, told in zip(asked, model.statuses_on(asked), strict=True):
        assert told == dict.fromkeys(Status, 0) | Counter(rules.lived_on(each.lived, day).status for each in [*kept, *new])


def test_what_was_read_goes_when_the_columns_are_there() -> None:
    """At once, since garbage is looked for rarely: nothing that was read holds itself in a circle."""
    table = Table.of([], TODAY)
    gone = weakref.ref(table)
    built(table)
    gc.disable()
    try:
        del table
        assert gone() is None
    finally:
        gc.enable()


def test_numbers_are_written_as_they_were() -> None:
    """Also with zeroes in front."""
    for number in (*NUMBERS, "CA00000001-07"):
        assert as_written(as_number(number)) == number


def test_a_number_that_was_never_issued() -> None:
    """Neither an empty model nor a full one knows it."""
    assert model_of([]).checked(NUMBERS[0], TODAY, TODAY) is None
    assert model_of([]).entry(NUMBERS[0], TODAY) is None
    assert model_of([]).search(Wanted("ozturk"), TODAY).total == 0
