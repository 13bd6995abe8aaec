"""What goes out about uploads."""

from datetime import date, datetime
from uuid import UUID

from registry.schema import Schema


class FindingOut(Schema, frozen=True):
    """One thing about one cell; a suggestion is a value that may be meant."""

    sheet: str
    cell: str
    row: int
    code: str
    text: str
    suggestion: str | None


class SkippedOut(Schema, frozen=True):
    """A row that is no result, and the start of what stands in it."""

    row: int
    why: str
    text: str


class SittingProposed(Schema, frozen=True):
    """A sitting that accepting would make."""

    part: str
    held_on: date
    results: int


class EffectOut(Schema, frozen=True):
    """What accepting does for one candidate: the parts passed anew, and whether the whole track is."""

    candidate_number: str
    newly_passed: list[str]
    passes_track: bool


class UploadOut(Schema, frozen=True):
    """An upload in a list."""

    id: UUID
    file_name: str
    sha256: str
    recorded_at: datetime
    accepted_at: datetime | None


class PreviewOut(Schema, frozen=True):
    """What is in a file and what accepting it would do; nothing is recorded while there are faults."""

    upload: UploadOut
    acceptable: bool
    new: int
    unchanged: int
    corrections: int
    faults: list[FindingOut]
    notices: list[FindingOut]
    skipped: list[SkippedOut]
    sittings: list[SittingProposed]
    effects: list[EffectOut]


class AcceptedOut(Schema, frozen=True):
    """What was recorded: results, and the candidates whose evidence is now complete."""

    recorded: int
    completed: list[str]
