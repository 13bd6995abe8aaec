"""Who may not judge an adviser: one rule for every decision, on every path (DESIGN §2.3; ISO/IEC 17024, 5.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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
class Judge:
    """Who would judge: the person, the providers whose staff they are, and their employers, on the day itself.

    `same_persons` are other records of the same human being, whose files were merged.
    """

    person: UUID
    staff_of: frozenset[UUID]
    employers: frozenset[UUID]
    same_persons: frozenset[UUID] = frozenset()

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
    Who was recorded more than once is one human being all the same, on either side.
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
    return found


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
        raise NotIndependent(
            reasons=[objection.text for objection in found],
            grounds=[objection.ground.value for objection in found],
            lapses_on=None
            if any(each.lapses_on is None for each in found)
            else max(each.lapses_on for each in found if each.lapses_on is not None),
        )
