"""Measures on certificates, as one certifier proposed them and another decided."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Date, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.certificates.tables import Certificate
from registry.columns import one_of, optional_reference, reference
from registry.measures.rules import Ending, Measure


class CertificateMeasure(Table, tablename="certificate_measure"):
    """A measure that a certifier proposed, until another decides or declines it; one at a time for a certificate.

    `change` holds what a replacement changes, without personal data; `event` is the row of `certificate_event` that deciding
    made; `batch` is what measures proposed together have in common. `explanation` is the commitment to the words of who
    proposed it and a corrected name, `remark` to those of who declined it. Written once and ended once, decided by another
    person than proposed it: by trigger.

    Personal data: who did what, by key; the explanation, a corrected name and the remark, in `personal_value`. Kept until the
    person is erased.
    """

    id = UUID(primary_key=True)
    certificate = reference(Certificate, index=True)
    kind = Varchar(20, default=None)
    effective_on = Date(default=None)
    reason = Varchar(40, null=True, default=None)
    resolve_by = Date(null=True, default=None)
    change = JSONB(default="{}")
    explanation = Bytea(null=True, default=None)
    batch = UUID(null=True, default=None, index=True)
    prepared_by = reference(Account)
    prepared_at = Timestamptz(default=None)
    ending = Varchar(20, null=True, default=None)
    ended_by = optional_reference(Account)
    ended_at = Timestamptz(null=True, default=None)
    event = BigInt(null=True, default=None, unique=True)
    remark = Bytea(null=True, default=None)

    certificate_measure_kind_is_known = one_of("kind", Measure)
    certificate_measure_ending_is_known = one_of("ending", Ending)
    certificate_measure_ends_whole = Check(
        "(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL) = (ended_by IS NULL)",
    )
    certificate_measure_decided_makes_an_event = Check("(event IS NOT NULL) = (ending IS NOT NULL AND ending = 'decided')")
    certificate_measure_resolves_a_suspension = Check("(resolve_by IS NOT NULL) = (kind = 'suspended')")
