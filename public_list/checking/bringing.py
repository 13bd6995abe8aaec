"""What somebody brings to have it checked: a file or the text of one, and what that takes of what a client may ask."""

from litestar.datastructures import UploadFile

from registry.credentials import checking
from registry.credentials.verifying import LONGEST
from registry.errors import Fault, Invalid
from registry.seals import limits
from registry.texts import Text

A_PDF, A_TEXT = 2_000, 10
"""Opening a PDF counts as so many numbers, and a text as so many: ten PDFs at once, and then three a minute.

The most demanding one takes a reader eight seconds, and there are two: nobody has them for themselves.
"""
_NOTHING = Text("Kies een bestand, of plak de tekst ervan.", "Choose a file, or paste its text.")
_BOTH = Text("Kies een bestand of plak de tekst, niet allebei.", "Choose a file or paste the text, not both.")
_TOO_LARGE = Text("Dit bestand is groter dan {most} MB.", "This file is larger than {most} MB.")
_TOO_LONG = Text("Deze tekst is te lang.", "This text is too long.")


def cost(content: str | bytes) -> int:
    """How many numbers checking this counts as."""
    return A_PDF if checking.is_pdf(content) else A_TEXT


async def brought(text: str, upload: UploadFile | None) -> str | bytes:
    """What was pasted or sent. Raises Invalid at what is missing, too much, or too large."""
    content = await upload.read(limits.FILE_BYTES + 1) if upload is not None else b""
    is_sent = upload is not None and bool(content or upload.filename)
    if is_sent and text:
        raise Invalid([Fault("file", _BOTH)])
    if len(content) > limits.FILE_BYTES:
        raise Invalid([Fault("file", _TOO_LARGE, {"most": limits.FILE_BYTES // limits.MEGABYTE})])
    if len(text) > LONGEST:
        raise Invalid([Fault("text", _TOO_LONG)])
    if not is_sent and not text:
        raise Invalid([Fault("file", _NOTHING)])
    return content if is_sent else text
