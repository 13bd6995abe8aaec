"""A certificate whose ground changed is looked at again by its body; until two certifiers decide otherwise, all stays."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from public_list.listing import service as public
from public_list.listing.rules import Wanted
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.bookings import service as bookings
from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.days import ALL_ON_RECORD
from registry.dossiers import reading as dossiers
from registry.dossiers import service as deciding
from registry.dossiers.schemas import Grant, Prepare
from registry.errors import NotAllowed, NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Role
from registry.reviews import presenting, service
from registry.reviews.errors import NotIndependentOfHolder, ReviewClosed
from registry.reviews.rules import Cause, ReviewOutcome
from registry.reviews.schemas import CloseReview
from registry.reviews.tables import CertificateReview
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import results_of
from tests.registry.making import BEFORE, NOW, TODAY, World

CONCLUSION = "De nieuwe score ligt ook boven de grens."
STANDS = CloseReview(outcome=ReviewOutcome.STANDS, conclusion=CONCLUSION)


async def opened(
    world: World, certificate: Issued, *, origin: UUID | None = None, results: frozenset[UUID] = frozenset()
) -> UUID:
    """A review of a certificate whose results were corrected."""
    upload = origin or uuid4()
    facts = {"results": results, "reason": {"nl": "Overgetypt", "en": "Typing error"}}
    async with transaction():
        await service.open_reviews(
            [certificate.id],
            cause=Cause.RESULT_CORRECTED,
            origin=upload,
            facts=facts,
            actor=world.provider,
            now=NOW,
        )
    [row] = await CertificateReview.select(CertificateReview.id).where(CertificateReview.origin == upload)
    review: UUID = row["id"]
    return review


async def test_one_origin_counts_once(database: None) -> None:
    """However often it is told; another origin opens another review, also after the first was closed."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    issued, other = await making.certified(world, elif_), await making.certified(world, jan)
    upload = uuid4()

    async def told(*certificates: UUID, cause: Cause = Cause.UPLOAD_RETRACTED) -> int:
        async with transaction():
            return await service.open_reviews(certificates, cause=cause, origin=upload, facts={}, actor=world.provider, now=NOW)

    assert [await told(issued.id, issued.id), await told(issued.id, other.id), await told(), await told(other.id)] == [
        1,
        1,
        0,
        0,
    ]
    [first, _] = await service.reviews_for(world.certifiers[0])
    await service.close(first.id, STANDS, actor=world.certifiers[0], now=NOW)
    assert await told(issued.id) == 0
    assert await told(issued.id, cause=Cause.INTEGRITY_CASE) == 1
    assert await AuditEntry.count().where(AuditEntry.action == Action.REVIEW_OPENED.value) == 3


async def test_status_list_and_bookings_stay(database: None) -> None:
    """While a review is open, and after it, whatever was concluded: only a decision changes a certificate."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)

    async def answers() -> list[object]:
        [now] = await certificates.of_advisers([elif_.adviser])
        assert now == issued
        return [
            now.status_on(TODAY, ALL_ON_RECORD),
            await public.check(issued.number, day=None, now=NOW),
            await public.search(Wanted(), now=NOW),
            (await bookings.weigh(making.booking(issued.number, pool), actor=world.municipality, now=NOW)).judgement,
        ]

    before = await answers()
    assert before[0] is Status.VALID
    for outcome in ReviewOutcome:
        review = await opened(world, issued)
        assert await answers() == before
        command = CloseReview(outcome=outcome, conclusion=CONCLUSION)
        await service.close(review, command, actor=world.certifiers[0], now=NOW)
        assert await answers() == before


async def test_certifiers_read_what_changed(database: None) -> None:
    """Which results of the certificate, as it was granted on them, why, since when; and after closing who concluded what."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    [held] = await dossiers.dossiers()
    assert held.evidence
    results = await results_of(held.evidence)
    review = await opened(world, issued, results=results)
    first = world.certifiers[0]
    shown = await presenting.detail(review, language=Language.EN, actor=first, now=NOW)
    assert (shown.certificate, shown.name, shown.scheme, shown.status) == (
        issued.number,
        "Elif Öztürk",
        making.SCHEME,
        Status.VALID,
    )
    assert (shown.cause_text, shown.reason) == ("A result that the certificate rests on was corrected", "Typing error")
    assert [(each.result, each.part, each.score, each.cell) for each in shown.changed] == [(*results, "GP", 700, "E2")]
    assert (shown.opened_at, shown.objections, shown.closed_at, shown.conclusion) == (NOW, [], None, None)
    await service.close(review, STANDS, actor=first, now=NOW + timedelta(hours=1))
    shown = await presenting.detail(review, language=Language.NL, actor=world.auditor, now=NOW)
    assert (shown.closed_by, shown.outcome, shown.conclusion) == ("Arjan Visser", ReviewOutcome.STANDS, CONCLUSION)
    assert shown.closed_at == NOW + timedelta(hours=1)


