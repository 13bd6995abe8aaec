"""Many files at once: each is answered within its time, and what takes long holds nobody up for longer."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable

import pytest

from exams.spreadsheets import limits
from exams.spreadsheets.errors import TooDemanding, UploadRefused
from exams.spreadsheets.reader import ReadersBusy, mark_file, read_file
from exams.spreadsheets.wire import MarkTask, Note
from tests.exams.spreadsheets.files import sheet_xml, xlsx_of
from tests.exams.spreadsheets.test_mangled import ROW, all_different

SHORT = xlsx_of(sheet_xml(ROW))
SECONDS = 3
SLACK = 3


async def outcome(answering: Awaitable[object]) -> str:
    """What came of it, in time."""
    started = time.monotonic()
    try:
        told = type(await answering).__name__
    except UploadRefused as refusal:
        told = type(refusal).__name__
    assert time.monotonic() - started < SECONDS + SLACK
    return told


@pytest.fixture
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long file takes longer than there is."""
    monkeypatch.setattr(limits, "CHILD_SECONDS", SECONDS)


@pytest.mark.usefixtures("little_time")
async def test_many_long_files() -> None:
    """Each is answered in time, also those that never had a turn; a short file is read meanwhile."""
    content = all_different()
    asked = asyncio.gather(*(outcome(read_file(content, filename="a.xlsx")) for _ in range(8)))
    await asyncio.sleep(SECONDS / 4)
    assert await outcome(read_file(SHORT, filename="a.xlsx")) == "Sheet"
    assert Counter(await asked) == {TooDemanding.__name__: 2, ReadersBusy.__name__: 6}
    assert await outcome(read_file(SHORT, filename="a.xlsx")) == "Sheet"


async def test_marking_holds_up_no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends a file does not wait for who has one marked; and who has one marked is answered in time too."""
    monkeypatch.setattr(limits, "MARKING_SECONDS", SECONDS)
    content = all_different()
    task = MarkTask(content, "a.xlsx", "", ("a", "b"), (Note("A1", "x", ("A1", "x")),))
    asked = asyncio.gather(*(outcome(mark_file(task)) for _ in range(3)))
    await asyncio.sleep(SECONDS / 4)
    assert await outcome(read_file(SHORT, filename="a.xlsx")) == "Sheet"
    assert Counter(await asked) == {"TooLargeToMark": 1, ReadersBusy.__name__: 2}
