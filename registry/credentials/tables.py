"""Credentials as they were signed, the places in status lists that were given, and the lists as they were published."""

from piccolo.columns import UUID, BigSerial, Date, Integer, SmallInt, Timestamptz, Varchar
from piccolo.columns import Text as TextColumn
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.certificates.tables import Certificate, CertificateEvent
from registry.columns import one_of, reference
from registry.credentials.status_list import PLACES, Purpose
from registry.signing_keys.tables import SigningKey


class StatusPlace(Table, tablename="status_place"):
    """A place in a status list, given to one credential of a certificate and never again. Append-only.

    `certificate_event` is what the credential began with: the grant, or a reinstatement.

    Personal data: the place that tells whether a person's certificate counts, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    status_list = SmallInt(default=None)
    place = Integer(default=None)
    certificate = reference(Certificate, index=True)
    certificate_event = reference(CertificateEvent)
    valid_from = Date(default=None)
    recorded_at = Timestamptz(default=None)

    status_place_is_given_once = Unique([status_list, place])
    status_place_exists = Check(f"status_list > 0 AND place BETWEEN 0 AND {PLACES - 1}")


class Credential(Table, tablename="credential"):
    """A credential as it was signed, in compact form. `address` is secret: whoever knows it can fetch the credential.

    Those of one certificate have one address; the last is the one that counts. Append-only.

    Personal data: the holder's name. Kept until the person is erased; `erase_person` removes the row, and nothing else does.
    """

    id = BigSerial(primary_key=True)
    address = UUID(default=None, index=True)
    status_place = reference(StatusPlace, unique=True)
    certificate = reference(Certificate, index=True)
    kid = reference(SigningKey, index=True)
    jws = TextColumn(default=None)
    recorded_at = Timestamptz(default=None)


class StatusList(Table, tablename="status_list"):
    """A status list as it was signed and published; the newest is served, and past ones to who asks. Append-only.

    Personal data: none.
    """

    id = BigSerial(primary_key=True)
    purpose = Varchar(20, default=None)
    number = SmallInt(default=None)
    kid = reference(SigningKey)
    jws = TextColumn(default=None)
    valid_until = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)

    status_list_purpose_is_known = one_of("purpose", Purpose)
