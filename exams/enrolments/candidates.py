"""Who the rows of a file are about: someone known by number and name, or someone new, who may be known all the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from exams.cells.findings import Problem
from exams.cells.names import folded
from exams.enrolments.headings import TITLES, Field
from exams.enrolments.reading import CandidateRead, Doubt, Lesson, Standing
from exams.enrolments.roll import Roll
from exams.enrolments.rows import Draft, Journal
from exams.enrolments.rules import missing_tracks
from exams.enrolments.trainers_named import family_of
from registry.people.duplicates import Listed
from registry.people.rules import Name, is_prefix, same_email_key, same_name_key
from registry.people.schemas import RegisterPerson


@dataclass(slots=True)
class Group:
    """The rows about one person: of one number, or without a number of one name and no two e-mail addresses."""

    number: str | None
    name: Name | None
    email: str | None
    drafts: list[Draft] = field(default_factory=list)


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


def grouped(drafts: Sequence[Draft], journal: Journal) -> tuple[list[Group], list[Draft]]:
    """The rows by person, in the order of the file; and the rows of which it is not clear about whom they are."""
    groups: list[Group] = []
    by_number: dict[str, Group] = {}
    by_name: defaultdict[tuple[str, str], list[Group]] = defaultdict(list)
    nameless: list[Draft] = []
    for draft in drafts:
        number, name, email = draft.text(Field.NUMBER), _name(draft, journal), draft.text(Field.EMAIL)
        if Field.NUMBER in draft.broken or name is None:
            nameless.append(draft)
            continue
        key = (folded(name.given), folded(family_of(name)))
        same = [by_number[number]] if number in by_number else [] if number else [g for g in by_name[key] if _one(g, email)]
        group = same[0] if same else Group(number, name, email)
        if not same:
            groups.append(group)
            if number:
                by_number[number] = group
            else:
                by_name[key].append(group)
        group.email = group.email or email
        group.drafts.append(draft)
    return groups, nameless


def _one(group: Group, email: str | None) -> bool:
    return group.email is None or email is None or same_email_key(group.email) == same_email_key(email)


def _name(draft: Draft, journal: Journal) -> Name | None:
    """The name in a row; None, and a fault, where part of it is missing. Who has a number needs no given name."""
    missing = [name for name in (Field.GIVEN_NAME, Field.FAMILY_NAME) if draft.lacks(name)]
    if draft.text(Field.NUMBER) is not None and Field.GIVEN_NAME in missing:
        missing.remove(Field.GIVEN_NAME)
    for each in missing:
        journal.fault(draft.row, each, Problem("missing", {"field": TITLES[each]}))
    family = draft.text(Field.FAMILY_NAME)
    if missing or family is None or draft.broken & {Field.GIVEN_NAME, Field.PREFIX}:
        return None
    prefix, family = _split(draft, family, journal)
    return Name(draft.text(Field.GIVEN_NAME) or "", prefix, family)


def _split(draft: Draft, family: str, journal: Journal) -> tuple[str | None, str]:
    """A prefix that was typed into the family name, before it or after a comma, is taken as the prefix."""
    prefix = draft.text(Field.PREFIX)
    if prefix is not None:
        return prefix, family
    own, comma, after = family.partition(",")
    words = [*after.split(), *own.split()] if comma else family.split()
    count = next((place for place, word in enumerate(words) if not is_prefix(word) or word != word.lower()), 0)
    if count == 0:
        return None, family
    typed, prefix, family = family, " ".join(words[:count]), " ".join(words[count:])
    facts = {"typed": typed, "prefix": prefix, "family": family}
    journal.notice(draft.row, Field.FAMILY_NAME, Problem("prefix-split", facts))
    return prefix, family


class CandidateJudge:
    """Judges one person of the file after another."""

    def __init__(self, roll: Roll, journal: Journal) -> None:
        self._roll = roll
        self._journal = journal
        self._new_by_name: defaultdict[str, list[int]] = defaultdict(list)
        self._name_by_email: dict[str, tuple[int, str]] = {}
        self._row_of: dict[UUID, int] = {}
        self.doubts: list[Doubt] = []

    def judge(self, group: Group) -> Judged | None:
        """Who they are; None, and a fault, where that is not clear."""
        return self._new(group) if group.number is None else self._known(group, group.number)

    def _known(self, group: Group, number: str) -> Judged | None:
        first = group.drafts[0]
        listed = self._roll.everyone.by_number.get(number)
        own = listed is not None and {listed.adviser, self._roll.main(listed).adviser} & self._roll.own
        for draft in group.drafts:
            if listed is None or (not own and not _fits(draft, listed.name)):
                self._journal.fault(draft.row, Field.NUMBER, Problem("candidate-not-found", {"typed": number}))
            elif not _fits(draft, listed.name):
                self._contradict(draft, listed)
        if listed is None:
            return None
        main = self._roll.main(listed)
        if self._row_of.setdefault(main.adviser, first.row) != first.row:
            facts = {"first": self._row_of[main.adviser]}
            self._journal.fault(first.row, Field.NUMBER, Problem("candidate-double", facts))
        if main.number != number:
            self._journal.notice(first.row, Field.NUMBER, Problem("number-counts-as", {"typed": number, "number": main.number}))
        enrolled = self._roll.enrolled.get(main.adviser)
        if enrolled is not None:
            self._tell_of_day(group, enrolled.enrolled_on)
            enrolled_on: date | None = enrolled.enrolled_on
        else:
            enrolled_on = self._day(group)
            self._check_prerequisites(first, self._roll.passed.get(main.adviser, frozenset()))
        if group.email is not None:
            self._journal.notice(first.row, Field.EMAIL, Problem("email-not-taken"))
        standing = Standing.KNOWN if enrolled is None else Standing.ENROLLED
        name = str(main.name) if own else str(group.name).strip()
        enrolment = enrolled.id if enrolled is not None else None
        return Judged(standing, name, main.number, main.adviser, enrolment, None, enrolled_on)

    def _contradict(self, draft: Draft, listed: Listed) -> None:
        """Of the provider's own candidate the name is told, to choose between number and name."""
        same = [
            each.number for each in self._roll.everyone.like(_typed(draft, listed.name), None) if each.adviser in self._roll.own
        ]
        typed = " ".join(part for name in (Field.GIVEN_NAME, Field.PREFIX, Field.FAMILY_NAME) if (part := draft.text(name)))
        facts = {"number": listed.number, "known": str(listed.name), "typed": typed}
        suggestion = " / ".join(same) or str(listed.name)
        self._journal.fault(draft.row, Field.FAMILY_NAME, Problem("name-contradicts", facts, suggestion))

    def _new(self, group: Group) -> Judged | None:
        if group.name is None:
            return None
        first, name = group.drafts[0], group.name
        enrolled_on = self._day(group)
        self._check_prerequisites(first, frozenset())
        self._check_email(group, name)
        self._doubt(group, name)
        person = RegisterPerson(
            given_name=name.given, family_prefix=name.prefix, family_name=name.family, work_email=group.email
        )
        return Judged(Standing.NEW, str(name), None, None, None, person, enrolled_on)

    def _doubt(self, group: Group, name: Name) -> None:
        first = group.drafts[0]
        alike = self._roll.everyone.like(name, group.email)
        own = [(each.number, str(each.name)) for each in alike if each.adviser in self._roll.own]
        earlier = self._new_by_name[same_name_key(name)]
        if alike or earlier:
            cell = self._journal.cell(first.row, Field.NUMBER)
            self.doubts.append(Doubt(first.row, cell, str(name), tuple(own), tuple(earlier), elsewhere=len(own) < len(alike)))
        earlier.append(first.row)

    def _check_email(self, group: Group, name: Name) -> None:
        if group.email is None:
            return
        row, holder = self._name_by_email.setdefault(same_email_key(group.email), (group.drafts[0].row, same_name_key(name)))
        if holder != same_name_key(name):
            self._journal.fault(group.drafts[0].row, Field.EMAIL, Problem("email-of-other", {"first": row}))

    def _check_prerequisites(self, first: Draft, passed: frozenset[str]) -> None:
        if missing := missing_tracks(self._roll.asked, passed):
            self._journal.fault(first.row, Field.FAMILY_NAME, Problem("tracks-missing", {"tracks": missing}))

    def _tell_of_day(self, group: Group, on_record: date) -> None:
        for draft in group.drafts:
            if draft.day(Field.ENROLLED_ON) not in (None, on_record):
                self._journal.notice(draft.row, Field.ENROLLED_ON, Problem("enrolled-day-on-record", {"day": on_record}))

    def _day(self, group: Group) -> date | None:
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


def _typed(draft: Draft, known: Name) -> Name:
    """The name in a row; what was not typed is as known."""
    given = draft.text(Field.GIVEN_NAME) or known.given
    return Name(given, draft.text(Field.PREFIX), draft.text(Field.FAMILY_NAME) or known.family)


def _fits(draft: Draft, known: Name) -> bool:
    """The names in a row are those known, beyond accents, case and prefix; also as `Meer, van der`."""
    typed = _typed(draft, known)
    family, comma, prefix = typed.family.partition(",")
    if comma:
        typed = Name(typed.given, prefix.strip(), family.strip())
    return same_name_key(typed) == same_name_key(known)
