"""Scores in tenths, and the words for an outcome."""

from datetime import date

import pytest

from exams.cells.typed import Read
from exams.judging.register import Outcome
from exams.judging.scores import read_outcome, read_score


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        pytest.param(90, 900, id="a whole number"),
        pytest.param(67.5, 675, id="one decimal"),
        pytest.param(0.1 + 0.2, 3, id="one decimal as computers add it up"),
        pytest.param("67,5", 675, id="a comma in text"),
        pytest.param("67.5", 675, id="a point in text"),
        pytest.param("7,80", 78, id="a zero at the end"),
        pytest.param(0, 0, id="nothing at all"),
        pytest.param("afwezig", Outcome.ABSENT, id="absent"),
        pytest.param("Absent", Outcome.ABSENT, id="absent in English"),
        pytest.param("ongeldig", Outcome.INVALIDATED, id="invalidated"),
        pytest.param("", None, id="an empty text"),
        pytest.param(None, None, id="an empty cell"),
    ],
)
def test_score_taken(typed, score):
    """A score is read in tenths; somebody may be absent instead."""
    assert read_score(typed) == Read(score)


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        pytest.param(7.25, "score-decimals", None, id="two decimals"),
        pytest.param("7,25", "score-decimals", None, id="two decimals in text"),
        pytest.param(-5, "score-form", None, id="below zero"),
        pytest.param("-5", "score-form", None, id="below zero in text"),
        pytest.param("acht", "score-form", None, id="a word"),
        pytest.param("geslaagd", "score-form", None, id="an outcome"),
        pytest.param("7,8?", "score-form", None, id="doubt"),
        pytest.param("٧", "look-alike", None, id="an Arabic digit"),
        pytest.param(True, "score-form", None, id="true"),
        pytest.param(float("inf"), "score-form", None, id="no end"),
        pytest.param(date(2026, 8, 7), "score-is-day", "7,8", id="7.8 that Excel made a date"),
        pytest.param("vrijstelling", "exemption", None, id="an exemption"),
    ],
)
def test_score_at_fault(typed, code, suggestion):
    """A score with more decimals, on no scale or of another kind is a fault."""
    found = read_score(typed).fault
    assert found
    assert (found.code, found.suggestion) == (code, suggestion)


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        pytest.param("Geslaagd", Outcome.PASSED, id="passed"),
        pytest.param("ja", Outcome.PASSED, id="yes, under the heading Geslaagd?"),
        pytest.param("NIET GESLAAGD", Outcome.FAILED, id="not passed"),
        pytest.param("failed", Outcome.FAILED, id="failed in English"),
        pytest.param(False, Outcome.FAILED, id="false"),
        pytest.param("Afwezig.", Outcome.ABSENT, id="absent with a full stop"),
        pytest.param(None, None, id="an empty cell"),
    ],
)
def test_outcome_taken(typed, outcome):
    """Outcomes are read in both languages."""
    assert read_outcome(typed) == Read(outcome)
