"""Checking certificate numbers, one and in lists, with what may be meant by a typing error. Nothing of it is kept."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime

from exams.spreadsheets.errors import FileTooLarge
from exams.spreadsheets.limits import CHILD_SECONDS, MEGABYTE
from exams.spreadsheets.reader import ReadersBusy, read_file
from public_list.checking import mistypes, numbers
from public_list.checking.errors import Mistyped
from public_list.checking.mistypes import Mistype
from public_list.checking.numbers import Typed
from public_list.checking.rules import Line, Questions
from public_list.listing import service as listing
from public_list.listing.rules import Checked

FILE_BYTES = MEGABYTE
"""The largest file of numbers: five thousand take a tenth of it."""
_one_at_a_time = asyncio.Semaphore(1)
"""Files of whoever passes by are read one after another: they never hold up those of who works here."""


async def check(typed: str, *, day: date | None, now: datetime) -> Checked:
    """Status, dates and scheme of a number, for ever, today or on another day, as known now.

    Raises Mistyped for what is no number, with the issued numbers that may be meant; UnknownCertificate for a number that
    was never issued.
    """
    found = mistypes.read(typed)
    if isinstance(found, Mistype):
        fault, suggestions = found.told(await listing.check_all(found.near, day=None, now=now) if found.near else ())
        raise Mistyped(fault, suggestions=suggestions)
    return await listing.check(found, day=day, now=now)


async def check_list(typed: Sequence[Typed], *, day: date | None, now: datetime) -> list[Line]:
    """The answer to every line of a list, in the order asked; what is no number, or was never issued, is told so."""
    asked = Questions.of(typed)
    return asked.answered(await listing.check_all(asked.numbers, day=day, now=now))


async def read_upload(content: bytes, *, filename: str) -> list[Typed]:
    """The numbers of a file: `.xlsx`, `.ods` or text. Raises an UploadRefused, ReadersBusy; Invalid for none or too many."""
    if len(content) > FILE_BYTES:
        raise FileTooLarge(size=-(-len(content) // MEGABYTE), limit=FILE_BYTES // MEGABYTE)
    try:
        async with asyncio.timeout(CHILD_SECONDS), _one_at_a_time:
            return numbers.in_sheet(await read_file(content, filename=filename))
    except TimeoutError as late:
        raise ReadersBusy from late
