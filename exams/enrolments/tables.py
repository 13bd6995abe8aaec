"""Who is enrolled in which track with which provider, and who taught them what."""

from piccolo.columns import UUID, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from exams.tracks.tables import ExamPart, TrackVersion
from registry.accounts.tables import Account
from registry.columns import optional_reference, reference
from registry.organisations.tables import Organisation
from registry.people.tables import Adviser, Person


class Enrolment(Table, tablename="enrolment"):
    """An adviser in one version of a track, with one provider.

    Personal data: who is enrolled where, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    provider = reference(Organisation, index=True)
    track_version = reference(TrackVersion)
    enrolled_on = Date(default=None)
    recorded_at = Timestamptz(default=None)

    enrolment_is_made_once = Unique([adviser, provider, track_version])


class Teaching(Table, tablename="teaching"):
    """A person taught one part to an enrolled adviser, from a day through a last day.

    Personal data: who taught whom, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    enrolment = reference(Enrolment, index=True)
    part = reference(ExamPart)
    trainer = reference(Person)
    valid_from = Date(default=None)
    valid_to = Date(default=None)
    recorded_at = Timestamptz(default=None)

    teaching_is_named_once = Unique([enrolment, part, trainer, valid_from])
    teaching_period_is_ordered = Check("valid_from <= valid_to")


class EnrolmentFile(Table, tablename="enrolment_file"):
    """A spreadsheet with candidates to enrol, until it is accepted: then only its digest remains.

    Personal data: names and numbers in `content`. Kept until the file is accepted or discarded, or anyone is erased, and for
    180 days at most.
    """

    id = UUID(primary_key=True)
    provider = reference(Organisation, index=True)
    track_version = reference(TrackVersion)
    sha256 = Bytea(default=None)
    file_name = Varchar(200, default=None)
    size = Integer(default=None)
    content = Bytea(null=True, default=None)
    uploaded_by = reference(Account)
    recorded_at = Timestamptz(default=None)
    accepted_by = optional_reference(Account)
    accepted_at = Timestamptz(null=True, default=None)

    enrolment_file_is_accepted_by_someone = Check("(accepted_by IS NULL) = (accepted_at IS NULL)")
