"""What comes in and goes out about cases of the integrity watch."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from exams.integrity.rules import CaseOutcome, Flag
from registry.dossiers.schemas import FreeText
from registry.schema import Schema

Words = Annotated[FreeText, Meta(min_length=10)]


class CloseCase(Schema, frozen=True):
    """What a person concluded, and why."""

    outcome: CaseOutcome
    conclusion: Words


class HoldDossiers(Schema, frozen=True):
    """Why the undecided dossiers that a case touches have to wait."""

    reason: Words


class RateOut(Schema, frozen=True):
    """A pass rate: how many of how many, and the exact 95 % interval of the rate, in whole percents."""

    passed: int
    taken: int
    percent: int
    lowest_percent: int
    highest_percent: int


class CaseSittingOut(Schema, frozen=True):
    """A sitting that a case is about; the examiner's name is absent once they were erased."""

    id: UUID
    held_on: date
    examiner: str | None
    supervised: bool
    rate: RateOut


class HeldDossierOut(Schema, frozen=True):
    """A dossier that waits for a case, until it was lifted."""

    dossier: UUID
    candidate_number: str
    set_by: str
    set_at: datetime
    lifted_at: datetime | None


class CaseReviewOut(Schema, frozen=True):
    """A certificate that a case put up for review."""

    id: UUID
    certificate: str
    closed_at: datetime | None


class CaseOut(Schema, frozen=True):
    """A case in a list."""

    id: UUID
    provider: str
    track: str
    track_version: int
    part: str
    examiner: str | None
    flag: Flag
    flag_text: str
    opened_at: datetime
    handler: str | None
    is_yours: bool
    closed_at: datetime | None
    outcome: CaseOutcome | None


class CaseDetail(CaseOut, frozen=True):
    """A case in full: why it was flagged, the figures that say so, and what was done.

    `group` asks for a look, `others` is what it is held against. `touchedCandidates` passed at these sittings; `toHold`
    counts their undecided dossiers that you can hold and that were not held yet. The closing words are there until the
    person they are kept with was erased.
    """

    why: str
    group: RateOut
    others: RateOut
    sittings: list[CaseSittingOut]
    touched_candidates: int
    to_hold: int
    holds: list[HeldDossierOut]
    reviews: list[CaseReviewOut]
    closed_by: str | None
    conclusion: str | None


class Affected(Schema, frozen=True):
    """How many dossiers or certificates it was about that were not affected before."""

    count: int
