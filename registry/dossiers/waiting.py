"""Which dossiers wait for a certifier, in the same number of questions however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from registry.days import amsterdam_day
from registry.dossiers import holds, reading
from registry.dossiers.reading import Held
from registry.dossiers.rules import EvidenceContent, State
from registry.dossiers.tables import Evidence
from registry.impartiality import rules as impartiality
from registry.impartiality.rules import Judge, Known, Subject
from registry.impartiality.service import judge_of, relations_of
from registry.people import merging
from registry.people import service as people
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


async def work_for(actor: Actor, *, now: datetime) -> Waiting:
    """What this certifier can do now: dossiers that are held or that they may not judge are left out, as when they try."""
    held = await reading.dossiers_for(actor)
    admit = sum(each.state is State.APPLIED for each in held)
    ready = [each for each in held if each.state in (State.COMPLETE, State.PREPARED)]
    on_hold = await holds.held_among(each.id for each in ready)
    ready = [each for each in ready if each.id not in on_hold]
    if actor.person is None or not ready:
        return Waiting(admit, 0, 0)
    free, own = await _unobjected(ready, actor.person, amsterdam_day(now)), await merging.same_person_as(actor.person)
    return Waiting(
        admit,
        prepare=sum(each.state is State.COMPLETE for each in free),
        decide=sum(each.state is State.PREPARED and not any(map(each.is_prepared_by, own)) for each in free),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the rule of impartiality asks, for one judge and many dossiers."""

    judge: Judge
    contents: dict[UUID | None, EvidenceContent]
    relations: dict[UUID, list[Known]]
    persons: dict[UUID, frozenset[UUID]]
    employers: defaultdict[UUID, set[UUID]]
    versions: defaultdict[UUID, list[Version]]
    day: date

    def allows(self, held: Held) -> bool:
        """Nothing keeps the judge from this dossier."""
        content = self.contents.get(held.evidence)
        if content is None:
            return False
        persons = self.persons[held.adviser]
        employers = frozenset().union(*(self.employers[person] for person in persons))
        subject = Subject(held.person, content.people, frozenset({content.provider}), employers, persons - {held.person})
        return not impartiality.objections(
            self.judge,
            subject,
            self.relations[held.adviser],
            day=self.day,
            look_back_months=in_force(self.versions[held.scheme], self.day).rules.look_back_months,
        )


async def _unobjected(ready: list[Held], person: UUID, day: date) -> list[Held]:
    persons = await _persons(ready)
    known = _Known(
        judge=await judge_of(person, day),
        contents=await _contents(ready),
        relations=await relations_of(each.adviser for each in ready),
        persons=persons,
        employers=await _employers(frozenset().union(*persons.values()), day),
        versions=await _versions(),
        day=day,
    )
    return [each for each in ready if known.allows(each)]


async def _contents(ready: list[Held]) -> dict[UUID | None, EvidenceContent]:
    wanted = [each.evidence for each in ready if each.evidence is not None]
    rows = await Evidence.select(Evidence.id, Evidence.content).where(Evidence.id.is_in(wanted))
    kept = await personal_data.reveal(row["content"] for row in rows)
    return {row["id"]: msgspec.convert(kept[row["content"]], EvidenceContent) for row in rows if row["content"] in kept}


async def _persons(ready: list[Held]) -> dict[UUID, frozenset[UUID]]:
    """Adviser → everyone recorded who is the same human being."""
    same = await merging.same_as(each.adviser for each in ready)
    persons = await people.persons_of(frozenset().union(*same.values()))
    return {adviser: frozenset(persons[file] for file in files) for adviser, files in same.items()}


async def _employers(persons: Iterable[UUID], day: date) -> defaultdict[UUID, set[UUID]]:
    rows = await Employment.select(Employment.person, Employment.employer).where(
        Employment.person.is_in(list(persons)),
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
