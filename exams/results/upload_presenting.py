"""Uploads in a list, and what accepting and taking them back does, as programs read it."""

from collections.abc import Iterable

from exams.results.correcting import Proposed
from exams.results.history import KEPT_BECAUSE
from exams.results.listing import Listed, UploadState
from exams.results.mapping import Mapped
from exams.results.recording import Recorded
from exams.results.retracting import Kept, Retracted, Retraction
from exams.results.upload_schemas import (
    AcceptanceOut,
    HeadingMapped,
    KeptOut,
    ListedUploadOut,
    RetractedOut,
    RetractionOut,
)
from exams.results.uploading import Long
from registry.texts import Language

_STATE_AFTER = {Recorded: UploadState.ACCEPTED, Proposed: UploadState.WAITING, Long: UploadState.RECEIVED}


def listed(row: Listed, language: Language) -> ListedUploadOut:
    """An upload in a list."""
    return ListedUploadOut(
        id=row.id,
        provider=row.provider,
        provider_name=row.provider_name,
        track=row.track,
        track_name=row.track_name.say(language),
        version=row.version,
        file_name=row.file_name,
        sha256=row.sha256.hex(),
        sent_by=row.sent_by,
        recorded_at=row.recorded_at,
        state=row.state,
        accepted_at=row.accepted_at,
        retracted_at=row.retracted_at,
        retraction_reason=row.retraction_reason,
        follows=row.follows,
        recorded=row.recorded,
        corrected=row.corrected,
        set_aside=row.set_aside,
    )


def acceptance(done: Recorded | Proposed | Long) -> AcceptanceOut:
    """What was recorded, who may confirm it, or that it is being done."""
    recorded = done if isinstance(done, Recorded) else Recorded(results=0)
    return AcceptanceOut(
        state=_STATE_AFTER[type(done)],
        recorded=recorded.results,
        corrected=recorded.corrected,
        set_aside=recorded.set_aside,
        reviews=recorded.reviews,
        completed=list(recorded.completed),
        may_confirm=list(done.may_confirm) if isinstance(done, Proposed) else [],
    )


def retraction(found: Retraction, language: Language) -> RetractionOut:
    """What taking back would do."""
    return RetractionOut(
        taken_back=found.taken_back,
        kept=_kept(found.kept, language),
        reviews=sorted(each.number for each in found.reviews),
    )


def retracted(done: Retracted | Long, language: Language) -> RetractedOut:
    """What taking back did, or that it is being done."""
    if isinstance(done, Long):
        return RetractedOut(state=UploadState.ACCEPTED, taken_back=0, kept=[], reviews=0, dossiers_reopened=0)
    return RetractedOut(
        state=UploadState.RETRACTED,
        taken_back=done.taken_back,
        kept=_kept(done.kept, language),
        reviews=done.reviews,
        dossiers_reopened=done.dossiers_reopened,
    )


def _kept(kept: Iterable[Kept], language: Language) -> list[KeptOut]:
    return [
        KeptOut(
            candidate_number=each.candidate_number,
            part=each.part,
            why=each.why,
            text=KEPT_BECAUSE[each.why].say(language),
        )
        for each in kept
    ]


def mapped(row: Mapped) -> HeadingMapped:
    """What a heading means."""
    return HeadingMapped(heading=row.heading, field=row.field, recorded_at=row.recorded_at)
