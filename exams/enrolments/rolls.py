"""Reading from the database what a file of enrolments is judged against."""

from datetime import date, timedelta
from uuid import UUID

from exams.enrolments.joining import own_advisers, passed_tracks
from exams.enrolments.roll import AskedTrack, Enrolled, LessonKey, Roll
from exams.enrolments.tables import Enrolment
from exams.enrolments.trainers import trainer_names
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from exams.tracks.service import Version
from registry.people import duplicates, merging
from registry.texts import Text
from registry.transactions import fetch

_ONE_DAY = timedelta(days=1)
_TAUGHT = """
SELECT teaching.enrolment, exam_part.code, teaching.trainer, teaching.valid_from, teaching.valid_to
FROM teaching JOIN exam_part ON exam_part.id = teaching.part JOIN enrolment ON enrolment.id = teaching.enrolment
WHERE enrolment.provider = $1 AND enrolment.track_version = $2
"""


async def roll_of(provider: UUID, version: Version, *, today: date) -> Roll:
    """Everything the judge may look at, for one provider and one version of a track."""
    known = await duplicates.everyone()
    main_of = await merging.main_files(known.files)
    asked = await tracks.prerequisites_of(version.id)
    return Roll(
        today=today,
        version=version.number,
        begins=version.effective_from,
        ends=await _last_day(version),
        parts={part["code"]: Text(part["name_nl"], part["name_en"]) for part in version.parts},
        approved=tuple(await tracks.approved_periods(provider, version.track, Approved.TEACH)),
        trainers=await trainer_names(provider),
        everyone=known,
        own=await own_advisers(provider),
        main_of={file: main for file, main in main_of.items() if main != file},
        enrolled=await _enrolled(provider, version, main_of),
        taught=await _taught(provider, version),
        asked=tuple(AskedTrack(each.code, each.name) for each in asked),
        passed=await passed_tracks(known.files) if asked else {},
    )


async def _last_day(version: Version) -> date | None:
    """The day before the next version begins; None for the newest."""
    later = [each for each in await tracks.versions_of(version.code) if each.number > version.number]
    return min(each.effective_from for each in later) - _ONE_DAY if later else None


async def _enrolled(provider: UUID, version: Version, main_of: dict[UUID, UUID]) -> dict[UUID, Enrolled]:
    rows = await Enrolment.select(Enrolment.id, Enrolment.adviser, Enrolment.enrolled_on).where(
        Enrolment.provider == provider, Enrolment.track_version == version.id
    )
    return {main_of.get(row["adviser"], row["adviser"]): Enrolled(row["id"], row["enrolled_on"]) for row in rows}


async def _taught(provider: UUID, version: Version) -> dict[LessonKey, date]:
    rows = await fetch(_TAUGHT, provider, version.id)
    return {(row["enrolment"], row["code"], row["trainer"], row["valid_from"]): row["valid_to"] for row in rows}
