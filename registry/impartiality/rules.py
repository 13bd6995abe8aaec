"""Who may not judge an adviser: one rule for every decision, on every path (DESIGN §2.3; ISO/IEC 17024, 5.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from registry.days import add_months, day_after
from registry.impartiality.errors import NotIndependent
from registry.texts import Text


class RelationKind(StrEnum):
    """How someone can be close to an adviser."""

    TAUGHT = "taught"
    EXAMINED = "examined"
    FAMILY = "family"
    OTHER = "other"


class Ground(StrEnum):
    """Why someone may not judge."""

    IN_EVIDENCE = "in-evidence"
    TAUGHT = "taught"
    EXAMINED = "examined"
    FAMILY = "family"
    OTHER = "other"
    PROVIDER_STAFF = "provider-staff"
    SAME_EMPLOYER = "same-employer"
    SELF = "self"
    NO_STATEMENT = "no-statement"


class Waivable(StrEnum):
    """The grounds that a waiver may set aside (DESIGN §2.3)."""

    SAME_EMPLOYER = "same-employer"
    FAMILY = "family"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Known:
    """A relation of one person with the adviser: from a day, through its last day; None lasts on."""

    kind: RelationKind
    person: UUID
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Subject:
    """The adviser who is judged: themselves, who taught or examined for the evidence, its providers, their employers.

    `same_persons` are other records of the same human being, whose files were merged.
    """

    person: UUID
    evidence_people: frozenset[UUID]
    providers: frozenset[UUID]
    employers: frozenset[UUID]
    same_persons: frozenset[UUID] = frozenset()

    @property
    def persons(self) -> frozenset[UUID]:
        """Every record of this human being."""
        return self.same_persons | {self.person}


@dataclass(frozen=True, slots=True)
class Waived:
    """A ground that is set aside for one judge and the adviser who is this person, by somebody else and for a time."""

    person: UUID
    ground: Waivable


@dataclass(frozen=True, slots=True)
class Judge:
    """Who would judge: the person, the providers whose staff they are, and their employers, on the day itself.

    `same_persons` are other records of the same human being, whose files were merged. `stated_until` is the last day of
    their conflict statement, None without one; `waived` what is set aside for them on that day.
    """

    person: UUID
    staff_of: frozenset[UUID]
    employers: frozenset[UUID]
    same_persons: frozenset[UUID] = frozenset()
    stated_until: date | None = None
    waived: frozenset[Waived] = frozenset()

    @property
    def persons(self) -> frozenset[UUID]:
        """Every record of this human being."""
        return self.same_persons | {self.person}


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason why someone may not judge, and the first day it no longer stands; None while it lasts."""

    ground: Ground
    lapses_on: date | None

    @property
    def text(self) -> Text:
        """The reason in words."""
        return _REASONS[self.ground]


_REASONS = {
    Ground.IN_EVIDENCE: Text(
        "u heeft les gegeven of geëxamineerd voor een uitslag in dit bewijs",
        "you taught or examined for a result in this evidence",
    ),
    Ground.TAUGHT: Text("u heeft deze persoon lesgegeven", "you taught this person"),
    Ground.EXAMINED: Text("u heeft deze persoon geëxamineerd", "you examined this person"),
    Ground.FAMILY: Text("u bent familie van deze persoon", "you are related to this person"),
    Ground.OTHER: Text("u heeft een andere relatie met deze persoon opgegeven", "you declared another relation"),
    Ground.PROVIDER_STAFF: Text("u hoort bij de opleider van deze persoon", "you belong to this person’s provider"),
    Ground.SAME_EMPLOYER: Text("u heeft dezelfde werkgever", "you have the same employer"),
    Ground.SELF: Text("het gaat over uzelf", "this is about yourself"),
    Ground.NO_STATEMENT: Text("u heeft geen geldige belangenverklaring", "you have no conflict statement that is in force"),
}


def objections(
    judge: Judge,
    subject: Subject,
    relations: Iterable[Known],
    *,
    day: date,
    look_back_months: int,
) -> list[Objection]:
    """Everything that keeps this person from preparing or deciding about that adviser on a day; empty = independent.

    Whoever taught or examined for the evidence is excluded whatever its age, and so are the adviser, the provider's
    staff and people of the adviser's employer; other relations count until the look-back after their last day is over.
    Who was recorded more than once is one human being all the same, on either side. A waiver sets aside the same employer
    and declared relations, and nothing else. Without a conflict statement in force nobody judges anyone.
    """
    found: list[Objection] = []
    if judge.persons & subject.persons:
        found.append(Objection(Ground.SELF, None))
    if judge.persons & subject.evidence_people:
        found.append(Objection(Ground.IN_EVIDENCE, None))
    if judge.staff_of & subject.providers:
        found.append(Objection(Ground.PROVIDER_STAFF, None))
    if judge.employers & subject.employers:
        found.append(Objection(Ground.SAME_EMPLOYER, None))
    for relation in relations:
        if relation.person in judge.persons:
            lapses_on = _lapses_on(relation, look_back_months)
            if lapses_on is None or day < lapses_on:
                found.append(Objection(Ground(relation.kind.value), lapses_on))
    if judge.stated_until is None or judge.stated_until < day:
        found.append(Objection(Ground.NO_STATEMENT, None))
    waived = {each.ground.value for each in judge.waived if each.person in subject.persons}
    return [each for each in found if each.ground.value not in waived]


def _lapses_on(relation: Known, look_back_months: int) -> date | None:
    if relation.valid_to is None:
        return None
    return day_after(add_months(relation.valid_to, look_back_months))


def check_independent(
    judge: Judge,
    subject: Subject,
    relations: Iterable[Known],
    *,
    day: date,
    look_back_months: int,
) -> None:
    """Raises NotIndependent, which names each ground and the day it lapses."""
    found = objections(judge, subject, relations, day=day, look_back_months=look_back_months)
    if found:
        raise refusal(found)


def refusal(found: Sequence[Objection]) -> NotIndependent:
    """The error that names all of these."""
    lapses = [each.lapses_on for each in found]
    return NotIndependent(
        reasons=[each.text for each in found],
        grounds=[each.ground.value for each in found],
        lapses_on=None if None in lapses else max(filter(None, lapses)),
    )


STATEMENT_MONTHS = 12
"""How long a conflict statement holds."""
WAIVER_MONTHS = 12
"""A waiver ends at most so many months after it is asked."""


def last_day_of_statement(first: date) -> date:
    """A statement holds for twelve months: its last day is the day before its first day comes round again."""
    return add_months(first, STATEMENT_MONTHS) - timedelta(days=1)
