"""A certificate is renewed by a dossier that names it, by a route of its scheme, decided by two as any other."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from registry.certificates import service as certificates
from registry.certificates.errors import AlreadyCertified
from registry.certificates.rules import EventKind, Status
from registry.certificates.service import Issued
from registry.certificates.tables import Certificate
from registry.days import ALL_ON_RECORD
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import (
    DossierOpen,
    EvidenceChanged,
    PredecessorNotValid,
    RenewalNeeded,
    RenewalTooEarly,
    RenewalTooLate,
    StepOutOfOrder,
)
from registry.dossiers.rules import State
from registry.dossiers.schemas import Grant, Prepare, Refuse
from registry.errors import NotAllowed, NotFound
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.permissions import Actor
from registry.rechecking import service as rechecking
from registry.renewals import service
from registry.renewals.errors import NoEvidenceLeft, NoRenewal, NotIndependentForRenewal, RouteNotMet, RouteNotOffered
from registry.renewals.schemas import CompleteRenewal
from registry.schemes.rules import Recertification, Route
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import APPLICATION, IDENTITY, NOW
from tests.registry.renewals import again
from tests.registry.renewals.again import AFTER_GRACE, ASKED, BY_EDUCATION, IN_GRACE, IN_WINDOW, LAST_DAY, OPENS

pytestmark = pytest.mark.usefixtures("database")
ENGAGEMENTS = CompleteRenewal(route=Route.ENGAGEMENTS, evaluations=3, seen="Eigenwaard, voorjaar 2028; Buurland, 2029")


async def newest(adviser: object) -> Issued:
    """The certificate that was issued last."""
    return (await certificates.of_advisers([adviser]))[-1]  # type: ignore[list-item]


async def test_a_renewed_certificate_follows_its_predecessor() -> None:
    """It names it, begins the day after its last day, and lasts as long as the scheme says; both stay as they are."""
    standing = await again.world()
    of, first = await again.holder(standing)
    await again.granted(standing, await again.completed(standing, of, first))
    second = await newest(of.adviser)
    assert (await rechecking.recheck({})).differences == ()
    row = await Certificate.select(Certificate.predecessor).where(Certificate.id == second.id).first()
    assert row == {"predecessor": first.id}
    assert (second.timeline.valid_from, second.timeline.valid_until) == (LAST_DAY + timedelta(days=1), date(2032, 11, 19))
    for day, statuses in ((LAST_DAY, (Status.VALID, Status.NOT_YET_VALID)), (date(2030, 1, 1), (Status.EXPIRED, Status.VALID))):
        assert (first.status_on(day, ALL_ON_RECORD), second.status_on(day, ALL_ON_RECORD)) == statuses


@pytest.mark.parametrize(("at", "refused"), [(OPENS - timedelta(days=1), RenewalTooEarly), (AFTER_GRACE, RenewalTooLate)])
async def test_outside_the_window_nobody_applies(at: object, refused: type[Exception]) -> None:
    """Too early says from when, too late until when."""
    of, issued = await again.holder(await again.world())
    with pytest.raises(refused):
        await again.applied(of, issued, at=at)  # type: ignore[arg-type]


async def test_one_renews_ones_own() -> None:
    """Another's certificate looks absent, and so does one of another scheme."""
    standing = await again.world()
    _, issued = await again.holder(standing)
    other, _ = await again.holder(standing, "Jan")
    with pytest.raises(NotFound):
        await again.applied(other, issued)
    await making.scheme(standing, "ander", msgspec.structs.replace(making.RULES, recertification=ASKED))
    elsewhere = msgspec.structs.replace(APPLICATION, scheme="ander", renews=issued.number)
    with pytest.raises(NotFound):
        await dossiers.apply(elsewhere, actor=other.actor, now=IN_WINDOW)


async def test_one_application_at_a_time() -> None:
    """A renewal is an application like any other."""
    of, issued = await again.holder(await again.world())
    await again.applied(of, issued)
    with pytest.raises(DossierOpen):
        await again.applied(of, issued)


async def test_old_results_complete_no_renewal() -> None:
    """Neither at admission, nor handed over again, nor corrected: only exams taken since the first day do."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    assert (await reading.dossier(dossier)).state is State.ADMITTED
    await again.examined(standing, of, issued.timeline.valid_from)
    assert (await reading.dossier(dossier)).state is State.ADMITTED
    await again.examined(standing, of, date(2029, 6, 4))
    assert (await reading.dossier(dossier)).state is State.COMPLETE
    await again.granted(standing, dossier)
    assert (await newest(of.adviser)).timeline.valid_from == LAST_DAY + timedelta(days=1)


async def test_new_results_that_are_there_complete_it_at_admission() -> None:
    """Who sat the exams before applying waits for nothing."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    await again.examined(standing, of, date(2029, 6, 4))
    assert (await reading.dossier(await again.admitted(standing, of, issued))).state is State.COMPLETE


