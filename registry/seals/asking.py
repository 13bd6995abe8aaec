"""Reading a PDF from the server: in a child process, so that no file can hurt or hold the server."""

import asyncio

import msgspec

from registry.confined import asking
from registry.errors import RegistryError
from registry.seals import limits
from registry.seals.wire import Contents, PdfRead, ReadPdf
from registry.texts import Text

_CHILD = "registry.seals.child"
_turns = asyncio.Semaphore(limits.AT_ONCE)


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
    message = msgspec.msgpack.encode(task)
    try:
        answer = await asking.told_by_child(_CHILD, message, turns=_turns, seconds=limits.CHILD_SECONDS)
        return msgspec.msgpack.decode(answer, type=PdfRead)
    except asking.NoTurn as late:
        raise PdfReadersBusy from late
    except asking.TooMuchAsked:
        return PdfRead(Contents.TOO_DEMANDING)
    except (asking.Failed, msgspec.MsgspecError):
        return PdfRead(Contents.DAMAGED)