async def test_the_results_of_a_retracted_upload_are_found_by_the_upload(database: None) -> None:
    """Where nobody named results, those of the certificate that came with the origin are shown; else none."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    [held] = await dossiers.dossiers()
    assert held.evidence
    content = (await dossiers.evidence(held.evidence)).content
    assert content is not None
    [proof] = content.results
    by_upload, by_case = await opened(world, issued, origin=proof.upload), await opened(world, issued)
    changed = [
        [each.result for each in (await presenting.detail(review, language=Language.NL, actor=world.auditor, now=NOW)).changed]
        for review in (by_upload, by_case)
    ]
    assert sorted(changed) == [[], [proof.result]]


async def test_a_review_is_closed_once(database: None) -> None:
    """Who comes second is told when; the first conclusion stays."""
    world, elif_ = await making.world(), await making.candidate()
    review = await opened(world, await making.certified(world, elif_))
    await service.close(review, STANDS, actor=world.certifiers[0], now=NOW)
    withdraw = CloseReview(outcome=ReviewOutcome.TO_WITHDRAW, conclusion="Toch niet.....")
    with pytest.raises(ReviewClosed) as refused:
        await service.close(review, withdraw, actor=world.certifiers[1], now=NOW)
    assert refused.value.facts == {"closed_at": NOW}
    [row] = await CertificateReview.select()
    assert (row["outcome"], row["closed_by"]) == ("stands", world.certifiers[0].account)
    assert await AuditEntry.count().where(AuditEntry.action == Action.REVIEW_CLOSED.value) == 1


async def test_who_taught_or_examined_the_holder_does_not_close(database: None) -> None:
    """Neither for the certificate's evidence nor else within the look-back; another certifier does. The holder least of all."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    dossier = await making.admitted(world, elif_)
    proof = await making.evidence(world, elif_, examiner=first.person)
    fourth = await making.account(
        await making.person("Dirk", "Visser"), Role.CERTIFIER, world.organisations["certification-body"]
    )
    await deciding.prepare(dossier, Prepare(evidence=proof), actor=second, now=NOW)
    await deciding.grant(dossier, Grant(evidence=proof), actor=fourth, now=NOW)
    [issued] = await certificates.of_advisers([elif_.adviser])
    assert third.person is not None
    taught = Reported(RelationKind.TAUGHT, third.person, elif_.adviser, TODAY, TODAY, origin=uuid4())
    async with transaction():
        await impartiality.report([taught], now=BEFORE)
    review = await opened(world, issued)
    for actor, ground in ((first, "in-evidence"), (third, "taught")):
        with pytest.raises(NotIndependentOfHolder) as refused:
            await service.close(review, STANDS, actor=actor, now=NOW)
        assert refused.value.facts["grounds"] == [ground]
        assert "herbeoordeling" in refused.value.say(Language.NL)
        shown = await presenting.detail(review, language=Language.NL, actor=actor, now=NOW)
        assert [each.ground for each in shown.objections] == [ground]
    await service.close(review, STANDS, actor=second, now=NOW)


async def test_only_certifiers_of_the_body_close(database: None) -> None:
    """Auditors read; another body's certifier finds nothing; nobody else may read or close."""
    world, elif_ = await making.world(), await making.candidate()
    review = await opened(world, await making.certified(world, elif_))
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    assert await service.reviews_for(stranger) == []
    for attempt in (service.review_for(stranger, review), service.close(review, STANDS, actor=stranger, now=NOW)):
        with pytest.raises(NotFound):
            await attempt
    assert [each.id for each in await service.reviews_for(world.auditor)] == [review]
    for actor in (world.auditor, OPERATOR, world.provider, world.owner, elif_.actor):
        with pytest.raises(NotAllowed):
            await service.close(review, STANDS, actor=actor, now=NOW)
    for actor in (OPERATOR, world.provider, world.owner, elif_.actor):
        with pytest.raises(NotAllowed):
            await service.reviews_for(actor)
        with pytest.raises(NotAllowed):
            await service.review_for(actor, review)
    with pytest.raises(NotFound):
        await service.close(uuid4(), STANDS, actor=world.certifiers[0], now=NOW)


async def test_the_conclusion_is_erasable(database: None) -> None:
    """It is about the holder: once they are erased the outcome stays, without words, name or results."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    review, still_open = await opened(world, issued), await opened(world, issued)
    await service.close(review, STANDS, actor=world.certifiers[0], now=NOW)
    audit = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.REVIEW_CLOSED.value)
    assert "score" not in str(audit)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    shown = await presenting.detail(review, language=Language.NL, actor=world.auditor, now=NOW)
    assert (shown.outcome, shown.conclusion, shown.name, shown.changed) == (ReviewOutcome.STANDS, None, None, [])
    await service.close(still_open, STANDS, actor=world.certifiers[0], now=NOW)


async def test_the_database_closes_a_review_once(database: None) -> None:
    """Nothing else of it changes, and it is never reopened."""
    world, elif_ = await making.world(), await making.candidate()
    review = await opened(world, await making.certified(world, elif_))
    for change in ("opened_at = now()", "cause = 'integrity-case'", "origin = gen_random_uuid()", "facts = '{\"a\": 1}'"):
        with pytest.raises(asyncpg.RestrictViolationError, match="opened once"):
            async with transaction() as connection:
                await connection.execute(f"UPDATE certificate_review SET {change}")  # noqa: S608  columns
    await service.close(review, STANDS, actor=world.certifiers[0], now=NOW)
    for change in ("outcome = 'to-withdraw'", "closed_at = NULL, closed_by = NULL, outcome = NULL", "conclusion = NULL"):
        with pytest.raises(asyncpg.RestrictViolationError, match="closed once"):
            async with transaction() as connection:
                await connection.execute(f"UPDATE certificate_review SET {change}")  # noqa: S608  columns
