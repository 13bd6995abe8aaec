"""Who may examine and invigilate for a provider, and the sittings they held."""

from piccolo.columns import UUID, Boolean, Date, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from exams.sittings.rules import Capacity
from exams.tracks.tables import CANCELLED_BEFOREHAND, ExamPart, Track
from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation
from registry.people.tables import Person


class ExaminerRegistration(Table, tablename="examiner_registration"):
    """A person examines or invigilates for a provider from a day, through a last day where one is set.

    One that is cancelled before its first day never held.

    Personal data: who may examine, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    provider = reference(Organisation, index=True)
    person = reference(Person)
    capacity = Varchar(20, default=None)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    cancelled_at = Timestamptz(null=True, default=None)

    examiner_registration_capacity_is_known = one_of("capacity", Capacity)
    examiner_registration_stands_once = Unique([provider, person, capacity, valid_from, cancelled_at], nulls_distinct=False)
    examiner_registration_period_is_ordered = Check("valid_from <= valid_to")
    examiner_registration_is_cancelled_beforehand = Check(CANCELLED_BEFOREHAND)


class ExaminerApproval(Table, tablename="examiner_approval"):
    """A certification body approves a registered examiner for a track: one part, or every part where none is named.

    From a day, through a last day where one is set. One that is cancelled before its first day never held.

    Personal data: who was approved, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    registration = reference(ExaminerRegistration, index=True)
    track = reference(Track)
    part_code = Varchar(10, null=True, default=None)
    approved_by = reference(Organisation)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    cancelled_at = Timestamptz(null=True, default=None)

    examiner_approval_stands_once_a_day = Unique(
        [registration, track, part_code, valid_from, cancelled_at], nulls_distinct=False
    )
    examiner_approval_period_is_ordered = Check("valid_from <= valid_to")
    examiner_approval_is_cancelled_beforehand = Check(CANCELLED_BEFOREHAND)


class Sitting(Table, tablename="sitting"):
    """One exam part on a day, by an examiner, with an invigilator where there was one.

    What is not known yet is null: the place, the form of the exam and its version, the conditions, and whether the
    identity of everyone present was checked and confidentiality was signed.

    Personal data: who examined and invigilated, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    provider = reference(Organisation, index=True)
    part = reference(ExamPart)
    held_on = Date(default=None)
    place = Varchar(100, null=True, default=None)
    examiner = reference(Person)
    invigilator = optional_reference(Person)
    exam_form = Varchar(100, null=True, default=None)
    exam_form_version = Varchar(40, null=True, default=None)
    conditions = Varchar(500, null=True, default=None)
    identity_checked = Boolean(null=True, default=None)
    confidentiality_signed = Boolean(null=True, default=None)
    recorded_at = Timestamptz(default=None)

    sitting_is_one_per_part_day_and_examiner = Unique([provider, part, held_on, examiner])
