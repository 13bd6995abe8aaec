"""Measures on certificates: one certifier proposes, another decides or declines, who proposed may take back (DESIGN §2.3)."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.certificates import service as certificates
from registry.certificates.happenings import Happening, record_event
from registry.certificates.rules import EventKind
from registry.measures import judging, reading
from registry.measures.errors import MeasureOpen, ProposedByAnother
from registry.measures.reading import Filed
from registry.measures.replacing import replace
from registry.measures.rules import Effect, Ending, Measure
from registry.measures.schemas import DeclineMeasure, ProposeMeasure
from registry.measures.tables import CertificateMeasure
from registry.numbering import read_certificate_number
from registry.people import merging
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.transactions import transaction


async def propose(command: ProposeMeasure, *, actor: Actor, now: datetime, batch: UUID | None = None) -> UUID:
    """A certifier of the body, independent of the holder, proposes a measure; the certificate stays as it is.

    Raises Invalid with every fault, MeasureNotAllowed, MoreOnRecord, MeasureOpen, NotIndependentForMeasure,
    UnknownCertificate; NotFound for another body's certificate.
    """
    judging.must_judge(actor)
    issued = await certificates.by_number(read_certificate_number(command.certificate))
    async with transaction() as connection:
        found = await judging.opened(issued.id, connection=connection, actor=actor)
        effect = await judging.weigh_proposal(found, command, actor=actor, now=now)
        if await reading.open_among([issued.id]):
            raise MeasureOpen
        [words] = await personal_data.keep([About(found.person, _words(command))], at=now)
        row = _row(command, issued.id, effect, words=words, batch=batch, actor=actor, now=now)
        await CertificateMeasure.insert(row)
        facts = {
            "certificate": issued.id,
            "measure": command.measure,
            "effectiveOn": effect.effective_on,
            "reason": command.reason,
            "resolveBy": command.resolve_by,
            "scope": command.scope,
            "batch": batch,
        }
        await audit.record(Action.MEASURE_PROPOSED, row.id, actor=actor, at=now, facts=facts)
    proposed: UUID = row.id
    return proposed


def _words(command: ProposeMeasure) -> dict[str, object]:
    name = command.proposal.name
    corrected = {"name": {"given": name.given, "prefix": name.prefix, "family": name.family}} if name else {}
    return {"explanation": command.explanation, **corrected}


def _row(
    command: ProposeMeasure, certificate: UUID, effect: Effect, *, words: bytes, batch: UUID | None, actor: Actor, now: datetime
) -> CertificateMeasure:
    return CertificateMeasure(
        certificate=certificate,
        kind=command.measure.value,
        effective_on=effect.effective_on,
        reason=command.reason,
        resolve_by=command.resolve_by,
        change=canonical_json({"scope": command.scope} if command.scope else {}),
        explanation=words,
        batch=batch,
        prepared_by=actor.account,
        prepared_at=now,
    )


async def decide(measure: UUID, *, actor: Actor, now: datetime) -> str | None:
    """Another certifier decides: from its first day the measure holds. Returns the number of what replaces the certificate.

    All is judged afresh. Raises OwnMeasure, MeasureEnded, NotIndependentForMeasure, and what no longer fits as `propose`.
    """
    async with transaction() as connection:
        filed, found = await judging.opened_measure(measure, connection=connection, actor=actor)
        effect = await judging.weigh_decision(filed, found, actor=actor, now=now)
        replacement = None
        if filed.measure is Measure.REPLACED:
            replacement = await replace(filed, found, effect.effective_on, connection=connection, actor=actor, now=now)
        happening = Happening(
            found.issued.id,
            EventKind(filed.measure.value),
            effect.effective_on,
            prepared_by=filed.prepared_by,
            decided_by=judging.person_of(actor),
            reason=filed.reason,
            resolve_by=filed.resolve_by,
            replaced_by=replacement.id if replacement else None,
        )
        event = await record_event(happening, now=now)
        await _end(filed, Ending.DECIDED, actor=actor, now=now, event=event)
        facts = {
            "certificate": filed.certificate,
            "measure": filed.measure,
            "effectiveOn": effect.effective_on,
            "reason": filed.reason,
            "resolveBy": filed.resolve_by,
            "before": effect.before,
            "after": effect.after,
            "preparedBy": filed.prepared_by,
            "replacedBy": replacement.number if replacement else None,
        }
        await audit.record(Action.MEASURE_DECIDED, measure, actor=actor, at=now, facts=facts)
    return replacement.number if replacement else None


async def decline(measure: UUID, command: DeclineMeasure, *, actor: Actor, now: datetime) -> None:
    """Another certifier, independent of the holder, declines, and says why. The certificate stays as it is.

    Raises OwnMeasure, MeasureEnded, NotIndependentForMeasure, NotFound.
    """
    async with transaction() as connection:
        filed, found = await judging.opened_measure(measure, connection=connection, actor=actor)
        await judging.check_another(filed, actor)
        await judging.check_independent(found, actor=actor, now=now)
        [remark] = await personal_data.keep([About(found.person, {"remark": command.remark})], at=now)
        await _end(filed, Ending.DECLINED, actor=actor, now=now, remark=remark)
        facts = {"certificate": filed.certificate, "measure": filed.measure}
        await audit.record(Action.MEASURE_DECLINED, measure, actor=actor, at=now, facts=facts)


async def take_back(measure: UUID, *, actor: Actor, now: datetime) -> None:
    """Who proposed the measure takes it back. Raises ProposedByAnother, MeasureEnded, NotFound."""
    async with transaction() as connection:
        filed, _ = await judging.opened_measure(measure, connection=connection, actor=actor)
        if not await judging.is_proposed_by(filed, actor):
            raise ProposedByAnother
        await _end(filed, Ending.TAKEN_BACK, actor=actor, now=now)
        facts = {"certificate": filed.certificate, "measure": filed.measure}
        await audit.record(Action.MEASURE_TAKEN_BACK, measure, actor=actor, at=now, facts=facts)


async def _end(
    filed: Filed, ending: Ending, *, actor: Actor, now: datetime, event: int | None = None, remark: bytes | None = None
) -> None:
    await CertificateMeasure.update(
        {
            CertificateMeasure.ending: ending.value,
            CertificateMeasure.ended_by: actor.account,
            CertificateMeasure.ended_at: now,
            CertificateMeasure.event: event,
            CertificateMeasure.remark: remark,
        },
    ).where(CertificateMeasure.id == filed.id)


async def waiting_for(actor: Actor) -> list[Filed]:
    """The measures of the actor's body that wait for a second person, the oldest first: not those they proposed themselves."""
    own = await merging.same_person_as(actor.person) if actor.person else frozenset()
    found = await reading.measures_for(actor)
    return [each for each in found if each.ending is None and each.prepared_by not in own]
