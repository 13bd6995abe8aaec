"""The register of relations: taking in what exams and people report, and asking the rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from registry.accounts.tables import Account, Membership
from registry.canonical import canonical_json
from registry.impartiality import rules
from registry.impartiality.rules import Judge, Known, RelationKind, Subject
from registry.impartiality.tables import Relation
from registry.people import service as people
from registry.permissions import Role


@dataclass(frozen=True, slots=True)
class Reported:
    """A relation as it is reported; `origin` is the row it comes from, and counts once."""

    kind: RelationKind
    person: UUID
    adviser: UUID
    valid_from: date
    valid_to: date | None
    origin: UUID
    facts: dict[str, object] = field(default_factory=dict)


async def report(relations: Sequence[Reported], *, now: datetime) -> None:
    """Take in relations; to be called inside the caller's transaction. One that is known already changes nothing."""
    for start in range(0, len(relations), 2_000):
        rows = [
            Relation(
                kind=each.kind.value,
                person=each.person,
                adviser=each.adviser,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
                origin=each.origin,
                facts=canonical_json(each.facts),
                recorded_at=now,
            )
            for each in relations[start : start + 2_000]
        ]
        await Relation.insert(*rows).on_conflict(target=Relation.origin, action="DO NOTHING")


async def known_of(adviser: UUID) -> list[Known]:
    """Every relation of anyone with the adviser."""
    rows = await Relation.select().where(Relation.adviser == adviser).order_by(Relation.id)
    return [Known(RelationKind(row["kind"]), row["person"], row["valid_from"], row["valid_to"]) for row in rows]


async def judge_of(person: UUID, day: date) -> Judge:
    """What the rule must know of who would judge: the providers whose staff they are, and their employers."""
    staff = await Membership.select(Membership.organisation).where(
        Membership.account.is_in(Account.select(Account.id).where(Account.person == person)),
        Membership.role == Role.PROVIDER.value,
        Membership.ended_at.is_null(),
    )
    employers = await people.employers_of(person, day)
    return Judge(person, frozenset(row["organisation"] for row in staff) | employers, employers)


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
    return rules.objections(judge, subject, relations, day=day, look_back_months=look_back_months)


async def check(person: UUID, subject: Subject, *, adviser: UUID, day: date, look_back_months: int) -> None:
    """Raises NotIndependent where anything does: the one way in for every act about an adviser."""
    judge, relations = await judge_of(person, day), await known_of(adviser)
    rules.check_independent(judge, subject, relations, day=day, look_back_months=look_back_months)
