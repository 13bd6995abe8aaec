"""Finding appeals and complaints, with every step of handling them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.appeals.errors import UnknownAppeal
from registry.appeals.rules import Against, Effect, Kind, Step
from registry.appeals.tables import Appeal, AppealEvent
from registry.errors import NotFound
from registry.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: by which person, when, to whom it was given, and the commitment to what was written."""

    step: Step
    person: UUID | None
    handler: UUID | None
    facts: Mapping[str, Any]
    words: bytes | None
    recorded_at: datetime

    @property
    def effects(self) -> list[Effect]:
        """What a decision caused."""
        return [Effect(each) for each in self.facts.get("effects", ())]


@dataclass(frozen=True, slots=True)
class About:
    """What it is about, as far as that is known: an application, a certificate, a measure on it."""

    dossier: UUID | None = None
    certificate: UUID | None = None
    measure: UUID | None = None

    def over(self, other: "About") -> "About":
        """Of each the own one, or else the other's."""
        return About(self.dossier or other.dossier, self.certificate or other.certificate, self.measure or other.measure)


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal or complaint with its steps; `content` is a commitment."""

    id: UUID
    number: str
    kind: Kind
    against: Against
    body: UUID
    sender: UUID
    about: About
    content: bytes
    received_at: datetime
    taken: tuple[Taken, ...]

    @property
    def state(self) -> Step:
        """The step it is at."""
        return self.taken[-1].step

    @property
    def handler(self) -> UUID | None:
        """The person to whom it was given last."""
        return next((each.handler for each in reversed(self.taken) if each.step is Step.ASSIGNED), None)

    @property
    def prepared_by(self) -> UUID | None:
        """Who prepared the answer that waits for a decision."""
        return self.taken[-1].person if self.state is Step.PREPARED else None


async def case(wanted: UUID) -> Case:
    """One appeal or complaint; raises NotFound."""
    found = await cases(Appeal.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def by_number(number: str) -> Case:
    """The one with that number; raises UnknownAppeal."""
    found = await cases(Appeal.number == number)
    if not found:
        raise UnknownAppeal(number=number)
    return found[0]


async def case_for(actor: Actor, wanted: UUID) -> Case:
    """One, for who may read it; raises NotFound for another body's."""
    found = await case(wanted)
    actor.must_see(Permission.READ_APPEALS, found.body)
    return found


async def cases_for(actor: Actor) -> list[Case]:
    """Those of the actor's body, the oldest first; an auditor sees all."""
    actor.must(Permission.READ_APPEALS)
    if actor.sees_everything:
        return await cases(None)
    own = actor.organisations_where(Permission.READ_APPEALS)
    return await cases(Appeal.body.is_in(list(own))) if own else []


async def cases(where: Any) -> list[Case]:  # noqa: ANN401  a Piccolo condition has no one type
    """Appeals and complaints in order of receipt, all or those under a condition."""
    query = Appeal.select()
    rows = await (query if where is None else query.where(where)).order_by(Appeal.received_at)
    taken = await _steps([row["id"] for row in rows])
    return [
        Case(
            id=row["id"],
            number=row["number"],
            kind=Kind(row["kind"]),
            against=Against(row["against"]),
            body=row["body"],
            sender=row["sender"],
            about=_named(taken[row["id"]]).over(About(row["dossier"], row["certificate"], row["measure"])),
            content=row["content"],
            received_at=row["received_at"],
            taken=tuple(taken[row["id"]]),
        )
        for row in rows
    ]


def _named(taken: list[Taken]) -> About:
    """What certifiers found it to be about when they acknowledged it."""
    facts = next((each.facts for each in taken if each.step is Step.ACKNOWLEDGED), {})
    return About(*(UUID(facts[name]) if facts.get(name) else None for name in ("dossier", "certificate", "measure")))


async def _steps(wanted: list[UUID]) -> dict[UUID, list[Taken]]:
    found: dict[UUID, list[Taken]] = {each: [] for each in wanted}
    if not wanted:
        return found
    rows = (
        await AppealEvent.select(*AppealEvent.all_columns(), AppealEvent.account.person.as_alias("person"))
        .where(AppealEvent.appeal.is_in(wanted))
        .order_by(AppealEvent.id)
    )
    for row in rows:
        facts = msgspec.json.decode(row["facts"])
        taken = Taken(Step(row["step"]), row["person"], row["handler"], facts, row["personal"], row["recorded_at"])
        found[row["appeal"]].append(taken)
    return found
