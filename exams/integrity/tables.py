"""Cases of the integrity watch: what the figures flagged, and what a person concluded."""

from piccolo.columns import JSONB, UUID, Bytea, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from exams.integrity.rules import CaseOutcome, Flag
from exams.sittings.tables import Sitting
from exams.tracks.tables import TrackVersion
from registry.accounts.tables import Account
from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation


class IntegrityCase(Table, tablename="integrity_case"):
    """Something that the figures flagged; a flag changes no status: a named person closes the case with an outcome.

    `fingerprint` says what was flagged, so that the same is flagged once; `facts` holds the figures and no personal data.
    `conclusion` is the commitment to the closing words, erasable.

    Personal data: who handled it, by key, and the closing words in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    provider = reference(Organisation, index=True)
    track_version = reference(TrackVersion)
    flag = Varchar(40, default=None)
    fingerprint = Varchar(200, default=None, unique=True)
    facts = JSONB(default=None)
    opened_at = Timestamptz(default=None)
    handler = optional_reference(Account)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = optional_reference(Account)
    outcome = Varchar(30, null=True, default=None)
    conclusion = Bytea(null=True, default=None)

    integrity_case_flag_is_known = one_of("flag", Flag)
    integrity_case_outcome_is_known = one_of("outcome", CaseOutcome)
    integrity_case_is_closed_by_someone = Check(
        "(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (outcome IS NULL)",
    )


class IntegrityCaseSitting(Table, tablename="integrity_case_sitting"):
    """A sitting that a case is about. Append-only.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    integrity_case = reference(IntegrityCase, index=True)
    sitting = reference(Sitting)

    integrity_case_sitting_is_named_once = Unique([integrity_case, sitting])
