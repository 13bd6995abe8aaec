"""Taking an upload back: what it recorded no longer counts, but for what others built on; nobody else notices."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import permutations
from uuid import UUID

import asyncpg
import pytest

from config.demo import cast
from exams.results import service as results
from exams.results import taking_back
from exams.results.acceptance import NO_CHOICES
from exams.results.errors import AcceptedBefore, NotAccepted, RetractedBefore
from exams.results.history import CorrectionReason, KeptBecause, RetractionReason
from exams.results.listing import UploadState
from exams.results.recording import Recorded
from exams.results.retracting import Kept, Retracted
from exams.results.service import Sent
from exams.results.tables import Result
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates import service as certificates
from registry.dossiers import reading
from registry.dossiers.rules import State
from registry.people.tables import Adviser
from registry.reviews.tables import CertificateReview
from registry.transactions import transaction
from tests.exams.uploads.ground import (
    AT,
    NAME,
    RESITS_AT,
    Ground,
    accepted,
    choices_for,
    file_of,
    ground,
    row,
    with_certificates,
    with_dossiers,
)
from tests.exams.uploads.standing_record import every_row, rows_about, speaking_of, standing_results
from tests.registry.waiting import waits_for_a_row

LATER = AT + timedelta(days=10)
WRONG = RetractionReason.WRONG_RESULTS
TYPO = CorrectionReason.TYPING_ERROR
FIRST = "EA000101-45"


async def corrected(here: Ground, content: bytes) -> UUID:
    """A file of corrections under certificates, proposed by one and confirmed by the other; returns the upload."""
    seen = await results.send(here.sent(content), actor=here.actor, now=LATER)
    for who in (here.actor, here.colleague):
        done = await results.accept(seen.upload.id, choices_for(seen, reason=TYPO), actor=who, now=LATER)
    assert isinstance(done, Recorded)
    upload: UUID = seen.upload.id
    return upload


async def numbers_but(*left_out: str) -> list[str]:
    """All candidate numbers but these."""
    rows = await Adviser.select(Adviser.candidate_number)
    return [each["candidate_number"] for each in rows if each["candidate_number"] not in left_out]


async def test_nobody_else_notices(database: None) -> None:
    """Of whoever is not in the upload every row is as it was, and none is added; whoever is, stands as before."""
    here = await with_certificates()
    before, standing_before = await every_row(), await standing_results()
    changed = [row(FIRST, "GP", "54"), row("EA000102-42", "IM", "99", day="21-09-2026")]
    upload = await corrected(here, file_of(changed))
    assert await standing_results() != standing_before
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER)
    assert (done.taken_back, done.kept) == (2, ())
    assert await standing_results() == standing_before
    after = await every_row()
    assert before <= after
    untouched = await speaking_of(await numbers_but(FIRST, "EA000102-42"))
    assert len(rows_about(before, untouched)) > 300
    assert rows_about(after, untouched) == rows_about(before, untouched)


async def test_new_results_are_gone(database: None) -> None:
    """A compensating row for each, without an outcome; what the others in the same sittings have stays."""
    here = await ground()
    half = [row(number, "GP", "60") for number in ("EA000101-45", "EA000102-42")]
    await accepted(here, here.sent(file_of(half)))
    before, standing_before = await every_row(), await standing_results()
    upload = await accepted(here, here.sent(file_of([row("EA000103-39", "GP", "70"), row("EA000104-36", "GP", "20")])))
    foreseen = await taking_back.foreseen(upload, actor=here.actor)
    assert (foreseen.taken_back, foreseen.kept, foreseen.reviews) == (2, (), ())
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER)
    assert done == Retracted(taken_back=2, kept=(), reviews=0, dossiers_reopened=0)
    assert await standing_results() == standing_before
    untouched = await speaking_of(await numbers_but("EA000103-39", "EA000104-36"))
    assert rows_about(await every_row(), untouched) == rows_about(before, untouched)
    natures = Counter(each["nature"] for each in await Result.select(Result.nature).where(Result.upload == upload))
    assert natures == {"recorded": 2, "retracted": 2}
    [told_of] = await AuditEntry.select(AuditEntry.account).where(AuditEntry.action == Action.UPLOAD_RETRACTED.value)
    assert told_of == {"account": here.actor.account}
    listed = next(each for each in await results.uploads_for(here.actor) if each.id == upload)
    assert (listed.state, listed.retraction_reason, listed.recorded) == (UploadState.RETRACTED, WRONG, 2)


async def test_a_correction_taken_back_restores_what_it_replaced(database: None) -> None:
    """The restored row repeats the sitting, the file and the cell of the first; and evidence is made of it anew."""
    here = await ground()
    first = await accepted(here, here.autumn)
    standing_before = await standing_results()
    upload = await accepted(here, here.sent(file_of([row(FIRST, "GP", "54")])), at=LATER, reason=TYPO)
    adviser = await Adviser.select(Adviser.id).where(Adviser.candidate_number == FIRST).first() or {}
    assert await reading.newest_evidence(adviser["id"], track_codes=[cast.TRACK]) is None
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER)
    assert (done.taken_back, done.kept) == (1, ())
    assert await standing_results() == standing_before
    [restored] = await Result.select().where(Result.nature == "restored")
    [correction] = await Result.select().where(Result.upload == upload)
    assert (restored["upload"], restored["corrects"]) == (first, correction["id"])
    newest = await reading.newest_evidence(adviser["id"], track_codes=[cast.TRACK])
    assert newest is not None
    assert newest.content is not None
    assert (newest.number, restored["id"] in newest.content.named) == (2, True)


async def test_what_others_built_on_stays(database: None) -> None:
    """A result that another file corrected, and an attempt before a later one, each listed with the reason."""
    here = await ground()
    upload = await accepted(here, here.autumn)
    await accepted(here, here.resits, at=RESITS_AT)
    await accepted(here, here.sent(file_of([row(FIRST, "GP", "81")])), at=LATER, reason=TYPO)
    expected = (
        Kept(FIRST, "GP", KeptBecause.CORRECTED_LATER),
        Kept("EA000104-36", "ET", KeptBecause.LATER_ATTEMPT),
        Kept("EA000107-27", "IM", KeptBecause.LATER_ATTEMPT),
        Kept("EA000111-15", "GP", KeptBecause.LATER_ATTEMPT),
    )
    foreseen = await taking_back.foreseen(upload, actor=here.actor)
    assert (foreseen.taken_back, foreseen.kept) == (56, expected)
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER)
    assert (done.taken_back, done.kept) == (56, expected)
    assert len(await standing_results()) == 4 + 3
    for adviser in await Adviser.select(Adviser.id):
        assert await reading.newest_evidence(adviser["id"], track_codes=[cast.TRACK]) is None


async def test_a_correction_of_what_was_retracted_leaves_nothing(database: None) -> None:
    """When the file goes first and the correction of it later, what the file said does not come back."""
    here = await ground()
    upload = await accepted(here, here.sent(file_of([row(FIRST, "GP", "60")])))
    correction = await accepted(here, here.sent(file_of([row(FIRST, "GP", "61")])), at=LATER, reason=TYPO)
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER + timedelta(days=1))
    assert (done.taken_back, [each.why for each in done.kept]) == (0, [KeptBecause.CORRECTED_LATER])
    [still] = await standing_results()
    done = await taking_back.retract(correction, WRONG, actor=here.actor, now=LATER + timedelta(days=2))
    assert (done.taken_back, done.kept) == (1, ())
    assert await standing_results() == []
    assert still[6] == 610


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_corrections_are_taken_back_in_any_order(database: None, order: tuple[int, ...]) -> None:
    """Of three files about one result the last that was not taken back counts, and none does when all were."""
    here = await ground()
    uploads = [await accepted(here, file_with(here, FIRST, "GP", "60"))]
    for day, score in enumerate(("61", "62"), start=1):
        at = AT + timedelta(days=day)
        uploads.append(await accepted(here, file_with(here, FIRST, "GP", score), at=at, reason=TYPO))
    left = dict(zip(uploads, (600, 610, 620), strict=True))
    for day, place in enumerate(order, start=3):
        await taking_back.retract(uploads[place], WRONG, actor=here.actor, now=AT + timedelta(days=day))
        del left[uploads[place]]
        assert [each[6] for each in await standing_results()] == list(left.values())[-1:]


async def test_of_who_was_erased_nothing_can_be_restored(database: None) -> None:
    """What the correction replaced cannot be known any more, so nothing counts; and nothing is left to take back."""
    here = await ground()
    upload = await accepted(here, file_with(here, FIRST, "GP", "60"))
    correction = await accepted(here, file_with(here, FIRST, "GP", "61"), at=LATER, reason=TYPO)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", here.stage.persons["candidate-0"], LATER)
    done = await taking_back.retract(correction, WRONG, actor=here.actor, now=LATER)
    assert (done.taken_back, done.kept) == (1, ())
    assert await standing_results() == []
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER)
    assert (done.taken_back, done.kept) == (0, ())
    assert Counter(each["nature"] for each in await Result.select(Result.nature)) == {
        "recorded": 1,
        "corrected": 1,
        "retracted": 1,
    }


async def test_the_same_file_can_be_accepted_again(database: None) -> None:
    """As another upload; each result names the retraction before it, and stands as before. And again."""
    here = await ground()
    upload = await accepted(here, here.autumn)
    standing_before = [each[:9] for each in await standing_results()]
    for day in (1, 2):
        await taking_back.retract(upload, WRONG, actor=here.actor, now=AT + timedelta(days=day))
        assert await standing_results() == []
        with pytest.raises(RetractedBefore):
            await results.accept(upload, NO_CHOICES, actor=here.actor, now=LATER)
        upload = await accepted(here, here.autumn, at=AT + timedelta(days=day))
        assert [each[:9] for each in await standing_results()] == standing_before
    natures = Counter(each["nature"] for each in await Result.select(Result.nature))
    assert natures == {"recorded": 180, "retracted": 120}
    assert await Result.count().where(Result.corrects.is_null()) == 60


async def test_certificates_come_under_review_and_stay(database: None) -> None:
    """Twelve rest on the autumn's file; each is reviewed once, for this upload, and is as valid as it was."""
    here = await with_certificates()
    upload = next(each.id for each in await results.uploads_for(here.actor) if each.file_name == NAME)
    before = {each.id: each for each in await certificates.everything()}
    foreseen = await taking_back.foreseen(upload, actor=here.actor)
    assert {each.certificate for each in foreseen.reviews} == before.keys()
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER)
    assert (done.taken_back, len(done.kept), done.reviews, done.dossiers_reopened) == (57, 3, 12, 0)
    reviews = await CertificateReview.select()
    assert {each["certificate"] for each in reviews} == before.keys()
    assert {(each["cause"], each["origin"]) for each in reviews} == {("upload-retracted", upload)}
    assert {each.id: each for each in await certificates.everything()} == before


