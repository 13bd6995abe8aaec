"""A pass rate that stands apart from that of the others."""

import pytest

from exams.integrity.comparisons import LEAST_CANDIDATES, LEAST_DIFFERENCE, rates_that_stand_out
from exams.integrity.rules import SittingFigures, Tally
from tests.exams.integrity.sittings_made import key, names, sitting


def counted(passed: int, taken: int, *, day: int = 0, provider: str = "P", examiner: str = "E") -> SittingFigures:
    """A sitting at which so many passed of so many."""
    everyone = names(taken, f"{provider}{examiner}{day}-")
    return sitting(everyone[:passed], everyone[passed:], day=day, provider=provider, examiner=examiner)


OTHERS = [counted(130, 200, provider="Q"), counted(70, 100, provider="R")]


def test_far_above_the_others() -> None:
    """A provider that passes everyone where others pass two in three, with the numbers that say so."""
    [found] = rates_that_stand_out([counted(60, 60), *OTHERS], {})
    assert found.provider == key("P")
    assert (found.facts.group, found.facts.others, found.facts.examiner) == (Tally(60, 60), Tally(200, 300), None)
    assert found.facts.comparisons == 3
    assert len(found.facts.touched) == 60


def test_far_below_the_others() -> None:
    """A rate can stand out below as well."""
    [found] = rates_that_stand_out([counted(10, 60), *OTHERS], {})
    assert (found.provider, found.facts.group) == (key("P"), Tally(10, 60))


def test_a_difference_that_chance_explains() -> None:
    """Of twenty, nineteen is not much more than two in three."""
    assert rates_that_stand_out([counted(19, 20), *OTHERS], {}) == []


def test_a_sure_but_small_difference() -> None:
    """Thousands of candidates make small differences sure; below twenty points they are not flagged."""
    large = [counted(3200, 4000), counted(2600, 4000, provider="Q")]
    assert pytest.approx(0.2) == LEAST_DIFFERENCE
    assert rates_that_stand_out(large, {}) == []
    assert len(rates_that_stand_out([counted(3600, 4000), counted(2600, 4000, provider="Q")], {})) == 1


@pytest.mark.parametrize(("size", "made"), [(LEAST_CANDIDATES - 1, 0), (LEAST_CANDIDATES, 1)])
def test_few_candidates_are_not_compared(size: int, made: int) -> None:
    """Nineteen that all pass beside a thousand that fail are too few to say so."""
    assert len(rates_that_stand_out([counted(size, size), counted(0, 1000, provider="Q")], {})) == made


def test_of_two_the_higher_is_looked_at() -> None:
    """Where two providers stand apart from each other only, one case is enough, and it is about passing too many."""
    [found] = rates_that_stand_out([counted(60, 60), counted(60, 100, provider="Q")], {})
    assert found.provider == key("P")


def test_what_one_inflates_is_not_held_against_the_rest() -> None:
    """A large provider that passes everyone pulls up what others are held against, and is therefore set apart first."""
    [found] = rates_that_stand_out([counted(400, 400), *OTHERS], {})
    assert found.provider == key("P")


def test_an_examiner_of_a_provider_that_stands_out_is_not_flagged_beside_it() -> None:
    """The case about the provider has their sittings already."""
    own = [counted(60, 60), counted(60, 60, examiner="F")]
    assert [each.facts.examiner for each in rates_that_stand_out([*own, *OTHERS], {})] == [None]


def test_an_examiner_of_a_provider() -> None:
    """One examiner who passes everyone stands out among the other providers' candidates; the provider need not."""
    own = [counted(60, 60), counted(120, 200, examiner="F")]
    [found] = rates_that_stand_out([*own, *OTHERS], {})
    assert (found.facts.examiner, found.facts.group, found.facts.others) == (key("E"), Tally(60, 60), Tally(200, 300))


def test_where_nobody_else_examines_the_part() -> None:
    """The provider's own other examiners are what an examiner is held against; the provider itself is not compared."""
    own = [counted(60, 60), counted(60, 100, examiner="F"), counted(66, 100, examiner="G")]
    [found] = rates_that_stand_out(own, {})
    assert (found.facts.examiner, found.facts.others) == (key("E"), Tally(126, 200))


def test_nothing_to_compare_with() -> None:
    """One examiner of one provider stands out from nobody."""
    assert rates_that_stand_out([counted(200, 200)], {}) == []
    assert rates_that_stand_out([], {}) == []


def test_more_comparisons_ask_more() -> None:
    """The same difference is flagged among three, and no longer among very many, each of which might stand out by chance."""
    group, others = counted(56, 60), [counted(120, 200, provider="Q"), counted(60, 100, provider="R")]
    assert len(rates_that_stand_out([group, *others], {})) == 1
    alike = [
        sitting(names(12), names(8, "x"), provider=provider, part=f"D{place}") for provider in "QR" for place in range(1000)
    ]
    assert rates_that_stand_out([group, *others, *alike], {}) == []


def test_what_a_closed_case_concluded_on_does_not_count_again() -> None:
    """After a case is closed only later sittings count, and these stand out by themselves or not at all."""
    old, new = counted(60, 60), counted(9, 12, day=90)
    [found] = rates_that_stand_out([old, *OTHERS], {})
    judged = {found.about: frozenset({old.sitting})}
    assert rates_that_stand_out([old, new, *OTHERS], judged) == []
    [again] = rates_that_stand_out([old, counted(60, 60, day=90), *OTHERS], judged)
    assert (again.about, again.facts.group) == (found.about, Tally(60, 60))
