"""What accepting would cause beyond the results: dossiers that become complete, certificates that come under review."""

from config.demo import story
from config.demo.stage import Stage, set_up
from exams.results import service as results
from exams.results.acceptance import Choices
from exams.results.history import CorrectionReason
from registry.accounts import passwords
from registry.certificates.tables import Certificate
from registry.people.tables import Adviser
from registry.permissions import Role
from tests.exams.uploads.ground import AT, RESITS_AT, Ground, accepted, file_of, ground, row, with_certificates
from tests.registry import making

FIRST, SECOND = "EA000101-45", "EA000102-42"
FAILED = {"EA000104-36", "EA000107-27", "EA000111-15"}


async def with_dossiers() -> Ground:
    """The story up to the files: twelve dossiers are admitted."""
    stage = Stage(passwords.cheapest())
    await set_up(stage)
    await story._apply(stage, await story._enrol(stage))  # noqa: SLF001  the chapters before
    colleague = await making.account(await making.person("Cor"), Role.PROVIDER, stage.organisations["provider"])
    return Ground(stage, await stage.actor("provider"), colleague)


async def numbers_of(advisers: object) -> set[str]:
    """The candidate numbers of these advisers."""
    rows = await Adviser.select(Adviser.candidate_number).where(Adviser.id.is_in(list(advisers)))  # type: ignore[call-overload]
    return {each["candidate_number"] for each in rows}


async def test_dossiers_that_become_complete(database: None) -> None:
    """Those of who has passed every part and has an admitted dossier; nothing is written by looking."""
    here = await with_dossiers()
    seen = await results.send(here.autumn, actor=here.actor, now=AT)
    everyone = {effect.candidate_number for effect in seen.reading.effects}
    assert len(everyone) == 12
    assert await numbers_of(seen.consequences.completes) == everyone - FAILED
    assert seen.consequences.reviews == ()
    assert not seen.consequences.second_person


async def test_dossiers_that_are_complete_already(database: None) -> None:
    """A file that says what is on record completes nothing; a correction of a pass completes anew."""
    here = await with_dossiers()
    await accepted(here, here.autumn)
    again = await results.send(here.autumn, actor=here.actor, now=AT)
    assert sum(effect.passes_track for effect in again.reading.effects) == 9
    assert again.consequences.completes == ()
    correction = here.sent(file_of([row(FIRST, "GP", "80")]))
    seen = await results.send(correction, actor=here.actor, now=AT)
    assert await numbers_of(seen.consequences.completes) == {FIRST}


async def test_without_dossiers_nothing_becomes_complete(database: None) -> None:
    """Evidence is made and waits; no dossier asks for it."""
    here = await ground()
    seen = await results.send(here.autumn, actor=here.actor, now=AT)
    assert sum(effect.makes_evidence for effect in seen.reading.effects) == 9
    assert seen.consequences.completes == ()


async def test_certificates_that_come_under_review(database: None) -> None:
    """Those that rest on a result that the file corrects, and no others; a second person is needed."""
    here = await with_certificates()
    correction = here.sent(file_of([row(FIRST, "GP", "80"), row(SECOND, "GP", "63")]))
    seen = await results.send(correction, actor=here.actor, now=RESITS_AT)
    corrected = {each.candidate_number: each.corrects for each in seen.reading.rows if each.changes}
    assert seen.consequences.second_person
    resting = {each.number: each.results for each in seen.consequences.reviews}
    own = await Certificate.select(Certificate.number).where(
        Certificate.adviser.is_in(Adviser.select(Adviser.id).where(Adviser.candidate_number.is_in(list(corrected))))
    )
    assert {each["number"] for each in own} == set(resting)
    assert set().union(*resting.values()) == set(corrected.values())


async def test_unchanged_results_put_nothing_under_review(database: None) -> None:
    """A file that says what is on record already causes nothing."""
    here = await with_certificates()
    seen = await results.send(here.autumn, actor=here.actor, now=RESITS_AT)
    assert (seen.consequences.completes, seen.consequences.reviews) == ((), ())


async def test_what_is_seen_before_is_what_happens(database: None) -> None:
    """The dossiers and certificates that the preview names are those that accepting concerns."""
    here = await with_certificates()
    correction = here.sent(file_of([row(FIRST, "GP", "80")]))
    seen = await results.send(correction, actor=here.actor, now=RESITS_AT)
    choices = Choices(reason=CorrectionReason.TYPING_ERROR)
    await results.accept(seen.upload.id, choices, actor=here.actor, now=RESITS_AT)
    done = await results.accept(seen.upload.id, choices, actor=here.colleague, now=RESITS_AT)
    assert done.reviews == len(seen.consequences.reviews) == 1  # type: ignore[union-attr]
