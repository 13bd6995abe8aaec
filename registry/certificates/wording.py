"""What people call the statuses of a certificate."""

from collections.abc import Mapping

from registry.certificates.rules import Status
from registry.texts import Text

STATUSES: Mapping[Status, Text] = {
    Status.VALID: Text("Geldig", "Valid"),
    Status.NOT_YET_VALID: Text("Nog niet geldig", "Not yet valid"),
    Status.SUSPENDED: Text("Geschorst", "Suspended"),
    Status.EXPIRED: Text("Verlopen", "Expired"),
    Status.REPLACED: Text("Vervangen", "Replaced"),
    Status.SUPERSEDED: Text("Vervallen", "Superseded"),
    Status.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
    Status.VOID: Text("Nietig", "Void"),
}
