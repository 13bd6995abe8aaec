"""Dossiers as people read them."""

from datetime import datetime
from uuid import UUID

from registry.certificates import service as certificates
from registry.certificates.tables import Certificate
from registry.dossiers import reading, service
from registry.dossiers.reading import Held
from registry.dossiers.schemas import (
    DecisionOut,
    DossierDetail,
    DossierEventOut,
    DossierOut,
    EvidenceOut,
    ObjectionOut,
)
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.texts import Language


async def listed(actor: Actor) -> list[DossierOut]:
    """The dossiers that the actor may read, in order of application."""
    held = await reading.dossiers_for(actor)
    names = await reading.names(held)
    return [_out(each, names) for each in held]


async def detail(dossier: UUID, *, language: Language, actor: Actor, now: datetime) -> DossierDetail:
    """One dossier in full; raises NotFound for who may not read it."""
    held = await reading.dossier_for(actor, dossier)
    names = await reading.names([held])
    kept = await reading.evidence(held.evidence) if held.evidence else None
    objections = []
    if kept is not None and kept.content is not None and actor.may(Permission.DECIDE_DOSSIERS):
        objections = await service.objections(held, kept.content, actor=actor, now=now)
    shown, notes = _out(held, names), await reading.notes(held)
    return DossierDetail(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        prepared_by_you=held.is_prepared_by(actor.person),
        events=[
            DossierEventOut(
                step=each.step,
                by=str(names.get(each.person, "")),
                recorded_at=each.recorded_at,
                note=notes.get(each.personal) if each.personal else None,
            )
            for each in held.taken
        ],
        evidence_detail=EvidenceOut(id=kept.id, number=kept.number, sha256=kept.commitment.hex(), content=kept.content)
        if kept
        else None,
        objections=[
            ObjectionOut(ground=each.ground, text=each.text.say(language), lapses_on=each.lapses_on) for each in objections
        ],
    )


async def decision(certificate: UUID) -> DecisionOut:
    """The outcome of a grant."""
    row = await Certificate.select(Certificate.number).where(Certificate.id == certificate).first()
    if row is None:
        raise LookupError(certificate)
    issued = await certificates.by_number(row["number"])
    return DecisionOut(
        certificate=issued.number,
        valid_from=issued.timeline.valid_from,
        valid_until=issued.timeline.valid_until,
    )


def _out(held: Held, names: dict[UUID, Name]) -> DossierOut:
    return DossierOut(
        id=held.id,
        candidate_number=held.candidate_number,
        name=str(names[held.person]) if held.person in names else None,
        scheme=held.scheme_code,
        state=held.state,
        recorded_at=held.recorded_at,
        evidence=held.evidence,
        certificate=held.certificate,
    )
