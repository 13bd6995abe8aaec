"""What accepting does for a candidate: the mean of their scores, and whether it makes evidence."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.judging.effects import Attempt, latest_passes, mean_score
from exams.judging.register import Outcome, Part
from registry.texts import Text
from tests.exams.judging.registers import FIRST, PARTS, TODAY, a_register
from tests.exams.judging.rows_judged import a_row, judged, on_record

ALL_BUT_GP = [on_record(day=date(2026, 9, 1), outcome=Outcome.PASSED, part=code, score=600) for code in PARTS if code != "GP"]


def passes(**scores: int | None) -> dict[str, Attempt]:
    """A pass of each part, with these scores in tenths."""
    return {code: Attempt(code, Outcome.PASSED, TODAY, score) for code, score in scores.items()}


def part(code: str, maximum: int, weight: int) -> Part:
    """A part with this scale and weight."""
    return replace(PARTS["GP"], code=code, name=Text(code, code), scale_maximum=maximum, weight=weight)


@pytest.mark.parametrize(
    ("parts", "scores", "mean"),
    [
        pytest.param([("A", 1000, 1), ("B", 1000, 1)], {"A": 600, "B": 700}, 650, id="two alike"),
        pytest.param([("A", 1000, 3), ("B", 1000, 1)], {"A": 600, "B": 700}, 625, id="one of which weighs three times"),
        pytest.param([("A", 1000, 1), ("B", 100, 1)], {"A": 600, "B": 70}, 650, id="one on a scale to ten"),
        pytest.param([("A", 1000, 1), ("B", 1000, 1)], {"A": 600, "B": 601}, 601, id="halves go up"),
        pytest.param([("A", 1000, 1), ("B", 300, 2)], {"A": 550, "B": 200}, 628, id="a scale to thirty, to a third"),
        pytest.param([("A", 1000, 1), ("B", 1000, 1)], {"A": 600, "B": None}, None, id="one without a score"),
    ],
)
def test_mean(parts, scores, mean):
    """The mean of the scores, each on a scale to 100, by the weights of the parts, in tenths."""
    assert mean_score(passes(**scores), {each[0]: part(*each) for each in parts}) == mean


@given(scores=st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9)), min_size=1, max_size=6))
def test_the_mean_lies_between_the_scores(scores):
    """Whatever the weights, between the lowest and the highest."""
    parts = {str(place): part(str(place), 1000, weight) for place, (_, weight) in enumerate(scores)}
    mean = mean_score(passes(**{str(place): score for place, (score, _) in enumerate(scores)}), parts)
    assert mean is not None
    assert min(scores)[0] <= mean <= max(scores)[0]


def test_who_passes_the_track_has_a_mean():
    """Of the pass of each part; who does not pass has none."""
    whole = judged(a_row(), register=a_register(past=ALL_BUT_GP)).effects[0]
    assert whole.mean == mean_score(
        passes(GP=720, IM=600, OA=600, VM=600, ET=600), {**PARTS, "ET": replace(PARTS["ET"], scale_maximum=100)}
    )
    assert judged(a_row()).effects[0].mean is None


def test_the_latest_pass_counts():
    """Of two passes of a part the later one, whichever is told first."""
    old, new = (Attempt("GP", Outcome.PASSED, day, score) for day, score in ((date(2024, 1, 1), 900), (date(2026, 9, 1), 600)))
    for each in ([old, new], [new, old]):
        assert latest_passes(each) == {"GP": new}


@pytest.mark.parametrize(
    ("row", "past", "makes"),
    [
        pytest.param({}, ALL_BUT_GP, True, id="the last part is passed"),
        pytest.param({}, ALL_BUT_GP[1:], False, id="another part is open"),
        pytest.param({"score": 40, "outcome": None}, ALL_BUT_GP, False, id="the last part is failed"),
        pytest.param(
            {},
            [*ALL_BUT_GP, on_record(day=date(2026, 9, 7), outcome=Outcome.PASSED, score=720)],
            False,
            id="all of it is on record already",
        ),
        pytest.param(
            {},
            [*ALL_BUT_GP, on_record(day=date(2026, 9, 7), outcome=Outcome.PASSED, score=700)],
            True,
            id="a score among passes is corrected",
        ),
        pytest.param(
            {"day": date(2025, 1, 6)},
            [replace(each, held_on=date(2024, 11, 1)) for each in ALL_BUT_GP],
            False,
            id="the others no longer count today",
        ),
    ],
)
def test_evidence(row, past, makes):
    """Evidence is made for who has a new or corrected result, and a pass that counts today of every part."""
    effect = judged(a_row(**row), register=a_register(past=past)).effects[0]
    assert (effect.candidate_number, effect.name) == (FIRST, "Johanna van der Meer")
    assert effect.makes_evidence is makes
