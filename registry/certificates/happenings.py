"""What happens to a certificate after it was issued, recorded inside the transaction of the decision (DESIGN §2.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.certificates.rules import EventKind
from registry.certificates.tables import CertificateEvent
from registry.credentials import service as credentials
from registry.public_log import service as public_log


@dataclass(frozen=True, slots=True)
class Happening:
    """What happens to a certificate from a day on, and who prepared and decided it; `reason` is a code of its scheme."""

    certificate: UUID
    kind: EventKind
    effective_on: date
    prepared_by: UUID | None = None
    decided_by: UUID | None = None
    reason: str | None = None
    resolve_by: date | None = None
    replaced_by: UUID | None = None


async def record_event(happening: Happening, *, now: datetime) -> int:
    """Write what happened, and log it, inside the caller's transaction, the adviser being locked; returns its number.

    Whoever is reinstated has a new credential.
    """
    event = CertificateEvent(
        certificate=happening.certificate,
        kind=happening.kind.value,
        effective_on=happening.effective_on,
        recorded_at=now,
        prepared_by=happening.prepared_by,
        decided_by=happening.decided_by,
        reason=happening.reason,
        resolve_by=happening.resolve_by,
        replaced_by=happening.replaced_by,
    )
    await CertificateEvent.insert(event)
    if happening.kind is EventKind.REINSTATED:
        await credentials.sign([happening.certificate], now=now)
    await public_log.log_certificate_events([happening.certificate], at=now)
    number: int = event.id
    return number
