"""What accepting a reading does: the sittings its rows belong to, and who has passed which parts, or the track."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from exams.results.reading import Effect, ResultRow, SittingKey, SittingSeen, Standing
from exams.results.register import Outcome, Part, PastResult, Register
from registry.days import add_months

Attempts = dict[tuple[str, int], tuple[Outcome, date]]


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
    """For each candidate in the file, by number: what is passed after accepting, and what was not before."""
    by_candidate: defaultdict[str, list[ResultRow]] = defaultdict(list)
    for row in rows:
        by_candidate[row.candidate_number].append(row)
    past: defaultdict[str, list[PastResult]] = defaultdict(list)
    for result in register.past:
        past[result.candidate_number].append(result)
    return tuple(_effect(by_candidate[number], past[number], register) for number in sorted(by_candidate))


def _effect(rows: list[ResultRow], past: list[PastResult], register: Register) -> Effect:
    known: Attempts = {(each.part_code, each.attempt): (each.outcome, each.held_on) for each in past}
    before = passed_parts(known)
    known |= {(row.part_code, row.attempt): (row.outcome, row.held_on) for row in rows}
    after = passed_parts(known)
    passes = passes_track(after, register.parts)
    return Effect(
        candidate_number=rows[0].candidate_number,
        adviser_id=rows[0].adviser_id,
        passed=tuple(code for code in register.parts if code in after),
        newly_passed=tuple(code for code in register.parts if code in after and code not in before),
        passes_track=passes,
        newly_passes_track=passes and not passes_track(before, register.parts),
    )


def passed_parts(attempts: Attempts) -> dict[str, date]:
    """By part the day of its latest pass."""
    passed: dict[str, date] = {}
    for (code, _), (outcome, day) in attempts.items():
        if outcome is Outcome.PASSED:
            passed[code] = max(day, passed.get(code, day))
    return passed


def passes_track(passed: Mapping[str, date], parts: Mapping[str, Part]) -> bool:
    """A track is passed when every part is, and each pass still counts on the day of the last one."""
    if not parts or any(code not in passed for code in parts):
        return False
    last = max(passed.values())
    return all(last < add_months(passed[code], part.months_counted) for code, part in parts.items())
