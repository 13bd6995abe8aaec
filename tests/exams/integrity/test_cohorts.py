"""A group that failed under supervision and passed without, days later."""

import pytest

from exams.integrity.cohorts import DAYS_AFTER, LEAST_CANDIDATES, NEARLY_ALL, failed_watched_passed_unwatched
from exams.integrity.rules import Flag, SittingFigures, Tally
from tests.exams.integrity.sittings_made import FIRST_DAY, key, names, sitting

TWELVE = names(12)


def fraud(day: int = 5, candidates: list[str] = TWELVE) -> list[SittingFigures]:
    """All failed under supervision, and all passed days later without."""
    return [sitting([], candidates), sitting(candidates, [], day=day, supervised=False, examiner="F")]


def test_a_swindle_is_flagged_by_its_second_sitting() -> None:
    """With the group's figures without supervision, those under it, the sittings, and the passes that are in doubt."""
    first, second = fraud()
    assert failed_watched_passed_unwatched([first], {}) == []
    [found] = failed_watched_passed_unwatched([first, second], {})
    assert (found.flag, found.provider) == (Flag.FAILED_WATCHED_PASSED_UNWATCHED, key("P"))
    assert (found.facts.group, found.facts.others) == (Tally(12, 12), Tally(0, 12))
    assert (found.facts.part, found.facts.examiner, found.facts.held_on) == ("GP", key("F"), FIRST_DAY)
    assert [each.sitting for each in found.facts.sittings] == [first.sitting, second.sitting]
    assert found.facts.touched == {adviser: (result,) for adviser, result in second.passed.items()}


def test_the_order_in_which_files_came_does_not_matter() -> None:
    """What is flagged, and what it is called, is the same."""
    assert failed_watched_passed_unwatched(fraud(), {}) == failed_watched_passed_unwatched(fraud()[::-1], {})


@pytest.mark.parametrize(("day", "flagged"), [(0, 1), (DAYS_AFTER, 1), (DAYS_AFTER + 1, 0)])
def test_days_after(day: int, flagged: int) -> None:
    """Through the fourteenth day; later there was time to learn."""
    assert len(failed_watched_passed_unwatched(fraud(day), {})) == flagged


def test_passing_unsupervised_before_is_no_sign() -> None:
    """Only what comes after failing counts."""
    later = [sitting([], TWELVE, day=5), sitting(TWELVE, [], supervised=False)]
    assert failed_watched_passed_unwatched(later, {}) == []


@pytest.mark.parametrize(("size", "flagged"), [(LEAST_CANDIDATES - 1, 0), (LEAST_CANDIDATES, 1)])
def test_a_small_group_is_not_flagged(size: int, flagged: int) -> None:
    """Seven may all fail by chance."""
    assert len(failed_watched_passed_unwatched(fraud(candidates=names(size)), {})) == flagged


@pytest.mark.parametrize(("passed_first", "flagged"), [(0, 1), (1, 1), (2, 0)])
def test_nearly_all_failed(passed_first: int, flagged: int) -> None:
    """Of twelve at most one passed under supervision."""
    passed, failed = TWELVE[:passed_first], TWELVE[passed_first:]
    figures = [sitting(passed, failed), sitting(failed, [], day=5, supervised=False)]
    assert NEARLY_ALL == 0.9
    assert len(failed_watched_passed_unwatched(figures, {})) == flagged


@pytest.mark.parametrize(("failed_again", "flagged"), [(0, 1), (1, 1), (2, 0)])
def test_nearly_all_passed(failed_again: int, flagged: int) -> None:
    """Of twelve who tried again at most one failed."""
    again = sitting(TWELVE[failed_again:], TWELVE[:failed_again], day=5, supervised=False)
    assert len(failed_watched_passed_unwatched([sitting([], TWELVE), again], {})) == flagged


def test_a_supervised_resit_is_no_sign() -> None:
    """Whoever passes while watched has passed."""
    assert failed_watched_passed_unwatched([sitting([], TWELVE), sitting(TWELVE, [], day=5)], {}) == []


def test_an_unsupervised_first_sitting_is_no_sign() -> None:
    """Failing without supervision and passing without it tells nothing."""
    figures = [sitting([], TWELVE, supervised=False), sitting(TWELVE, [], day=5, supervised=False)]
    assert failed_watched_passed_unwatched(figures, {}) == []


def test_another_part_is_another_matter() -> None:
    """Failing one part and passing another is no sign."""
    figures = [sitting([], TWELVE), sitting(TWELVE, [], day=5, supervised=False, part="IM")]
    assert failed_watched_passed_unwatched(figures, {}) == []


def test_other_people_are_another_matter() -> None:
    """A group of others that passes days later says nothing of those who failed."""
    figures = [sitting([], TWELVE), sitting(names(12, "ander"), [], day=5, supervised=False)]
    assert failed_watched_passed_unwatched(figures, {}) == []


def test_examiners_share_a_day() -> None:
    """A group that is spread over examiners on one day is one group; who examined it is then nobody in particular."""
    figures = [
        sitting([], TWELVE[:6], examiner="A"),
        sitting([], TWELVE[6:], examiner="B"),
        sitting(TWELVE[:6], [], day=4, supervised=False, examiner="A"),
        sitting(TWELVE[6:], [], day=6, supervised=False, examiner="B"),
    ]
    [found] = failed_watched_passed_unwatched(figures, {})
    assert (found.facts.group, found.facts.examiner, len(found.facts.sittings)) == (Tally(12, 12), None, 4)


def test_whoever_passes_anothers_failures_is_flagged() -> None:
    """A provider where those whom another failed all pass days later, unsupervised; the other is not."""
    figures = [sitting([], TWELVE), sitting(TWELVE, [], day=5, supervised=False, provider="Q")]
    [found] = failed_watched_passed_unwatched(figures, {})
    assert found.provider == key("Q")


def test_a_closed_case_is_not_opened_again() -> None:
    """The sittings on which a case concluded are not flagged again; a later sitting of the same group is."""
    [found] = failed_watched_passed_unwatched(fraud(), {})
    judged = {found.about: frozenset(each.sitting for each in found.facts.sittings)}
    assert failed_watched_passed_unwatched(fraud(), judged) == []
    more = [*fraud(), sitting(TWELVE[:9], [], day=9, supervised=False, examiner="G")]
    assert [each.about for each in failed_watched_passed_unwatched(more, judged)] == [found.about]
