"""Writing accepted results, the sittings they make, and the evidence they complete: inside the acceptance's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exams.results import standing
from exams.results.completeness import complete_set
from exams.results.headings import Field
from exams.results.history import Nature
from exams.results.reading import Reading, ResultRow, Standing
from exams.results.standing import StandingResult
from exams.results.tables import Result, Upload
from exams.sittings.tables import Sitting
from exams.tracks.service import Version
from registry.days import amsterdam_day
from registry.dossiers import service as dossiers
from registry.dossiers.rules import EvidenceContent, ResultProof
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.people import service as people
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.transactions import Connection

_ROWS_PER_INSERT = 2_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many results were recorded, and the candidate numbers whose evidence is complete now."""

    results: int
    completed: tuple[str, ...]


async def record(
    upload: Upload,
    version: Version,
    reading: Reading,
    *,
    connection: Connection,
    actor: Actor,
    now: datetime,
) -> Recorded:
    """Every new result of the reading, the relations they make, and evidence for whoever passed the whole track."""
    new = [row for row in reading.rows if row.standing is Standing.NEW]
    await people.lock_all((row.adviser_id for row in new), connection=connection)
    parts = {part["code"]: part["id"] for part in version.parts}
    sittings = await _sittings(upload, reading, parts, now=now)
    persons = await people.persons_of(row.adviser_id for row in new)
    about = [About(persons[row.adviser_id], _content(row)) for row in new]
    kept = await personal_data.keep(about, at=now)
    results = [
        Result(
            enrolment=row.enrolment_id,
            part=parts[row.part_code],
            sitting=sittings[row.sitting],
            attempt=row.attempt,
            content=content,
            upload=upload.id,
            sheet=row.sheet,
            row=row.row,
            cell=row.cells[Field.SCORE],
            nature=Nature.RECORDED.value,
            recorded_at=now,
        )
        for row, content in zip(new, kept, strict=True)
    ]
    for start in range(0, len(results), _ROWS_PER_INSERT):
        await Result.insert(*results[start : start + _ROWS_PER_INSERT])
    await impartiality.report([_examined(row, result) for row, result in zip(new, results, strict=True)], now=now)
    completed = await _complete(new, upload, version, actor=actor, now=now)
    return Recorded(len(results), tuple(completed))


def _content(row: ResultRow) -> dict[str, object]:
    return {"outcome": row.outcome, "score": row.score, "remark": row.remark}


async def _sittings(
    upload: Upload, reading: Reading, parts: Mapping[str, UUID], *, now: datetime
) -> dict[tuple[object, ...], UUID]:
    """The id of each sitting that rows belong to; those that did not exist are made."""
    found: dict[tuple[object, ...], UUID] = {}
    for seen in reading.sittings:
        if seen.id is not None:
            found[seen.key] = seen.id
            continue
        sitting = Sitting(
            provider=upload.provider,
            part=parts[seen.key.part_code],
            held_on=seen.key.held_on,
            examiner=seen.key.examiner_id,
            invigilator=seen.invigilator_ids[0] if seen.invigilator_ids else None,
            recorded_at=now,
        )
        await Sitting.insert(sitting)
        found[seen.key] = sitting.id
    return found


def _examined(row: ResultRow, result: Result) -> Reported:
    return Reported(
        RelationKind.EXAMINED,
        person=row.examiner_id,
        adviser=row.adviser_id,
        valid_from=row.held_on,
        valid_to=row.held_on,
        origin=result.id,
        facts={"part": row.part_code, "result": result.id},
    )


async def _complete(new: Iterable[ResultRow], upload: Upload, version: Version, *, actor: Actor, now: datetime) -> list[str]:
    """Hand over evidence for each candidate of the file whose set of passes is complete and who has a new result."""
    counts = {part["id"]: part["counts_months"] for part in version.parts}
    numbers = {row.enrolment_id: row.candidate_number for row in new}
    by_enrolment: dict[UUID, list[StandingResult]] = {}
    for result in await standing.results_of(list(numbers)):
        by_enrolment.setdefault(result.enrolment, []).append(result)
    complete = {
        enrolment: passes
        for enrolment, results in by_enrolment.items()
        if (passes := complete_set(results, counts, day=amsterdam_day(now))) is not None
    }
    digests = await _digests(result.upload for passes in complete.values() for result in passes)
    taught = await standing.teachings_of(list(complete))
    for enrolment, passes in complete.items():
        trainers = [(each["part"], each["trainer"]) for each in taught.get(enrolment, [])]
        content = EvidenceContent(
            candidate_number=numbers[enrolment],
            track_code=version.code,
            track_version=version.number,
            provider=upload.provider,
            results=tuple(_proof(result, version, trainers, digests) for result in passes),
        )
        await dossiers.receive_evidence(passes[0].adviser, content, actor=actor, now=now)
    return sorted(numbers[enrolment] for enrolment in complete)


async def _digests(uploads: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(set(uploads))
    if not wanted:
        return {}
    rows = await Upload.select(Upload.id, Upload.sha256).where(Upload.id.is_in(wanted))
    return {row["id"]: row["sha256"].hex() for row in rows}


def _proof(
    result: StandingResult, version: Version, trainers: Iterable[tuple[UUID, UUID]], digests: Mapping[UUID, str]
) -> ResultProof:
    part = next(part for part in version.parts if part["id"] == result.part)
    return ResultProof(
        result=result.id,
        part=part["code"],
        held_on=result.held_on,
        attempt=result.attempt,
        score=result.score or 0,
        pass_mark=part["pass_mark"],
        examiner=result.examiner,
        invigilator=result.invigilator,
        trainers=tuple(trainer for taught, trainer in trainers if taught == result.part),
        upload=result.upload,
        file_sha256=digests[result.upload],
        sheet=result.sheet,
        cell=result.cell,
    )
