"""Certificates that are up for review: an internal case, which changes no status (DESIGN §7)."""

from piccolo.columns import JSONB, UUID, Bytea, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.certificates.tables import Certificate
from registry.columns import one_of, optional_reference, reference
from registry.reviews.rules import Cause, ReviewOutcome


class CertificateReview(Table, tablename="certificate_review"):
    """A certificate whose ground changed, until a certifier of its body concludes what to do.

    `origin` is the row that caused it (an upload, a case), so that one origin counts once; `facts` holds no personal
    data. `conclusion` is the commitment to the certifier's words, erasable.

    Personal data: who closed it, by key, and the conclusion in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    certificate = reference(Certificate, index=True)
    cause = Varchar(30, default=None)
    origin = UUID(default=None)
    facts = JSONB(default=None)
    opened_at = Timestamptz(default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = optional_reference(Account)
    outcome = Varchar(20, null=True, default=None)
    conclusion = Bytea(null=True, default=None)

    certificate_review_is_opened_once = Unique([certificate, cause, origin])
    certificate_review_cause_is_one_of_these = one_of("cause", Cause)
    certificate_review_outcome_is_known = one_of("outcome", ReviewOutcome)
    certificate_review_is_closed_by_someone = Check(
        "(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (outcome IS NULL)",
    )
