"""What comes in and goes out about self-reports."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.dossiers.schemas import FreeText
from registry.schema import Schema


class ReportSelf(Schema, frozen=True, kw_only=True):
    """A change that touches the certificate; without a number it is about the one that was given last."""

    text: Annotated[FreeText, Meta(min_length=10)]
    certificate: Annotated[str, Meta(max_length=40)] | None = None


class ConcludeReport(Schema, frozen=True):
    """What follows from the report; the holder reads it."""

    conclusion: Annotated[FreeText, Meta(min_length=10)]


class SelfReportOut(Schema, frozen=True):
    """A report as its holder and certifiers see it; words are gone once the person was erased."""

    id: UUID
    certificate: str
    name: str | None
    text: str | None
    reported_at: datetime
    seen_by: str | None
    seen_at: datetime | None
    conclusion: str | None
