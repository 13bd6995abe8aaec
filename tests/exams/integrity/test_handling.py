"""Handling a case: who sees it, who takes it, what waits for it, and how it ends. No case changes a status."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import msgspec
import pytest

from exams.integrity import service as integrity
from exams.integrity.errors import CaseClosed, NotYourCase
from exams.integrity.reading import conclusion_of
from exams.integrity.rules import CaseOutcome
from exams.integrity.schemas import CloseCase, HoldDossiers
from exams.integrity.tables import IntegrityCase
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates import service as certificates
from registry.dossiers import holds
from registry.dossiers import reading as dossiers
from registry.dossiers import service as deciding
from registry.dossiers.errors import OnHold
from registry.dossiers.rules import State
from registry.dossiers.schemas import Grant, Prepare
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.transactions import transaction
from tests.exams.integrity.recorded import Exams, exams, sat, school, swindle, watched
from tests.registry import making
from tests.registry.dossiers.resting_on import content_of, merged, receive
from tests.registry.making import NOW, Candidate

HOLD = HoldDossiers(reason="Wij zoeken uit hoe dit kan.")
CLOSE = CloseCase(outcome=CaseOutcome.RESULTS_INVALID, conclusion="De uitslagen zijn niet te verklaren.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A case about eight candidates, of whom the first two applied for a certificate."""

    at: Exams
    case: UUID
    candidates: list[Candidate]
    passes: dict[UUID, UUID]
    examiner: Actor

    @property
    def certifier(self) -> Actor:
        """Who handles it."""
        return self.at.world.certifiers[0]

    async def taken(self) -> Actor:
        """The certifier, who took it."""
        await integrity.take(self.case, actor=self.certifier, now=NOW)
        return self.certifier


@pytest.fixture
async def opened(database: None) -> Opened:
    """A swindle that was flagged; its examiner is a certifier too."""
    at = await exams()
    applying = [await making.candidate(f"Aanvrager{place}", "Visser") for place in range(2)]
    academy = await school(candidates=6)
    examiner = await making.account(academy.examiner, Role.CERTIFIER, at.world.organisations["certification-body"])
    academy = replace(academy, candidates=[*applying, *academy.candidates])
    case, passes = await swindle(at, academy)
    return Opened(at, case, applying, passes, examiner)


async def evidence(opened: Opened, of: Candidate) -> UUID:
    """A complete set that rests on the pass in doubt."""
    content = await content_of(await making.evidence(opened.at.world, of))
    proof = msgspec.structs.replace(content.results[0], result=opened.passes[of.adviser])
    return await receive(opened.at.world, of, msgspec.structs.replace(content, results=(proof,)))


async def test_who_sees_a_case(opened: Opened) -> None:
    """Certifiers of the body whose scheme asks for the track, and auditors; not the provider, nor whoever examined."""
    world = opened.at.world
    for actor in (*world.certifiers, world.auditor):
        assert [each.id for each in await integrity.cases_for(actor)] == [opened.case]
        assert (await integrity.case_for(actor, opened.case)).id == opened.case
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person(), Role.CERTIFIER, elsewhere)
    for actor in (stranger, opened.examiner):
        assert await integrity.cases_for(actor) == []
        for act in acts(opened.case, actor):
            with pytest.raises(NotFound):
                await act
    for actor in (world.provider, world.owner, opened.candidates[0].actor):
        with pytest.raises(NotAllowed):
            await integrity.cases_for(actor)
        for act in acts(opened.case, actor):
            with pytest.raises(NotAllowed):
                await act


def acts(case: UUID, actor: Actor) -> list[Awaitable[object]]:
    """Everything that is done with a case."""
    return [integrity.take(case, actor=actor, now=NOW), *acts_of_who_took_it(case, actor)]


def acts_of_who_took_it(case: UUID, actor: Actor) -> list[Awaitable[object]]:
    """Everything but taking it."""
    return [
        integrity.hold(case, HOLD, actor=actor, now=NOW),
        integrity.lift(case, actor=actor, now=NOW),
        integrity.review(case, actor=actor, now=NOW),
        integrity.close(case, CLOSE, actor=actor, now=NOW),
    ]


