"""The day on which somebody in a file is enrolled: given once, and one on which the provider may teach this version."""

from datetime import date

from exams.cells.findings import Problem
from exams.enrolments.groups import Group
from exams.enrolments.headings import TITLES, Field
from exams.enrolments.roll import Roll
from exams.enrolments.rows import Journal


class EnrolledDayJudge:
    """Judges the day of one person of the file after another."""

    def __init__(self, roll: Roll, journal: Journal) -> None:
        self._roll = roll
        self._journal = journal

    def tell_of_day(self, group: Group, on_record: date) -> None:
        """Of who is enrolled already the day on record stays."""
        for draft in group.drafts:
            if draft.day(Field.ENROLLED_ON) not in (None, on_record):
                self._journal.notice(draft.row, Field.ENROLLED_ON, Problem("enrolled-day-on-record", {"day": on_record}))

    def judge(self, group: Group) -> date | None:
        """The day of enrolment, given once at least and nowhere otherwise; on it the provider may teach this version."""
        given = [(draft, day) for draft in group.drafts if (day := draft.day(Field.ENROLLED_ON)) is not None]
        if not given:
            first = group.drafts[0]
            if not any(Field.ENROLLED_ON in draft.broken for draft in group.drafts):
                self._journal.fault(first.row, Field.ENROLLED_ON, Problem("missing", {"field": TITLES[Field.ENROLLED_ON]}))
            return None
        leading, day = given[0]
        for draft, other in given[1:]:
            if other != day:
                self._journal.fault(draft.row, Field.ENROLLED_ON, Problem("enrolled-differs", {"first": leading.row}))
        if problem := self._day_problem(day):
            self._journal.fault(leading.row, Field.ENROLLED_ON, problem)
        return day

    def _day_problem(self, day: date) -> Problem | None:
        roll = self._roll
        if day > roll.today:
            return Problem("enrolled-ahead", {"day": day, "today": roll.today})
        if day < roll.begins or (roll.ends is not None and day > roll.ends):
            return Problem("enrolled-other-version", {"day": day, "version": roll.version})
        if not roll.approved:
            return Problem("enrolled-never-approved")
        if not any(first <= day and (last is None or day <= last) for first, last in roll.approved):
            return Problem("enrolled-not-approved", {"day": day, "periods": [_period(each) for each in roll.approved]})
        return None


def _period(period: tuple[date, date | None]) -> str:
    first, last = (each.strftime("%d-%m-%Y") if each is not None else "…" for each in period)
    return f"{first} – {last}"
