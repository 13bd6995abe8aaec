"""Dossiers: the signed application, the evidence and what people decided about it."""

from piccolo.columns import JSONB, UUID, BigSerial, Boolean, Bytea, Integer, Timestamptz, Varchar
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

    Personal data: results, in `personal_value`. Kept until the person is erased.
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
    trigger.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    evidence = reference(Evidence, unique=True)
    cause = UUID(default=None)
    recorded_at = Timestamptz(default=None)


class Dossier(Table, tablename="dossier"):
    """The application of one adviser for a certificate of one scheme; its state follows from its events.

    `renews` is the certificate that the new one follows up.

    Personal data: who applied, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    scheme = reference(Scheme)
    renews = optional_reference(Certificate)
    recorded_at = Timestamptz(default=None)


class DossierEvent(Table, tablename="dossier_event"):
    """One step of a dossier; append-only, in the order of `id`.

    A dossier is decided or abandoned once, and granted only by another person than prepared it: by index and trigger.
    `personal` is the commitment to free text about the candidate (adjustments asked, reasons), erasable.

    Personal data: who took the step, by key, and free text in `personal_value`. Kept until the person is erased.
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

    `cause` is the case; a hold that was lifted can be set again. `reason` is the commitment to the certifier's words, erasable.

    Personal data: who held it, by key, and why, in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    dossier = reference(Dossier, index=True)
    cause = UUID(default=None)
    set_by = reference(Account)
    set_at = Timestamptz(default=None)
    reason = Bytea(null=True, default=None)
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = optional_reference(Account)

    dossier_hold_stands_once = Unique([dossier, cause, lifted_at], nulls_distinct=False)
    dossier_hold_is_lifted_by_someone = Check("(lifted_at IS NULL) = (lifted_by IS NULL)")


class EquivalenceRequest(Table, tablename="equivalence_request"):
    """A candidate asks that an exam part counts as passed by an equivalent route that the scheme names; two certifiers decide.

    Written once, prepared once, decided once by another person than prepared it: by trigger. `content` is the commitment to
    what the candidate wrote, `advice` and `reason` to the words of those who judged.

    Personal data: what the candidate wrote and was answered, in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    dossier = reference(Dossier, index=True)
    track_code = Varchar(40, default=None)
    part_code = Varchar(20, default=None)
    route = Varchar(40, default=None)
    content = Bytea(default=None)
    asked_by = reference(Account)
    asked_at = Timestamptz(default=None)
    prepared_by = optional_reference(Account)
    prepared_at = Timestamptz(null=True, default=None)
    advice = Bytea(null=True, default=None)
    granted = Boolean(null=True, default=None)
    decided_by = optional_reference(Account)
    decided_at = Timestamptz(null=True, default=None)
    reason = Bytea(null=True, default=None)

    equivalence_request_is_prepared_whole = Check("(prepared_by IS NULL) = (prepared_at IS NULL)")
    equivalence_request_is_decided_whole = Check(
        "(granted IS NULL) = (decided_at IS NULL) AND (granted IS NULL) = (decided_by IS NULL)",
    )
    equivalence_request_is_decided_after_preparation = Check("decided_at IS NULL OR prepared_at IS NOT NULL")


class SelfReport(Table, tablename="self_report"):
    """What a holder reports of themselves: changes that touch the certificate (ISO/IEC 17024, 9.5). Seen once, by a certifier.

    `content` is the commitment to what the holder wrote, `conclusion` to the certifier's words.

    Personal data: what the holder wrote and was answered, in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    adviser = reference(Adviser, index=True)
    certificate = optional_reference(Certificate)
    content = Bytea(default=None)
    reported_by = reference(Account)
    reported_at = Timestamptz(default=None)
    seen_by = optional_reference(Account)
    seen_at = Timestamptz(null=True, default=None)
    conclusion = Bytea(null=True, default=None)

    self_report_is_seen_by_someone = Check("(seen_by IS NULL) = (seen_at IS NULL)")
