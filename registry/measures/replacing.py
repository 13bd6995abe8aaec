"""Issuing the certificate that replaces another: the same grant, with a corrected name or another scope (DESIGN §2.4, §7)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.certificates import issuing
from registry.certificates import service as certificates
from registry.certificates.issuing import Award
from registry.measures import judging, reading
from registry.measures.reading import NO_WORDS, Concerned, Filed
from registry.people import service as people
from registry.permissions import Actor
from registry.transactions import Connection


@dataclass(frozen=True, slots=True)
class Replacement:
    """The certificate that takes the place of the old one."""

    id: UUID
    number: str


async def replace(
    filed: Filed, found: Concerned, valid_from: date, *, connection: Connection, actor: Actor, now: datetime
) -> Replacement:
    """Issue the replacement inside the transaction of the decision: it is valid from that day through the old one's last.

    It bears the holder's name as the registry has it, corrected first where that was proposed. Raises AlreadyCertified.
    """
    name = (await reading.words_of([filed])).get(filed.id, NO_WORDS).name
    if name is not None and name != (await people.names_of([found.person])).get(found.person):
        await people.rename(found.person, name, actor=actor, now=now)
    wanted = frozenset(filed.scope)
    award = Award(
        adviser=found.issued.adviser,
        person=found.person,
        version=found.version,
        valid_from=valid_from,
        evidence_hash=found.evidence,
        prepared_by=filed.prepared_by,
        decided_by=judging.person_of(actor),
        valid_until=found.issued.timeline.valid_until,
        scope=tuple(item for item in found.version.rules.scope if item.code in wanted) or found.issued.snapshot.scope,
        predecessor=found.issued.id,
        taken_over=found.issued.snapshot.taken_over,
    )
    new = await issuing.issue(award, connection=connection, actor=actor, now=now)
    return Replacement(new, (await certificates.by_ids([new]))[new].number)
