"""Corrections: new rows with a reason, and a second person where a certificate rests on what changes."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from config.demo import cast
from exams.results import service as results
from exams.results.acceptance import NO_CHOICES, Choices
from exams.results.correcting import Proposed
from exams.results.errors import NothingNew, NothingProposed, OtherProposal, SecondPersonNeeded
from exams.results.history import CorrectionReason
from exams.results.listing import UploadState
from exams.results.recording import Recorded
from exams.results.tables import AcceptanceProposal, Result, Upload
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.tables import Certificate
from registry.dossiers import reading
from registry.dossiers.tables import Evidence
from registry.errors import Invalid, NotAllowed, NotFound
from registry.numbering import candidate_number
from registry.organisations.tables import Kind
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import Actor, Role
from registry.personal_data import service as personal_data
from registry.reviews.tables import CertificateReview
from tests.exams.uploads.ground import AT, Ground, accepted, choices_for, file_of, ground, row, with_certificates
from tests.registry import making

LATER = AT + timedelta(days=10)
REASON = CorrectionReason.MARKED_AGAIN
FIRST = "EA000101-45"


async def contents() -> dict[UUID, dict[str, object]]:
    """What every result says."""
    rows = await Result.select(Result.id, Result.content)
    kept = await personal_data.reveal(each["content"] for each in rows)
    return {each["id"]: kept[each["content"]] for each in rows}


async def sent(here: Ground, score: str = "91,5") -> UUID:
    """A file that corrects one result of the story, sent; returns the upload."""
    seen = await results.send(here.sent(file_of([row(FIRST, "GP", score)])), actor=here.actor, now=LATER)
    upload: UUID = seen.upload.id
    return upload


async def test_a_correction_is_a_new_row(database: None) -> None:
    """It names the row it replaces, with the reason; the words go with the result, where they can be erased."""
    here = await ground()
    await accepted(here, here.autumn)
    before = await Result.select().order_by(Result.id)
    upload = await sent(here)
    with pytest.raises(Invalid) as refused:
        await results.accept(upload, NO_CHOICES, actor=here.actor, now=LATER)
    assert [fault.field for fault in refused.value.faults] == ["reason"]
    done = await results.accept(upload, Choices(reason=REASON, explanation="Tweede beoordelaar"), actor=here.actor, now=LATER)
    assert isinstance(done, Recorded)
    assert (done.results, done.corrected, done.reviews, done.completed) == (1, 1, 0, (FIRST,))
    [made] = await Result.select().where(Result.upload == upload)
    [old] = [each for each in before if each["id"] == made["corrects"]]
    assert (made["nature"], made["reason"], made["sitting"]) == ("corrected", "marked-again", old["sitting"])
    said = await contents()
    assert said[made["id"]] == {"outcome": "passed", "score": 915, "remark": None, "explanation": "Tweede beoordelaar"}
    assert said[old["id"]]["score"] == 900
    assert [each for each in await Result.select().order_by(Result.id) if each["id"] != made["id"]] == before


async def adviser_of(number: str) -> UUID:
    """The file with this candidate number."""
    row = await Adviser.select(Adviser.id).where(Adviser.candidate_number == number).first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def test_a_correction_makes_new_evidence(database: None) -> None:
    """What named the old result no longer counts; a set that is complete again is numbered anew, one that is not is gone."""
    here = await ground()
    await accepted(here, here.autumn)
    adviser = await adviser_of(FIRST)
    first = await reading.newest_evidence(adviser, track_codes=[cast.TRACK])
    corrected = await accepted(here, here.sent(file_of([row(FIRST, "GP", "56")])), at=LATER, reason=REASON)
    second = await reading.newest_evidence(adviser, track_codes=[cast.TRACK])
    assert first is not None
    assert second is not None
    assert second.content is not None
    assert (first.number, second.number) == (1, 2)
    [changed] = [proof for proof in second.content.results if proof.upload == corrected]
    assert (changed.part, changed.score, changed.cell) == ("GP", 560, "F2")
    await accepted(here, here.sent(file_of([row(FIRST, "GP", "54")])), at=LATER, reason=REASON)
    assert await reading.newest_evidence(adviser, track_codes=[cast.TRACK]) is None
    assert await Evidence.count().where(Evidence.adviser == adviser) == 2


async def test_two_corrections_of_one_result_at_once(database: None) -> None:
    """One comes after the other: whichever comes last corrects what the first made of it."""
    here = await ground()
    await accepted(here, here.autumn)
    uploads = [await sent(here, f"8{digit}") for digit in range(5)]
    await asyncio.gather(*(results.accept(each, Choices(reason=REASON), actor=here.actor, now=LATER) for each in uploads))
    made = await Result.select(Result.id, Result.corrects).where(Result.upload.is_in(uploads))
    replaced = {each["corrects"] for each in made}
    assert len(made) == len(replaced) == 5
    assert len(replaced & {each["id"] for each in made}) == 4


async def test_a_correction_under_a_certificate_needs_a_second_person(database: None) -> None:
    """The first proposes and cannot confirm; the second accepts exactly that; the certificate comes under review, and stays."""
    here = await with_certificates()
    upload = await sent(here)
    seen = await results.preview(upload, actor=here.actor, now=LATER)
    assert seen.consequences.second_person
    [resting] = seen.consequences.reviews
    before = await Result.count()
    chosen = Choices(reason=REASON, explanation="Tweede beoordelaar")
    proposed = await results.accept(upload, chosen, actor=here.actor, now=LATER)
    assert isinstance(proposed, Proposed)
    assert len(proposed.may_confirm) == 1
    assert proposed.may_confirm[0].startswith("Cor ")
    assert await Result.count() == before
    assert (await results.uploads_for(here.actor))[0].state is UploadState.WAITING
    for choices in (NO_CHOICES, chosen):
        with pytest.raises(SecondPersonNeeded):
            await results.accept(upload, choices, actor=here.actor, now=LATER)
    with pytest.raises(OtherProposal):
        await results.accept(upload, Choices(reason=CorrectionReason.OBJECTION), actor=here.colleague, now=LATER)
    shown = await results.preview(upload, actor=here.colleague, now=LATER)
    assert shown.proposal is not None
    assert (shown.proposal.choices, shown.proposal.by, shown.proposal.at) == (chosen, here.actor.account, LATER)
    done = await results.accept(upload, NO_CHOICES, actor=here.colleague, now=LATER)
    assert isinstance(done, Recorded)
    assert (done.corrected, done.reviews, done.completed) == (1, 1, (FIRST,))
    assert await AcceptanceProposal.count() == 0
    [review] = await CertificateReview.select()
    assert (review["certificate"], review["cause"], review["origin"]) == (resting.certificate, "result-corrected", upload)
    [made] = await Result.select().where(Result.upload == upload)
    assert (await contents())[made["id"]]["explanation"] == "Tweede beoordelaar"
    [told] = await AuditEntry.select(AuditEntry.account, AuditEntry.facts).where(
        AuditEntry.action == Action.UPLOAD_ACCEPTED.value, AuditEntry.subject == upload
    )
    assert told["account"] == here.colleague.account
    assert f'"proposedBy":"{here.actor.account}"' in told["facts"].replace(" ", "")
    row_ = await Upload.select(Upload.accepted_by).where(Upload.id == upload).first()
    assert row_ == {"accepted_by": here.colleague.account}


async def test_without_a_certificate_the_reason_is_enough(database: None) -> None:
    """Others in the file may hold one: only what rests on a result that changes asks for a second person."""
    here = await ground()
    await accepted(here, here.autumn)
    assert isinstance(await results.accept(await sent(here), Choices(reason=REASON), actor=here.actor, now=LATER), Recorded)
    assert await CertificateReview.count() == 0


async def test_a_proposal_is_declined(database: None) -> None:
    """By the second person or by the first; it is gone, told in the audit trail, and the file can be accepted anew."""
    here = await with_certificates()
    upload = await sent(here)
    with pytest.raises(NothingProposed):
        await results.decline(upload, actor=here.colleague, now=LATER)
    for who in (here.colleague, here.actor):
        assert isinstance(await results.accept(upload, Choices(reason=REASON), actor=here.actor, now=LATER), Proposed)
        await results.decline(upload, actor=who, now=LATER)
        assert await AcceptanceProposal.count() == 0
    assert await AuditEntry.count().where(AuditEntry.action == Action.UPLOAD_DECLINED.value) == 2
    assert (await results.uploads_for(here.actor))[0].state is UploadState.RECEIVED


async def test_only_a_colleague_confirms(database: None) -> None:
    """Another provider's account sees no proposal at all."""
    here = await with_certificates()
    upload = await sent(here)
    await results.accept(upload, Choices(reason=REASON), actor=here.actor, now=LATER)
    other = await making.organisation(Kind.PROVIDER, "Een andere academie")
    stranger = await making.account(await making.person(), Role.PROVIDER, other)
    for act in (
        results.accept(upload, NO_CHOICES, actor=stranger, now=LATER),
        results.decline(upload, actor=stranger, now=LATER),
    ):
        with pytest.raises(NotFound):
            await act
    assert await AcceptanceProposal.count() == 1