async def test_education_completes_when_there_is_enough() -> None:
    """Only accepted hours since the first day of the certificate count."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    await service.enter(again.EDUCATION, actor=of.actor, now=IN_WINDOW)
    with pytest.raises(RouteNotMet) as refused:
        await service.complete(dossier, BY_EDUCATION, actor=standing.certifiers[0], now=IN_WINDOW)
    assert (refused.value.facts["have"], refused.value.facts["need"]) == ("0", "20")
    await again.educated(standing, of)
    await service.complete(dossier, BY_EDUCATION, actor=standing.certifiers[0], now=IN_WINDOW)
    assert (await reading.dossier(dossier)).state is State.COMPLETE
    with pytest.raises(StepOutOfOrder):
        await service.complete(dossier, BY_EDUCATION, actor=standing.certifiers[0], now=IN_WINDOW)


async def test_evaluations_that_a_certifier_saw_complete_it() -> None:
    """As many as the scheme asks, and no fewer."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    few = msgspec.structs.replace(ENGAGEMENTS, evaluations=2)
    with pytest.raises(RouteNotMet):
        await service.complete(dossier, few, actor=standing.certifiers[0], now=IN_WINDOW)
    await service.complete(dossier, ENGAGEMENTS, actor=standing.certifiers[0], now=IN_WINDOW)
    await again.granted(standing, dossier)
    assert (await newest(of.adviser)).timeline.valid_from == LAST_DAY + timedelta(days=1)


@pytest.mark.parametrize("route", [Route.EXAM, Route.EDUCATION])
async def test_a_route_that_the_scheme_does_not_name_completes_nothing(route: Route) -> None:
    """And nobody can say that an exam was taken: its results do."""
    standing = await again.world(Recertification(6, 2, (Route.EXAM, Route.ENGAGEMENTS), evaluated_engagements=3))
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    with pytest.raises(RouteNotOffered):
        await service.complete(dossier, CompleteRenewal(route=route), actor=standing.certifiers[0], now=IN_WINDOW)


async def test_a_first_application_is_no_renewal() -> None:
    """It is completed by results alone."""
    standing = await again.world()
    dossier = await making.admitted(standing, await making.candidate(), at=NOW)
    with pytest.raises(NoRenewal):
        await service.complete(dossier, ENGAGEMENTS, actor=standing.certifiers[0], now=NOW)


async def test_a_renewal_needs_evidence_that_counts() -> None:
    """When the results behind the first certificate were withdrawn, only new exams will do."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    kept = await reading.evidence(await again.evidence_of_certificate(issued))
    assert kept.content is not None
    async with transaction():
        await dossiers.withdraw_evidence(of.adviser, kept.content.named, actor=standing.provider, now=IN_WINDOW)
    with pytest.raises(NoEvidenceLeft):
        await service.complete(dossier, ENGAGEMENTS, actor=standing.certifiers[0], now=IN_WINDOW)


async def test_other_evidence_sends_it_back_to_be_completed_again() -> None:
    """A renewal complete by education is not decided on evidence that came after it, until it is completed anew."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.completed(standing, of, issued)
    proof = await again.prepared(standing, dossier)
    fresh = await making.evidence(standing, of)
    with pytest.raises(EvidenceChanged):
        await dossiers.grant(dossier, Grant(evidence=proof), actor=standing.certifiers[1], now=IN_WINDOW)
    await service.complete(dossier, BY_EDUCATION, actor=standing.certifiers[0], now=IN_WINDOW)
    assert (await reading.dossier(dossier)).evidence == fresh
    await again.granted(standing, dossier)


@pytest.mark.parametrize(("gap_allowed", "begins"), [(False, date(2029, 11, 20)), (True, date(2029, 12, 3))])
async def test_a_gap_is_as_the_scheme_says(gap_allowed: bool, begins: date) -> None:  # noqa: FBT001  a table of cases
    """A renewal decided in the grace closes the gap, or begins on that day where a gap is allowed."""
    standing = await again.world(msgspec.structs.replace(ASKED, gap_allowed=gap_allowed))
    of, issued = await again.holder(standing)
    await again.granted(standing, await again.completed(standing, of, issued, at=IN_GRACE), at=IN_GRACE)
    assert (await newest(of.adviser)).timeline.valid_from == begins


@pytest.mark.parametrize("kind", [EventKind.SUSPENDED, EventKind.WITHDRAWN, EventKind.VOIDED])
async def test_what_no_longer_stands_is_not_renewed(kind: EventKind) -> None:
    """What happened since the application is looked at when it is prepared and when it is decided; refusing stays possible."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.completed(standing, of, issued)
    proof = await again.prepared(standing, dossier)
    await making.happens(issued.id, kind, IN_WINDOW.date(), at=IN_WINDOW)
    with pytest.raises(PredecessorNotValid):
        await dossiers.grant(dossier, Grant(evidence=proof), actor=standing.certifiers[1], now=IN_WINDOW)
    reason = Refuse(evidence=proof, reason="Het certificaat staat niet meer.")
    await dossiers.refuse(dossier, reason, actor=standing.certifiers[1], now=IN_WINDOW)
    assert (await reading.dossier(dossier)).state is State.REFUSED


async def test_a_suspended_certificate_is_not_completed_by_a_route() -> None:
    """Until it is reinstated."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    await making.happens(issued.id, EventKind.SUSPENDED, IN_WINDOW.date(), at=IN_WINDOW)
    with pytest.raises(PredecessorNotValid):
        await service.complete(dossier, ENGAGEMENTS, actor=standing.certifiers[0], now=IN_WINDOW)
    await making.happens(issued.id, EventKind.REINSTATED, IN_WINDOW.date(), at=IN_WINDOW)
    await service.complete(dossier, ENGAGEMENTS, actor=standing.certifiers[0], now=IN_WINDOW)