async def test_an_auditor_changes_nothing(opened: Opened) -> None:
    """They read, and no more."""
    for act in acts(opened.case, opened.at.world.auditor):
        with pytest.raises(NotAllowed):
            await act


async def test_a_case_about_a_track_that_no_scheme_asks_for(database: None) -> None:
    """Is anyone's who certifies, as examining that track is."""
    at = await exams("traject-voor-medewerkers")
    case, _ = await swindle(at, await school())
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person(), Role.CERTIFIER, elsewhere)
    assert [each.id for each in await integrity.cases_for(stranger)] == [case]


async def test_a_named_person_takes_it(opened: Opened) -> None:
    """A colleague can take it over; each time it is audited, from whom to whom; taking it twice is once."""
    first, second, _ = opened.at.world.certifiers
    for actor in (first, first, second):
        await integrity.take(opened.case, actor=actor, now=NOW)
    assert (await integrity.case_for(first, opened.case)).handled_by == second.person
    assert await AuditEntry.count().where(AuditEntry.action == Action.INTEGRITY_CASE_TAKEN.value) == 2


async def test_only_who_took_it_acts(opened: Opened) -> None:
    """Nobody before someone took it, and then no colleague; what was begun is undone."""
    await opened.taken()
    dossier = await making.admitted(opened.at.world, opened.candidates[0])
    for actor in opened.at.world.certifiers[1:]:
        for act in acts_of_who_took_it(opened.case, actor):
            with pytest.raises(NotYourCase):
                await act
    assert await holds.held([dossier]) == {}
    assert (await integrity.case_for(opened.certifier, opened.case)).closing is None


async def test_nobody_knows_a_case_that_is_not(opened: Opened) -> None:
    """An id that is none is not found."""
    for act in acts(uuid4(), opened.certifier):
        with pytest.raises(NotFound):
            await act


async def test_undecided_dossiers_wait(opened: Opened) -> None:
    """Those that the case touches, once; nobody prepares them until they are released by hand."""
    certifier, world = await opened.taken(), opened.at.world
    touched, elsewhere = opened.candidates[0], await making.candidate("Buiten", "Schot")
    dossier, other = await making.admitted(world, touched), await making.admitted(world, elsewhere)
    proof = await evidence(opened, touched)
    assert await integrity.hold(opened.case, HOLD, actor=certifier, now=NOW) == 1
    assert await integrity.hold(opened.case, HOLD, actor=certifier, now=NOW) == 0
    [held] = (await holds.held([dossier, other]))[dossier]
    assert (held.cause, held.set_by, held.reason) == (opened.case, "Arjan Visser", HOLD.reason)
    assert await holds.held([other]) == {}
    with pytest.raises(OnHold):
        await deciding.prepare(dossier, Prepare(evidence=proof), actor=certifier, now=NOW)
    assert (await dossiers.dossier(dossier)).state is State.COMPLETE
    assert await integrity.lift(opened.case, actor=certifier, now=NOW) == 1
    await deciding.prepare(dossier, Prepare(evidence=proof), actor=certifier, now=NOW)


async def test_a_dossier_of_another_file_of_the_same_person_waits_too(opened: Opened) -> None:
    """Whoever was merged has their dossier with either file."""
    certifier, world = await opened.taken(), opened.at.world
    elsewhere = await making.candidate("Zelfde", "Mens")
    dossier = await making.admitted(world, elsewhere)
    await merged(elsewhere, opened.candidates[0])
    assert await integrity.hold(opened.case, HOLD, actor=certifier, now=NOW) == 1
    assert list(await holds.held([dossier])) == [dossier]


async def test_closing_releases_what_waits(opened: Opened) -> None:
    """In the same act."""
    certifier = await opened.taken()
    dossier = await making.admitted(opened.at.world, opened.candidates[0])
    await integrity.hold(opened.case, HOLD, actor=certifier, now=NOW)
    await integrity.close(opened.case, CLOSE, actor=certifier, now=NOW)
    assert await holds.held([dossier]) == {}


