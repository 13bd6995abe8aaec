"""Which dossiers wait for a certifier, in the same number of questions however many there are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from registry.days import amsterdam_day
from registry.dossiers import reading
from registry.dossiers.reading import Held
from registry.dossiers.rules import EvidenceContent, State
from registry.dossiers.tables import Evidence
from registry.impartiality import rules as impartiality
from registry.impartiality.rules import Judge, Known, RelationKind, Subject
from registry.impartiality.service import judge_of
from registry.impartiality.tables import Relation
from registry.people.tables import Employment
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.schemes.rules import Version, in_force


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many dossiers can be admitted, and how many the certifier may prepare and decide."""

    admit: int
    prepare: int
    decide: int


async def waiting_for(actor: Actor, *, now: datetime) -> Waiting:
    """What this certifier can do now: dossiers that they may not judge are left out, as when they would try."""
    held = await reading.dossiers_for(actor)
    admit = sum(each.state is State.APPLIED for each in held)
    ready = [each for each in held if each.state in (State.COMPLETE, State.PREPARED)]
    if actor.person is None or not ready:
        return Waiting(admit, 0, 0)
    free = await _unobjected(ready, actor.person, amsterdam_day(now))
    return Waiting(
        admit,
        prepare=sum(each.state is State.COMPLETE for each in free),
        decide=sum(each.state is State.PREPARED and not each.is_prepared_by(actor.person) for each in free),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the rule of impartiality asks, for one judge and many dossiers."""

    judge: Judge
    contents: dict[UUID | None, EvidenceContent]
    relations: defaultdict[UUID, list[Known]]
    employers: defaultdict[UUID, set[UUID]]
    versions: defaultdict[UUID, list[Version]]
    day: date

    def allows(self, held: Held) -> bool:
        """Nothing keeps the judge from this dossier."""
        content = self.contents.get(held.evidence)
        if content is None:
            return False
        employers = frozenset(self.employers[held.person])
        return not impartiality.objections(
            self.judge,
            Subject(held.person, content.people, frozenset({content.provider}), employers),
            self.relations[held.adviser],
            day=self.day,
            look_back_months=in_force(self.versions[held.scheme], self.day).rules.look_back_months,
        )


async def _unobjected(ready: list[Held], person: UUID, day: date) -> list[Held]:
    known = _Known(
        judge=await judge_of(person, day),
        contents=await _contents(ready),
        relations=await _relations(ready, person),
        employers=await _employers(ready, day),
        versions=await _versions(),
        day=day,
    )
    return [each for each in ready if known.allows(each)]


async def _contents(ready: list[Held]) -> dict[UUID | None, EvidenceContent]:
    wanted = [each.evidence for each in ready if each.evidence is not None]
    rows = await Evidence.select(Evidence.id, Evidence.content).where(Evidence.id.is_in(wanted))
    kept = await personal_data.reveal(row["content"] for row in rows)
    return {row["id"]: msgspec.convert(kept[row["content"]], EvidenceContent) for row in rows if row["content"] in kept}


async def _relations(ready: list[Held], person: UUID) -> defaultdict[UUID, list[Known]]:
    rows = await Relation.select().where(Relation.person == person, Relation.adviser.is_in([each.adviser for each in ready]))
    found: defaultdict[UUID, list[Known]] = defaultdict(list)
    for row in rows:
        known = Known(RelationKind(row["kind"]), row["person"], row["valid_from"], row["valid_to"])
        found[row["adviser"]].append(known)
    return found


async def _employers(ready: list[Held], day: date) -> defaultdict[UUID, set[UUID]]:
    rows = await Employment.select(Employment.person, Employment.employer).where(
        Employment.person.is_in([each.person for each in ready]),
        Employment.valid_from <= day,
        (Employment.valid_to.is_null()) | (Employment.valid_to >= day),
    )
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        found[row["person"]].add(row["employer"])
    return found


async def _versions() -> defaultdict[UUID, list[Version]]:
    found: defaultdict[UUID, list[Version]] = defaultdict(list)
    for version in await schemes.versions():
        found[version.scheme].append(version)
    return found
