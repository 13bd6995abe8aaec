"""Whether someone may join a version of a track: what it asks for, and what they have passed."""

from collections.abc import Collection, Iterable
from uuid import UUID

from exams.enrolments.errors import EnrolledAlready, PrerequisitesMissing
from exams.enrolments.rules import missing_tracks
from exams.enrolments.tables import Enrolment
from exams.tracks import service as tracks
from exams.tracks.service import Version
from registry.people import merging
from registry.transactions import fetch

_PASSED = """
SELECT DISTINCT adviser, track_code FROM evidence
WHERE adviser = ANY($1) AND NOT EXISTS (SELECT 1 FROM evidence_withdrawal WHERE evidence_withdrawal.evidence = evidence.id)
"""


async def passed_tracks(advisers: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The tracks that each adviser has passed: those of which there is evidence that counts, in whichever of their files."""
    same = await merging.same_as(advisers)
    passed: dict[UUID, set[str]] = {}
    for row in await fetch(_PASSED, list(frozenset().union(*same.values()))):
        passed.setdefault(row["adviser"], set()).add(row["track_code"])
    return {each: frozenset().union(*(passed.get(file, ()) for file in files)) for each, files in same.items()}


async def check_may_join(version: Version, adviser: UUID) -> None:
    """Raises PrerequisitesMissing with all that is missing."""
    asked = await tracks.prerequisites_of(version.id)
    passed = (await passed_tracks([adviser]))[adviser] if asked else frozenset()
    if missing := missing_tracks(asked, passed):
        raise PrerequisitesMissing(tracks=missing)


async def check_not_enrolled(provider: UUID, version: Version, files: Collection[UUID]) -> None:
    """Raises EnrolledAlready where any file of the person is enrolled in the version with the provider."""
    found = await Enrolment.exists().where(
        Enrolment.provider == provider, Enrolment.track_version == version.id, Enrolment.adviser.is_in(list(files))
    )
    if found:
        raise EnrolledAlready


async def own_advisers(provider: UUID) -> frozenset[UUID]:
    """Everyone who was ever enrolled with the provider."""
    rows = await Enrolment.select(Enrolment.adviser).where(Enrolment.provider == provider)
    return frozenset(row["adviser"] for row in rows)
