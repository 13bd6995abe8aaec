"""Results that were on record before two files were found to be of one person, and after that was undone."""

from datetime import timedelta
from uuid import UUID

from config.background import ACTS
from exams.results import merged_files
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant, Prepare
from registry.people import merging
from registry.permissions import Actor, Role
from registry.reviews.tables import CertificateReview
from registry.transactions import transaction
from registry.work import queue
from tests.exams.uploads.ground import AT, Ground, accepted, ground, with_dossiers
from tests.exams.uploads.test_one_person_two_files import ONE, OTHER, evidence_of, merged, parts_of
from tests.registry import making

LATER = AT + timedelta(days=10)


async def admin(here: Ground) -> Actor:
    """Someone who merges."""
    return await making.account(await making.person("Ada"), Role.ADMIN, here.stage.organisations["operator"])


async def follow(merge: UUID) -> None:
    """Do what merging or undoing queued."""
    async with transaction() as connection:
        assert merge in await queue.queued(merging.ACT, connection=connection)
    assert merging.ACT in ACTS
    await merged_files.follow(merge, now=LATER)
    await merged_files.follow(merge, now=LATER)


async def halves(here: Ground) -> None:
    """Two parts under one number and three under the other."""
    await accepted(here, here.sent(parts_of(here, ONE, "GP", "IM")))
    await accepted(here, here.sent(parts_of(here, OTHER, "OA", "VM", "ET")))


async def test_merging_completes_what_is_whole_together(database: None) -> None:
    """Without any new result; and undone, it is nobody's evidence any more."""
    here = await ground()
    await halves(here)
    assert await evidence_of(ONE) is None
    merge = await merged(here)
    await follow(merge)
    found = await evidence_of(ONE)
    assert found is not None
    assert found.number == 1
    await merging.undo(merge, actor=await admin(here), now=LATER)
    await follow(merge)
    assert await evidence_of(ONE) is None
    assert await evidence_of(OTHER) is None


async def test_what_is_whole_by_itself_stays_so(database: None) -> None:
    """Undoing takes nothing from a file that passed every part under its own number."""
    here = await ground()
    await accepted(here, here.sent(parts_of(here, ONE, "GP", "IM", "OA", "VM", "ET")))
    await accepted(here, here.sent(parts_of(here, OTHER, "OA", "VM", "ET")))
    merge = await merged(here)
    await follow(merge)
    await merging.undo(merge, actor=await admin(here), now=LATER)
    await follow(merge)
    found = await evidence_of(ONE)
    assert found is not None
    assert found.content is not None
    assert {proof.part for proof in found.content.results} == {"GP", "IM", "OA", "VM", "ET"}
    assert await evidence_of(OTHER) is None


async def test_a_certificate_on_somebody_elses_results_is_reviewed(database: None) -> None:
    """Once, after the merge that it was granted on is undone; its dossier and status stay."""
    here = await with_dossiers()
    await halves(here)
    merge = await merged(here)
    await follow(merge)
    found = await evidence_of(ONE)
    assert found is not None
    certifier = await here.stage.actor("certifier-a")
    [waiting] = [each for each in await reading.dossiers_for(certifier) if each.evidence == found.id]
    await dossiers.prepare(waiting.id, Prepare(evidence=found.id), actor=certifier, now=LATER)
    await dossiers.grant(waiting.id, Grant(evidence=found.id), actor=await here.stage.actor("certifier-c"), now=LATER)
    await merging.undo(merge, actor=await admin(here), now=LATER)
    await follow(merge)
    [review] = await CertificateReview.select(CertificateReview.origin)
    assert review["origin"] == merge
    assert await evidence_of(ONE) is None
