"""Training tracks, as other topics use them: their versions, and which provider may teach and examine them."""

from exams.tracks.approving import approve, approved_periods, must_be_approved
from exams.tracks.ending import cancel_approval, end_approval
from exams.tracks.publishing import create, publish_version
from exams.tracks.schemas import TrackName
from exams.tracks.tables import Track
from exams.tracks.versions import Prerequisite, Version, in_force, newest, prerequisites_of, version, versions_of

__all__ = [
    "Prerequisite",
    "Version",
    "approve",
    "approved_periods",
    "cancel_approval",
    "catalogue",
    "create",
    "end_approval",
    "in_force",
    "must_be_approved",
    "newest",
    "prerequisites_of",
    "publish_version",
    "version",
    "versions_of",
]


async def catalogue() -> list[TrackName]:
    """Every track by its code, to choose from."""
    rows = await Track.select(Track.id, Track.code, Track.name_nl, Track.name_en).order_by(Track.code)
    return [TrackName(**row) for row in rows]
