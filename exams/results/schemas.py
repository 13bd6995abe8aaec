"""What goes out about what is in an upload: its preview. No list in it is longer than 1,000; `totals` has the whole."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from exams.judging.headings import Field
from exams.results.work_rules import Ending, Task
from registry.schema import Schema

LONGEST_LIST = 1_000


class UploadOut(Schema, frozen=True):
    """An upload by itself."""

    id: UUID
    file_name: str
    sha256: str
    recorded_at: datetime
    accepted_at: datetime | None


class FindingOut(Schema, frozen=True):
    """One thing about one cell: what is wrong and what to do about it; a suggestion is a value that may be meant."""

    sheet: str
    cell: str
    row: int
    code: str
    problem: str
    remedy: str
    suggestion: str | None


class SkippedOut(Schema, frozen=True):
    """A row that is no result, and the start of what stands in it."""

    row: int
    why: str
    text: str


class UnknownHeadingOut(Schema, frozen=True):
    """A heading that names no field, and the field that may be meant: say what it means, or that it is not to be read."""

    heading: str
    cell: str
    suggestion: Field | None


class ChangeOut(Schema, frozen=True):
    """One thing that a correction changes, and the cell that says so: days as 2026-09-07, scores as 67.5, people by name."""

    field: Field
    cell: str
    old: str | None
    new: str | None


class CorrectionOut(Schema, frozen=True):
    """A row that says otherwise than what is on record."""

    row: int
    candidate_number: str
    part: str
    attempt: int
    changes: list[ChangeOut]


class SittingProposed(Schema, frozen=True):
    """A sitting that accepting would make; a place is asked for it, under its key. Who was erased has no name."""

    key: str
    part: str
    held_on: date
    examiner: str | None
    invigilators: list[str]
    results: int


class EffectOut(Schema, frozen=True):
    """What accepting does for one candidate: the parts passed anew, whether the whole track is, and whether that completes
    a dossier. The mean is of who has passed the track: by weight, each score on a scale to 100."""

    candidate_number: str
    name: str
    newly_passed: list[str]
    passes_track: bool
    completes_dossier: bool
    mean: Decimal | None


class ReviewOut(Schema, frozen=True):
    """A certificate that rests on a result which accepting would correct, and so would come under review."""

    certificate: str
    candidate_number: str | None


class ProposalOut(Schema, frozen=True):
    """Somebody chose to accept this; one of the others confirms or declines it, for a certificate rests on what changes."""

    by: str
    at: datetime
    may_confirm: list[str]


class FollowsOut(Schema, frozen=True):
    """The earlier upload whose marked workbook came back as this one, and how many faults it had when it was judged last."""

    id: UUID
    file_name: str
    recorded_at: datetime
    faults: int | None = None


class WorkOut(Schema, frozen=True):
    """How far the work on a long file is, and how it ended; without an ending it goes on. `problem` is why it was refused."""

    task: Task
    rows_total: int | None
    rows_done: int | None
    ending: Ending | None
    problem: str | None


class TotalsOut(Schema, frozen=True):
    """How many there are of everything, also of what the lists leave out."""

    faults: int
    faulty_rows: int
    notices: int
    skipped: int
    unknown_headings: int
    sittings: int
    effects: int
    passing: int
    dossiers: int
    reviews: int


class PreviewOut(Schema, frozen=True):
    """What is in a file and what accepting it would do; nothing is recorded while there are faults.

    `faultyRows` may be set aside. `shortened` names the lists of which only the first 1,000 are here.
    """

    upload: UploadOut
    track: str
    version: int
    acceptable: bool
    second_person: bool
    new: int
    unchanged: int
    corrections: int
    corrected: list[CorrectionOut]
    faults: list[FindingOut]
    faulty_rows: list[int]
    notices: list[FindingOut]
    skipped: list[SkippedOut]
    unknown_headings: list[UnknownHeadingOut]
    sittings: list[SittingProposed]
    effects: list[EffectOut]
    reviews: list[ReviewOut]
    totals: TotalsOut
    shortened: list[str]
    proposal: ProposalOut | None
    follows: FollowsOut | None
    work: WorkOut | None = None
