"""Who the rows of a file are about: someone known by number and name, or someone new, who may be known all the same."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from exams.cells.findings import Problem
from exams.enrolments.enrolled_days import EnrolledDayJudge
from exams.enrolments.groups import Group, fits, typed_name
from exams.enrolments.headings import Field
from exams.enrolments.reading import CandidateRead, Doubt, Lesson, Standing
from exams.enrolments.roll import Roll
from exams.enrolments.rows import Draft, Journal
from exams.enrolments.rules import missing_tracks
from registry.people.duplicates import Listed
from registry.people.rules import Name, same_email_key, same_name_key
from registry.people.schemas import RegisterPerson


@dataclass(frozen=True, slots=True)
class Judged:
    """Somebody of whom it is clear who they are."""

    standing: Standing
    name: str
    number: str | None
    adviser: UUID | None
    enrolment: UUID | None
    person: RegisterPerson | None
    enrolled_on: date | None

    def candidate(self, row: int, lessons: tuple[Lesson, ...]) -> CandidateRead:
        """With their first row and their lessons."""
        return CandidateRead(
            row, self.standing, self.name, self.number, self.adviser, self.enrolment, self.person, self.enrolled_on, lessons
        )


class CandidateJudge:
    """Judges one person of the file after another."""

    def __init__(self, roll: Roll, journal: Journal) -> None:
        self._roll = roll
        self._journal = journal
        self._new_by_name: defaultdict[str, list[int]] = defaultdict(list)
        self._name_by_email: dict[str, tuple[int, str]] = {}
        self._row_of: dict[UUID, int] = {}
        own = [each for adviser in roll.own if (each := roll.everyone.files.get(adviser)) is not None]
        self._own_by_main = {roll.main(each).adviser: each for each in sorted(own, key=lambda each: each.number)}
        self._days = EnrolledDayJudge(roll, journal)
        self.doubts: list[Doubt] = []

    def judge(self, group: Group) -> Judged | None:
        """Who they are; None, and a fault, where that is not clear."""
        return self._new(group) if group.number is None else self._known(group, group.number)

    def _known(self, group: Group, number: str) -> Judged | None:
        """Of somebody else's candidate nothing is told, not even that there is one, until number and name are both right."""
        first = group.drafts[0]
        listed = self._roll.everyone.by_number.get(number)
        own = None if listed is None else self._own(listed)
        unknown = [draft for draft in group.drafts if listed is None or (own is None and not fits(draft, listed.name))]
        for draft in unknown:
            self._journal.fault(draft.row, Field.NUMBER, Problem("candidate-not-found", {"typed": number}))
        if listed is None or unknown:
            return None
        if own is not None:
            self._check_name(group, listed, own)
        main = self._roll.main(listed)
        if self._row_of.setdefault(main.adviser, first.row) != first.row:
            facts = {"first": self._row_of[main.adviser]}
            self._journal.fault(first.row, Field.NUMBER, Problem("candidate-double", facts))
        if main.number != number:
            self._journal.notice(first.row, Field.NUMBER, Problem("number-counts-as", {"typed": number, "number": main.number}))
        if group.email is not None:
            self._journal.notice(first.row, Field.EMAIL, Problem("email-not-taken"))
        name = str(own.name) if own is not None else str(group.name).strip()
        return self._standing(group, main, name)

    def _own(self, listed: Listed) -> Listed | None:
        """The file of that person that is the provider's own, if any: its name the provider knows."""
        if listed.adviser in self._roll.own:
            return listed
        return self._own_by_main.get(self._roll.main(listed).adviser)

    def _standing(self, group: Group, main: Listed, name: str) -> Judged:
        enrolled = self._roll.enrolled.get(main.adviser)
        if enrolled is not None:
            self._days.tell_of_day(group, enrolled.enrolled_on)
            return Judged(Standing.ENROLLED, name, main.number, main.adviser, enrolled.id, None, enrolled.enrolled_on)
        day = self._days.judge(group)
        self._check_prerequisites(group.drafts[0], self._roll.passed.get(main.adviser, frozenset()))
        return Judged(Standing.KNOWN, name, main.number, main.adviser, None, None, day)

    def _check_name(self, group: Group, listed: Listed, own: Listed) -> None:
        for draft in group.drafts:
            if not fits(draft, listed.name) and not fits(draft, own.name):
                self._contradict(draft, own)

    def _contradict(self, draft: Draft, own: Listed) -> None:
        """Of the provider's own candidate the name is told, to choose between number and name."""
        same = [
            each.number
            for each in self._roll.everyone.like(typed_name(draft, own.name), None)
            if each.adviser in self._roll.own
        ]
        typed = " ".join(part for name in (Field.GIVEN_NAME, Field.PREFIX, Field.FAMILY_NAME) if (part := draft.text(name)))
        facts = {"number": own.number, "known": str(own.name), "typed": typed}
        suggestion = " / ".join(same) or str(own.name)
        self._journal.fault(draft.row, Field.FAMILY_NAME, Problem("name-contradicts", facts, suggestion))

    def _new(self, group: Group) -> Judged | None:
        if group.name is None:
            return None
        first, name = group.drafts[0], group.name
        enrolled_on = self._days.judge(group)
        self._check_prerequisites(first, frozenset())
        key = same_name_key(name)
        self._check_email(group, key)
        self._doubt(group, name, key)
        person = RegisterPerson(
            given_name=name.given, family_prefix=name.prefix, family_name=name.family, work_email=group.email
        )
        return Judged(Standing.NEW, str(name), None, None, None, person, enrolled_on)

    def _doubt(self, group: Group, name: Name, key: str) -> None:
        first = group.drafts[0]
        alike = self._roll.everyone.like(name, group.email)
        own = [(each.number, str(each.name)) for each in alike if each.adviser in self._roll.own]
        earlier = self._new_by_name[key]
        if alike or earlier:
            cell = self._journal.cell(first.row, Field.NUMBER)
            self.doubts.append(Doubt(first.row, cell, str(name), tuple(own), tuple(earlier), elsewhere=len(own) < len(alike)))
        earlier.append(first.row)

    def _check_email(self, group: Group, key: str) -> None:
        if group.email is None:
            return
        row, holder = self._name_by_email.setdefault(same_email_key(group.email), (group.drafts[0].row, key))
        if holder != key:
            self._journal.fault(group.drafts[0].row, Field.EMAIL, Problem("email-of-other", {"first": row}))

    def _check_prerequisites(self, first: Draft, passed: frozenset[str]) -> None:
        if missing := missing_tracks(self._roll.asked, passed):
            self._journal.fault(first.row, Field.FAMILY_NAME, Problem("tracks-missing", {"tracks": missing}))
