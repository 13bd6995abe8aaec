"""A municipality by its name, also one that is no more."""

from datetime import date

import pytest

from public_list.listing.places import Municipality, find
from registry.errors import Invalid
from registry.reference_data import municipalities

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def netherlands() -> list[Municipality]:
    """Every municipality since 2006; Krimpenerwaard lies in a region."""
    return [
        Municipality(
            row.code,
            row.name,
            row.province,
            row.valid_from,
            row.valid_to,
            row.successors,
            "midden-holland" if row.code == "GM1931" else None,
        )
        for row in municipalities.packaged()
    ]


@pytest.mark.parametrize(
    ("typed", "asked", "today"),
    [
        ("Krimpenerwaard", "Krimpenerwaard", ["Krimpenerwaard"]),
        ("gemeente krimpenerwaard", "Krimpenerwaard", ["Krimpenerwaard"]),
        ("GM1931", "Krimpenerwaard", ["Krimpenerwaard"]),
        ("Schoonhoven", "Schoonhoven", ["Krimpenerwaard"]),
        ("gm0608", "Schoonhoven", ["Krimpenerwaard"]),
        ("Den Haag", "'s-Gravenhage", ["'s-Gravenhage"]),
        ("s gravenhage", "'s-Gravenhage", ["'s-Gravenhage"]),
        ("’s-Gravenhage", "'s-Gravenhage", ["'s-Gravenhage"]),
        ("den bosch", "'s-Hertogenbosch", ["'s-Hertogenbosch"]),
        ("Sudwest Fryslan", "Súdwest-Fryslân", ["Súdwest-Fryslân"]),
        ("bergen (nh)", "Bergen (NH)", ["Bergen (NH)"]),
        ("Bergen L", "Bergen (L)", ["Bergen (L)"]),
    ],
)
def test_a_name_leads_to_what_it_is_today(netherlands: list[Municipality], typed: str, asked: str, today: list[str]) -> None:
    """However it is written, by its code too; an old name leads to its successor."""
    place = find(typed, netherlands, day=DAY, field="gemeente")
    assert (place.asked, list(place.today)) == (asked, today)
    assert place.is_over is (today != [asked])


def test_every_municipality_there_ever_was_leads_to_one_of_today(netherlands: list[Municipality]) -> None:
    """Over as many mergers as there were; each of today lies in a province."""
    now = {each.name for each in netherlands if not each.is_over(DAY)}
    for each in netherlands:
        place = find(each.code, netherlands, day=DAY, field="gemeente")
        assert set(place.today) <= now, each
        assert place.provinces, each


def test_its_region_goes_before_its_province(netherlands: list[Municipality]) -> None:
    """Where it lies in a region that is known too; one that became several has a region only where all of them have one."""
    assert find("Schoonhoven", netherlands, day=DAY, field="g").regions == ("midden-holland",)
    assert find("Utrecht", netherlands, day=DAY, field="g").regions == ()
    old = Municipality("GM9001", "Oudstad", "Utrecht", None, date(2020, 12, 31), ("GM1931", "GM0344"))
    place = find("oudstad", [*netherlands, old], day=DAY, field="g")
    assert (list(place.today), place.regions) == (["Krimpenerwaard", "Utrecht"], ())
    assert place.provinces == ("Zuid-Holland", "Utrecht")


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Bergen", ["Bergen (NH)", "Bergen (L)"]),
        ("Krimp", ["Krimpen aan den IJssel", "Krimpenerwaard"]),
        ("Utrect", ["Utrecht"]),
        ("Atlantis", []),
        ("-", []),
        ("gemeente", []),
    ],
)
def test_what_is_no_one_name_is_told_with_suggestions(
    netherlands: list[Municipality], typed: str, suggested: list[str]
) -> None:
    """Two of that name, the beginning of a name, or nearly one: the names that may be meant come with it."""
    with pytest.raises(Invalid) as refused:
        find(typed, netherlands, day=DAY, field="gemeente")
    [fault] = refused.value.faults
    assert fault.field == "gemeente"
    given = fault.facts["suggestions"]
    assert isinstance(given, list)
    assert given[: len(suggested)] == suggested
    assert bool(given) is bool(suggested)


def test_a_circle_of_successors_ends(netherlands: list[Municipality]) -> None:
    """A list that leads round in a circle still gives an answer."""
    gone = date(2020, 1, 1)
    known = [Municipality("A", "Aa", "Utrecht", None, gone, ("B",)), Municipality("B", "Bb", "Utrecht", None, gone, ("A",))]
    assert find("Aa", known, day=DAY, field="g").asked == "Aa"
