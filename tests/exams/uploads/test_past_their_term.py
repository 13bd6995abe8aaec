"""Files that nobody accepted go after half a year; what was accepted stays, with its bytes."""

from datetime import timedelta

import asyncpg
import pytest

from exams.results import service as results
from exams.results.tables import Result, Upload, UploadFile
from registry.errors import NotFound
from registry.permissions import OPERATOR
from registry.retention import service as retention
from registry.transactions import transaction
from tests.exams.uploads.ground import AT, accepted, ground

LATER = AT + timedelta(days=181)


async def test_the_bytes_of_a_file_that_nobody_accepted(database: None) -> None:
    """That it was sent stays on record, and its page is gone; the bytes of the accepted one stay."""
    here = await ground()
    unaccepted = await results.send(here.autumn, actor=here.actor, now=AT)
    await accepted(here, here.autumn)
    before = await Result.count()
    assert (await retention.run(actor=OPERATOR, now=LATER - timedelta(days=2)))["upload_file"] == 0
    assert (await retention.due(now=LATER))["upload_file"] == 1
    assert (await retention.run(actor=OPERATOR, now=LATER))["upload_file"] == 1
    assert (await Upload.count(), await UploadFile.count(), await Result.count()) == (2, 1, before)
    with pytest.raises(NotFound):
        await results.preview(unaccepted.upload.id, actor=here.actor, now=LATER)
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute("DELETE FROM upload_file")
