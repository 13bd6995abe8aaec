"""Files of enrolments and what they would do, as people and programs read them."""

from exams.cells.findings import Finding
from exams.enrolments.files import FileListed, Preview
from exams.enrolments.reading import Reading, Standing
from exams.enrolments.recording import Recorded
from exams.enrolments.schemas import (
    CandidateOut,
    DoubtOut,
    EnrolledOut,
    EnrolmentFileListedOut,
    EnrolmentFileOut,
    EnrolmentPreviewOut,
    FindingOut,
    OwnCandidateOut,
    SkippedOut,
)
from registry.texts import Language


def preview(seen: Preview, language: Language) -> EnrolmentPreviewOut:
    """A preview with every finding in words."""
    reading = seen.reading or Reading("")
    return EnrolmentPreviewOut(
        file=EnrolmentFileOut(
            id=seen.file.id,
            track=seen.version.code,
            file_name=seen.file.file_name,
            sha256=seen.file.sha256.hex(),
            recorded_at=seen.file.recorded_at,
            accepted_at=seen.file.accepted_at,
        ),
        acceptable=seen.acceptable,
        new_persons=reading.count(Standing.NEW),
        known_persons=reading.count(Standing.KNOWN),
        enrolled_already=reading.count(Standing.ENROLLED),
        teachings=reading.lessons,
        candidates=[
            CandidateOut(
                row=each.row,
                standing=each.standing.value,
                candidate_number=each.number,
                name=each.name,
                enrolled_on=each.enrolled_on,
                teachings=len(each.lessons),
            )
            for each in reading.candidates
        ],
        faults=[_finding(each, language) for each in reading.faults],
        notices=[_finding(each, language) for each in reading.notices],
        doubts=[
            DoubtOut(
                row=each.row,
                cell=each.cell,
                name=each.name,
                own=[OwnCandidateOut(candidate_number=number, name=name) for number, name in each.own],
                rows=list(each.rows),
                elsewhere=each.elsewhere,
            )
            for each in reading.doubts
        ],
        skipped=[SkippedOut(row=each.row, text=each.text) for each in reading.skipped],
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


def listed(file: FileListed) -> EnrolmentFileListedOut:
    """A file in the list."""
    return EnrolmentFileListedOut(
        id=file.id,
        track=file.track,
        file_name=file.file_name,
        sha256=file.sha256.hex(),
        recorded_at=file.recorded_at,
        accepted_at=file.accepted_at,
        waits=file.waits,
    )


def enrolled(recorded: Recorded) -> EnrolledOut:
    """What was recorded."""
    return EnrolledOut(enrolled=recorded.enrolled, teachings=recorded.lessons, new_numbers=list(recorded.new_numbers))
