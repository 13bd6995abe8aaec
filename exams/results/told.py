"""An upload as it is told, whether it was judged just now or in the background."""

from msgspec.structs import replace

from exams.results import presenting
from exams.results.schemas import PreviewOut, TotalsOut, WorkOut
from exams.results.service import Preview
from exams.results.uploading import Long
from exams.results.work import Work
from registry.texts import Language

_NOTHING_YET = TotalsOut(
    faults=0,
    faulty_rows=0,
    notices=0,
    skipped=0,
    unknown_headings=0,
    sittings=0,
    effects=0,
    passing=0,
    dossiers=0,
    reviews=0,
)


def told(seen: Preview | Long, language: Language) -> PreviewOut:
    """The preview; of a long file as it was judged last, with how far the work on it is."""
    if isinstance(seen, Preview):
        return presenting.preview(seen, language)
    judged = seen.told[language] if seen.told is not None else _not_judged(seen)
    upload, work = presenting.upload(seen.upload), seen.work
    return replace(
        judged,
        upload=upload,
        acceptable=judged.acceptable and upload.accepted_at is None and not work.is_underway,
        proposal=presenting.proposal(seen.proposal),
        work=told_work(work, language),
    )


def told_work(work: Work, language: Language) -> WorkOut:
    """How far work is, and how it ended."""
    return WorkOut(
        task=work.task,
        rows_total=work.rows_total,
        rows_done=work.rows_done,
        ending=work.ending,
        problem=work.problem.say(language) if work.problem is not None else None,
    )


def _not_judged(seen: Long) -> PreviewOut:
    return PreviewOut(
        upload=presenting.upload(seen.upload),
        track=seen.version.code,
        version=seen.version.number,
        acceptable=False,
        second_person=False,
        new=0,
        unchanged=0,
        corrections=0,
        corrected=[],
        faults=[],
        faulty_rows=[],
        notices=[],
        skipped=[],
        unknown_headings=[],
        sittings=[],
        effects=[],
        reviews=[],
        totals=_NOTHING_YET,
        shortened=[],
        proposal=None,
        follows=None,
    )