async def test_undecided_dossiers_wait_for_evidence_again(database: None) -> None:
    """Nine were complete on the file; none is any more, and what comes again completes them again."""
    here = await with_dossiers()
    upload = await accepted(here, here.autumn)
    assert Counter(each.state for each in await reading.dossiers()) == {State.COMPLETE: 9, State.ADMITTED: 3}
    done = await taking_back.retract(upload, WRONG, actor=here.actor, now=LATER)
    assert (done.taken_back, done.dossiers_reopened, done.reviews) == (60, 9, 0)
    assert {each.state for each in await reading.dossiers()} == {State.ADMITTED}
    await accepted(here, here.autumn, at=LATER)
    assert Counter(each.state for each in await reading.dossiers()) == {State.COMPLETE: 9, State.ADMITTED: 3}


async def test_what_was_not_accepted_is_not_taken_back(database: None) -> None:
    """Nor is anything twice; both say so beforehand as well."""
    here = await ground()
    seen = await results.send(here.autumn, actor=here.actor, now=AT)
    with pytest.raises(NotAccepted):
        await taking_back.foreseen(seen.upload.id, actor=here.actor)
    with pytest.raises(NotAccepted):
        await taking_back.retract(seen.upload.id, WRONG, actor=here.actor, now=AT)
    await results.accept(seen.upload.id, choices_for(seen), actor=here.actor, now=AT)
    await taking_back.retract(seen.upload.id, WRONG, actor=here.actor, now=LATER)
    with pytest.raises(RetractedBefore):
        await taking_back.foreseen(seen.upload.id, actor=here.actor)
    with pytest.raises(RetractedBefore):
        await taking_back.retract(seen.upload.id, WRONG, actor=here.actor, now=LATER)


