"""Uploads of results and the results themselves."""

from piccolo.columns import UUID, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from exams.enrolments.tables import Enrolment
from exams.sittings.tables import Sitting
from exams.tracks.tables import ExamPart, TrackVersion
from registry.accounts.tables import Account
from registry.columns import optional_reference, reference
from registry.organisations.tables import Organisation


class Upload(Table, tablename="upload"):
    """One file of results that a provider sent. Only accepting and retracting are written later, each once: by trigger.

    One file (SHA-256) is accepted once per provider among uploads not retracted: by partial unique index.
    Personal data: the file's name is a label of the provider's; its bytes are in UploadFile.
    """

    id = UUID(primary_key=True)
    provider = reference(Organisation, index=True)
    track_version = reference(TrackVersion)
    sha256 = Bytea(default=None)
    file_name = Varchar(200, default=None)
    size = Integer(default=None)
    uploaded_by = reference(Account)
    recorded_at = Timestamptz(default=None)
    accepted_by = optional_reference(Account)
    accepted_at = Timestamptz(null=True, default=None)
    retracted_at = Timestamptz(null=True, default=None)

    upload_is_accepted_by_someone = Check("(accepted_by IS NULL) = (accepted_at IS NULL)")
    upload_is_retracted_after_acceptance = Check("retracted_at IS NULL OR accepted_at <= retracted_at")


class UploadFile(Table, tablename="upload_file"):
    """The bytes of an upload, for as long as nobody in it is erased.

    Personal data: names, numbers and scores; the database lets a row go only by `erase_person_files(person)`.
    """

    id = UUID(primary_key=True)
    upload = reference(Upload, unique=True)
    content = Bytea(default=None)


class Result(Table, tablename="result"):
    """One attempt of one adviser at one part. Append-only: a correction is a new row that names the old.

    Personal data: outcome, score (tenths) and remark, to which `content` is the commitment; they live in
    `personal_value` until the person is erased.
    """

    id = UUID(primary_key=True)
    enrolment = reference(Enrolment, index=True)
    part = reference(ExamPart)
    sitting = reference(Sitting, index=True)
    attempt = Integer(default=None)
    content = Bytea(default=None, unique=True)
    upload = reference(Upload, index=True)
    sheet = Varchar(100, default=None)
    row = Integer(default=None)
    cell = Varchar(12, default=None)
    corrects = optional_reference("self", unique=True)
    recorded_at = Timestamptz(default=None)

    result_attempt_counts_from_one = Check("attempt >= 1")