async def test_nobody_gets_round_renewing() -> None:
    """Where a scheme says how to renew, a new application does not rest on the results of the certificate that expired."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await dossiers.apply(APPLICATION, actor=of.actor, now=AFTER_GRACE)
    await dossiers.admit(dossier, IDENTITY, actor=standing.certifiers[0], now=AFTER_GRACE)
    with pytest.raises(RenewalNeeded) as refused:
        await again.prepared(standing, dossier, at=AFTER_GRACE)
    assert refused.value.facts["number"] == issued.number
    await again.examined(standing, of, date(2030, 1, 10), at=AFTER_GRACE)
    await again.granted(standing, dossier, at=AFTER_GRACE)
    assert (await newest(of.adviser)).timeline.valid_from == AFTER_GRACE.date()


async def test_a_void_certificate_used_up_nothing() -> None:
    """What was issued in error is issued again on the same results."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    await making.happens(issued.id, EventKind.VOIDED, issued.timeline.valid_from)
    dossier = await dossiers.apply(APPLICATION, actor=of.actor, now=NOW)
    await dossiers.admit(dossier, IDENTITY, actor=standing.certifiers[0], now=NOW)
    await again.granted(standing, dossier, at=NOW)


async def test_a_certificate_is_renewed_once() -> None:
    """A second renewal of the same certificate finds the first in its way."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    await again.granted(standing, await again.completed(standing, of, issued))
    second = await again.admitted(standing, of, issued)
    await service.complete(second, ENGAGEMENTS, actor=standing.certifiers[0], now=IN_WINDOW)
    with pytest.raises(AlreadyCertified):
        await again.granted(standing, second)


async def test_who_prepared_a_renewal_does_not_grant_it() -> None:
    """Two persons, as for a first certificate."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.completed(standing, of, issued)
    proof = await again.prepared(standing, dossier)
    with pytest.raises(SamePerson):
        await dossiers.grant(dossier, Grant(evidence=proof), actor=standing.certifiers[0], now=IN_WINDOW)


async def test_who_examined_the_holder_decides_nothing_about_a_renewal() -> None:
    """Whoever examined for the first certificate neither finds a route met, nor prepares or grants, whatever its age."""
    standing = await again.world()
    of = await making.candidate()
    examiner = standing.certifiers[2]
    dossier = await making.admitted(standing, of)
    proof = await making.evidence(standing, of, examiner=examiner.person)
    await dossiers.prepare(dossier, Prepare(evidence=proof), actor=standing.certifiers[0], now=NOW)
    await dossiers.grant(dossier, Grant(evidence=proof), actor=standing.certifiers[1], now=NOW)
    issued = await newest(of.adviser)
    renewal = await again.admitted(standing, of, issued)
    entry = await service.enter(again.EDUCATION, actor=of.actor, now=IN_WINDOW)
    acts: list[Callable[[Actor], Awaitable[object]]] = [
        lambda actor: service.accept(entry, actor=actor, now=IN_WINDOW),
        lambda actor: service.complete(renewal, ENGAGEMENTS, actor=actor, now=IN_WINDOW),
    ]
    for act in acts:
        with pytest.raises(NotIndependentForRenewal):
            await act(examiner)
        await act(standing.certifiers[0])
    proof = await again.evidence_of(renewal)
    with pytest.raises(NotIndependent):
        await dossiers.prepare(renewal, Prepare(evidence=proof), actor=examiner, now=IN_WINDOW)


async def test_a_program_finds_no_route_met() -> None:
    """People judge; a key does not, whatever it was given."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    program = replace(standing.certifiers[0], api_key=of.adviser)
    with pytest.raises(NotAllowed):
        await service.complete(dossier, ENGAGEMENTS, actor=program, now=IN_WINDOW)
    for actor in (standing.owner, standing.provider, standing.auditor):
        with pytest.raises(NotAllowed):
            await service.complete(dossier, ENGAGEMENTS, actor=actor, now=IN_WINDOW)


async def test_twenty_who_grant_a_renewal_at_once_issue_one() -> None:
    """Rivals wait at the adviser; the first wins."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.completed(standing, of, issued)
    proof = await again.prepared(standing, dossier)
    tries = [
        dossiers.grant(dossier, Grant(evidence=proof), actor=standing.certifiers[1 + place % 2], now=IN_WINDOW)
        for place in range(20)
    ]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(each, BaseException) for each in ended) == 1
    assert {type(each) for each in ended if isinstance(each, BaseException)} == {StepOutOfOrder}
    assert len(await certificates.of_advisers([of.adviser])) == 2
