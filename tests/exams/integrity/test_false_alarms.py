"""How often honest terms are flagged, and how often a swindle is."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pytest

from exams.integrity.flags import flags
from exams.integrity.rules import Flag, SittingFigures
from tests.exams.integrity.sittings_made import names, sitting

TERMS = 1_000
SEED = 20_261_122
PROVIDERS = ("P", "Q", "R", "S")
PARTS = ("GP", "IM", "OA")


@dataclass(frozen=True)
class Honest:
    """Four providers that differ in quality, three parts of unequal difficulty, and what chance makes of them."""

    random: Random

    def term(self) -> Iterator[list[SittingFigures]]:
        """What stands after each of the eight files of a term: every provider sends one in the first month, one in the next."""
        difficulty = {part: self.random.uniform(0.45, 0.85) for part in PARTS}
        quality = {provider: self.random.gauss(0, 0.05) for provider in PROVIDERS}
        seen: list[SittingFigures] = []
        for day in (0, 30):
            for provider in PROVIDERS:
                for part in PARTS:
                    rate = min(max(difficulty[part] + quality[provider], 0.05), 0.95)
                    for examiner in (f"{provider}1", f"{provider}2"):
                        seen += self.sittings(rate, day, (provider, part, examiner))
                yield seen

    def sittings(self, rate: float, day: int, where: tuple[str, str, str]) -> Iterator[SittingFigures]:
        """A sitting of 8 to 20 candidates, and their resit after 14 days; one in five sittings is unsupervised."""
        provider, part, examiner = where
        trying = names(self.random.randint(8, 20), f"{examiner}-{day}-")
        for on in (day, day + 14):
            luck = {each: self.random.random() < rate for each in trying}
            passed, failed = [each for each in trying if luck[each]], [each for each in trying if not luck[each]]
            watched = self.random.random() < 0.8
            yield sitting(passed, failed, day=on, supervised=watched, provider=provider, examiner=examiner, part=part)
            trying = failed


@pytest.mark.parametrize("terms", [TERMS // 4, pytest.param(TERMS, marks=pytest.mark.drill)])
def test_honest_terms_are_hardly_ever_flagged(terms: int) -> None:
    """Of honest terms, looked at after each of eight files, fewer than one in a hundred is flagged; of 1,000 here two."""
    honest = Honest(Random(SEED))  # noqa: S311  chance, not secrecy
    flagged = sum(any(flags(seen, {}) for seen in honest.term()) for _ in range(terms))
    assert flagged < terms / 100, f"{flagged} of {terms} honest terms are flagged"


def test_a_swindle_in_an_honest_term_is_flagged() -> None:
    """Twelve who failed while watched and passed unwatched are found in each of 100 terms."""
    honest, twelve = Honest(Random(SEED)), names(12)  # noqa: S311  chance, not secrecy
    fraud = [
        sitting([], twelve, provider="X", examiner="X"),
        sitting(twelve, [], day=5, supervised=False, provider="X", examiner="X"),
    ]
    for _ in range(100):
        *_, term = honest.term()
        assert Flag.FAILED_WATCHED_PASSED_UNWATCHED in {each.flag for each in flags([*term, *fraud], {})}
