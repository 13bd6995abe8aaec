"""Taking back an accepted upload: row by row a compensating row, or the reason why the result stays (DESIGN §2.5, §7)."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from exams.results import evidence
from exams.results.evidence import Enrolled, Files, enrolled_of
from exams.results.history import KeptBecause, Link, Nature, in_order, stood_before
from exams.results.progress import Count
from exams.results.recording import RESULT, AttemptKey
from exams.results.tables import Upload
from exams.tracks.service import Version
from registry.dossiers.resting import Resting, certificates_resting_on
from registry.people import service as people
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.reviews.rules import Cause
from registry.texts import Text
from registry.transactions import Connection, fetch

_ADVISERS_AT_A_TIME = 2_000
_NOTHING = {"outcome": None}

_ADVISERS = """
SELECT DISTINCT adviser FROM enrolment WHERE id IN (SELECT enrolment FROM result WHERE upload = $1) ORDER BY adviser
"""
_HISTORIES = """
SELECT result.id, enrolment, part, attempt, sitting, content, upload, sheet, row, cell, corrects, nature,
    result.recorded_at, upload.retracted_at
FROM result JOIN upload ON upload.id = result.upload
WHERE enrolment = ANY($2) AND (enrolment, part, attempt) IN (
    SELECT enrolment, part, attempt FROM result WHERE upload = $1 AND enrolment = ANY($2))
"""
_ATTEMPTS_OF_OTHERS = """
SELECT enrolment, part, max(attempt) AS attempt FROM result
WHERE enrolment = ANY($2) AND upload <> $1 AND nature <> 'retracted'
    AND NOT EXISTS (SELECT 1 FROM result AS later WHERE later.corrects = result.id)
GROUP BY enrolment, part
"""

Row = asyncpg.Record


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A result of the upload that stays on record, and why."""

    candidate_number: str
    part: str
    why: KeptBecause