async def test_certificates_are_put_up_for_review(opened: Opened) -> None:
    """Those that rest on a pass in doubt, once; they stay what they are, and closing the case leaves their reviews open."""
    certifier, world = await opened.taken(), opened.at.world
    holder = opened.candidates[0]
    dossier = await making.admitted(world, holder)
    proof = await evidence(opened, holder)
    await deciding.prepare(dossier, Prepare(evidence=proof), actor=certifier, now=NOW)
    await deciding.grant(dossier, Grant(evidence=proof), actor=world.certifiers[1], now=NOW)
    await making.certified(world, opened.candidates[1])
    before = await certificates.of_advisers([holder.adviser])
    assert await integrity.review(opened.case, actor=certifier, now=NOW) == 1
    assert await integrity.review(opened.case, actor=certifier, now=NOW) == 0
    await integrity.close(opened.case, CLOSE, actor=certifier, now=NOW)
    [review] = await reviews.reviews_for(certifier)
    assert (review.cause, review.origin, review.adviser, review.closing) == (
        Cause.INTEGRITY_CASE,
        opened.case,
        holder.adviser,
        None,
    )
    assert review.facts["results"] == [str(opened.passes[holder.adviser])]
    assert await certificates.of_advisers([holder.adviser]) == before


async def test_closing_is_once_and_kept(opened: Opened) -> None:
    """With an outcome and words, by name; afterwards nothing is done in it."""
    certifier = await opened.taken()
    await integrity.close(opened.case, CLOSE, actor=certifier, now=NOW)
    found = await integrity.case_for(certifier, opened.case)
    assert found.closing is not None
    assert (found.closing.by, found.closing.at, found.closing.outcome) == (certifier.person, NOW, CLOSE.outcome)
    assert await conclusion_of(found) == CLOSE.conclusion
    for act in acts(opened.case, certifier):
        with pytest.raises(CaseClosed):
            await act


async def test_the_words_go_with_the_examiner(opened: Opened) -> None:
    """They are about the examiner: when they are erased, the outcome stays and the words are gone."""
    certifier = await opened.taken()
    await integrity.close(opened.case, CLOSE, actor=certifier, now=NOW)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", opened.examiner.person, NOW)
    found = await integrity.case_for(certifier, opened.case)
    assert await conclusion_of(found) is None
    assert found.closing is not None


async def test_a_case_without_an_examiner_keeps_the_words_with_their_writer(database: None) -> None:
    """Where more than one examined, the words are kept with whoever wrote them."""
    at = await exams()
    academy = await school()
    everyone = academy.candidates
    await sat(at, academy, [], everyone)
    await sat(at, academy, everyone[:6], [], day=5, supervised=False)
    await sat(at, academy, everyone[6:], [], day=5, supervised=False, examiner=academy.other_examiner)
    [case] = await watched(at, academy, day=5)
    certifier = at.world.certifiers[0]
    await integrity.take(case, actor=certifier, now=NOW)
    await integrity.close(case, CLOSE, actor=certifier, now=NOW)
    found = await integrity.case_for(certifier, case)
    assert await conclusion_of(found) == CLOSE.conclusion
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", certifier.person, NOW)
    assert await conclusion_of(found) is None


async def test_rivals_close_it_once(opened: Opened) -> None:
    """Ten times the same button at the same moment: one closes it, the others read that it is closed."""
    certifier = await opened.taken()
    ends = await asyncio.gather(
        *(integrity.close(opened.case, CLOSE, actor=certifier, now=NOW) for _ in range(10)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in ends) == ["CaseClosed"] * 9 + ["NoneType"]
    assert await AuditEntry.count().where(AuditEntry.action == Action.INTEGRITY_CASE_CLOSED.value) == 1


async def test_taking_over_and_closing_do_not_pass_each_other(opened: Opened) -> None:
    """Whoever closes it is who had it at that moment."""
    first, second, _ = opened.at.world.certifiers
    await opened.taken()
    attempts: list[Callable[[], Awaitable[None]]] = [
        lambda: integrity.take(opened.case, actor=second, now=NOW),
        lambda: integrity.close(opened.case, CLOSE, actor=first, now=NOW),
    ]
    await asyncio.gather(*(attempt() for attempt in attempts), return_exceptions=True)
    row = await IntegrityCase.select(IntegrityCase.handler, IntegrityCase.closed_by).first()
    assert row is not None
    assert row["closed_by"] in (None, row["handler"])
