"""Which dossiers wait for a certifier, in the same number of questions however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.days import amsterdam_day
from registry.dossiers import reading
from registry.dossiers.holds import STOPPED
from registry.dossiers.rules import State, Step, state_of
from registry.impartiality import rules as impartiality
from registry.impartiality.rules import Judge, Known, Subject
from registry.impartiality.service import judge_of, relations_of
from registry.people import merging
from registry.people import service as people
from registry.people.tables import Employment
from registry.permissions import Actor
from registry.schemes import service as schemes
from registry.schemes.rules import Version, in_force
from registry.transactions import fetch

_OPEN = f"""
SELECT dossier.adviser, adviser.person, dossier.scheme, last.step, account.person AS taken_by, content.provider, content.people
FROM dossier_event AS last
JOIN dossier ON dossier.id = last.dossier
JOIN adviser ON adviser.id = dossier.adviser
LEFT JOIN account ON account.id = last.account
LEFT JOIN LATERAL (
    SELECT dossier_event.evidence FROM dossier_event
    WHERE dossier_event.dossier = dossier.id AND (dossier_event.evidence IS NOT NULL OR dossier_event.step = 'reopened')
    ORDER BY dossier_event.id DESC LIMIT 1
) AS rests ON true
LEFT JOIN LATERAL (
    SELECT (kept.value::json ->> 'provider')::uuid AS provider, ARRAY(
        SELECT (proof ->> 'examiner')::uuid FROM json_array_elements(kept.value::json -> 'results') AS proof
        UNION SELECT trainer::uuid FROM json_array_elements(kept.value::json -> 'results') AS proof,
            json_array_elements_text(proof -> 'trainers') AS trainer
    ) AS people
    FROM evidence JOIN personal_value AS kept ON kept.commitment = evidence.content WHERE evidence.id = rests.evidence
) AS content ON true
WHERE last.step = ANY($1) AND ($2::uuid[] IS NULL OR dossier.scheme = ANY($2)) AND (last.step = 'applied' OR NOT {STOPPED})
    AND NOT EXISTS (SELECT 1 FROM dossier_event AS later WHERE later.dossier = last.dossier AND later.id > last.id)
"""  # noqa: S608  our own text
"""Of the evidence no more than who is named in it: that is what the rule of impartiality asks."""
_COUNTED = (State.APPLIED, State.COMPLETE, State.PREPARED)
_STEPS = [step.value for step in Step if state_of([step]) in _COUNTED]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many dossiers can be admitted, and how many the certifier may prepare and decide."""

    admit: int
    prepare: int
    decide: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """A dossier to prepare or decide; `taken_by` took its last step, `people` taught or examined for its evidence."""

    adviser: UUID
    person: UUID
    scheme: UUID
    state: State
    taken_by: UUID | None
    provider: UUID
    people: frozenset[UUID]


async def work_for(actor: Actor, *, now: datetime) -> Waiting:
    """What this certifier can do now: dossiers that are held or that they may not judge are left out, as when they try."""
    rows = await fetch(_OPEN, _STEPS, await reading.schemes_of(actor))
    admit = sum(row["step"] == Step.APPLIED for row in rows)
    ready = [_ready(row) for row in rows if row["step"] != Step.APPLIED and row["provider"] is not None]
    if actor.person is None or not ready:
        return Waiting(admit, 0, 0)
    free, own = await _unobjected(ready, actor.person, amsterdam_day(now)), await merging.same_person_as(actor.person)
    return Waiting(
        admit,
        prepare=sum(each.state is State.COMPLETE for each in free),
        decide=sum(each.state is State.PREPARED and each.taken_by not in own for each in free),
    )


def _ready(row: asyncpg.Record) -> _Ready:
    return _Ready(
        adviser=row["adviser"],
        person=row["person"],
        scheme=row["scheme"],
        state=state_of([Step(row["step"])]),
        taken_by=row["taken_by"],
        provider=row["provider"],
        people=frozenset(row["people"]),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the rule of impartiality asks, for one judge and many dossiers."""

    judge: Judge
    relations: dict[UUID, list[Known]]
    persons: dict[UUID, frozenset[UUID]]
    employers: defaultdict[UUID, set[UUID]]
    versions: defaultdict[UUID, list[Version]]
    day: date

    def allows(self, of: _Ready) -> bool:
        """Nothing keeps the judge from this dossier."""
        persons = self.persons[of.adviser]
        employers = frozenset().union(*(self.employers[person] for person in persons))
        subject = Subject(of.person, of.people, frozenset({of.provider}), employers, persons - {of.person})
        return not impartiality.objections(
            self.judge,
            subject,
            self.relations[of.adviser],
            day=self.day,
            look_back_months=in_force(self.versions[of.scheme], self.day).rules.look_back_months,
        )


async def _unobjected(ready: list[_Ready], person: UUID, day: date) -> list[_Ready]:
    persons = await _persons(ready)
    known = _Known(
        judge=await judge_of(person, day),
        relations=await relations_of(each.adviser for each in ready),
        persons=persons,
        employers=await _employers(frozenset().union(*persons.values()), day),
        versions=await _versions(),
        day=day,
    )
    return [each for each in ready if known.allows(each)]


async def _persons(ready: list[_Ready]) -> dict[UUID, frozenset[UUID]]:
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
