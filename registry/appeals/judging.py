"""Who may handle and decide an appeal: nobody who took part in what it is about, or is close to whom it is about."""

from datetime import datetime
from uuid import UUID

import msgspec

from registry.accounts.tables import Membership
from registry.appeals.errors import NotIndependentForAppeal, TookPart
from registry.appeals.reading import Case
from registry.certificates.tables import Certificate
from registry.days import amsterdam_day
from registry.dossiers import reading as dossiers
from registry.dossiers.rules import EvidenceContent
from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent
from registry.impartiality.rules import Objection, Subject
from registry.people import merging
from registry.people import service as people
from registry.permissions import Role
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.transactions import fetch

_TOOK_PART = """
WITH led AS (
    SELECT $1::uuid AS dossier UNION SELECT dossier FROM dossier_event WHERE certificate = $2)
SELECT account.person FROM dossier_event JOIN account ON account.id = dossier_event.account
    WHERE dossier IN (SELECT dossier FROM led)
        AND step IN ('admitted', 'not-admitted', 'prepared', 'returned', 'granted', 'refused')
UNION SELECT account.person FROM equivalence_request JOIN account ON account.id IN (prepared_by, decided_by)
    WHERE dossier IN (SELECT dossier FROM led)
UNION SELECT unnest(ARRAY[prepared_by, decided_by]) FROM certificate WHERE id = $2
UNION SELECT unnest(ARRAY[prepared_by, decided_by]) FROM certificate_event WHERE certificate = $2
UNION SELECT account.person FROM certificate_measure JOIN account ON account.id IN (prepared_by, ended_by)
    WHERE certificate = $2 OR certificate_measure.id = $3
UNION SELECT account.person FROM certificate_review JOIN account ON account.id = closed_by WHERE certificate = $2
"""


async def took_part(case: Case) -> frozenset[UUID]:
    """Everyone who judged what it is about: the application, the certificate, what happened to it, its reviews."""
    rows = await fetch(_TOOK_PART, case.about.dossier, case.about.certificate, case.about.measure)
    return frozenset(row["person"] for row in rows if row["person"] is not None)


async def is_involved(case: Case, person: UUID) -> bool:
    """The person took part, or sent it, under whatever record of themselves."""
    own = await merging.same_person_as(person)
    return bool(own & (await took_part(case) | {case.sender}))


async def check(case: Case, person: UUID, *, now: datetime) -> None:
    """Raises TookPart, and NotIndependentForAppeal with each ground, for who may not handle or decide it."""
    if await is_involved(case, person):
        names = await people.names_of([person])
        raise TookPart(name=str(names.get(person, "")))
    found = await _judged(case, now=now)
    if found is None:
        return
    subject, adviser, months = found
    try:
        await impartiality.check(person, subject, adviser=adviser, day=amsterdam_day(now), look_back_months=months)
    except NotIndependent as error:
        raise NotIndependentForAppeal(**error.facts) from error


async def objections(case: Case, person: UUID, *, now: datetime) -> list[Objection]:
    """What the one rule of impartiality has against this person; that they took part is told apart."""
    found = await _judged(case, now=now)
    if found is None:
        return []
    subject, adviser, months = found
    return await impartiality.objections(person, subject, adviser=adviser, day=amsterdam_day(now), look_back_months=months)


async def adviser_of(case: Case) -> UUID | None:
    """The file of whom it is about, where that is known."""
    if case.about.dossier is not None:
        return (await dossiers.dossier(case.about.dossier)).adviser
    row = await Certificate.select(Certificate.adviser).where(Certificate.id == case.about.certificate).first()
    return row["adviser"] if row else None


async def _judged(case: Case, *, now: datetime) -> tuple[Subject, UUID, int] | None:
    """What impartiality must know of whom it is about, and the look-back of the scheme; None where nobody is known."""
    adviser = await adviser_of(case)
    if adviser is None:
        return None
    person = (await people.persons_of([adviser]))[adviser]
    content = await _evidence(case)
    behind = content.people if content else frozenset[UUID]()
    providers = frozenset({content.provider}) if content else frozenset[UUID]()
    subject = Subject(person, behind, providers, await people.employers_of(person, amsterdam_day(now)))
    months = max(each.rules.look_back_months for each in await schemes.versions() if each.certification_body == case.body)
    return subject, adviser, months


async def _evidence(case: Case) -> EvidenceContent | None:
    """What the certificate or the application rests on; nothing once the person was erased."""
    if case.about.certificate is not None:
        row = await Certificate.select(Certificate.evidence_hash).where(Certificate.id == case.about.certificate).first()
        kept = await personal_data.reveal([row["evidence_hash"]]) if row else {}
        value = next(iter(kept.values()), None)
        return msgspec.convert(value, EvidenceContent) if value and "results" in value else None
    if case.about.dossier is None:
        return None
    held = await dossiers.dossier(case.about.dossier)
    return (await dossiers.evidence(held.evidence)).content if held.evidence else None


async def certifiers_of(body: UUID) -> frozenset[UUID]:
    """Everyone who certifies for the body now."""
    rows = await Membership.select(Membership.account.person.as_alias("person")).where(
        Membership.role == Role.CERTIFIER.value, Membership.organisation == body, Membership.ended_at.is_null()
    )
    return frozenset(row["person"] for row in rows)
