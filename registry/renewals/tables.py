"""What certifying again asks for: reminders that were given, and continuing education."""

from piccolo.columns import UUID, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.certificates.tables import Certificate
from registry.columns import one_of, optional_reference, reference
from registry.people.tables import Adviser
from registry.renewals.rules import EducationOutcome, Reminder


class RenewalReminder(Table, tablename="renewal_reminder"):
    """A reminder that the holder of a certificate was given, each kind once. Append-only.

    Personal data: whom it reminded, by their certificate. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    certificate = reference(Certificate, index=True)
    kind = Varchar(20, default=None)
    due_on = Date(default=None)
    recorded_at = Timestamptz(default=None)

    renewal_reminder_kind_is_known = one_of("kind", Reminder)
    renewal_reminder_is_given_once = Unique([certificate, kind])


class EducationEntry(Table, tablename="education_entry"):
    """Continuing education that an adviser followed, in quarter-hours, until a certifier accepts or refuses it.

    `content` is the commitment to title and teacher; `reason` to why it was refused.

    Personal data: what was followed and why it was refused, in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    followed_on = Date(default=None)
    quarters = Integer(default=None)
    content = Bytea(default=None)
    entered_by = reference(Account)
    recorded_at = Timestamptz(default=None)
    outcome = Varchar(20, null=True, default=None)
    reason = Bytea(null=True, default=None)
    judged_by = optional_reference(Account)
    judged_at = Timestamptz(null=True, default=None)

    education_entry_takes_time = Check("quarters BETWEEN 1 AND 4000")
    education_entry_outcome_is_known = one_of("outcome", EducationOutcome)
    education_entry_is_judged_whole = Check(
        "(outcome IS NULL) = (judged_at IS NULL) AND (outcome IS NULL) = (judged_by IS NULL)",
    )
