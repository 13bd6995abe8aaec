"""A pass rate that stands apart from that of the others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from exams.integrity.intervals import exact_interval
from exams.integrity.rules import CaseFacts, Flag, Flagged, Judged, SittingFigures, Tally, passes, sitting_tallies, tally

LEAST_CANDIDATES = 20
"""Fewer, in the group or among the others, are not compared: the interval of 20 is still some 60 points wide at our level."""
FAMILY_RISK = 0.005
"""The risk, for all comparisons that are made at once, that any interval misses its rate; each gets an equal part of it
(Bonferroni). Of 1,000 simulated honest terms, looked at after every file, 1 to 4 are flagged (with 0.01: up to 9)."""
LEAST_DIFFERENCE = 0.2
"""Rates that differ by less are not flagged, however sure the difference is: honest providers teach unequally well."""


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What a provider did at a part, or one examiner there, and what it is held against."""

    provider: UUID
    examiner: UUID | None
    sittings: Sequence[SittingFigures]
    group: Tally
    others: Tally

    @property
    def difference(self) -> float:
        """How much more passed than with the others; below 0 where fewer did."""
        return self.group.rate - self.others.rate


def rates_that_stand_out(figures: Sequence[SittingFigures], judged: Judged) -> list[Flagged]:
    """Providers, and examiners of the others, whose interval at a part is apart from that of the others: each sitting once.

    The widest difference comes first, the higher rate before the lower, and is then set apart: what one inflates is not held
    against the rest. Sittings on which a closed case concluded are neither judged nor compared with.
    """
    left = _not_judged(figures, judged)
    comparisons = sum(len(_by_provider(part)) + len(_by_examiner(part)) for part in left.values())
    return [flagged for part in left.values() for flagged in _of_part(part, max(comparisons, 1))]


def _not_judged(figures: Iterable[SittingFigures], judged: Judged) -> dict[str, list[SittingFigures]]:
    """By part: the sittings on which no case about a rate concluded."""
    concluded: set[UUID] = set()
    for about, sittings in judged.items():
        concluded |= sittings if about.startswith(Flag.RATE_STANDS_OUT) else frozenset()
    found: dict[str, list[SittingFigures]] = defaultdict(list)
    for each in figures:
        if each.sitting not in concluded:
            found[each.part].append(each)
    return found


def _of_part(part: Sequence[SittingFigures], comparisons: int) -> Iterator[Flagged]:
    left = list(part)
    for compared in (_by_provider, _by_examiner):
        while (widest := _widest(compared(left), FAMILY_RISK / comparisons)) is not None:
            yield _flagged(widest, comparisons)
            apart = {each.sitting for each in widest.sittings}
            left = [each for each in left if each.sitting not in apart]


def _widest(compared: Iterable[_Comparison], risk: float) -> _Comparison | None:
    """Of those that stand out the one that does so most."""
    standing_out = [each for each in compared if _stands_out(each, risk)]
    return max(standing_out, key=lambda each: (abs(each.difference), each.difference), default=None)


def _by_provider(part: Iterable[SittingFigures]) -> list[_Comparison]:
    """Each provider against all others."""
    groups = _grouped(part)
    totals = {provider: _total(by_examiner.values()) for provider, by_examiner in groups.items()}
    everyone = _sum(totals.values())
    compared = [
        _Comparison(provider, None, _together(by_examiner), totals[provider], _without(everyone, totals[provider]))
        for provider, by_examiner in groups.items()
    ]
    return [each for each in compared if _is_enough(each)]


def _by_examiner(part: Iterable[SittingFigures]) -> list[_Comparison]:
    """Each of several examiners of a provider against all other providers; where those are too few, against colleagues."""
    groups = _grouped(part)
    totals = {provider: _total(by_examiner.values()) for provider, by_examiner in groups.items()}
    everyone = _sum(totals.values())
    compared = []
    for provider, by_examiner in groups.items():
        elsewhere = _without(everyone, totals[provider])
        for examiner, sittings in by_examiner.items() if len(by_examiner) > 1 else ():
            group = tally(sittings)
            others = elsewhere if elsewhere.taken >= LEAST_CANDIDATES else _without(totals[provider], group)
            compared.append(_Comparison(provider, examiner, sittings, group, others))
    return [each for each in compared if _is_enough(each)]


def _grouped(part: Iterable[SittingFigures]) -> dict[UUID, dict[UUID, list[SittingFigures]]]:
    found: dict[UUID, dict[UUID, list[SittingFigures]]] = defaultdict(lambda: defaultdict(list))
    for each in part:
        found[each.provider][each.examiner].append(each)
    return found


def _together(by_examiner: Mapping[UUID, Sequence[SittingFigures]]) -> list[SittingFigures]:
    return [each for sittings in by_examiner.values() for each in sittings]


def _total(groups: Iterable[Iterable[SittingFigures]]) -> Tally:
    return _sum(tally(each) for each in groups)


def _sum(tallies: Iterable[Tally]) -> Tally:
    seen = list(tallies)
    return Tally(sum(each.passed for each in seen), sum(each.taken for each in seen))


def _without(everyone: Tally, those: Tally) -> Tally:
    return Tally(everyone.passed - those.passed, everyone.taken - those.taken)


def _is_enough(comparison: _Comparison) -> bool:
    return min(comparison.group.taken, comparison.others.taken) >= LEAST_CANDIDATES


def _stands_out(comparison: _Comparison, risk: float) -> bool:
    if abs(comparison.difference) < LEAST_DIFFERENCE:
        return False
    group, others = comparison.group, comparison.others
    own = exact_interval(group.passed, group.taken, risk=risk)
    return own.is_apart_from(exact_interval(others.passed, others.taken, risk=risk))


def _flagged(comparison: _Comparison, comparisons: int) -> Flagged:
    part = comparison.sittings[0].part
    facts = CaseFacts(
        part=part,
        group=comparison.group,
        others=comparison.others,
        sittings=sitting_tallies(comparison.sittings),
        touched=passes(comparison.sittings),
        examiner=comparison.examiner,
        comparisons=comparisons,
    )
    about = f"{Flag.RATE_STANDS_OUT}:{comparison.provider}:{part}:{comparison.examiner or 'all'}"
    return Flagged(Flag.RATE_STANDS_OUT, comparison.provider, about, facts)
