"""Who may propose and decide about a certificate, and what a measure would do: one way in for every path (DESIGN §2.3)."""

from datetime import datetime
from uuid import UUID

import msgspec

from registry.days import amsterdam_day
from registry.dossiers.rules import EvidenceContent
from registry.errors import Fault, Invalid
from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.impartiality.rules import Objection, Subject
from registry.measures import reading, rules
from registry.measures.errors import MeasureEnded, NotIndependentForMeasure, OwnMeasure
from registry.measures.reading import NO_WORDS, Concerned, Filed
from registry.measures.rules import Effect
from registry.measures.schemas import ProposeMeasure
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.texts import Text
from registry.transactions import Connection

_HALF_A_NAME = Text("Vul voornaam en achternaam in.", "Fill in given name and family name.")


async def opened(certificate: UUID, *, connection: Connection, actor: Actor) -> Concerned:
    """The certificate as it is now, for a certifier of its body; raises NotFound for another's, NotAllowed for a program.

    Rivals for the same holder queue at the adviser's row.
    """
    must_judge(actor)
    found = await reading.one_concerned(certificate)
    actor.must_for(Permission.DECIDE_CERTIFICATES, found.version.certification_body)
    await people.lock(found.issued.adviser, connection=connection)
    return await reading.one_concerned(certificate)


async def opened_measure(measure: UUID, *, connection: Connection, actor: Actor) -> tuple[Filed, Concerned]:
    """A measure that still waits, and its certificate, as they are now; raises NotFound, NotAllowed, MeasureEnded."""
    must_judge(actor)
    found = await opened((await reading.measure(measure)).certificate, connection=connection, actor=actor)
    filed = await reading.measure(measure)
    if filed.ending is not None:
        raise MeasureEnded(ended_at=filed.ended_at)
    return filed, found


def must_judge(actor: Actor) -> None:
    """Raises NotAllowed for who is no certifier, and for a program."""
    actor.must(Permission.DECIDE_CERTIFICATES)
    actor.must_be_in_person()


async def weigh_proposal(found: Concerned, command: ProposeMeasure, *, actor: Actor, now: datetime) -> Effect:
    """What the measure would do, if the actor may propose it. Raises NotIndependentForMeasure and as `rules.check` does."""
    await check_independent(found, actor=actor, now=now)
    if any((command.given_name, command.family_prefix, command.family_name)) and command.proposal.name is None:
        raise Invalid([Fault("familyName", _HALF_A_NAME)])
    return rules.check(command.proposal, found.standing, today=amsterdam_day(now))


async def weigh_decision(filed: Filed, found: Concerned, *, actor: Actor, now: datetime) -> Effect:
    """What the measure does, if the actor may decide it. Raises OwnMeasure, NotIndependentForMeasure, as `rules.check`."""
    await check_another(filed, actor)
    await check_independent(found, actor=actor, now=now)
    return await as_things_stand(filed, found, now=now)


async def as_things_stand(filed: Filed, found: Concerned, *, now: datetime) -> Effect:
    """What the measure does, whoever decides it; raises as `rules.check` does."""
    name = (await reading.words_of([filed])).get(filed.id, NO_WORDS).name
    return rules.check(filed.proposal(name), found.standing, today=amsterdam_day(now))


async def check_another(filed: Filed, actor: Actor) -> None:
    """Raises OwnMeasure for who proposed it, under whatever record of themselves."""
    if await is_proposed_by(filed, actor):
        raise OwnMeasure


async def is_proposed_by(filed: Filed, actor: Actor) -> bool:
    """The actor proposed the measure, under whatever record of themselves."""
    return actor.person is not None and filed.prepared_by in await merging.same_person_as(actor.person)


async def check_independent(found: Concerned, *, actor: Actor, now: datetime) -> None:
    """Raises NotIndependentForMeasure, which names each ground and the day it lapses."""
    day = amsterdam_day(now)
    try:
        await impartiality.check(
            person_of(actor),
            await _subject(found, now=now),
            adviser=found.issued.adviser,
            day=day,
            look_back_months=(await schemes.newest_version(found.version.scheme, day)).rules.look_back_months,
        )
    except NotIndependent as error:
        raise NotIndependentForMeasure(**error.facts) from error


async def objections(found: Concerned, *, actor: Actor, now: datetime) -> list[Objection]:
    """What keeps the actor from proposing or deciding about this certificate."""
    day = amsterdam_day(now)
    return await impartiality.objections(
        person_of(actor),
        await _subject(found, now=now),
        adviser=found.issued.adviser,
        day=day,
        look_back_months=(await schemes.newest_version(found.version.scheme, day)).rules.look_back_months,
    )


async def _subject(found: Concerned, *, now: datetime) -> Subject:
    """What impartiality must know of the holder; of whom was erased or taken over only relations and employers are left."""
    content = await _evidence_of(found)
    behind = content.people if content else frozenset[UUID]()
    providers = frozenset({content.provider}) if content else frozenset[UUID]()
    return Subject(found.person, behind, providers, await people.employers_of(found.person, amsterdam_day(now)))


async def _evidence_of(found: Concerned) -> EvidenceContent | None:
    if found.issued.snapshot.taken_over is not None:
        return None
    kept = (await personal_data.reveal([found.evidence])).get(found.evidence)
    return None if kept is None else msgspec.convert(kept, EvidenceContent)


def person_of(actor: Actor) -> UUID:
    """The person behind the actor; raises SamePerson for a program that has none, since two persons must judge."""
    if actor.person is None:
        raise SamePerson
    return actor.person
