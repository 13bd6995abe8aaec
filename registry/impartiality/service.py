"""The register of relations: taking in what exams and people report, and asking the rule.

Whoever has more than one file is one human being: the relations, employers and persons of all of them count.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import msgspec

from registry.accounts.tables import Account, Membership
from registry.canonical import canonical_json
from registry.impartiality import rules
from registry.impartiality.rules import Judge, Known, RelationKind, Subject, Waivable, Waived
from registry.impartiality.tables import ConflictStatement, Relation
from registry.people import merging
from registry.people import service as people
from registry.permissions import Role
from registry.transactions import current_connection, fetch

_INSTEAD_OF = "insteadOf"
_TAKE_IN = """
INSERT INTO relation (kind, person, adviser, valid_from, valid_to, origin, facts, recorded_at)
SELECT *, $8 FROM unnest($1::varchar[], $2::uuid[], $3::uuid[], $4::date[], $5::date[], $6::uuid[], $7::jsonb[])
ON CONFLICT (origin) DO NOTHING
"""
_WAIVED = """
SELECT adviser.person, waiver.ground FROM impartiality_waiver AS waiver JOIN adviser ON adviser.id = waiver.adviser
WHERE waiver.person = ANY($1) AND granted AND valid_until >= $2
    AND (closed_at AT TIME ZONE 'Europe/Amsterdam')::date <= $2
"""


@dataclass(frozen=True, slots=True)
class Reported:
    """A relation as it is reported; `origin` is the row it comes from, and counts once.

    `instead_of` is the origin of the relation as it was first reported, where its days turned out otherwise: of those the
    one that was reported last counts.
    """

    kind: RelationKind
    person: UUID
    adviser: UUID
    valid_from: date
    valid_to: date | None
    origin: UUID
    facts: dict[str, object] = field(default_factory=dict)
    instead_of: UUID | None = None

    @property
    def written(self) -> str:
        """The facts as they are kept."""
        return canonical_json(self.facts if self.instead_of is None else self.facts | {_INSTEAD_OF: self.instead_of})


async def report(relations: Sequence[Reported], *, now: datetime) -> None:
    """Take in relations; to be called inside the caller's transaction. One that is known already changes nothing."""
    columns = (
        [each.kind.value for each in relations],
        [each.person for each in relations],
        [each.adviser for each in relations],
        [each.valid_from for each in relations],
        [each.valid_to for each in relations],
        [each.origin for each in relations],
        [each.written for each in relations],
    )
    await current_connection().execute(_TAKE_IN, *columns, now)


async def known_of(adviser: UUID) -> list[Known]:
    """Every relation of anyone with the person of this file, whichever of their files it is recorded with."""
    return (await relations_of([adviser]))[adviser]


async def relations_of(advisers: Iterable[UUID]) -> dict[UUID, list[Known]]:
    """As `known_of`, of many files at once; every file that was asked for is there."""
    same = await merging.same_as(advisers)
    files = list(frozenset().union(*same.values()))
    rows = await Relation.select().where(Relation.adviser.is_in(files)).order_by(Relation.id) if files else []
    counting = {msgspec.json.decode(row["facts"]).get(_INSTEAD_OF, str(row["origin"])): row for row in rows}
    found: dict[UUID, list[Known]] = {}
    for row in counting.values():
        known = Known(RelationKind(row["kind"]), row["person"], row["valid_from"], row["valid_to"])
        found.setdefault(row["adviser"], []).append(known)
    return {each: [known for file in sorted(of, key=str) for known in found.get(file, ())] for each, of in same.items()}


async def judge_of(person: UUID, day: date) -> Judge:
    """What the rule must know of who would judge on a day: where they belong, what they stated and what is waived."""
    persons = await merging.same_person_as(person)
    staff = await Membership.select(Membership.organisation).where(
        Membership.account.is_in(Account.select(Account.id).where(Account.person.is_in(list(persons)))),
        Membership.role == Role.PROVIDER.value,
        Membership.ended_at.is_null(),
    )
    employers = await _employers(persons, day)
    return Judge(
        person,
        frozenset(row["organisation"] for row in staff) | employers,
        employers,
        persons - {person},
        await stated_until(persons, day),
        frozenset(Waived(row["person"], Waivable(row["ground"])) for row in await fetch(_WAIVED, list(persons), day)),
    )


async def stated_until(persons: Iterable[UUID], day: date) -> date | None:
    """The last day of the statement that any of these records of one human being has in force on a day; None without one."""
    found = (
        await ConflictStatement.select(ConflictStatement.valid_until)
        .where(
            ConflictStatement.person.is_in(list(persons)),
            ConflictStatement.valid_from <= day,
            ConflictStatement.valid_until >= day,
        )
        .order_by(ConflictStatement.valid_until, ascending=False)
        .first()
    )
    return None if found is None else found["valid_until"]


async def whole(subject: Subject, day: date) -> Subject:
    """The subject with all that was recorded of the same human being under other numbers."""
    others = await merging.same_person_as(subject.person) - {subject.person}
    employers = subject.employers | await _employers(others, day)
    return dataclasses.replace(subject, employers=employers, same_persons=others)


async def _employers(persons: Iterable[UUID], day: date) -> frozenset[UUID]:
    return frozenset().union(*[await people.employers_of(each, day) for each in persons])


async def objections(
    person: UUID,
    subject: Subject,
    *,
    adviser: UUID,
    day: date,
    look_back_months: int,
) -> list[rules.Objection]:
    """What stands in the way of this person judging that adviser."""
    judge, relations = await judge_of(person, day), await known_of(adviser)
    return rules.objections(judge, await whole(subject, day), relations, day=day, look_back_months=look_back_months)


async def check(person: UUID, subject: Subject, *, adviser: UUID, day: date, look_back_months: int) -> None:
    """Raises NotIndependent where anything does: the one way in for every act about an adviser."""
    judge, relations = await judge_of(person, day), await known_of(adviser)
    rules.check_independent(judge, await whole(subject, day), relations, day=day, look_back_months=look_back_months)
