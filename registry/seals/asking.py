"""Reading a PDF from the server: in a child process, so that no file can hurt or hold the server."""

import asyncio
import os
import sys
from pathlib import Path

import msgspec
import structlog

import registry
from registry.errors import RegistryError
from registry.seals import limits
from registry.seals.wire import Contents, PdfRead, ReadPdf
from registry.texts import Text

_HOME = Path(registry.__file__).parent.parent
_COMMAND = (sys.executable, "-s", "-m", "registry.seals.child")
_turns = asyncio.Semaphore(limits.AT_ONCE)
_log = structlog.get_logger(__name__)


class PdfReadersBusy(RegistryError):
    """Others' files took the time in which this one was to be answered."""

    code = "pdf-readers-busy"
    title = Text("Er worden veel bestanden tegelijk gelezen", "Many files are being read at once")
    detail = Text(
        "Er worden nu veel bestanden tegelijk gelezen, en het uwe kwam niet aan de beurt. Stuur het over een minuut opnieuw.",
        "Many files are being read right now, and it was not yet your turn. Send it again in a minute.",
    )


async def pdf_read(task: ReadPdf) -> PdfRead:
    """What the child says of the file; one that takes it too long, or makes it end, is told so. Raises PdfReadersBusy."""
    waits = _turns.locked()
    try:
        async with asyncio.timeout(limits.CHILD_SECONDS), _turns:
            return await _told_by_child(task)
    except TimeoutError as late:
        if waits:
            raise PdfReadersBusy from late
        return PdfRead(Contents.TOO_DEMANDING)


async def _told_by_child(task: ReadPdf) -> PdfRead:
    child = await asyncio.create_subprocess_exec(
        *_COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=_HOME,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
    )
    try:
        message, complaint = await child.communicate(msgspec.msgpack.encode(task))
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return _answer_of(message, ended=child.returncode, complaint=complaint)


def _answer_of(message: bytes, *, ended: int | None, complaint: bytes) -> PdfRead:
    """The answer of a child that ended; one that a signal ended was asked too much."""
    if ended:
        kind = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(":")[0]
        _log.warning("reading a PDF failed", ended=ended, kind=kind)
        return PdfRead(Contents.TOO_DEMANDING if ended < 0 or kind == "MemoryError" else Contents.DAMAGED)
    try:
        return msgspec.msgpack.decode(message, type=PdfRead)
    except msgspec.MsgspecError:
        return PdfRead(Contents.DAMAGED)
