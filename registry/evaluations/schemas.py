"""What comes in and goes out about evaluations."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.dossiers.schemas import FreeText
from registry.evaluations.rules import Outcome
from registry.reference_data.competences import Competence
from registry.schema import Schema

Score = Annotated[int, Meta(ge=1, le=5)]
"""From 1, insufficient, to 5, excellent."""


class Evaluate(Schema, frozen=True):
    """The judgement of a completed engagement: four competences from 1 to 5, the outcome, and whether you would again."""

    municipal_processes: Score
    information_management: Score
    organisation_advice: Score
    change_management: Score
    outcome: Outcome
    again: bool
    remark: FreeText | None = None


class Reply(Schema, frozen=True):
    """What the adviser answers; the municipality reads it."""

    content: Annotated[FreeText, Meta(min_length=2)]


class EvaluationMade(Schema, frozen=True):
    """The evaluation that was recorded."""

    id: UUID


class DueOut(Schema, frozen=True):
    """A completed booking that waits for the evaluation of its municipality; the name is absent once it was erased."""

    booking: UUID
    municipality: str
    adviser: str | None
    first_day: date
    last_day: date
    days: Decimal
    completed_at: datetime


class EvaluationOut(Schema, frozen=True):
    """An evaluation as who gave it and auditors read it; remark and reply are absent where none was given or it was erased."""

    id: UUID
    booking: UUID
    municipality: str
    adviser: str | None
    first_day: date
    last_day: date
    municipal_processes: int
    information_management: int
    organisation_advice: int
    change_management: int
    outcome: Outcome
    again: bool
    remark: str | None
    reply: str | None
    recorded_at: datetime


class AverageOut(Schema, frozen=True):
    """The average of one competence, to a tenth."""

    competence: Competence
    average: Decimal


class SummaryOut(Schema, frozen=True):
    """What an adviser's evaluations came to: of how many, by whole groups of five; nothing while there are fewer than five."""

    number: int
    averages: list[AverageOut]
    reached: int
    partly: int
    not_reached: int
    again: int


class RemarkOut(Schema, frozen=True):
    """What a municipality, which is not named, wrote of the adviser's work, and what the adviser answered."""

    id: UUID
    remark: str | None
    reply: str | None


class OwnEvaluationsOut(Schema, frozen=True):
    """What an adviser reads of their own evaluations: the averages, and what was written, in no telling order."""

    summary: SummaryOut
    remarks: list[RemarkOut]
