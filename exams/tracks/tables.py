"""Training tracks in immutable versions with their exam parts, and which provider may teach and examine them."""

from piccolo.columns import UUID, Boolean, Date, Integer, Timestamptz, Varchar
from piccolo.columns import Text as TextColumn
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from exams.tracks.rules import Approved, Audience
from registry.columns import one_of, reference
from registry.organisations.tables import Organisation

CANCELLED_BEFOREHAND = "(cancelled_at AT TIME ZONE 'Europe/Amsterdam')::date < valid_from"
"""What was cancelled had not begun: no past day changes by it."""


class Track(Table, tablename="track"):
    """A training track, by its code; its owner approves who teaches it.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    code = Varchar(40, default=None, unique=True)
    name_nl = Varchar(100, default=None)
    name_en = Varchar(100, default=None)
    owner = reference(Organisation)
    recorded_at = Timestamptz(default=None)

    track_code_is_kebab_case = Check("code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'")


class TrackVersion(Table, tablename="track_version"):
    """One version of a track, and whom it is for; append-only.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    track = reference(Track)
    number = Integer(default=None)
    effective_from = Date(default=None)
    audience = Varchar(20, default=None)
    recorded_at = Timestamptz(default=None)

    track_version_audience_is_known = one_of("audience", Audience)
    track_version_number_is_unique = Unique([track, number])
    track_version_number_counts_from_one = Check("number >= 1")


class ExamPart(Table, tablename="exam_part"):
    """One part of a version: its scale from 0, and its pass mark, in tenths; resits and how long a pass counts. Append-only.

    `weight` is its share in the mean of a candidate's scores; an absence uses up an attempt only where the part says so.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    track_version = reference(TrackVersion)
    position = Integer(default=None)
    code = Varchar(10, default=None)
    name_nl = Varchar(100, default=None)
    name_en = Varchar(100, default=None)
    scale_maximum = Integer(default=None)
    pass_mark = Integer(default=None)
    resit_after_days = Integer(default=None)
    maximum_attempts = Integer(default=None)
    counts_months = Integer(default=None)
    weight = Integer(default=None)
    absence_uses_attempt = Boolean(default=None)

    exam_part_code_is_unique = Unique([track_version, code])
    exam_part_position_is_unique = Unique([track_version, position])
    exam_part_marks_are_ordered = Check("0 < pass_mark AND pass_mark <= scale_maximum")
    exam_part_limits_are_positive = Check("resit_after_days >= 0 AND maximum_attempts > 0 AND counts_months > 0")
    exam_part_weight_is_positive = Check("weight > 0")


class TrackPrerequisite(Table, tablename="track_prerequisite"):
    """Who joins this version has passed that other track before. Append-only.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    track_version = reference(TrackVersion, index=True)
    requires = reference(Track)

    track_prerequisite_is_named_once = Unique([track_version, requires])


class EquivalentRoute(Table, tablename="equivalent_route"):
    """Another way to what this version leads to, as the catalogue tells it; a certifier decides on a request. Append-only.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    track_version = reference(TrackVersion, index=True)
    code = Varchar(40, default=None)
    name_nl = Varchar(100, default=None)
    name_en = Varchar(100, default=None)
    description_nl = TextColumn(default=None)
    description_en = TextColumn(default=None)

    equivalent_route_code_is_unique = Unique([track_version, code])
    equivalent_route_code_is_kebab_case = Check("code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'")


class Approval(Table, tablename="approval"):
    """A provider may teach or examine a track from a day, through a last day where one is set.

    One that is cancelled before its first day never held.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    provider = reference(Organisation, index=True)
    track = reference(Track)
    approved = Varchar(10, default=None)
    approved_by = reference(Organisation)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    cancelled_at = Timestamptz(null=True, default=None)

    approval_is_known = one_of("approved", Approved)
    approval_stands_once_a_day = Unique([provider, track, approved, valid_from, cancelled_at], nulls_distinct=False)
    approval_period_is_ordered = Check("valid_from <= valid_to")
    approval_is_cancelled_beforehand = Check(CANCELLED_BEFOREHAND)
