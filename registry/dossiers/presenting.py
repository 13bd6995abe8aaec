"""Dossiers as people read them."""

from datetime import datetime
from uuid import UUID

from registry.certificates import service as certificates
from registry.certificates.tables import Certificate
from registry.dossiers import holds, judging, reading
from registry.dossiers.reading import Held
from registry.dossiers.rules import Step
from registry.dossiers.schemas import (
    DecisionOut,
    DossierDetail,
    DossierEventOut,
    DossierOut,
    EvidenceOut,
    HoldOut,
    ObjectionOut,
    OwnDossierOut,
)
from registry.dossiers.tables import Dossier
from registry.people import service as people
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.schemes.rules import Route
from registry.texts import Language


async def listed(actor: Actor) -> list[DossierOut]:
    """The dossiers that the actor may read, in order of application."""
    held = await reading.dossiers_for(actor)
    names = await reading.names(held)
    on_hold = await holds.held_among(each.id for each in held)
    return [_out(each, names, on_hold=each.id in on_hold) for each in held]


async def own(actor: Actor) -> list[OwnDossierOut]:
    """The candidate's own applications, in order of application; nobody else's, and nothing of what others advise."""
    actor.must(Permission.APPLY)
    file = await people.own_file(actor)
    return [await _own_out(each) for each in await reading.dossiers(Dossier.adviser == file.id)]


async def _own_out(held: Held) -> OwnDossierOut:
    last = held.taken[-1]
    told = None
    if last.personal and last.step in (Step.REFUSED, Step.NOT_ADMITTED):
        told = (await reading.notes(held)).get(last.personal)
    return OwnDossierOut(
        id=held.id,
        scheme=held.scheme_code,
        state=held.state,
        recorded_at=held.recorded_at,
        certificate=held.certificate,
        reason=told,
        not_admitted_for=last.not_admitted_for,
    )


async def detail(dossier: UUID, *, language: Language, actor: Actor, now: datetime) -> DossierDetail:
    """One dossier in full; raises NotFound for who may not read it."""
    held = await reading.dossier_for(actor, dossier)
    names = await reading.names([held])
    kept = await reading.evidence(held.evidence) if held.evidence else None
    objections = []
    if kept is not None and kept.content is not None and actor.may(Permission.DECIDE_DOSSIERS):
        objections = await judging.objections(held, kept.content, actor=actor, now=now)
    standing = (await holds.held([held.id])).get(held.id, [])
    shown, notes = _out(held, names, on_hold=bool(standing)), await reading.notes(held)
    return DossierDetail(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        prepared_by_you=await judging.is_prepared_by(held, actor),
        events=[
            DossierEventOut(
                step=each.step,
                by=str(names.get(each.person, "")),
                recorded_at=each.recorded_at,
                note=notes.get(each.personal) if each.personal else None,
                not_admitted_for=each.not_admitted_for,
                route=Route(each.facts["route"]) if "route" in each.facts else None,
            )
            for each in held.taken
        ],
        evidence_detail=EvidenceOut(id=kept.id, number=kept.number, sha256=kept.commitment.hex(), content=kept.content)
        if kept
        else None,
        objections=[
            ObjectionOut(ground=each.ground, text=each.text.say(language), lapses_on=each.lapses_on) for each in objections
        ],
        holds=[HoldOut(cause=each.cause, reason=each.reason, set_by=each.set_by, set_at=each.set_at) for each in standing],
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


def _out(held: Held, names: dict[UUID, Name], *, on_hold: bool) -> DossierOut:
    return DossierOut(
        id=held.id,
        candidate_number=held.candidate_number,
        name=str(names[held.person]) if held.person in names else None,
        scheme=held.scheme_code,
        state=held.state,
        recorded_at=held.recorded_at,
        evidence=held.evidence,
        certificate=held.certificate,
        on_hold=on_hold,
        renews=held.renewed_number,
    )
