"""Writing down what a file of enrolments brings, many rows at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from exams.enrolments.reading import CandidateRead, Reading, Standing
from exams.enrolments.tables import EnrolmentFile, Teaching
from exams.enrolments.teaching import relation
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.impartiality import service as impartiality
from registry.people import service as people
from registry.permissions import Actor
from registry.transactions import Connection

_ENROLMENT = ("id", "adviser", "provider", "track_version", "enrolled_on", "recorded_at")
_TEACHING = ("id", "enrolment", "part", "trainer", "valid_from", "valid_to", "recorded_at")


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many were enrolled, how many teachings there are, and the numbers of the new persons in the file's order."""

    enrolled: int
    lessons: int
    new_numbers: tuple[str, ...]


async def record(
    file: EnrolmentFile, version: Version, reading: Reading, *, connection: Connection, actor: Actor, now: datetime
) -> Recorded:
    """Every candidate and every lesson of a reading without faults; inside the caller's transaction."""
    new = [each for each in reading.candidates if each.standing is Standing.NEW]
    persons = [each.person for each in new if each.person is not None]
    opened = await people.open_files(persons, connection=connection, actor=actor, now=now)
    adviser_of = {each.row: file.adviser for each, file in zip(new, opened, strict=True)}
    adviser_of |= {each.row: each.adviser for each in reading.candidates if each.adviser is not None}
    enrolment_of = {each.row: each.enrolment for each in reading.candidates if each.enrolment is not None}
    joining = {each.row: uuid4() for each in reading.candidates if each.standing is not Standing.ENROLLED}
    enrolments = [
        (joining[each.row], adviser_of[each.row], file.provider, version.id, each.enrolled_on, now)
        for each in reading.candidates
        if each.row in joining
    ]
    await connection.copy_records_to_table("enrolment", columns=_ENROLMENT, records=enrolments)
    lessons = _teachings(reading.candidates, version, enrolment_of | joining, now=now)
    taught = [tuple(getattr(lesson, column) for column in _TEACHING) for lesson, _ in lessons]
    await connection.copy_records_to_table("teaching", columns=_TEACHING, records=taught)
    await impartiality.report([relation(lesson, adviser_of[row]) for lesson, row in lessons], now=now)
    await _audit(file, joining.values(), [lesson for lesson, _ in lessons], actor=actor, now=now)
    return Recorded(len(enrolments), len(lessons), tuple(file.number for file in opened))


async def _audit(
    file: EnrolmentFile, enrolments: Iterable[UUID], lessons: Sequence[Teaching], *, actor: Actor, now: datetime
) -> None:
    """With each enrolment stands the file that it came from, and how many teachings came with it."""
    counts = Counter(lesson.enrolment for lesson in lessons)
    enrolled = {each: {"file": file.id} for each in enrolments}
    taught = {enrolment: {"file": file.id, "teachings": count} for enrolment, count in counts.items()}
    await audit.record_all(Action.ENROLLED, enrolled, actor=actor, at=now)
    await audit.record_all(Action.TEACHING_RECORDED, taught, actor=actor, at=now)


def _teachings(
    candidates: Sequence[CandidateRead], version: Version, enrolment_of: dict[int, UUID], *, now: datetime
) -> list[tuple[Teaching, int]]:
    """Each lesson as a row, with the first row of its candidate."""
    parts = {part["code"]: part["id"] for part in version.parts}
    return [
        (
            Teaching(
                enrolment=enrolment_of[each.row],
                part=parts[lesson.part_code],
                trainer=lesson.trainer,
                valid_from=lesson.first_day,
                valid_to=lesson.last_day,
                recorded_at=now,
            ),
            each.row,
        )
        for each in candidates
        for lesson in each.lessons
    ]
