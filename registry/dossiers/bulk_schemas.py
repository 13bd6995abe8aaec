"""What comes in and goes out about granting many dossiers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.schema import Schema

MOST_AT_ONCE = 1_000
"""As many dossiers are granted in one go at most."""
MOST_BYTES = 200 * MOST_AT_ONCE
"""What naming that many takes, in JSON or in a form, with room to spare."""


class GrantOne(Schema, frozen=True):
    """A dossier, and the evidence on which it is to be granted."""

    dossier: UUID
    evidence: UUID


class GrantTogether(Schema, frozen=True):
    """These dossiers are granted, each on the evidence that was seen; one that is named twice is granted once."""

    dossiers: Annotated[list[GrantOne], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class GrantOutcomeOut(Schema, frozen=True):
    """What granting a dossier would do or did: the certificate with its days, or the code and words of what refuses it.

    `certificate` is absent in a preview. Of a dossier that is not yours to see only the refusal is told.
    """

    dossier: UUID
    evidence: UUID
    candidate_number: str | None
    name: str | None
    scheme: str | None
    certificate: str | None
    valid_from: date | None
    valid_until: date | None
    problem: str | None
    problem_text: str | None


class GrantOutcomesOut(Schema, frozen=True):
    """Dossier by dossier, in the order asked; `wentWell` counts those that are, or would be, granted."""

    went_well: int
    outcomes: list[GrantOutcomeOut]
