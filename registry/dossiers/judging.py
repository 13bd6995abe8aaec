"""Who may judge a dossier: a certifier of its body, independent of the candidate, on evidence that counts (DESIGN §2.3)."""

from datetime import datetime
from uuid import UUID

from registry.days import amsterdam_day
from registry.dossiers import holds, reading, renewing, reopening
from registry.dossiers.errors import EvidenceChanged
from registry.dossiers.reading import Held, KeptEvidence
from registry.dossiers.rules import EvidenceContent, Step, check_step
from registry.impartiality import service as impartiality
from registry.impartiality.errors import SamePerson
from registry.impartiality.rules import Objection, Subject
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.schemes.rules import Version
from registry.transactions import Connection


async def opened(
    dossier: UUID,
    permission: Permission,
    *,
    connection: Connection,
    actor: Actor,
    now: datetime,
) -> tuple[Held, Version]:
    """The dossier as it is now, and the version that holds, for a certifier of its body; raises NotFound for another's.

    Rivals for the same candidate queue at the adviser's row. Raises NotAllowed for a program.
    """
    actor.must(permission)
    actor.must_be_in_person()
    found = await reading.dossier(dossier)
    version = await schemes.version_in_force(found.scheme, amsterdam_day(now))
    actor.must_for(permission, version.certification_body)
    await people.lock(found.adviser, connection=connection)
    return await reading.dossier(dossier), version


async def before_judging(
    held: Held, version: Version, step: Step, *, evidence: UUID, actor: Actor, now: datetime
) -> KeptEvidence:
    """The one way to ask whether the actor may take this step on this evidence; returns the evidence.

    Raises EvidenceChanged, StepOutOfOrder, SamePerson (who prepared decides nothing), OnHold, NotIndependent.
    """
    if held.is_reopened:
        raise EvidenceChanged
    check_step(held.steps, step)
    if await is_prepared_by(held, actor):
        raise SamePerson
    await reopening.check_others_judge(held, actor)
    await holds.check_step_may_be_taken(held.id, step)
    newest = await reading.newest_for(held.adviser, version)
    if newest is None or newest.id != evidence or held.evidence != evidence or newest.content is None:
        raise EvidenceChanged
    await renewing.check_before_judging(held, version, step, kept=newest, now=now)
    await check_independent(held, version, newest.content, actor=actor, now=now)
    return newest


async def check_independent(
    held: Held, version: Version, content: EvidenceContent | None, *, actor: Actor, now: datetime
) -> None:
    """Raises NotIndependent, which names each ground and the day it lapses; before there is evidence, by relations alone."""
    await impartiality.check(
        person_of(actor),
        await _subject(held, content, now=now),
        adviser=held.adviser,
        day=amsterdam_day(now),
        look_back_months=version.rules.look_back_months,
    )


async def is_prepared_by(held: Held, actor: Actor) -> bool:
    """The actor prepared the dossier as it stands, under whatever record of themselves."""
    own = await merging.same_person_as(actor.person) if actor.person else ()
    return any(held.is_prepared_by(each) for each in own)


async def _subject(held: Held, content: EvidenceContent | None, *, now: datetime) -> Subject:
    """What impartiality must know of the candidate."""
    employers = await people.employers_of(held.person, amsterdam_day(now))
    if content is None:
        return Subject(held.person, frozenset(), frozenset(), employers)
    return Subject(held.person, content.people, frozenset({content.provider}), employers)


async def objections(held: Held, content: EvidenceContent | None, *, actor: Actor, now: datetime) -> list[Objection]:
    """What keeps the actor from judging this dossier."""
    day = amsterdam_day(now)
    version = await schemes.version_in_force(held.scheme, day)
    return await impartiality.objections(
        person_of(actor),
        await _subject(held, content, now=now),
        adviser=held.adviser,
        day=day,
        look_back_months=version.rules.look_back_months,
    )


def person_of(actor: Actor) -> UUID:
    """The person behind the actor; raises SamePerson for a program that has none, since two persons must judge."""
    if actor.person is None:
        raise SamePerson
    return actor.person
