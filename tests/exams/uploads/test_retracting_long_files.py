"""A long file is taken back in the background as well: seen underway, cancelled, refused, and done once and whole."""

import asyncio
from datetime import timedelta

import pytest

from exams.results import taking_back, uploading
from exams.results.doing import do
from exams.results.errors import NotAccepted, RetractedBefore
from exams.results.history import RetractionReason
from exams.results.progress import Count
from exams.results.tables import Result, Upload
from exams.results.told import told
from exams.results.uploading import Long
from exams.results.work_errors import WorkCancelled, WorkUnderway
from exams.results.work_rules import Ending, Task
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.texts import Language
from tests.exams.uploads.ground import Ground
from tests.exams.uploads.long_files import LATER, ROWS, asked_to_accept, crowded, ending_of, judged, looked
from tests.exams.uploads.standing_record import standing_results

WRONG = RetractionReason.WRONG_FILE
LATEST = LATER + timedelta(hours=1)


@pytest.fixture
async def here(database: None) -> Ground:
    """A provider with long files."""
    return await crowded()


async def accepted(here: Ground) -> Long:
    """A long file that is on record."""
    seen = await judged(here)
    await do(await asked_to_accept(here, seen), now=LATER)
    assert await Result.count() == ROWS
    return seen


async def asked_back(here: Ground, seen: Long) -> Long:
    """Asked to take it back."""
    asked = await uploading.retract(seen.upload.id, WRONG, actor=here.actor, now=LATEST)
    assert isinstance(asked, Long)
    return asked


async def test_taken_back_in_the_background(here: Ground) -> None:
    """Nothing changes when it is asked; then nothing of it stands, in the name of who asked; and it is told once."""
    seen = await accepted(here)
    asked = await asked_back(here, seen)
    assert (asked.work.task, asked.work.rows_total, asked.work.is_underway) == (Task.RETRACT, ROWS, True)
    assert len(await standing_results()) == ROWS
    with pytest.raises(WorkUnderway):
        await asked_back(here, seen)
    await do(asked.work.id, now=LATEST)
    assert (await ending_of(asked.work.id), await standing_results()) == (Ending.DONE, [])
    upload = await Upload.objects().get(Upload.id == seen.upload.id)
    assert upload is not None
    assert (upload.retracted_at, upload.retracted_by, upload.retraction_reason) == (LATEST, here.actor.account, WRONG.value)
    await do(asked.work.id, now=LATEST)
    assert await AuditEntry.count().where(AuditEntry.action == Action.UPLOAD_RETRACTED.value) == 1
    with pytest.raises(RetractedBefore):
        await asked_back(here, seen)


async def test_what_was_not_accepted_is_refused_at_once(here: Ground) -> None:
    """No work is asked for it."""
    seen = await judged(here)
    with pytest.raises(NotAccepted):
        await asked_back(here, seen)


async def test_cancelled_before_it_began(here: Ground) -> None:
    """All results still stand, and it can be asked again."""
    seen = await accepted(here)
    asked = await asked_back(here, seen)
    await uploading.cancel(seen.upload.id, actor=here.actor, now=LATEST)
    await do(asked.work.id, now=LATEST)
    assert len(await standing_results()) == ROWS
    found = told(await looked(here, seen.upload.id), Language.NL)
    assert found.work is not None
    assert (found.work.task, found.work.ending) == (Task.RETRACT, Ending.CANCELLED)
    await do((await asked_back(here, seen)).work.id, now=LATEST)
    assert await standing_results() == []


async def test_cancelled_underway(here: Ground) -> None:
    """Cancelled between two batches, or at the very end, nothing of it is taken back."""
    seen = await accepted(here)
    told_to_stop = await asked_back(here, seen)
    count = Count(told_to_stop.work.id)
    count.cancelled = True
    with pytest.raises(WorkCancelled):
        await taking_back.retract(seen.upload.id, WRONG, actor=here.actor, now=LATEST, count=count)
    await uploading.cancel(seen.upload.id, actor=here.actor, now=LATEST)
    with pytest.raises(WorkCancelled):
        await taking_back.retract(seen.upload.id, WRONG, actor=here.actor, now=LATEST, count=Count(told_to_stop.work.id))
    assert len(await standing_results()) == ROWS


async def test_done_twice_at_once(here: Ground) -> None:
    """Two workers that have the same work in hand take it back once."""
    seen = await accepted(here)
    asked = await asked_back(here, seen)
    await asyncio.gather(*(do(asked.work.id, now=LATEST) for _ in range(3)))
    assert (await ending_of(asked.work.id), await standing_results()) == (Ending.DONE, [])
    assert await Result.count() == 2 * ROWS
    assert await AuditEntry.count().where(AuditEntry.action == Action.UPLOAD_RETRACTED.value) == 1