async def test_taking_back_twenty_times_at_once(database: None) -> None:
    """It is done once; nineteen are told so."""
    here = await ground()
    upload = await accepted(here, here.autumn)
    outcomes = await asyncio.gather(
        *(taking_back.retract(upload, WRONG, actor=here.actor, now=LATER) for _ in range(20)), return_exceptions=True
    )
    assert Counter(type(each) for each in outcomes) == {Retracted: 1, RetractedBefore: 19}
    assert await Result.count() == 120
    assert await standing_results() == []


async def test_taking_back_waits_for_whoever_decides_about_a_candidate(database: None, database_url: str) -> None:
    """At the adviser's row, also of who has no evidence yet, so that no decision rests on what is being withdrawn."""
    here = await ground()
    upload = await accepted(here, here.autumn)
    deciding = await asyncpg.connect(database_url)
    decision = deciding.transaction()
    await decision.start()
    await deciding.execute("SELECT 1 FROM adviser WHERE candidate_number = 'EA000104-36' FOR NO KEY UPDATE")
    retracting = asyncio.create_task(taking_back.retract(upload, WRONG, actor=here.actor, now=LATER))
    waited = await waits_for_a_row(retracting)
    await decision.commit()
    await deciding.close()
    assert waited
    assert (await retracting).taken_back == 60