async def file_of_actor(actor: Actor, number: int) -> str:
    """Whoever works for the provider is an adviser as well; the candidate number."""
    written = candidate_number(number)
    await Adviser.insert(Adviser(person=actor.person, candidate_number=written, recorded_at=AT))
    return written


async def test_another_account_of_the_same_person_is_no_colleague(database: None) -> None:
    """Who signs in under another record of themselves, found to be one by a merge, neither confirms nor is named."""
    here = await with_certificates()
    upload = await sent(here)
    proposed = await results.accept(upload, Choices(reason=REASON), actor=here.actor, now=LATER)
    assert isinstance(proposed, Proposed)
    assert len(proposed.may_confirm) == 1
    one, other = [await file_of_actor(who, 800_000 + place) for place, who in enumerate((here.actor, here.colleague))]
    admin = await making.account(await making.person("Bea"), Role.ADMIN, here.stage.organisations["operator"])
    merge = await merging.merge(MergeAdvisers(duplicate=other, counts_as=one), actor=admin, now=LATER)
    seen = await results.preview(upload, actor=here.colleague, now=LATER)
    assert seen.proposal is not None
    assert (seen.proposal.is_by(here.colleague), seen.proposal.may_confirm) == (True, ())
    with pytest.raises(SecondPersonNeeded):
        await results.accept(upload, NO_CHOICES, actor=here.colleague, now=LATER)
    await merging.undo(merge, actor=admin, now=LATER)
    assert isinstance(await results.accept(upload, NO_CHOICES, actor=here.colleague, now=LATER), Recorded)


