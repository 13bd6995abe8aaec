"""Dossiers: the signed application, the evidence and what people decided about it.

Personal data: evidence and free text, in `personal_value`, until the person is erased; and who took which step, which
without names names nobody.
"""

from piccolo.columns import JSONB, UUID, BigSerial, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.certificates.tables import Certificate
from registry.columns import one_of, optional_reference, reference
from registry.dossiers.rules import Step
from registry.people.tables import Adviser
from registry.schemes.tables import Scheme


class Evidence(Table, tablename="evidence"):
    """A complete, immutable, numbered set of results of one adviser. Append-only.

    `content` is the commitment to the canonical EvidenceContent, which lives in `personal_value` until the person is
    erased; track code and version stay.
    """

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    number = Integer(default=None)
    track_code = Varchar(40, default=None)
    track_version = Integer(default=None)
    content = Bytea(default=None, unique=True)
    recorded_at = Timestamptz(default=None)

    evidence_number_is_unique = Unique([adviser, number])


class EvidenceWithdrawal(Table, tablename="evidence_withdrawal"):
    """Evidence that no longer counts, since a result in it was corrected or retracted. Append-only.

    `cause` is a result of the evidence that no longer stands. No step of a dossier rests on the evidence afterwards: by
    trigger. Personal data: none.
    """

    id = UUID(primary_key=True)
    evidence = reference(Evidence, unique=True)
    cause = UUID(default=None)
    recorded_at = Timestamptz(default=None)


class Dossier(Table, tablename="dossier"):
    """The application of one adviser for a certificate of one scheme; its state follows from its events."""

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    scheme = reference(Scheme)
    recorded_at = Timestamptz(default=None)


class DossierEvent(Table, tablename="dossier_event"):
    """One step of a dossier; append-only, in the order of `id`.

    A dossier is decided or abandoned once, and granted only by another person than prepared it: by index and trigger.
    `personal` is the commitment to free text about the candidate (adjustments asked, reasons), erasable.
    """

    id = BigSerial(primary_key=True)
    dossier = reference(Dossier, index=True)
    step = Varchar(20, default=None)
    account = reference(Account)
    evidence = optional_reference(Evidence)
    certificate = optional_reference(Certificate, unique=True)
    facts = JSONB(default="{}")
    personal = Bytea(null=True, default=None)
    recorded_at = Timestamptz(default=None)

    dossier_event_step_is_known = one_of("step", Step)
    dossier_event_names_its_evidence = Check(
        "(evidence IS NOT NULL) = (step IN ('completed', 'prepared', 'granted', 'refused'))",
    )
    dossier_event_grants_a_certificate = Check("(certificate IS NOT NULL) = (step = 'granted')")


class DossierHold(Table, tablename="dossier_hold"):
    """A certifier keeps an undecided dossier from being decided while a case is looked into, until the hold is lifted.

    `cause` is the case. `reason` is the commitment to the certifier's words, erasable.
    """

    id = UUID(primary_key=True)
    dossier = reference(Dossier, index=True)
    cause = UUID(default=None)
    set_by = reference(Account)
    set_at = Timestamptz(default=None)
    reason = Bytea(null=True, default=None)
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = optional_reference(Account)

    dossier_hold_is_set_once = Unique([dossier, cause])
    dossier_hold_is_lifted_by_someone = Check("(lifted_at IS NULL) = (lifted_by IS NULL)")
