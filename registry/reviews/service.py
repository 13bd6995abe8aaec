"""Reviews of certificates: opening them when their ground changes, and closing them with a conclusion (DESIGN §7)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.days import amsterdam_day
from registry.dossiers.rules import EvidenceContent
from registry.errors import NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent
from registry.impartiality.rules import Objection, Subject
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.reviews import reading
from registry.reviews.errors import NotIndependentOfHolder, ReviewClosed
from registry.reviews.reading import Review, review_for, reviews_for
from registry.reviews.rules import Cause
from registry.reviews.schemas import CloseReview
from registry.reviews.tables import CertificateReview
from registry.schemes import service as schemes
from registry.transactions import transaction

__all__ = ("close", "objections", "open_reviews", "review_for", "reviews_for")


async def open_reviews(
    certificates: Iterable[UUID],
    *,
    cause: Cause,
    origin: UUID,
    facts: Mapping[str, object],
    actor: Actor,
    now: datetime,
) -> int:
    """Put these certificates up for review; returns how many were not yet for this origin. Their status stays as it is.

    To be called inside the caller's transaction. `origin` is the row that caused it: an upload, a case. `facts` holds no
    personal data and no scores; `results`, the ids of the results that no longer stand, shows certifiers what changed, and
    `reason`, as {"nl": …, "en": …}, why.
    """
    opened = 0
    written = canonical_json(facts)
    for certificate in sorted(set(certificates)):
        row = CertificateReview(certificate=certificate, cause=cause.value, origin=origin, facts=written, opened_at=now)
        columns = (CertificateReview.certificate, CertificateReview.cause, CertificateReview.origin)
        created = await CertificateReview.insert(row).on_conflict(target=columns, action="DO NOTHING")
        if created:
            recorded = {"certificate": certificate, "cause": cause, "origin": origin}
            await audit.record(Action.REVIEW_OPENED, row.id, actor=actor, at=now, facts=recorded)
            opened += 1
    return opened


async def close(review: UUID, command: CloseReview, *, actor: Actor, now: datetime) -> None:
    """A certifier of the body, independent of the holder, concludes. The certificate's status stays as it is.

    Raises ReviewClosed, NotIndependentOfHolder; NotFound for another body's review.
    """
    actor.must(Permission.DECIDE_CERTIFICATES)
    async with transaction() as connection:
        found = await reading.review(review)
        actor.must_for(Permission.DECIDE_CERTIFICATES, found.body)
        await people.lock(found.adviser, connection=connection)
        found = await reading.review(review)
        if found.closing is not None:
            raise ReviewClosed(closed_at=found.closing.at)
        await _check_independent(found, actor=actor, now=now)
        [kept] = await personal_data.keep([About(found.person, {"conclusion": command.conclusion})], at=now)
        await CertificateReview.update(
            {
                CertificateReview.closed_at: now,
                CertificateReview.closed_by: actor.account,
                CertificateReview.outcome: command.outcome.value,
                CertificateReview.conclusion: kept,
            },
        ).where(CertificateReview.id == review)
        facts = {"certificate": found.certificate, "outcome": command.outcome}
        await audit.record(Action.REVIEW_CLOSED, review, actor=actor, at=now, facts=facts)


async def _check_independent(found: Review, *, actor: Actor, now: datetime) -> None:
    day = amsterdam_day(now)
    version = await schemes.newest_version(found.scheme, day)
    try:
        await impartiality.check(
            _person(actor),
            await _subject(found, now=now),
            adviser=found.adviser,
            day=day,
            look_back_months=version.rules.look_back_months,
        )
    except NotIndependent as error:
        raise NotIndependentOfHolder(**error.facts) from error


async def objections(found: Review, *, actor: Actor, now: datetime) -> list[Objection]:
    """What keeps the actor from closing this review."""
    day = amsterdam_day(now)
    version = await schemes.newest_version(found.scheme, day)
    return await impartiality.objections(
        _person(actor),
        await _subject(found, now=now),
        adviser=found.adviser,
        day=day,
        look_back_months=version.rules.look_back_months,
    )


async def _subject(found: Review, *, now: datetime) -> Subject:
    """What impartiality must know of the holder; of whom was erased only relations and employers are left."""
    content: EvidenceContent | None = await reading.evidence_of(found)
    behind = content.people if content else frozenset[UUID]()
    providers = frozenset({content.provider}) if content else frozenset[UUID]()
    return Subject(found.person, behind, providers, await people.employers_of(found.person, amsterdam_day(now)))


def _person(actor: Actor) -> UUID:
    """The person behind the actor; raises NotFound for a program that has none."""
    if actor.person is None:
        raise NotFound
    return actor.person
