"""What comes in and goes out about requests that a part counts as passed by an equivalent route."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.dossiers.schemas import FreeText, ObjectionOut
from registry.schema import LINE, Code, Schema

PartCode = Annotated[str, Meta(min_length=1, max_length=20, pattern=LINE)]
Words = Annotated[FreeText, Meta(min_length=10)]


class AskEquivalence(Schema, frozen=True):
    """The candidate asks that a part of a track counts as passed, by a route of the scheme, and says why."""

    route: Code
    part: PartCode
    explanation: Words


class PrepareEquivalence(Schema, frozen=True):
    """Advice for whoever decides on the request."""

    advice: Words


class DecideEquivalence(Schema, frozen=True):
    """Why the request is granted or refused; the candidate reads it."""

    reason: Words


class RouteOut(Schema, frozen=True):
    """A part for which the candidate may ask, by a route of the scheme."""

    route: str
    name: str
    track: str
    part: str


class EquivalenceOut(Schema, frozen=True):
    """A request as certifiers and auditors see it; words are gone once the person was erased.

    `granted` is absent until it is decided. `objections` say why you may not judge it; who prepared it does not decide.
    """

    id: UUID
    dossier: UUID
    candidate_number: str
    name: str | None
    scheme: str
    track: str
    part: str
    route: str
    explanation: str | None
    asked_at: datetime
    prepared_by: str | None
    prepared_at: datetime | None
    advice: str | None
    granted: bool | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    objections: list[ObjectionOut]
    prepared_by_you: bool


class OwnEquivalenceOut(Schema, frozen=True):
    """A request as the candidate sees it: what was asked, and what was decided; never the advice."""

    id: UUID
    track: str
    part: str
    route: str
    asked_on: date
    granted: bool | None
    reason: str | None
