"""Dossiers that renew a certificate: for which one may apply, what completes them, and what is asked at the decision."""

from datetime import date, datetime
from uuid import UUID

from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.dossiers import renewal
from registry.dossiers.errors import RenewalNeeded
from registry.dossiers.reading import Held, KeptEvidence
from registry.dossiers.rules import EvidenceContent, Step
from registry.errors import Fault, Invalid, NotFound
from registry.numbering import read_certificate_number
from registry.people import merging
from registry.schemes.rules import Version

_JUDGED = frozenset({Step.PREPARED, Step.GRANTED})


async def wanted(number: str | None, *, adviser: UUID, version: Version, now: datetime) -> UUID | None:
    """The certificate that the candidate asks to renew: one of their own, of this scheme, within its window.

    Raises Invalid for what is no number, NotFound for another's, and as `renewal.check_may_apply` does.
    """
    if number is None:
        return None
    try:
        issued = await certificates.by_number(read_certificate_number(number))
    except Invalid as error:
        raise Invalid([Fault("renews", fault.text, fault.facts) for fault in error.faults]) from error
    if issued.adviser not in (await merging.same_as([adviser]))[adviser] or issued.scheme != version.scheme_code:
        raise NotFound
    renewal.check_may_apply(issued.timeline, version.rules.recertification, amsterdam_day(now))
    return issued.id


async def renewed_by(held: Held) -> Issued | None:
    """The certificate that the dossier renews; none where it asks for a first one."""
    return None if held.renews is None else (await certificates.by_ids([held.renews]))[held.renews]


async def is_completed_by(held: Held, content: EvidenceContent) -> bool:
    """Results complete a first application; a renewal only those of new exams. Its other routes a certifier finds met."""
    issued = await renewed_by(held)
    return issued is None or renewal.is_new_exam(content, issued.timeline)


async def check_before_judging(held: Held, version: Version, step: Step, *, kept: KeptEvidence, now: datetime) -> None:
    """What a dossier must still keep to when it is prepared or granted.

    A renewal is of a certificate that still stands; an application that is no renewal does not rest on what an earlier
    certificate of the scheme rests on, where the scheme says how to renew. Raises PredecessorNotValid, RenewalNotOffered,
    RenewalNeeded.
    """
    if step not in _JUDGED:
        return
    issued = await renewed_by(held)
    if issued is not None:
        renewal.offered(version.rules.recertification)
        renewal.check_standing(issued.timeline, amsterdam_day(now))
    elif version.rules.recertification is not None:
        await _check_evidence_is_new(held, version, kept)


async def _check_evidence_is_new(held: Held, version: Version, kept: KeptEvidence) -> None:
    for issued in await certificates.of_advisers((await merging.same_as([held.adviser]))[held.adviser]):
        is_void = issued.status_on(issued.timeline.valid_from, ALL_ON_RECORD) is Status.VOID
        if issued.scheme == version.scheme_code and issued.snapshot.evidence == kept.commitment.hex() and not is_void:
            raise RenewalNeeded(number=issued.number)


async def first_day(held: Held, version: Version, *, now: datetime) -> date:
    """The first day of the certificate when it is granted now: today, or for a renewal as its scheme says."""
    today, issued = amsterdam_day(now), await renewed_by(held)
    if issued is None:
        return today
    asked = renewal.offered(version.rules.recertification)
    return renewal.first_day(issued.timeline.valid_until, asked, decided_on=today)
