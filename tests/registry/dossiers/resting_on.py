"""What tests of withdrawn evidence, holds and reviews need beside `making`: results of evidence, and merges of files."""

from collections.abc import Collection
from uuid import UUID

from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.rules import EvidenceContent
from registry.people import service as people
from registry.people.tables import AdviserMerge
from registry.transactions import transaction
from tests.registry.making import BEFORE, NOW, Candidate, World


async def content_of(evidence: UUID) -> EvidenceContent:
    """What evidence says."""
    content = (await reading.evidence(evidence)).content
    assert content is not None
    return content


async def results_of(evidence: UUID) -> frozenset[UUID]:
    """The results that evidence names."""
    return (await content_of(evidence)).named


async def withdraw(standing: World, of: Candidate, results: Collection[UUID]) -> int:
    """These results no longer stand, as exams says it: in a transaction, the adviser being locked."""
    async with transaction() as connection:
        await people.lock(of.adviser, connection=connection)
        return await dossiers.withdraw_evidence(of.adviser, results, actor=standing.provider, now=NOW)


async def receive(standing: World, of: Candidate, content: EvidenceContent) -> UUID:
    """A complete set of results, as exams hands it over."""
    async with transaction() as connection:
        await people.lock(of.adviser, connection=connection)
        return await dossiers.receive_evidence(of.adviser, content, actor=standing.provider, now=NOW)


async def merged(duplicate: Candidate, counts_as: Candidate) -> None:
    """Two files are of one person."""
    row = AdviserMerge(duplicate=duplicate.adviser, counts_as=counts_as.adviser, merged_at=BEFORE)
    await AdviserMerge.insert(row)
