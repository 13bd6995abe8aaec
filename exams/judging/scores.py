"""Scores in tenths, and the words for an outcome."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from exams.cells.names import folded
from exams.cells.typed import Read, fault, odd_character, shown
from exams.judging.register import Outcome
from registry.texts import Text

OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.PASSED: Text("Geslaagd", "Passed"),
    Outcome.FAILED: Text("Gezakt", "Failed"),
    Outcome.ABSENT: Text("Afwezig", "Absent"),
    Outcome.INVALIDATED: Text("Ongeldig", "Invalidated"),
}
_WORDS: Mapping[Outcome, str] = {
    Outcome.PASSED: "geslaagd|behaald|gehaald|voldoende|ja|j|g|passed|pass|yes|y|p",
    Outcome.FAILED: "gezakt|niet geslaagd|niet behaald|niet gehaald|onvoldoende|nee|n|failed|fail|no|not passed|f",
    Outcome.ABSENT: "afwezig|absent|niet verschenen|niet gekomen|no show|no-show|did not attend|afw",
    Outcome.INVALIDATED: "ongeldig|ongeldig verklaard|invalidated|invalid|void|fraude|fraud",
}
_OUTCOME_OF = {word: outcome for outcome, words in _WORDS.items() for word in words.split("|")}
_EXEMPTIONS = frozenset({"vrijstelling", "vrijgesteld", "vr", "vrst", "exemption", "exempt", "exempted"})
_NOT_SCORES = frozenset({Outcome.ABSENT, Outcome.INVALIDATED})
_SCORE = re.compile(r"(\d{1,6})(?:[.,](\d{1,12}))?", re.ASCII)
_ROUNDING = 1e-6
_LARGEST = 1_000_000


def in_points(tenths: int) -> Decimal:
    """A score as people write it: 675 tenths are 67,5."""
    return Decimal(tenths) / 10


def read_score(value: object) -> Read[int | Outcome]:
    """A score in tenths, at most one decimal, with comma or point; or `afwezig`; None when the cell is empty."""
    if isinstance(value, str):
        return _spelled_score(value)
    if value is None:
        return Read()
    if isinstance(value, bool):
        return fault("score-form", typed=shown(value))
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return fault("score-is-day", typed=shown(value), suggestion=f"{value.day},{value.month}")
    return fault("score-form", typed=shown(value))


def _number(value: float) -> Read[int | Outcome]:
    if not 0 <= value < _LARGEST:
        return fault("score-form", typed=shown(value))
    tenths = round(value * 10)
    if abs(tenths - value * 10) > _ROUNDING:
        return fault("score-decimals", typed=shown(value))
    return Read(tenths)


def _spelled_score(value: str) -> Read[int | Outcome]:
    problem = odd_character(value)
    if problem:
        return Read(fault=problem)
    word = folded(value).rstrip(".")
    if not word:
        return Read()
    if word in _EXEMPTIONS:
        return fault("exemption")
    outcome = _OUTCOME_OF.get(word)
    return Read(outcome) if outcome in _NOT_SCORES else _digits(word, value)


def _digits(word: str, value: str) -> Read[int | Outcome]:
    found = _SCORE.fullmatch(word)
    if found is None:
        return fault("score-form", typed=shown(value))
    decimals = (found[2] or "").rstrip("0")
    if len(decimals) > 1:
        return fault("score-decimals", typed=shown(value))
    return Read(int(found[1]) * 10 + int(decimals or "0"))


def read_outcome(value: object) -> Read[Outcome]:
    """An outcome in words, in Dutch or English; None when the cell is empty, for the score decides."""
    if value is None or isinstance(value, bool):
        return Read({True: Outcome.PASSED, False: Outcome.FAILED}.get(value) if value is not None else None)
    if isinstance(value, str):
        problem = odd_character(value)
        if problem:
            return Read(fault=problem)
        word = folded(value).rstrip(".!")
        if not word:
            return Read()
        if word in _EXEMPTIONS:
            return fault("exemption")
        if word in _OUTCOME_OF:
            return Read(_OUTCOME_OF[word])
    return fault("outcome-unknown", typed=shown(value), expected=list(OUTCOME_NAMES.values()))
