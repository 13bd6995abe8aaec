"""What comes in and goes out about dossiers."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.dossiers.rules import AdmissionFault, EvidenceContent, State, Step
from registry.impartiality.rules import Ground
from registry.schema import LINE, Code, Schema
from registry.schemes.rules import Route

FreeText = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")]
Edition = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]


class Apply(Schema, frozen=True):
    """The candidate's signed application: the versions of terms and code of conduct they agreed to.

    `renews`: the number of the own certificate that it is to follow up.
    """

    scheme: Code
    terms_version: Edition
    code_of_conduct_version: Edition
    adjustments: FreeText | None = None
    renews: Annotated[str, Meta(max_length=20)] | None = None


class Applied(Schema, frozen=True):
    """The dossier that an application opened."""

    id: UUID


class Admit(Schema, frozen=True):
    """The certifier saw proof of identity of this kind (passport, identity card, …), never its number."""

    identity_document: Annotated[str, Meta(min_length=2, max_length=40, pattern=r"^[^\s\x00-\x1f0-9][^\x00-\x1f0-9]*(?!\n)$")]


class NotAdmitted(Schema, frozen=True):
    """The explanation that the candidate reads."""

    explanation: Annotated[FreeText, Meta(min_length=10)]


class NotAdmit(NotAdmitted, frozen=True):
    """Not admitted, with every reason at once, and the explanation that the candidate reads."""

    reasons: Annotated[frozenset[AdmissionFault], Meta(min_length=1)]


class Prepare(Schema, frozen=True):
    """Prepared on this evidence, with advice for whoever decides."""

    evidence: UUID
    advice: FreeText = ""


class Grant(Schema, frozen=True):
    """Granted on this evidence; valid from the day of the decision."""

    evidence: UUID


class Refuse(Schema, frozen=True):
    """Refused on this evidence, with the reason the candidate reads."""

    evidence: UUID
    reason: Annotated[FreeText, Meta(min_length=10)]


class Return(Schema, frozen=True):
    """Given back to be prepared again, with the reason that whoever prepares reads."""

    evidence: UUID
    reason: Annotated[FreeText, Meta(min_length=10)]


class Abandon(Schema, frozen=True):
    """The candidate stops; they may say why."""

    reason: FreeText = ""


class HoldOut(Schema, frozen=True):
    """Why a dossier is held, since when and by whom; `cause` is the case. The words are gone once the person was erased."""

    cause: UUID
    reason: str | None
    set_by: str
    set_at: datetime


class DossierEventOut(Schema, frozen=True):
    """One step of a dossier; `by` is who took it, `note` what they wrote with it: advice, reason, adjustments asked.

    `not_admitted_for` are the reasons of who was not admitted; `route` is the one that completed a renewal, where results
    alone did not.
    """

    step: Step
    by: str
    recorded_at: datetime
    note: str | None
    not_admitted_for: list[AdmissionFault]
    route: Route | None


class EvidenceOut(Schema, frozen=True):
    """The evidence of a dossier; its content is absent once the person was erased."""

    id: UUID
    number: int
    sha256: str
    content: EvidenceContent | None


class DossierOut(Schema, frozen=True):
    """A dossier as certifiers and auditors see it in a list; `renews` is the certificate that it is to follow up."""

    id: UUID
    candidate_number: str
    name: str | None
    scheme: str
    state: State
    recorded_at: datetime
    evidence: UUID | None
    certificate: str | None
    on_hold: bool
    renews: str | None


class OwnDossierOut(Schema, frozen=True):
    """An application as the candidate sees it: where it stands, and the reason of a refusal.

    `not_admitted_for` are the reasons of who was not admitted.
    """

    id: UUID
    scheme: str
    state: State
    recorded_at: datetime
    certificate: str | None
    reason: str | None
    not_admitted_for: list[AdmissionFault]


class ObjectionOut(Schema, frozen=True):
    """Why you may not judge a dossier, and the first day on which that no longer stands."""

    ground: Ground
    text: str
    lapses_on: date | None


class DossierDetail(DossierOut, frozen=True):
    """A dossier in full; `objections` say why you may not judge it, and who prepared it does not decide.

    While any of `holds` stands nobody prepares or decides it.
    """

    events: list[DossierEventOut]
    evidence_detail: EvidenceOut | None
    objections: list[ObjectionOut]
    prepared_by_you: bool
    holds: list[HoldOut]


class DecisionOut(Schema, frozen=True):
    """The outcome of a grant: the number of the certificate, and its days."""

    certificate: str
    valid_from: date
    valid_until: date
