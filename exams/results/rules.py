"""The judge of a file of results: every fault at its cell, in one pass; nothing is read from or written to a database."""

from collections import defaultdict
from collections.abc import Mapping
from operator import attrgetter

from exams.cells.findings import Finding, Problem
from exams.results import attempts, effects
from exams.results.drafts import Draft, Journal
from exams.results.headings import Field, Headings, columns_without_heading, find_headings
from exams.results.judging import RowJudge
from exams.results.reading import Change, Reading, ResultRow, Skip, SkippedRow, Standing
from exams.results.register import Part, PastResult, Register
from exams.results.rows import RowReader, start_of
from exams.spreadsheets.sheet import Sheet, column_index, place

Past = Mapping[tuple[str, str], Mapping[int, PastResult]]
_COMPARED = (
    (Field.HELD_ON, attrgetter("held_on")),
    (Field.SCORE, attrgetter("score")),
    (Field.OUTCOME, attrgetter("outcome")),
    (Field.EXAMINER, attrgetter("examiner_id")),
    (Field.INVIGILATOR, attrgetter("invigilator_id")),
)


def check_rows(sheet: Sheet, register: Register, *, mapping: Mapping[str, Field | None] | None = None) -> Reading:
    """Judge every row of a sheet against the register: results, faults, notices, skipped rows and the effect.

    `mapping` is what a provider said about headings of its own, by `mapping_key`; None in it means: do not read.
    """
    mapping = mapping or {}
    headings = find_headings(sheet, mapping=mapping)
    if isinstance(headings, Finding):
        return Reading(sheet.name, faults=(headings,))
    journal = Journal(sheet.name, headings)
    journal.faults += headings.findings
    drafts, skipped = _drafts(sheet, headings, register, journal, mapping=mapping)
    past = _past_by_part(register)
    _judge_attempts(drafts, past, register, journal)
    _tell_of_sheet(sheet, headings, drafts, skipped, journal)
    rows = tuple(_result(draft, sheet, headings, past) for draft in drafts if not draft.kept_out)
    return Reading(
        sheet=sheet.name,
        heading_row=headings.row,
        rows=rows,
        faults=_in_order(journal.faults),
        notices=_in_order(journal.notices_of_taken({row.row for row in rows})),
        skipped=tuple(skipped),
        sittings=effects.sittings_of(rows, register),
        effects=effects.effects_of(rows, register),
    )


def _drafts(
    sheet: Sheet, headings: Headings, register: Register, journal: Journal, *, mapping: Mapping[str, Field | None]
) -> tuple[list[Draft], list[SkippedRow]]:
    reader = RowReader(sheet, headings, register, journal, mapping=mapping)
    judge = RowJudge(register, journal)
    drafts: list[Draft] = []
    skipped: list[SkippedRow] = []
    for row in sheet.rows:
        if row.number <= headings.row:
            continue
        why = reader.skip(row)
        if why is not None:
            skipped.append(SkippedRow(row.number, why, start_of(row)))
            continue
        draft = reader.read(row)
        judge.judge(draft)
        drafts.append(draft)
    return drafts, skipped


def _past_by_part(register: Register) -> Past:
    past: defaultdict[tuple[str, str], dict[int, PastResult]] = defaultdict(dict)
    for result in register.past:
        past[result.candidate_number, result.part_code][result.attempt] = result
    return past


def _judge_attempts(drafts: list[Draft], past: Past, register: Register, journal: Journal) -> None:
    by_part: defaultdict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.number is not None and draft.part_code is not None and draft.attempt is not None:
            by_part[draft.number, draft.part_code].append(draft)
    for key, group in by_part.items():
        if len(group) > 1 or group[0].attempt != 1 or key in past:
            _judge_part(group, past.get(key, {}), register.parts[key[1]], journal)


def _judge_part(drafts: list[Draft], past: Mapping[int, PastResult], part: Part, journal: Journal) -> None:
    """All rows of one candidate at one part, beside what is on record; an unchanged row needs no more judging."""
    by_attempt: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_attempt[draft.attempt or 0].append(draft)
    for same in by_attempt.values():
        for told in attempts.doubles(same):
            journal.fault_row(*told)
    first = {attempt: same[0] for attempt, same in by_attempt.items()}
    changed = {attempt for attempt, draft in first.items() if attempt not in past or _changes(draft, past[attempt])}
    for draft, field, problem in attempts.sequence(first, past, part=part):
        if draft.attempt in changed:
            journal.fault(draft, field, problem)
    for attempt in changed & past.keys():
        later = attempts.later_attempt(first[attempt], past)
        if later is not None:
            facts = {"part": part.name, "attempt": later}
            journal.notice(first[attempt], Field.ATTEMPT, Problem("later-attempt", facts))


def _changes(draft: Draft, old: PastResult) -> tuple[Change, ...]:
    """What a row says otherwise than the record; an empty invigilator takes nothing back."""
    both = ((field, get(old), get(draft)) for field, get in _COMPARED)
    return tuple(
        Change(field, before, after)
        for field, before, after in both
        if before != after and not (field is Field.INVIGILATOR and after is None)
    )


def _result(draft: Draft, sheet: Sheet, headings: Headings, past: Past) -> ResultRow:
    if (
        draft.candidate is None or draft.part_code is None or draft.held_on is None or draft.attempt is None
        or draft.outcome is None or draft.examiner_id is None or not isinstance(draft.score, int | None)
    ):  # fmt: skip
        raise AssertionError(f"row {draft.row} has no fault and is not whole")
    old = past.get((draft.candidate.number, draft.part_code), {}).get(draft.attempt)
    changes = _changes(draft, old) if old is not None else ()
    standing = Standing.NEW if old is None else Standing.CORRECTION if changes else Standing.UNCHANGED
    return ResultRow(
        sheet=sheet.name,
        row=draft.row,
        columns=headings.columns,
        candidate_number=draft.candidate.number,
        adviser_id=draft.candidate.adviser_id,
        enrolment_id=draft.candidate.enrolment_id,
        part_code=draft.part_code,
        held_on=draft.held_on,
        attempt=draft.attempt,
        outcome=draft.outcome,
        score=draft.score,
        examiner_id=draft.examiner_id,
        invigilator_id=draft.invigilator_id or (old.invigilator_id if old else None),
        remark=draft.remark,
        standing=standing,
        corrects=old.id if old is not None else None,
        changes=changes,
    )


def _tell_of_sheet(sheet: Sheet, headings: Headings, drafts: list[Draft], skipped: list[SkippedRow], journal: Journal) -> None:
    untouched = sum(each.why is Skip.NOT_FILLED_IN for each in skipped)
    if not drafts and not untouched:
        journal.faults.append(Finding(sheet.name, f"A{headings.row + 1}", headings.row + 1, "no-results"))
    if untouched:
        journal.about_sheet("rows-not-filled-in", count=untouched)
    hidden = tuple(letter for letter in sheet.hidden_columns if column_index(letter) < sheet.width)
    if hidden:
        journal.about_sheet("hidden-columns", columns=hidden)
    if sheet.other_sheets:
        journal.about_sheet("other-sheets", sheets=sheet.other_sheets)
    nameless = columns_without_heading(sheet, headings)
    if nameless:
        journal.about_sheet("column-without-heading", columns=nameless)


def _in_order(findings: object) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (each.row, place(each.cell)[1])))  # type: ignore[call-overload]
