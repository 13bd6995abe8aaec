"""Uploads of results, work on them, and the results themselves."""

from piccolo.columns import JSONB, UUID, Array, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from exams.enrolments.tables import Enrolment
from exams.judging.headings import Field
from exams.results.history import CorrectionReason, Nature, RetractionReason
from exams.results.work_rules import Ending, Task
from exams.sittings.tables import Sitting
from exams.tracks.tables import ExamPart, TrackVersion
from registry.accounts.tables import Account
from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation


class Upload(Table, tablename="upload"):
    """One file of results that a provider sent. Only accepting and retracting are written later, each once: by trigger;
    and how many faults it had when it was judged last.

    One file (SHA-256) is accepted once per provider among uploads not retracted: by partial unique index.

    Personal data: who sent, accepted and retracted it, by key; its bytes are in `upload_file`. Kept as long as the registry.
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
    retracted_by = optional_reference(Account)
    retraction_reason = Varchar(30, null=True, default=None)
    follows = optional_reference("self")
    faults = Integer(null=True, default=None)

    upload_is_accepted_by_someone = Check("(accepted_by IS NULL) = (accepted_at IS NULL)")
    upload_is_retracted_by_someone = Check(
        "(retracted_at IS NULL) = (retracted_by IS NULL) AND (retracted_at IS NULL) = (retraction_reason IS NULL)",
    )
    upload_retraction_reason_is_known = one_of("retraction_reason", RetractionReason)
    upload_is_retracted_after_acceptance = Check("retracted_at IS NULL OR accepted_at <= retracted_at")


class UploadFile(Table, tablename="upload_file"):
    """The bytes of an upload, for as long as nobody in it is erased.

    Personal data: names, numbers and scores. Kept until anyone in it is erased, by `erase_person_files(person)`; for 180 days
    where nobody accepted it.
    """

    id = UUID(primary_key=True)
    upload = reference(Upload, unique=True)
    content = Bytea(default=None)


class Result(Table, tablename="result"):
    """What is on record of one attempt of one adviser at one part. Append-only: a chain, whose last row counts.

    A correction names the row it replaces; a retraction is a row without an outcome that names what it takes back, a
    restoration repeats what a retracted correction had replaced; recording afresh names the retraction before it.

    Personal data: outcome, score (tenths) and remark in `personal_value`, to which `content` is the commitment. Kept until the
    person is erased.
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
    nature = Varchar(12, default=None)
    reason = Varchar(30, null=True, default=None)
    recorded_at = Timestamptz(default=None)

    result_nature_is_known = one_of("nature", Nature)
    result_reason_is_known = one_of("reason", CorrectionReason)
    result_correction_has_a_reason = Check("(reason IS NOT NULL) = (nature = 'corrected')")
    result_undoing_names_what_it_undoes = Check("nature = 'recorded' OR corrects IS NOT NULL")
    result_attempt_counts_from_one = Check("attempt >= 1")


class SetAsideRow(Table, tablename="set_aside_row"):
    """A faulty row that the provider left out when it accepted the rest, with the codes of its faults. Append-only.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    upload = reference(Upload, index=True)
    row = Integer(default=None)
    faults = Array(Varchar(40), default=list)

    set_aside_row_is_named_once = Unique([upload, row])


class HeadingMapping(Table, tablename="heading_mapping"):
    """What a provider says a heading of its own means; without a field the column is not read.

    Personal data: who mapped it, by key. Kept until the provider forgets it.
    """

    id = UUID(primary_key=True)
    provider = reference(Organisation)
    heading = Varchar(200, default=None)
    field = Varchar(20, null=True, default=None)
    mapped_by = reference(Account)
    recorded_at = Timestamptz(default=None)

    heading_mapping_is_made_once = Unique([provider, heading])
    heading_mapping_field_is_known = one_of("field", Field)


class AcceptanceProposal(Table, tablename="acceptance_proposal"):
    """An acceptance that corrects a result on which a certificate rests, until a second person accepts or declines it.

    Personal data: who proposed it, by key, and words about people in `choices`. Kept until it is accepted or declined, or the
    file goes.
    """

    id = UUID(primary_key=True)
    upload = reference(Upload, unique=True)
    choices = JSONB(default=None)
    proposed_by = reference(Account)
    proposed_at = Timestamptz(default=None)


class UploadWork(Table, tablename="upload_work"):
    """Judging, accepting or taking back a long file in the background: how far it is, how often it was begun, how it ended.

    `api_key` is the key by which a program asked.

    Personal data: who asked for it, by key, and words about people in `choices`, which go when it is done. Kept for 90 days
    after it ended.
    """

    id = UUID(primary_key=True)
    upload = reference(Upload, index=True)
    task = Varchar(12, default=None)
    choices = JSONB(default="{}")
    asked_by = reference(Account)
    api_key = UUID(null=True, default=None)
    asked_at = Timestamptz(default=None)
    started_at = Timestamptz(null=True, default=None)
    rows_total = Integer(null=True, default=None)
    rows_done = Integer(null=True, default=None)
    tries = Integer(default=0)
    ended_at = Timestamptz(null=True, default=None)
    ending = Varchar(12, null=True, default=None)
    problem = JSONB(null=True, default=None)

    upload_work_task_can_be_done = one_of("task", Task)
    upload_work_ending_is_known = one_of("ending", Ending)
    upload_work_ends_once = Check("(ending IS NULL) = (ended_at IS NULL)")


class UploadReading(Table, tablename="upload_reading"):
    """What the judge said of a long file, kept for its page; replaced when it is judged again.

    Personal data: numbers and scores. Kept until the file is judged again or goes; for 180 days where nobody accepted it.
    """

    id = UUID(primary_key=True)
    upload = reference(Upload, unique=True)
    content = Bytea(default=None)
    judged_at = Timestamptz(default=None)