@dataclass(frozen=True, slots=True)
class Undoing:
    """The last row of a history that is taken back, and the row before it that counts again, if any."""

    adviser: UUID
    last: Row
    again: Row | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What retracting does to the results of some advisers."""

    undoing: tuple[Undoing, ...]
    kept: tuple[Kept, ...]

    def taken_back(self) -> dict[UUID, frozenset[UUID]]:
        """By adviser the results that no longer stand."""
        found: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for each in self.undoing:
            found[each.adviser].add(each.last["id"])
        return {adviser: frozenset(results) for adviser, results in found.items()}


@dataclass(frozen=True, slots=True)
class Retracted:
    """What retracting did: results taken back, those that stay on record, certificates put up for review and
    undecided dossiers that wait for evidence again."""

    taken_back: int
    kept: tuple[Kept, ...]
    reviews: int
    dossiers_reopened: int


@dataclass(frozen=True, slots=True)
class Retraction:
    """What retracting would do: as Retracted, with the certificates that would be put up for review."""

    taken_back: int
    kept: tuple[Kept, ...]
    reviews: tuple[Resting, ...]


async def retraction_of(upload: Upload, version: Version) -> Retraction:
    """What retracting the upload would do as things stand."""
    results: dict[UUID, frozenset[UUID]] = {}
    kept: list[Kept] = []
    async for some in _judged_by_some(upload, version, await _advisers_in(upload.id)):
        results |= some.taken_back()
        kept += some.kept
    resting = await certificates_resting_on(results)
    return Retraction(sum(map(len, results.values())), tuple(sorted(kept)), tuple(resting))


async def take_back(
    upload: Upload,
    version: Version,
    why: Text,
    *,
    connection: Connection,
    actor: Actor,
    now: datetime,
    count: Count | None = None,
) -> Retracted:
    """Compensate every result of the upload that can be, inside the caller's transaction, in which the provider queues.

    Raises WorkCancelled once a person cancelled what is counted.
    """
    advisers = await _advisers_in(upload.id)
    await evidence.lock_files(advisers, connection=connection)
    results: dict[UUID, frozenset[UUID]] = {}
    kept: list[Kept] = []
    rows = 0
    async for some in _judged_by_some(upload, version, advisers):
        await _undo(some.undoing, connection=connection, now=now)
        results |= some.taken_back()
        kept += some.kept
        rows += len(some.undoing) + len(some.kept)
        if count is not None:
            count.tell(rows)
    undone = await evidence.take_back(results, cause=Cause.UPLOAD_RETRACTED, upload=upload.id, why=why, actor=actor, now=now)
    await evidence.hand_over(results, version, provider=upload.provider, actor=actor, now=now)
    return Retracted(sum(map(len, results.values())), tuple(sorted(kept)), undone.reviews, undone.dossiers)


async def _advisers_in(upload: UUID) -> list[UUID]:
    return [row["adviser"] for row in await fetch(_ADVISERS, upload)]


async def _judged_by_some(upload: Upload, version: Version, advisers: Sequence[UUID]) -> AsyncIterator[Judged]:
    """What retracting the upload would do to each of these, some at a time: the one judge of preview and retraction."""
    for start in range(0, len(advisers), _ADVISERS_AT_A_TIME):
        some = advisers[start : start + _ADVISERS_AT_A_TIME]
        yield await _judged(upload, version, await enrolled_of(some, provider=upload.provider, version=version.id))


async def _judged(upload: Upload, version: Version, persons: Mapping[Files, Enrolled]) -> Judged:
    person_of = {enrolment: person for person in persons.values() for enrolment in person.files}
    enrolments = list(person_of)
    later = await _attempts_of_others(upload, person_of)
    histories: defaultdict[AttemptKey, list[Row]] = defaultdict(list)
    for row in await fetch(_HISTORIES, upload.id, enrolments):
        histories[row["enrolment"], row["part"], row["attempt"]].append(row)
    codes = {part["id"]: part["code"] for part in version.parts}
    undoing, kept = [], []
    for (enrolment, part, attempt), rows in histories.items():
        person = person_of[enrolment]
        stays = attempt < later.get((id(person), part), 0)
        verdict = _verdict(rows, upload.id, stays=stays)
        if isinstance(verdict, KeptBecause):
            kept.append(Kept(person.number_of(enrolment), codes[part], verdict))
        elif verdict is not None:
            undoing.append(Undoing(person.files[enrolment], *verdict))
    return Judged(tuple(undoing), tuple(kept))


async def _attempts_of_others(upload: Upload, person_of: Mapping[UUID, Enrolled]) -> dict[tuple[int, UUID], int]:
    """By person and part the highest attempt that stands on record from another upload."""
    found: dict[tuple[int, UUID], int] = {}
    for row in await fetch(_ATTEMPTS_OF_OTHERS, upload.id, list(person_of)):
        key = id(person_of[row["enrolment"]]), row["part"]
        found[key] = max(row["attempt"], found.get(key, 0))
    return found


def _verdict(rows: Iterable[Row], upload: UUID, *, stays: bool) -> KeptBecause | tuple[Row, Row | None] | None:
    """Why the result stays; or the row to take back with the one that counts again; or None when it was taken back before."""
    row_of = {row["id"]: row for row in rows}
    history = in_order((_link(row), row["corrects"]) for row in row_of.values())
    last = history[-1]
    if last.nature is Nature.RETRACTED:
        return None
    if last.upload != upload:
        return KeptBecause.CORRECTED_LATER
    if stays:
        return KeptBecause.LATER_ATTEMPT
    retracted_at = {row["upload"]: row["retracted_at"] for row in row_of.values() if row["retracted_at"] is not None}
    again = stood_before(history, upload, retracted_at)
    return row_of[last.id], row_of[again.id] if again else None


def _link(row: Row) -> Link:
    return Link(row["id"], row["upload"], Nature(row["nature"]), row["recorded_at"])


async def _undo(undoing: Sequence[Undoing], *, connection: Connection, now: datetime) -> None:
    """Write for each a row that takes it back or restores what stood before; of an erased person nothing can be restored."""
    if not undoing:
        return
    persons = await people.persons_of(each.adviser for each in undoing)
    contents = await personal_data.reveal(each.again["content"] for each in undoing if each.again is not None)
    restored = [contents.get(each.again["content"]) if each.again is not None else None for each in undoing]
    about = [
        About(persons[each.adviser], _NOTHING if content is None else content)
        for each, content in zip(undoing, restored, strict=True)
    ]
    kept = await personal_data.keep(about, at=now)
    records = [
        _record(each, content=commitment, restores=content is not None, now=now)
        for each, content, commitment in zip(undoing, restored, kept, strict=True)
    ]
    await connection.copy_records_to_table("result", columns=RESULT, records=records)


def _record(undoing: Undoing, *, content: bytes, restores: bool, now: datetime) -> tuple[object, ...]:
    source = undoing.again if undoing.again is not None and restores else undoing.last
    nature = Nature.RETRACTED if source is undoing.last else Nature.RESTORED
    repeated = (source[column] for column in ("sitting", "attempt"))
    place = (source[column] for column in ("upload", "sheet", "row", "cell"))
    return (
        uuid4(),
        undoing.last["enrolment"],
        undoing.last["part"],
        *repeated,
        content,
        *place,
        undoing.last["id"],
        nature.value,
        None,
        now,
    )
