"""Finding reviews and the certificates that they are about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.dossiers.rules import EvidenceContent
from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.reviews.rules import Cause, ReviewOutcome
from registry.reviews.tables import CertificateReview


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed a review, when, with what outcome; and the commitment to their words."""

    by: UUID
    at: datetime
    outcome: ReviewOutcome
    conclusion: bytes | None


@dataclass(frozen=True, slots=True)
class Review:
    """A review with the certificate that it is about, its holder, and the body that issued it."""

    id: UUID
    certificate: UUID
    number: str
    adviser: UUID
    person: UUID
    scheme: UUID
    scheme_code: str
    body: UUID
    evidence: bytes
    cause: Cause
    origin: UUID
    facts: dict[str, Any]
    opened_at: datetime
    closing: Closing | None


async def review(wanted: UUID) -> Review:
    """One review; raises NotFound."""
    found = await _reviews(CertificateReview.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def review_for(actor: Actor, wanted: UUID) -> Review:
    """One review, for who may read it; raises NotFound for another certification body's."""
    found = await review(wanted)
    actor.must_see(Permission.READ_REVIEWS, found.body)
    return found


async def reviews_for(actor: Actor) -> list[Review]:
    """The reviews of certificates that the actor's body issued, the oldest first; an auditor sees all."""
    actor.must(Permission.READ_REVIEWS)
    if actor.sees_everything:
        return await _reviews(None)
    own = list(actor.organisations_where(Permission.READ_REVIEWS))
    return await _reviews(CertificateReview.certificate.scheme_version.certification_body.is_in(own))


async def _reviews(where: Any) -> list[Review]:  # noqa: ANN401  a Piccolo condition has no one type
    certificate = CertificateReview.certificate
    query = CertificateReview.select(
        *CertificateReview.all_columns(),
        certificate.number.as_alias("number"),
        certificate.adviser.as_alias("adviser"),
        certificate.adviser.person.as_alias("person"),
        certificate.evidence_hash.as_alias("evidence"),
        certificate.scheme_version.certification_body.as_alias("body"),
        certificate.scheme_version.scheme.as_alias("scheme"),
        certificate.scheme_version.scheme.code.as_alias("scheme_code"),
        CertificateReview.closed_by.person.as_alias("closed_by_person"),
    )
    rows = await (query if where is None else query.where(where)).order_by(CertificateReview.opened_at)
    return [_from_row(row) for row in rows]


def _from_row(row: dict[str, Any]) -> Review:
    closing = None
    if row["closed_at"] is not None:
        outcome = ReviewOutcome(row["outcome"])
        closing = Closing(row["closed_by_person"], row["closed_at"], outcome, row["conclusion"])
    return Review(
        id=row["id"],
        certificate=row["certificate"],
        number=row["number"],
        adviser=row["adviser"],
        person=row["person"],
        scheme=row["scheme"],
        scheme_code=row["scheme_code"],
        body=row["body"],
        evidence=row["evidence"],
        cause=Cause(row["cause"]),
        origin=row["origin"],
        facts=msgspec.json.decode(row["facts"], type=dict[str, Any]),
        opened_at=row["opened_at"],
        closing=closing,
    )


async def evidence_of(found: Review) -> EvidenceContent | None:
    """What the certificate was granted on; nothing once the holder was erased."""
    kept = (await personal_data.reveal([found.evidence])).get(found.evidence)
    return None if kept is None else msgspec.convert(kept, EvidenceContent)


async def conclusion_of(found: Review) -> str | None:
    """What the certifier wrote on closing, unless it was erased."""
    if found.closing is None or found.closing.conclusion is None:
        return None
    kept = (await personal_data.reveal([found.closing.conclusion])).get(found.closing.conclusion)
    return None if kept is None else str(kept["conclusion"])
