"""Writing accepted results and the sittings they make, many rows at once: inside the acceptance's transaction."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID, uuid4

from exams.judging.drafts import Memo
from exams.judging.headings import Field
from exams.judging.reading import Reading, ResultRow, SittingKey, Standing
from exams.judging.register import Outcome
from exams.results.acceptance import Choices, Left
from exams.results.history import Nature
from exams.results.sitting_rows import sittings_for
from exams.results.tables import Upload
from exams.spreadsheets.sheet import address
from exams.tracks.service import Version
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.people import service as people
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.transactions import Connection

_ROWS_AT_A_TIME = 5_000
RESULT = (
    "id",
    "enrolment",
    "part",
    "sitting",
    "attempt",
    "content",
    "upload",
    "sheet",
    "row",
    "cell",
    "corrects",
    "nature",
    "reason",
    "recorded_at",
)
_TAKEN_BACK = """
SELECT id, enrolment, part, attempt FROM result WHERE enrolment = ANY($1) AND nature = 'retracted'
    AND NOT EXISTS (SELECT 1 FROM result AS later WHERE later.corrects = result.id)
"""

AttemptKey = tuple[UUID, UUID, int]
"""Enrolment, part and number of the attempt."""
Said = tuple[Outcome, int | None, str | None, str | None]
"""Outcome, score, remark and explanation: what rows of one file often have in common."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What accepting did: results new and corrected, rows set aside, certificates put up for review, and the numbers of the
    candidates whose evidence is complete now."""

    results: int
    corrected: int = 0
    set_aside: int = 0
    reviews: int = 0
    completed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What every row of one acceptance has in common."""

    upload: Upload
    parts: Mapping[str, UUID]
    sittings: Mapping[SittingKey, UUID]
    taken_back: Mapping[AttemptKey, UUID]
    choices: Choices
    now: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """What some rows of the file make, ready to be written: personal values, results, and who examined whom."""

    values: Sequence[personal_data.Row] = ()
    results: Sequence[tuple[object, ...]] = ()
    relations: Sequence[Reported] = ()


def rows_to_record(reading: Reading) -> list[ResultRow]:
    """The rows that change what is on record."""
    return [row for row in reading.rows if row.standing is not Standing.UNCHANGED]


async def record(
    rows: Sequence[ResultRow],
    reading: Reading,
    choices: Choices,
    *,
    upload: Upload,
    version: Version,
    connection: Connection,
    now: datetime,
) -> None:
    """Write these results, the sittings that they make and who examined whom; the advisers being locked.

    A correction names the row it replaces; a result of which an earlier row was taken back names that.
    """
    parts = {part["code"]: part["id"] for part in version.parts}
    batch = Batch(
        upload=upload,
        parts=parts,
        sittings=await sittings_for(reading, choices, parts=parts, upload=upload, connection=connection, now=now),
        taken_back=await _taken_back(rows, connection),
        choices=choices,
        now=now,
    )
    persons = await people.persons_of(row.adviser_id for row in rows)
    ahead, ready = iter(rows), Ready()
    while some := list(islice(ahead, _ROWS_AT_A_TIME)):
        following = asyncio.to_thread(_make_ready, some, batch, persons)
        ready, _ = await asyncio.gather(following, _write(ready, connection, now=now))
    await _write(ready, connection, now=now)


def _make_ready(rows: Sequence[ResultRow], batch: Batch, persons: Mapping[UUID, UUID]) -> Ready:
    """The rows of tables that some rows of the file make; in a thread, while those before them are written."""
    contents = Memo(_content)
    about = [About(persons[row.adviser_id], contents[_said(row, batch.choices)]) for row in rows]
    values = personal_data.committed(about, at=batch.now)
    ids = [uuid4() for _ in rows]
    return Ready(
        values=values,
        results=[_record(result, row, value[0], batch) for result, row, value in zip(ids, rows, values, strict=True)],
        relations=_examined(rows, ids),
    )


async def _write(ready: Ready, connection: Connection, *, now: datetime) -> None:
    if not ready.results:
        return
    await personal_data.keep_committed(ready.values)
    await connection.copy_records_to_table("result", columns=RESULT, records=ready.results)
    await impartiality.report(ready.relations, now=now)


def _content(said: Said) -> dict[str, object]:
    outcome, score, remark, explanation = said
    content: dict[str, object] = {"outcome": outcome, "score": score, "remark": remark}
    return content if explanation is None else content | {"explanation": explanation}


def _said(row: ResultRow, choices: Choices) -> Said:
    return row.outcome, row.score, row.remark, choices.explanation if row.standing is Standing.CORRECTION else None


def _record(result: UUID, row: ResultRow, content: bytes, batch: Batch) -> tuple[object, ...]:
    part, corrected = batch.parts[row.part_code], row.standing is Standing.CORRECTION
    return (
        result,
        row.enrolment_id,
        part,
        batch.sittings[row.sitting],
        row.attempt,
        content,
        batch.upload.id,
        row.sheet,
        row.row,
        address(row.row, row.columns[Field.SCORE]),
        row.corrects if corrected else batch.taken_back.get((row.enrolment_id, part, row.attempt)),
        (Nature.CORRECTED if corrected else Nature.RECORDED).value,
        batch.choices.reason if corrected else None,
        batch.now,
    )


def _examined(rows: Sequence[ResultRow], results: Sequence[UUID]) -> list[Reported]:
    """Who examined whom on which day: once a day, whatever parts were sat; the first of those results is the origin."""
    met: dict[tuple[UUID, UUID, date], list[UUID]] = {}
    for row, result in zip(rows, results, strict=True):
        met.setdefault((row.examiner_id, row.adviser_id, row.held_on), []).append(result)
    return [
        Reported(
            RelationKind.EXAMINED,
            person=examiner,
            adviser=adviser,
            valid_from=day,
            valid_to=day,
            origin=those[0],
            facts={"results": those},
        )
        for (examiner, adviser, day), those in met.items()
    ]


async def _taken_back(rows: Sequence[ResultRow], connection: Connection) -> dict[AttemptKey, UUID]:
    """The last row of each history in which nothing counts since it was retracted."""
    enrolments = list({row.enrolment_id for row in rows})
    found = await connection.fetch(_TAKEN_BACK, enrolments)
    return {(row["enrolment"], row["part"], row["attempt"]): row["id"] for row in found}


async def record_set_aside(left: Left, *, upload: UUID, connection: Connection) -> None:
    """Name the rows that were left out, each with the codes of its faults."""
    records = [(uuid4(), upload, row, list(codes)) for row, codes in left.set_aside.items()]
    if records:
        columns = ("id", "upload", "row", "faults")
        await connection.copy_records_to_table("set_aside_row", columns=columns, records=records)
