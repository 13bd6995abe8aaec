"""What is in an upload, as programs read it: every finding in words, and no list without end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from exams.cells.findings import Finding
from exams.judging.headings import Field
from exams.judging.reading import Change, Effect, Reading, ResultRow, SittingSeen, Standing
from exams.judging.scores import in_points
from exams.results.consequences import Consequences
from exams.results.correcting import Proposal
from exams.results.schemas import (
    LONGEST_LIST,
    ChangeOut,
    CorrectionOut,
    EffectOut,
    FindingOut,
    FollowsOut,
    PreviewOut,
    ProposalOut,
    ReviewOut,
    SittingProposed,
    SkippedOut,
    TotalsOut,
    UnknownHeadingOut,
    UploadOut,
)
from exams.results.service import Preview
from exams.results.tables import Upload
from registry.texts import Language

T = TypeVar("T")


def upload(row: Upload) -> UploadOut:
    """An upload by itself."""
    return UploadOut(
        id=row.id,
        file_name=row.file_name,
        sha256=row.sha256.hex(),
        recorded_at=row.recorded_at,
        accepted_at=row.accepted_at,
    )


def preview(seen: Preview, language: Language) -> PreviewOut:
    """A preview with every finding in words; of each list the first 1,000."""
    reading, consequences = seen.reading, seen.consequences
    corrected = [row for row in reading.rows if row.standing is Standing.CORRECTION]
    proposed = [each for each in reading.sittings if each.id is None]
    totals = _totals(reading, proposed, consequences)
    numbers = {each.adviser_id: each.candidate_number for each in reading.effects}
    completing = frozenset(consequences.completes)
    return PreviewOut(
        upload=upload(seen.upload),
        track=seen.version.code,
        version=seen.version.number,
        acceptable=seen.acceptable,
        second_person=consequences.second_person,
        new=seen.count(Standing.NEW),
        unchanged=seen.count(Standing.UNCHANGED),
        corrections=len(corrected),
        corrected=[_correction(row, reading.people) for row in _first(corrected)],
        faults=[_finding(each, language) for each in _first(reading.faults)],
        faulty_rows=[*_first(reading.faulty_rows)],
        notices=[_finding(each, language) for each in _first(reading.notices)],
        skipped=[SkippedOut(row=each.row, why=each.why.value, text=each.text) for each in _first(reading.skipped)],
        unknown_headings=[
            UnknownHeadingOut(heading=each.heading, cell=each.cell, suggestion=each.suggestion)
            for each in _first(reading.unknown_headings)
        ],
        sittings=[_sitting(each, reading.people) for each in _first(proposed)],
        effects=[_effect(each, completes_dossier=each.adviser_id in completing) for each in _first(reading.effects)],
        reviews=[
            ReviewOut(certificate=each.number, candidate_number=numbers.get(each.adviser))
            for each in _first(consequences.reviews)
        ],
        totals=totals,
        shortened=_shortened(totals, corrections=len(corrected)),
        proposal=proposal(seen.proposal),
        follows=_follows(seen),
    )


def _first(things: Sequence[T]) -> Sequence[T]:
    return things[:LONGEST_LIST]


def _totals(reading: Reading, proposed: Sequence[SittingSeen], consequences: Consequences) -> TotalsOut:
    return TotalsOut(
        faults=len(reading.faults),
        faulty_rows=len(reading.faulty_rows),
        notices=len(reading.notices),
        skipped=len(reading.skipped),
        unknown_headings=len(reading.unknown_headings),
        sittings=len(proposed),
        effects=len(reading.effects),
        passing=sum(each.newly_passes_track for each in reading.effects),
        dossiers=len(consequences.completes),
        reviews=len(consequences.reviews),
    )


def _shortened(totals: TotalsOut, *, corrections: int) -> list[str]:
    """The names, as they go out, of the lists that are longer than what is here."""
    lengths = {
        "corrected": corrections,
        "faults": totals.faults,
        "faultyRows": totals.faulty_rows,
        "notices": totals.notices,
        "skipped": totals.skipped,
        "unknownHeadings": totals.unknown_headings,
        "sittings": totals.sittings,
        "effects": totals.effects,
        "reviews": totals.reviews,
    }
    return [name for name, length in lengths.items() if length > LONGEST_LIST]


def _finding(finding: Finding, language: Language) -> FindingOut:
    return FindingOut(
        sheet=finding.sheet,
        cell=finding.cell,
        row=finding.row,
        code=finding.code,
        problem=finding.what(language),
        remedy=finding.remedy(language),
        suggestion=finding.suggestion,
    )


def _correction(row: ResultRow, people: Mapping[UUID, str]) -> CorrectionOut:
    return CorrectionOut(
        row=row.row,
        candidate_number=row.candidate_number,
        part=row.part_code,
        attempt=row.attempt,
        changes=[_change(each, row, people) for each in row.changes],
    )


def _change(change: Change, row: ResultRow, people: Mapping[UUID, str]) -> ChangeOut:
    cell = row.cells.get(change.field) or row.cells[Field.SCORE]
    return ChangeOut(field=change.field, cell=cell, old=_value(change.old, people), new=_value(change.new, people))


def _value(value: object, people: Mapping[UUID, str]) -> str | None:
    if value is None:
        return None
    if isinstance(value, UUID):
        return people.get(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(in_points(value)) if isinstance(value, int) else str(value)


def _sitting(seen: SittingSeen, people: Mapping[UUID, str]) -> SittingProposed:
    return SittingProposed(
        key=seen.key.written,
        part=seen.key.part_code,
        held_on=seen.key.held_on,
        examiner=people.get(seen.key.examiner_id),
        invigilators=[people[each] for each in seen.invigilator_ids if each in people],
        results=seen.rows,
    )


def _effect(effect: Effect, *, completes_dossier: bool) -> EffectOut:
    return EffectOut(
        candidate_number=effect.candidate_number,
        name=effect.name,
        newly_passed=list(effect.newly_passed),
        passes_track=effect.newly_passes_track,
        completes_dossier=completes_dossier,
        mean=None if effect.mean is None else in_points(effect.mean),
    )


def proposal(found: Proposal | None) -> ProposalOut | None:
    """Who proposed to accept it, and who may confirm."""
    return None if found is None else ProposalOut(by=found.by_name, at=found.at, may_confirm=list(found.may_confirm))


def _follows(seen: Preview) -> FollowsOut | None:
    found = seen.follows
    if found is None:
        return None
    return FollowsOut(id=found.id, file_name=found.file_name, recorded_at=found.recorded_at, faults=found.faults)
