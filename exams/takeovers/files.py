"""A list of certificates issued elsewhere: read whole, judged at its cells, and handed to the registry to be decided."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exams.cells.findings import Problem
from exams.spreadsheets.labels import label_of
from exams.spreadsheets.reader import mark_file, read_file
from exams.spreadsheets.wire import MarkTask, Note
from exams.takeovers.headings import Field
from exams.takeovers.rows import Reading, read_rows
from registry.permissions import Actor
from registry.takeovers import service as takeovers
from registry.takeovers.judging import Judged
from registry.takeovers.schemas import ListOf
from registry.takeovers.service import FileRead
from registry.texts import Language, Text

FORM_OVERHEAD = 64 * 1024
_AT: Mapping[str, Field] = {
    "takeover-ahead": Field.FIRST_DAY,
    "takeover-ended": Field.LAST_DAY,
    "takeover-reversed": Field.LAST_DAY,
    "takeover-too-long": Field.LAST_DAY,
    "takeover-double": Field.CERTIFICATE,
    "takeover-on-record": Field.CERTIFICATE,
    "holder-not-found": Field.NUMBER,
    "holder-double": Field.FAMILY_NAME,
    "holder-certified": Field.NUMBER,
    "holder-close": Field.NUMBER,
    "holder-on-hold": Field.NUMBER,
    "holder-is-you": Field.FAMILY_NAME,
}
"""The cell at which the registry's own words about a row stand."""
_HEADING = (Text("Cel", "Cell"), Text("Wat er mis is", "What is wrong"), Text("Wat u kunt doen", "What you can do"))


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrived, and whose list it is; its name is a label and no path."""

    of: ListOf
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """A list as it was read and judged; prepared where nothing was wrong."""

    reading: Reading
    judged: Judged
    takeover: UUID | None = None


async def send(sent: Sent, *, actor: Actor, now: datetime) -> Seen:
    """Read and judge a list, and prepare it where nothing is wrong; else nothing is kept.

    Raises UploadRefused, and as the registry does: NotAllowed, NotFound, NoVersionInForce, TooManyRows, TakenOverBefore.
    """
    await takeovers.judge(sent.of, (), actor=actor, now=now)
    digest = hashlib.sha256(sent.content).digest()
    await takeovers.check_not_before(sent.of, digest)
    seen = await preview(sent, actor=actor, now=now)
    if seen.reading.faults:
        return seen
    file = FileRead(label_of(sent.file_name), digest, tuple(seen.reading.lines))
    return Seen(seen.reading, seen.judged, await takeovers.prepare(sent.of, file, actor=actor, now=now))


async def preview(sent: Sent, *, actor: Actor, now: datetime) -> Seen:
    """What is wrong at which cell, and what the registry knows beside the rows that can be read; nothing is written.

    Raises as `send` does, but for TakenOverBefore.
    """
    await takeovers.judge(sent.of, (), actor=actor, now=now)
    reading = read_rows(await read_file(sent.content, filename=sent.file_name))
    judged = await takeovers.judge(sent.of, reading.lines, actor=actor, now=now)
    for each in judged.problems:
        reading.fault(each.row, _AT[each.wrong.value], Problem(each.wrong.value, each.facts))
    for line in judged.lines:
        if line.number is None and judged.seen[line.row].alike:
            reading.notice(line.row, Field.NUMBER, Problem("possible-duplicate", {"name": str(line.name)}))
    return Seen(reading.ordered(), judged)


async def marked(sent: Sent, *, language: Language, actor: Actor, now: datetime) -> bytes:
    """The list itself with what is wrong noted at its cells; raises as `preview` does, and when it cannot be marked."""
    seen = await preview(sent, actor=actor, now=now)
    notes = tuple(
        Note(each.cell, each.say(language), (each.cell, each.what(language), each.remedy(language)))
        for each in seen.reading.faults
    )
    heading = tuple(each.say(language) for each in _HEADING)
    return await mark_file(MarkTask(sent.content, sent.file_name, "", heading, notes))
