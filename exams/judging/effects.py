"""What accepting a reading does: the sittings its rows belong to, and who has passed which parts, or the track."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from math import lcm
from typing import NamedTuple
from uuid import UUID

from exams.judging.reading import Effect, ResultRow, SittingKey, SittingSeen, Standing
from exams.judging.register import Outcome, Part, PastResult, Register
from registry.days import add_months

_lapse = lru_cache(maxsize=4096)(add_months)
_TENTHS_OF_A_HUNDRED = 1000


class Attempt(NamedTuple):
    """How an attempt at a part ended, its day and its score in tenths."""

    part_code: str
    outcome: Outcome
    held_on: date
    score: int | None


def sittings_of(rows: Iterable[ResultRow], register: Register) -> tuple[SittingSeen, ...]:
    """The sittings of new and changed rows, by day and part: those on record with their id, the others as proposed."""
    counts: Counter[SittingKey] = Counter()
    invigilators: defaultdict[SittingKey, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.standing is not Standing.UNCHANGED:
            key = row.sitting
            counts[key] += 1
            if row.invigilator_id is not None:
                invigilators[key].add(row.invigilator_id)
    return tuple(
        SittingSeen(
            key,
            register.sittings.get((key.part_code, key.held_on, key.examiner_id)),
            tuple(sorted(invigilators[key], key=str)),
            counts[key],
        )
        for key in sorted(counts, key=lambda key: (key.held_on, key.part_code, str(key.examiner_id)))
    )


def effects_of(rows: Iterable[ResultRow], register: Register) -> tuple[Effect, ...]:
    """For each candidate in the file, by number: what is passed after accepting, and what was not before.

    Of a person with two files there is one effect, under the number that comes first in the file.
    """
    same = register.same_person
    by_person: defaultdict[str, list[ResultRow]] = defaultdict(list)
    for row in rows:
        by_person[same.get(row.candidate_number, row.candidate_number)].append(row)
    past: defaultdict[str, list[PastResult]] = defaultdict(list)
    for result in register.past:
        past[same.get(result.candidate_number, result.candidate_number)].append(result)
    effects = [_effect(its_rows, past.get(person, []), register) for person, its_rows in by_person.items()]
    return tuple(sorted(effects, key=lambda effect: effect.candidate_number))


def _effect(rows: list[ResultRow], past: list[PastResult], register: Register) -> Effect:
    parts, first = register.parts, rows[0]
    known = {
        (each.candidate_number, each.part_code, each.attempt): Attempt(each.part_code, each.outcome, each.held_on, each.score)
        for each in past
    }
    before = latest_passes(known.values())
    for row in rows:
        attempt = Attempt(row.part_code, row.outcome, row.held_on, row.score)
        known[row.candidate_number, row.part_code, row.attempt] = attempt
    after = latest_passes(known.values())
    passes = passes_track(after, parts)
    candidate = register.candidates[first.candidate_number]
    changes = any(row.standing is not Standing.UNCHANGED for row in rows)
    return Effect(
        candidate_number=first.candidate_number,
        name=f"{candidate.given_name} {candidate.family_name}",
        adviser_id=first.adviser_id,
        passed=tuple(code for code in parts if code in after),
        newly_passed=tuple(code for code in parts if code in after and code not in before),
        passes_track=passes,
        newly_passes_track=passes and not passes_track(before, parts),
        makes_evidence=changes and _is_whole(after, register, first.candidate_number),
        mean=mean_score(after, parts) if passes else None,
    )


def _is_whole(passed: Mapping[str, Attempt], register: Register, number: str) -> bool:
    """Every part is passed, or was granted by an equivalent route, and counts today."""
    granted = register.equivalents.get(number)
    if granted is None:
        return all_count(passed, register.parts, day=register.today)
    instead = {code: Attempt(code, Outcome.PASSED, day, None) for code, day in granted.items()}
    one_by_one = ({code: part} for code, part in register.parts.items())
    return all(
        all_count(passed, part, day=register.today) or all_count(instead, part, day=register.today) for part in one_by_one
    )


def latest_passes(attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """By part its latest pass."""
    passed: dict[str, Attempt] = {}
    for each in attempts:
        if each.outcome is Outcome.PASSED:
            before = passed.get(each.part_code)
            if before is None or before.held_on <= each.held_on:
                passed[each.part_code] = each
    return passed


def passes_track(passed: Mapping[str, Attempt], parts: Mapping[str, Part]) -> bool:
    """A track is passed when every part is, and each pass still counts on the day of the last one."""
    return bool(passed) and all_count(passed, parts, day=max(each.held_on for each in passed.values()))


def all_count(passed: Mapping[str, Attempt], parts: Mapping[str, Part], *, day: date) -> bool:
    """Every part is passed, by a pass that counts on the day."""
    if not parts or not parts.keys() <= passed.keys():
        return False
    return all(day < _lapse(passed[code].held_on, part.months_counted) for code, part in parts.items())


def mean_score(passed: Mapping[str, Attempt], parts: Mapping[str, Part]) -> int | None:
    """The mean of the scores by the weights of their parts, each first brought to a scale to 100; in tenths, halves go up.

    None where one of the passes has no score.
    """
    scores = [(part, passed[code].score) for code, part in parts.items()]
    whole = lcm(*(part.scale_maximum for part in parts.values()))
    total = 0
    for part, score in scores:
        if score is None:
            return None
        total += part.weight * score * (whole // part.scale_maximum)
    divisor = whole * sum(part.weight for part in parts.values())
    return (2 * total * _TENTHS_OF_A_HUNDRED + divisor) // (2 * divisor)
