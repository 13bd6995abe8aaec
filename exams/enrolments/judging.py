"""The judge of a file of enrolments: every fault at its cell, in one pass; nothing is read from or written to a database."""

from collections.abc import Iterable

from exams.cells.findings import Finding, Problem
from exams.enrolments.candidates import CandidateJudge
from exams.enrolments.groups import Group, grouped
from exams.enrolments.headings import REQUIRED, Field, find_headings
from exams.enrolments.lessons import LessonJudge
from exams.enrolments.reading import CandidateRead, Doubt, Reading, Skipped
from exams.enrolments.roll import Roll
from exams.enrolments.rows import Draft, Journal, RowReader
from exams.spreadsheets.sheet import Sheet, column_index, place


def check_rows(sheet: Sheet, roll: Roll) -> Reading:
    """Judge every row of a sheet beside what the registry knows: candidates, lessons, faults, notices and doubts."""
    headings = find_headings(sheet)
    if isinstance(headings, Finding):
        return Reading(sheet.name, faults=(headings,))
    journal = Journal(sheet.name, headings)
    reader = RowReader(sheet, headings, roll, journal)
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    absent = {name for name in REQUIRED if name not in headings.columns}
    for row in sheet.rows:
        if row.number <= headings.row:
            continue
        passed_over = reader.skip(row)
        if passed_over is not None:
            skipped.append(passed_over)
            continue
        draft = reader.read(row)
        draft.broken |= absent
        drafts.append(draft)
    if not drafts:
        journal.faults.append(Finding(sheet.name, f"A{headings.row + 1}", headings.row + 1, "nobody-in-file"))
    _tell_of_sheet(sheet, journal)
    candidates, doubts = _judged(drafts, roll, journal)
    return Reading(
        sheet=sheet.name,
        candidates=tuple(candidates),
        faults=_in_order(journal.faults),
        notices=_in_order(journal.notices),
        doubts=tuple(doubts),
        skipped=tuple(skipped),
    )


def _judged(drafts: list[Draft], roll: Roll, journal: Journal) -> tuple[list[CandidateRead], list[Doubt]]:
    groups, nameless = grouped(drafts, journal)
    people, lessons = CandidateJudge(roll, journal), LessonJudge(roll, journal)
    candidates = [each for group in groups if (each := _candidate(group, people, lessons, journal)) is not None]
    for draft in nameless:
        lessons.judge([draft], None)
    return candidates, people.doubts


def _candidate(group: Group, people: CandidateJudge, lessons: LessonJudge, journal: Journal) -> CandidateRead | None:
    for draft in group.drafts[1:]:
        if not lessons.has_lesson(draft):
            journal.fault(draft.row, Field.FAMILY_NAME, Problem("candidate-double", {"first": group.drafts[0].row}))
    known = people.judge(group)
    taught = lessons.judge(group.drafts, known.enrolment if known is not None else None)
    return None if known is None else known.candidate(group.drafts[0].row, taught)


def _tell_of_sheet(sheet: Sheet, journal: Journal) -> None:
    hidden = tuple(letter for letter in sheet.hidden_columns if column_index(letter) < sheet.width)
    if hidden:
        journal.about_sheet("hidden-columns", columns=hidden)
    if sheet.other_sheets:
        journal.about_sheet("other-sheets", sheets=sheet.other_sheets)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (each.row, place(each.cell)[1])))
