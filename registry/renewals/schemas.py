"""What comes in and goes out about renewals."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.certificates.rules import Status
from registry.dossiers.schemas import FreeText
from registry.renewals.rules import EducationOutcome, Reminder
from registry.schema import LINE, Schema
from registry.schemes.rules import Route

Line = Annotated[str, Meta(min_length=2, max_length=200, pattern=LINE)]


class EnterEducation(Schema, frozen=True):
    """Continuing education that the holder followed: hours in quarters (2.25), what it was, and who gave it."""

    followed_on: date
    hours: Decimal
    title: Line
    teacher: Line


class Entered(Schema, frozen=True):
    """The entry that was made."""

    id: UUID


class RefuseEducation(Schema, frozen=True):
    """Refused, with the reason that the holder reads."""

    reason: Annotated[FreeText, Meta(min_length=10)]


class CompleteRenewal(Schema, frozen=True):
    """The route that a certifier finds met.

    For engagements the registry counts the evaluations it holds itself; of engagements elsewhere the certifier says how many
    evaluations of municipalities they saw, and which.
    """

    route: Route
    evaluations: Annotated[int, Meta(ge=1, le=1000)] | None = None
    seen: FreeText = ""


class EducationOut(Schema, frozen=True):
    """An entry of education; what was followed is absent once the person was erased."""

    id: UUID
    candidate_number: str
    name: str | None
    followed_on: date
    hours: Decimal
    title: str | None
    teacher: str | None
    recorded_at: datetime
    outcome: EducationOutcome | None
    reason: str | None
    judged_at: datetime | None


class ProgressOut(Schema, frozen=True):
    """How far a holder is by one route: hours of education, or a number of engagements."""

    route: Route
    have: Decimal
    need: Decimal
    met: bool


class ReminderOut(Schema, frozen=True):
    """What the holder was told, and since which day it holds."""

    kind: Reminder
    due_on: date
    text: str


class RenewalOut(Schema, frozen=True):
    """A certificate that can be renewed: the window, what the holder was told, how far they are, and their application.

    `refusal` says why one cannot apply now; `renewedBy` is the certificate that followed.
    """

    certificate: str
    scheme: str
    scheme_name: str
    status: Status
    valid_from: date
    valid_until: date
    opens_on: date
    closes_on: date
    terms_version: str
    code_of_conduct_version: str
    reminders: list[ReminderOut]
    progress: list[ProgressOut]
    dossier: UUID | None
    refusal: str | None
    renewed_by: str | None


class RenewalDossierOut(Schema, frozen=True):
    """A renewal that waits for a route to be met, as certifiers see it."""

    dossier: UUID
    candidate_number: str
    name: str | None
    certificate: str
    valid_until: date
    progress: list[ProgressOut]
