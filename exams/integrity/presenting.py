"""Cases of the integrity watch as people read them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from exams.integrity import reading, service
from exams.integrity.bars import rate_of
from exams.integrity.reading import Case
from exams.integrity.rules import SittingTally, Tally
from exams.integrity.schemas import CaseDetail, CaseOut, CaseReviewOut, CaseSittingOut, HeldDossierOut
from exams.integrity.wording import FLAGS, why
from registry.dossiers.tables import DossierHold
from registry.people import service as people
from registry.people.rules import Name
from registry.permissions import Actor
from registry.reviews.tables import CertificateReview
from registry.texts import Language

Names = dict[UUID, Name]


async def listed(actor: Actor, language: Language) -> list[CaseOut]:
    """The cases that the actor may read, oldest first."""
    found = await service.cases_for(actor)
    names = await people.names_of(person for each in found for person in _persons(each))
    return [_out(each, names, actor, language) for each in found]


async def detail(case: UUID, *, language: Language, actor: Actor, now: datetime) -> CaseDetail:
    """One case in full; raises NotFound for who may not read it."""
    found = await service.case_for(actor, case)
    facts, closing = found.facts, found.closing
    names = await people.names_of({*_persons(found), *(each.examiner for each in facts.sittings)})
    shown = _out(found, names, actor, language)
    return CaseDetail(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        why=why(found.flag, facts, language),
        group=rate_of(facts.group),
        others=rate_of(facts.others),
        sittings=[_sitting(each, names) for each in facts.sittings],
        touched_candidates=len(facts.touched),
        to_hold=len(await service.to_hold(found, actor=actor, now=now)) if closing is None else 0,
        holds=await _holds(case),
        reviews=await _reviews(case),
        closed_by=_name(closing.by if closing else None, names),
        conclusion=await reading.conclusion_of(found),
    )


def _persons(case: Case) -> Iterable[UUID]:
    closed_by = case.closing.by if case.closing else None
    return (person for person in (case.facts.examiner, case.handled_by, closed_by) if person is not None)


def _name(person: UUID | None, names: Names) -> str | None:
    return str(names[person]) if person in names else None


def _out(case: Case, names: Names, actor: Actor, language: Language) -> CaseOut:
    return CaseOut(
        id=case.id,
        provider=case.provider_name,
        track=case.track_name.say(language),
        track_version=case.track_version,
        part=case.facts.part,
        examiner=_name(case.facts.examiner, names),
        flag=case.flag,
        flag_text=FLAGS[case.flag].say(language),
        opened_at=case.opened_at,
        handler=_name(case.handled_by, names),
        is_yours=case.handler is not None and case.handler == actor.account,
        closed_at=case.closing.at if case.closing else None,
        outcome=case.closing.outcome if case.closing else None,
    )


def _sitting(each: SittingTally, names: Names) -> CaseSittingOut:
    return CaseSittingOut(
        id=each.sitting,
        held_on=each.held_on,
        examiner=_name(each.examiner, names),
        supervised=each.supervised,
        rate=rate_of(Tally(each.passed, each.taken)),
    )


async def _holds(case: UUID) -> list[HeldDossierOut]:
    rows = (
        await DossierHold.select(
            DossierHold.dossier,
            DossierHold.dossier.adviser.candidate_number.as_alias("candidate_number"),
            DossierHold.set_by.person.as_alias("person"),
            DossierHold.set_at,
            DossierHold.lifted_at,
        )
        .where(DossierHold.cause == case)
        .order_by(DossierHold.dossier.adviser.candidate_number)
    )
    names = await people.names_of(row["person"] for row in rows)
    return [
        HeldDossierOut(
            dossier=row["dossier"],
            candidate_number=row["candidate_number"],
            set_by=_name(row["person"], names) or "",
            set_at=row["set_at"],
            lifted_at=row["lifted_at"],
        )
        for row in rows
    ]


async def _reviews(case: UUID) -> list[CaseReviewOut]:
    rows = (
        await CertificateReview.select(
            CertificateReview.id,
            CertificateReview.certificate.number.as_alias("certificate"),
            CertificateReview.closed_at,
        )
        .where(CertificateReview.origin == case)
        .order_by(CertificateReview.opened_at)
    )
    return [CaseReviewOut(**row) for row in rows]
