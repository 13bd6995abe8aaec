"""The lessons in the rows of one candidate: whole, by a known trainer, on days that fit, each once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from exams.cells.findings import Problem
from exams.enrolments.headings import TEACHING, TITLES, Field
from exams.enrolments.reading import Lesson
from exams.enrolments.roll import Roll
from exams.enrolments.rows import Draft, Journal
from exams.enrolments.rules import latest_last_day
from exams.enrolments.trainers_named import NamedTrainers


class LessonJudge:
    """Judges the lessons of one candidate after another."""

    def __init__(self, roll: Roll, journal: Journal) -> None:
        self._roll = roll
        self._journal = journal
        self._trainers = NamedTrainers(roll.trainers)
        self._latest = latest_last_day(roll.today)

    @staticmethod
    def has_lesson(draft: Draft) -> bool:
        """The row says something about a lesson."""
        return any(not draft.lacks(name) for name in TEACHING)

    def judge(self, drafts: Sequence[Draft], enrolment: UUID | None) -> tuple[Lesson, ...]:
        """The lessons that would be recorded; those on record for the enrolment are told and left out."""
        found: dict[tuple[str, UUID, date], int] = {}
        lessons: list[Lesson] = []
        for draft in drafts:
            lesson = self._lesson(draft) if self.has_lesson(draft) else None
            if lesson is None:
                continue
            key = (lesson.part_code, lesson.trainer, lesson.first_day)
            first = found.setdefault(key, draft.row)
            if first != draft.row:
                self._journal.fault(draft.row, Field.PART, Problem("lessons-double", {"first": first}))
            elif not self._is_on_record(lesson, enrolment):
                lessons.append(lesson)
        return tuple(lessons)

    def _lesson(self, draft: Draft) -> Lesson | None:
        for name in TEACHING:
            if draft.lacks(name):
                draft.broken.add(name)
                self._journal.fault(draft.row, name, Problem("missing", {"field": TITLES[name]}))
        trainer = self._trainer(draft)
        first_day, last_day = draft.day(Field.FIRST_DAY), draft.day(Field.LAST_DAY)
        self._judge_days(draft, first_day, last_day)
        part = draft.text(Field.PART)
        if part is None or trainer is None or first_day is None or last_day is None:
            return None
        return Lesson(draft.row, part, trainer, first_day, last_day)

    def _trainer(self, draft: Draft) -> UUID | None:
        typed = draft.text(Field.TRAINER)
        if typed is None:
            return None
        read = self._trainers.match(typed)
        if read.fault is not None:
            self._journal.fault(draft.row, Field.TRAINER, read.fault)
        return read.value

    def _judge_days(self, draft: Draft, first_day: date | None, last_day: date | None) -> None:
        if last_day is None:
            return
        if last_day > self._latest:
            facts = {"last": last_day, "latest": self._latest}
            self._journal.fault(draft.row, Field.LAST_DAY, Problem("lessons-too-far", facts))
        if first_day is not None and last_day < first_day:
            facts = {"first": first_day, "last": last_day}
            self._journal.fault(draft.row, Field.LAST_DAY, Problem("lessons-reversed", facts))

    def _is_on_record(self, lesson: Lesson, enrolment: UUID | None) -> bool:
        if enrolment is None:
            return False
        last = self._roll.taught.get((enrolment, lesson.part_code, lesson.trainer, lesson.first_day))
        if last is None:
            return False
        if last == lesson.last_day:
            self._journal.notice(lesson.row, Field.PART, Problem("lessons-on-record", {"last": last}))
        else:
            self._journal.fault(lesson.row, Field.LAST_DAY, Problem("lessons-otherwise", {"last": last}))
        return True
