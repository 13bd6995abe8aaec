"""A scheme that says how to renew, and holders who are to be certified again."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec

from registry.certificates.service import Issued
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.rules import EvidenceContent, ResultProof
from registry.dossiers.schemas import Grant, Prepare
from registry.dossiers.tables import Evidence
from registry.people import service as people
from registry.renewals import service
from registry.renewals.schemas import CompleteRenewal, EnterEducation
from registry.schemes import service as schemes
from registry.schemes.rules import Recertification, Route
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import APPLICATION, BEFORE, IDENTITY, RULES, SCHEME, TRACK, Candidate, World

ASKED = Recertification(
    window_months=6,
    grace_months=2,
    routes=(Route.EXAM, Route.ENGAGEMENTS, Route.EDUCATION),
    education_hours=20,
    evaluated_engagements=3,
)
LAST_DAY = date(2029, 11, 19)
OPENS = datetime(2029, 5, 19, 9, 0, tzinfo=UTC)
IN_WINDOW = datetime(2029, 9, 3, 9, 0, tzinfo=UTC)
IN_GRACE = datetime(2029, 12, 3, 9, 0, tzinfo=UTC)
AFTER_GRACE = datetime(2030, 1, 20, 9, 0, tzinfo=UTC)
EDUCATION = EnterEducation(followed_on=date(2028, 3, 7), hours=Decimal(20), title="Zaakgericht werken", teacher="De leerschool")
BY_EDUCATION = CompleteRenewal(route=Route.EDUCATION)


async def world(asked: Recertification | None = ASKED) -> World:
    """A registry at work whose scheme has a second version, which says how to renew."""
    standing = await making.world()
    rules = msgspec.structs.replace(RULES, recertification=asked)
    version = await schemes.propose(SCHEME, making.proposal(standing, rules), actor=standing.owner, now=BEFORE)
    for actor in (standing.owner, standing.certifiers[0]):
        await schemes.sign(version, actor=actor, now=BEFORE)
    return standing


async def holder(standing: World, given: str = "Elif") -> tuple[Candidate, Issued]:
    """Somebody with a certificate through 19 November 2029."""
    of = await making.candidate(given)
    return of, await making.certified(standing, of)


async def applied(of: Candidate, issued: Issued, *, at: datetime = IN_WINDOW) -> UUID:
    """An application that renews the certificate."""
    return await dossiers.apply(msgspec.structs.replace(APPLICATION, renews=issued.number), actor=of.actor, now=at)


async def admitted(standing: World, of: Candidate, issued: Issued, *, at: datetime = IN_WINDOW) -> UUID:
    """The same, admitted."""
    dossier = await applied(of, issued, at=at)
    await dossiers.admit(dossier, IDENTITY, actor=standing.certifiers[0], now=at)
    return dossier


async def educated(standing: World, of: Candidate, *, at: datetime = IN_WINDOW) -> UUID:
    """Twenty hours of education that count."""
    entry = await service.enter(EDUCATION, actor=of.actor, now=at)
    await service.accept(entry, actor=standing.certifiers[0], now=at)
    return entry


async def completed(standing: World, of: Candidate, issued: Issued, *, at: datetime = IN_WINDOW) -> UUID:
    """A renewal that education completed."""
    dossier = await admitted(standing, of, issued, at=at)
    await educated(standing, of, at=at)
    await service.complete(dossier, BY_EDUCATION, actor=standing.certifiers[0], now=at)
    return dossier


async def evidence_of(dossier: UUID) -> UUID:
    """The evidence that the dossier rests on."""
    found = (await reading.dossier(dossier)).evidence
    assert found is not None
    return found


async def evidence_of_certificate(issued: Issued) -> UUID:
    """The evidence that the certificate rests on."""
    row = await Evidence.select(Evidence.id).where(Evidence.content == bytes.fromhex(issued.snapshot.evidence)).first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def prepared(standing: World, dossier: UUID, *, at: datetime = IN_WINDOW) -> UUID:
    """The first certifier prepares it; returns its evidence."""
    proof = await evidence_of(dossier)
    await dossiers.prepare(dossier, Prepare(evidence=proof), actor=standing.certifiers[0], now=at)
    return proof


async def granted(standing: World, dossier: UUID, *, at: datetime = IN_WINDOW) -> UUID:
    """The first certifier prepares it, the second grants."""
    proof = await prepared(standing, dossier, at=at)
    return await dossiers.grant(dossier, Grant(evidence=proof), actor=standing.certifiers[1], now=at)


async def examined(standing: World, of: Candidate, held_on: date, *, at: datetime = IN_WINDOW) -> UUID:
    """A complete set of results of an exam on that day."""
    proof = ResultProof(
        result=uuid4(),
        part="GP",
        held_on=held_on,
        attempt=1,
        score=700,
        pass_mark=550,
        examiner=uuid4(),
        invigilator=None,
        trainers=(uuid4(),),
        upload=uuid4(),
        file_sha256="00" * 32,
        sheet="Uitslagen",
        cell="E2",
    )
    async with transaction() as connection:
        await people.lock(of.adviser, connection=connection)
        content = EvidenceContent("EA000101-45", TRACK, 1, uuid4(), (proof,))
        return await dossiers.receive_evidence(of.adviser, content, actor=standing.provider, now=at)
