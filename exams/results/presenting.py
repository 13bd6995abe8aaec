"""Uploads and previews as people and programs read them."""

from exams.cells.findings import Finding
from exams.results.reading import Standing
from exams.results.recording import Recorded
from exams.results.schemas import (
    AcceptedOut,
    EffectOut,
    FindingOut,
    PreviewOut,
    SittingProposed,
    SkippedOut,
    UploadOut,
)
from exams.results.service import Preview
from exams.results.tables import Upload
from registry.texts import Language


def upload(row: Upload) -> UploadOut:
    """An upload in a list."""
    return UploadOut(
        id=row.id,
        file_name=row.file_name,
        sha256=row.sha256.hex(),
        recorded_at=row.recorded_at,
        accepted_at=row.accepted_at,
    )


def preview(seen: Preview, language: Language) -> PreviewOut:
    """A preview with every finding in words."""
    reading = seen.reading
    return PreviewOut(
        upload=upload(seen.upload),
        acceptable=seen.acceptable,
        new=seen.count(Standing.NEW),
        unchanged=seen.count(Standing.UNCHANGED),
        corrections=seen.count(Standing.CORRECTION),
        faults=[_finding(each, language) for each in reading.faults],
        notices=[_finding(each, language) for each in reading.notices],
        skipped=[SkippedOut(row=each.row, why=each.why.value, text=each.text) for each in reading.skipped],
        sittings=[
            SittingProposed(part=each.key.part_code, held_on=each.key.held_on, results=each.rows)
            for each in reading.sittings
            if each.id is None
        ],
        effects=[
            EffectOut(
                candidate_number=each.candidate_number,
                newly_passed=list(each.newly_passed),
                passes_track=each.newly_passes_track,
            )
            for each in reading.effects
        ],
    )


def _finding(finding: Finding, language: Language) -> FindingOut:
    return FindingOut(
        sheet=finding.sheet,
        cell=finding.cell,
        row=finding.row,
        code=finding.code,
        text=finding.say(language),
        suggestion=finding.suggestion,
    )


def accepted(recorded: Recorded) -> AcceptedOut:
    """What was recorded."""
    return AcceptedOut(recorded=recorded.results, completed=list(recorded.completed))
