"""The judge of a file of results: every fault at its cell, in one pass; nothing is read from or written to a database."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from operator import attrgetter

from exams.cells.findings import Finding, Problem
from exams.judging import attempts, effects
from exams.judging.attempts import Record
from exams.judging.drafts import Draft, Journal
from exams.judging.headings import Field, Headings, NoHeadings, columns_without_heading, find_headings
from exams.judging.people_named import written_name
from exams.judging.reading import NO_RESULTS, Change, Reading, ResultRow, Skip, SkippedRow, Standing
from exams.judging.register import PastResult, Register
from exams.judging.row_judge import RowJudge
from exams.judging.rows import RowReader, start_of
from exams.spreadsheets.sheet import Sheet, column_index, place

Progress = Callable[[int], None]
_ROWS_BETWEEN_REPORTS = 500
_COMPARED = (
    (Field.HELD_ON, attrgetter("held_on")),
    (Field.SCORE, attrgetter("score")),
    (Field.OUTCOME, attrgetter("outcome")),
    (Field.EXAMINER, attrgetter("examiner_id")),
)


def check_rows(
    sheet: Sheet,
    register: Register,
    *,
    mapping: Mapping[str, Field | None] | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Judge every row of a sheet against the register: results, faults, notices, skipped rows and the effect.

    `mapping` is what a provider said about headings of its own, by `mapping_key`; None in it means: do not read.
    `progress` is told every 500 rows how many are done, and at the end; what it raises ends the judging.
    """
    mapping = mapping or {}
    headings = find_headings(sheet, mapping=mapping)
    if isinstance(headings, NoHeadings):
        return Reading(sheet.name, faults=(headings.finding,), unknown_headings=headings.unknown)
    journal = Journal(sheet.name, headings)
    journal.faults += headings.findings
    drafts, skipped = _drafts(sheet, headings, register, journal, mapping=mapping, progress=progress)
    record = Record(register)
    _judge_attempts(drafts, record, register, journal)
    _tell_of_sheet(sheet, headings, drafts, skipped, journal)
    rows = tuple(_result(draft, sheet, headings, record, register) for draft in drafts if not draft.kept_out)
    return Reading(
        sheet=sheet.name,
        heading_row=headings.row,
        rows=rows,
        faults=_in_order(journal.faults),
        notices=_in_order(journal.notices_of_taken({row.row for row in rows})),
        skipped=tuple(skipped),
        sittings=effects.sittings_of(rows, register),
        effects=effects.effects_of(rows, register),
        unknown_headings=headings.unknown,
        people={each.person_id: written_name(each) for each in register.registrations},
    )


def _drafts(
    sheet: Sheet,
    headings: Headings,
    register: Register,
    journal: Journal,
    *,
    mapping: Mapping[str, Field | None],
    progress: Progress | None,
) -> tuple[list[Draft], list[SkippedRow]]:
    reader = RowReader(sheet, headings, register, journal, mapping=mapping)
    judge = RowJudge(register, journal)
    drafts: list[Draft] = []
    skipped: list[SkippedRow] = []
    for start in range(0, len(sheet.rows), _ROWS_BETWEEN_REPORTS):
        some = sheet.rows[start : start + _ROWS_BETWEEN_REPORTS]
        for row in some:
            if row.number <= headings.row:
                continue
            why = reader.skip(row)
            if why is not None:
                skipped.append(SkippedRow(row.number, why, start_of(row)))
                continue
            draft = reader.read(row)
            judge.judge(draft)
            drafts.append(draft)
        if progress is not None:
            progress(start + len(some))
    return drafts, skipped


def _judge_attempts(drafts: list[Draft], record: Record, register: Register, journal: Journal) -> None:
    same = register.same_person
    by_part: defaultdict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.number is not None and draft.part_code is not None and draft.attempt is not None:
            by_part[same.get(draft.number, draft.number), draft.part_code].append(draft)
    for (person, code), group in by_part.items():
        if len(group) > 1 or group[0].attempt != 1 or record.of(person, code):
            _judge_part(group, record, register, journal)


def _judge_part(drafts: list[Draft], record: Record, register: Register, journal: Journal) -> None:
    """All rows of one person at one part, beside what is on record; an unchanged row needs no more judging."""
    part = register.parts[drafts[0].part_code or ""]
    by_attempt: defaultdict[tuple[str, int], list[Draft]] = defaultdict(list)
    for draft in drafts:
        old = record.of_draft(draft)
        whose = old.candidate_number if old is not None else register.person_of(draft.number or "")
        by_attempt[whose, draft.attempt or 0].append(draft)
    for same in by_attempt.values():
        for told in attempts.doubles(same):
            journal.fault_row(*told)
    first = [same[0] for same in by_attempt.values()]
    past = record.of(drafts[0].number or "", part.code)
    changed = [draft for draft in first if _is_changed(draft, record.of_draft(draft), journal)]
    for draft, field, problem in attempts.sequence(first, past, part=part) if changed else ():
        if draft in changed:
            journal.fault(draft, field, problem)
    for draft in changed:
        later = attempts.later_attempt(draft, past) if draft.attempt in past else None
        if later is not None:
            facts = {"part": part.name, "attempt": later}
            journal.notice(draft, Field.ATTEMPT, Problem("later-attempt", facts))


def _is_changed(draft: Draft, old: PastResult | None, journal: Journal) -> bool:
    """Whether a row is new or says otherwise than the record, once its doubtful day has given way to that on record."""
    if old is None:
        return True
    notice = attempts.kept_day(draft, old)
    if notice is not None:
        journal.notice(draft, Field.HELD_ON, notice)
        draft.held_on = old.held_on
    if attempts.names_another_invigilator(draft, old):
        journal.notice(draft, Field.INVIGILATOR, Problem("invigilator-on-record"))
        draft.invigilator_id = old.invigilator_id
    return bool(_changes(draft, old))


def _changes(draft: Draft, old: PastResult) -> tuple[Change, ...]:
    """What a row says otherwise than the record. Who invigilated is said of the sitting, not of one result."""
    both = ((field, get(old), get(draft)) for field, get in _COMPARED)
    return tuple(Change(field, before, after) for field, before, after in both if before != after)


def _result(draft: Draft, sheet: Sheet, headings: Headings, record: Record, register: Register) -> ResultRow:
    if (
        draft.candidate is None or draft.part_code is None or draft.held_on is None or draft.attempt is None
        or draft.outcome is None or draft.examiner_id is None or not isinstance(draft.score, int | None)
    ):  # fmt: skip
        raise AssertionError(f"row {draft.row} has no fault and is not whole")
    old = record.of_draft(draft)
    changes = _changes(draft, old) if old is not None else ()
    candidate = draft.candidate if old is None else register.candidates[old.candidate_number]
    standing = Standing.NEW if old is None else Standing.CORRECTION if changes else Standing.UNCHANGED
    return ResultRow(
        sheet=sheet.name,
        row=draft.row,
        columns=headings.columns,
        candidate_number=candidate.number,
        adviser_id=candidate.adviser_id,
        enrolment_id=candidate.enrolment_id,
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
        journal.faults.append(Finding(sheet.name, f"A{headings.row + 1}", headings.row + 1, NO_RESULTS))
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
