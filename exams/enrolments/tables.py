"""Who is enrolled in which track with which provider, and who taught them what.

Personal data: who follows and teaches what; without names it says nothing.
"""

from piccolo.columns import UUID, Date, Timestamptz
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from exams.tracks.tables import ExamPart, TrackVersion
from registry.columns import reference
from registry.organisations.tables import Organisation
from registry.people.tables import Adviser, Person


class Enrolment(Table, tablename="enrolment"):
    """An adviser in one version of a track, with one provider."""

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    provider = reference(Organisation, index=True)
    track_version = reference(TrackVersion)
    enrolled_on = Date(default=None)
    recorded_at = Timestamptz(default=None)

    enrolment_is_made_once = Unique([adviser, provider, track_version])


class Teaching(Table, tablename="teaching"):
    """A person taught one part to an enrolled adviser, from a day through a last day."""

    id = UUID(primary_key=True)
    enrolment = reference(Enrolment, index=True)
    part = reference(ExamPart)
    trainer = reference(Person)
    valid_from = Date(default=None)
    valid_to = Date(default=None)
    recorded_at = Timestamptz(default=None)

    teaching_is_named_once = Unique([enrolment, part, trainer, valid_from])
    teaching_period_is_ordered = Check("valid_from <= valid_to")
