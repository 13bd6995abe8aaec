"""Certificates as issued, and everything that happened to them since. Both append-only."""

from piccolo.columns import UUID, BigSerial, Bytea, Date, Timestamptz, Varchar
from piccolo.columns import Text as TextColumn
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.certificates.rules import EventKind
from registry.columns import one_of, optional_reference, reference
from registry.people.tables import Adviser, Person
from registry.schemes.tables import SchemeVersion


class Certificate(Table, tablename="certificate"):
    """A certificate as it was issued: the snapshot never changes (ISO/IEC 17024, 9.4.8).

    `snapshot` is canonical JSON and `snapshot_hash` its SHA-256; the holder's name in it is a commitment, and the name
    itself an erasable value. `valid_until` is the last day. One valid or suspended certificate per person and scheme:
    by trigger.

    Personal data: the holder's name, in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    number = Varchar(13, default=None, unique=True)
    adviser = reference(Adviser, index=True)
    scheme_version = reference(SchemeVersion)
    valid_from = Date(default=None)
    valid_until = Date(default=None)
    holder = Bytea(default=None)
    snapshot = TextColumn(default=None)
    snapshot_hash = Bytea(default=None)
    evidence_hash = Bytea(default=None)
    prepared_by = reference(Person)
    decided_by = reference(Person)
    predecessor = optional_reference("self")
    recorded_at = Timestamptz(default=None)

    certificate_number_is_well_formed = Check("number ~ '^CA[0-9]{8}-[0-9]{2}$'")
    certificate_period_is_ordered = Check("valid_from <= valid_until")
    certificate_snapshot_holds = Check("snapshot_hash = sha256(convert_to(snapshot, 'UTF8'))")
    certificate_takes_two_persons = Check("prepared_by <> decided_by")


class CertificateEvent(Table, tablename="certificate_event"):
    """Something that happened to a certificate: from which day, and since when the registry knows.

    The order of `id` is the order of recording. `reason` is a code of the scheme; never free text about a person.

    Personal data: who prepared and who decided, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    certificate = reference(Certificate, index=True)
    kind = Varchar(20, default=None)
    effective_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    prepared_by = optional_reference(Person)
    decided_by = optional_reference(Person)
    reason = Varchar(40, null=True, default=None)
    resolve_by = Date(null=True, default=None)
    replaced_by = optional_reference(Certificate)

    certificate_event_kind_is_known = one_of("kind", EventKind)
    certificate_event_takes_two_persons = Check("prepared_by <> decided_by")
    certificate_event_names_two_persons = Check(
        "kind = 'superseded' OR (prepared_by IS NOT NULL AND decided_by IS NOT NULL)",
    )
    certificate_event_resolves_a_suspension = Check("(resolve_by IS NOT NULL) = (kind = 'suspended')")


class CertificateDocument(Table, tablename="certificate_document"):
    """The PDF of a certificate in one language, its bytes as they were made at issue from the snapshot alone. Append-only.

    Personal data: the holder's name. Kept until the person is erased; `erase_person` removes the row, and nothing else does.
    """

    id = UUID(primary_key=True)
    certificate = reference(Certificate)
    language = Varchar(2, default=None)
    content = Bytea(default=None)
    sha256 = Bytea(default=None)
    recorded_at = Timestamptz(default=None)

    certificate_document_is_made_once = Unique([certificate, language])
    certificate_document_holds = Check("sha256 = sha256(content)")