async def test_a_key_of_who_proposed_does_not_confirm(database: None) -> None:
    """A program acts as whoever made its key, whatever it is called."""
    here = await with_certificates()
    upload = await sent(here)
    await results.accept(upload, Choices(reason=REASON), actor=here.actor, now=LATER)
    with pytest.raises(SecondPersonNeeded):
        await results.accept(upload, NO_CHOICES, actor=replace(here.actor, api_key=uuid4()), now=LATER)


async def test_proposing_confirming_and_declining_at_once(database: None) -> None:
    """Twenty at one moment: it is recorded once or not at all, and no proposal is left beside what was recorded."""
    here = await with_certificates()
    upload = await sent(here)
    await results.accept(upload, Choices(reason=REASON), actor=here.actor, now=LATER)
    outcomes = await asyncio.gather(
        *(results.accept(upload, NO_CHOICES, actor=here.colleague, now=LATER) for _ in range(10)),
        *(results.accept(upload, Choices(reason=REASON), actor=here.actor, now=LATER) for _ in range(5)),
        *(results.decline(upload, actor=here.colleague, now=LATER) for _ in range(5)),
        return_exceptions=True,
    )
    assert all(not isinstance(each, BaseException) or hasattr(each, "facts") for each in outcomes)
    recorded = sum(isinstance(each, Recorded) for each in outcomes)
    assert recorded == await Result.count().where(Result.upload == upload) <= 1
    assert await AcceptanceProposal.count() <= 1 - recorded


async def test_what_was_proposed_is_judged_afresh(database: None) -> None:
    """Had the result been corrected meanwhile by another file, the proposal is about nothing any more, and is refused."""
    here = await with_certificates()
    first, same = await sent(here), here.sent(file_of([row(FIRST, "GP", "91,5"), ""]))
    await results.accept(first, Choices(reason=REASON), actor=here.actor, now=LATER)
    second = await results.send(same, actor=here.colleague, now=LATER)
    await results.accept(second.upload.id, choices_for(second, reason=REASON), actor=here.colleague, now=LATER)
    await results.accept(second.upload.id, NO_CHOICES, actor=here.actor, now=LATER)
    with pytest.raises(NothingNew):
        await results.accept(first, NO_CHOICES, actor=here.colleague, now=LATER)
    assert await Certificate.count() == 12


async def test_a_program_is_no_second_person(database: None) -> None:
    """A key of a colleague proposes as they do; confirming is done by a human being who signed in."""
    here = await with_certificates()
    upload = await sent(here)
    choices = Choices(reason=REASON)
    assert isinstance(await results.accept(upload, choices, actor=here.actor, now=LATER), Proposed)
    with pytest.raises(NotAllowed):
        await results.accept(upload, NO_CHOICES, actor=replace(here.colleague, api_key=uuid4()), now=LATER)
    assert await AcceptanceProposal.count() == 1
    assert isinstance(await results.accept(upload, NO_CHOICES, actor=here.colleague, now=LATER), Recorded)