async def test_taking_back_and_accepting_at_once(database: None) -> None:
    """Whichever comes first, what stands at the end is whole: all of the file, or nothing of it."""
    here = await ground()
    for turn in range(5):
        upload = await accepted(here, here.autumn, at=AT + timedelta(days=turn))
        again = await results.send(here.autumn, actor=here.actor, now=AT)
        at = AT + timedelta(days=turn, hours=1)
        outcomes = await asyncio.gather(
            taking_back.retract(upload, WRONG, actor=here.actor, now=at),
            *(results.accept(again.upload.id, choices_for(again), actor=here.actor, now=at) for _ in range(5)),
            return_exceptions=True,
        )
        assert isinstance(outcomes[0], Retracted)
        done = [each for each in outcomes[1:] if not isinstance(each, AcceptedBefore)]
        assert not [each for each in done if isinstance(each, BaseException) and not hasattr(each, "facts")]
        whole = any(isinstance(each, Recorded) for each in done)
        assert len(await standing_results()) == (60 if whole else 0)
        if whole:
            await taking_back.retract(again.upload.id, WRONG, actor=here.actor, now=at)


async def test_correcting_and_taking_back_at_once(database: None) -> None:
    """Either the correction came first and stays, or nothing is left that it could correct."""
    here = await ground()
    upload = await accepted(here, here.sent(file_of([row(FIRST, "GP", "60"), row(FIRST, "IM", "60", day="21-09-2026")])))
    correction = await results.send(file_with(here, FIRST, "GP", "61"), actor=here.actor, now=LATER)
    retracted, accepted_ = await asyncio.gather(
        taking_back.retract(upload, WRONG, actor=here.actor, now=LATER),
        results.accept(correction.upload.id, choices_for(correction, reason=TYPO), actor=here.actor, now=LATER),
        return_exceptions=True,
    )
    assert isinstance(retracted, Retracted)
    assert isinstance(accepted_, Recorded)
    scores = [each[6] for each in await standing_results()]
    assert scores == [610]
    assert (retracted.taken_back, accepted_.corrected) in {(1, 1), (2, 0)}


def file_with(here: Ground, number: str, part: str, score: str) -> Sent:
    """A file of one result."""
    return here.sent(file_of([row(number, part, score)]))
