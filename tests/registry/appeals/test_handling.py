"""An appeal is handled and decided by two certifiers who took part in nothing that it is about (ISO/IEC 17024, 9.8)."""

import asyncio
import dataclasses
from uuid import UUID, uuid4

import asyncpg
import pytest

from registry.appeals import judging, presenting, reading
from registry.appeals import service as appeals
from registry.appeals.errors import (
    AppealStepOutOfOrder,
    NoSuchHandler,
    NotIndependentForAppeal,
    NotTheHandler,
    OwnAppealPrepared,
    TookPart,
)
from registry.appeals.rules import Against, Effect, Kind, Outcome, Step
from registry.appeals.schemas import Acknowledge, Assign, OwnAppeal
from registry.dossiers import bulk
from registry.dossiers import reading as dossier_reading
from registry.dossiers import service as dossiers
from registry.dossiers.bulk_schemas import GrantOne
from registry.dossiers.errors import JudgedBefore
from registry.dossiers.rules import AdmissionFault, State
from registry.dossiers.schemas import Grant, NotAdmit, Prepare
from registry.dossiers.tables import Dossier
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind as OrganisationKind
from registry.permissions import Actor, Role
from registry.reviews.rules import Cause
from registry.reviews.tables import CertificateReview
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.appeals import lodging
from tests.registry.appeals.lodging import ADVICE, WORDS, decision
from tests.registry.making import APPLICATION, NOW, Candidate, World


def person_of(actor: Actor) -> UUID:
    """The person of an actor."""
    assert actor.person is not None
    return actor.person


async def test_nobody_who_took_part(database: None) -> None:
    """Not who admitted, prepared or decided: neither to handle nor to decide; the list offers only the others."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    nora, _ = await lodging.outsiders(world)
    appeal = await lodging.lodged(elif_, await lodging.refused(world, elif_))
    await appeals.acknowledge(appeal, WORDS, actor=first, now=NOW)
    for actor in (first, second):
        with pytest.raises(TookPart):
            await appeals.assign(appeal, Assign(handler=person_of(actor)), actor=third, now=NOW)
    shown = await presenting.detail(appeal, language=Language.NL, actor=first, now=NOW)
    assert [each.name for each in shown.handlers] == ["Nora Buiten", "Ruben Buiten", "Carla Visser"]
    assert len(shown.objections) == 1
    await appeals.assign(appeal, Assign(handler=person_of(nora)), actor=third, now=NOW)
    await appeals.prepare(appeal, ADVICE, actor=nora, now=NOW)
    for actor in (first, second):
        with pytest.raises(TookPart):
            await appeals.decide(appeal, decision(), actor=actor, now=NOW)
    with pytest.raises(OwnAppealPrepared):
        await appeals.decide(appeal, decision(), actor=nora, now=NOW)
    await appeals.decide(appeal, decision(), actor=third, now=NOW)


async def test_nobody_who_is_close(database: None) -> None:
    """Whoever examined for the evidence is as far from the appeal as from the decision."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    nora, _ = await lodging.outsiders(world)
    dossier = await making.admitted(world, elif_)
    evidence = await making.evidence(world, elif_, examiner=nora.person)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=first, now=NOW)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    appeal = await lodging.lodged(elif_, dossier)
    await appeals.acknowledge(appeal, WORDS, actor=first, now=NOW)
    with pytest.raises(NotIndependentForAppeal):
        await appeals.assign(appeal, Assign(handler=person_of(nora)), actor=first, now=NOW)
    await appeals.assign(appeal, Assign(handler=person_of(third)), actor=first, now=NOW)
    await appeals.prepare(appeal, ADVICE, actor=third, now=NOW)
    with pytest.raises(NotIndependentForAppeal):
        await appeals.decide(appeal, decision(), actor=nora, now=NOW)


async def test_only_the_handler_prepares(database: None) -> None:
    """Given to another, that one does; what was prepared before waits for a decision no more."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    appeal = await lodging.lodged(elif_, await lodging.refused(world, elif_))
    await lodging.assigned(appeal, world.certifiers[0], nora)
    with pytest.raises(NotTheHandler):
        await appeals.prepare(appeal, ADVICE, actor=ruben, now=NOW)
    await appeals.prepare(appeal, ADVICE, actor=nora, now=NOW)
    await appeals.assign(appeal, Assign(handler=person_of(ruben)), actor=nora, now=NOW)
    with pytest.raises(AppealStepOutOfOrder):
        await appeals.decide(appeal, decision(), actor=nora, now=NOW)
    await appeals.prepare(appeal, ADVICE, actor=ruben, now=NOW)
    await appeals.decide(appeal, decision(Outcome.REJECTED), actor=nora, now=NOW)


async def test_what_certifiers_name_adds_to_what_the_sender_named(database: None) -> None:
    """A letter without a number is about nothing until somebody names it; from then on those who took part are out."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    issued = await making.certified(world, elif_)
    received = await appeals.file(lodging.LETTER, now=NOW)
    appeal = (await reading.by_number(received.number)).id
    await appeals.acknowledge(appeal, Acknowledge(words=WORDS.words, number=issued.number), actor=second, now=NOW)
    case = await reading.case(appeal)
    assert case.about.certificate == issued.id
    assert await judging.took_part(case) >= {person_of(first), person_of(second)}
    with pytest.raises(TookPart):
        await appeals.assign(appeal, Assign(handler=person_of(second)), actor=third, now=NOW)


@pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.PARTLY_UPHELD])
async def test_a_certificate_is_reviewed(database: None, outcome: Outcome) -> None:
    """In favour of the sender, once; its status stays as it is until certifiers act."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    issued = await making.certified(world, elif_)
    appeal = await lodging.lodged(elif_, number=issued.number, against=Against.MEASURE)
    await lodging.prepared(appeal, world.certifiers[0], nora)
    await appeals.decide(appeal, decision(outcome), actor=ruben, now=NOW)
    assert (await reading.case(appeal)).taken[-1].effects == [Effect.REVIEW]
    [row] = await CertificateReview.select(CertificateReview.certificate, CertificateReview.cause, CertificateReview.origin)
    assert row == {"certificate": issued.id, "cause": Cause.APPEAL.value, "origin": appeal}


async def test_a_refused_application_is_reopened_and_judged_by_others(database: None) -> None:
    """As it was signed and admitted, complete on the same evidence; who refused it judges it no more."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    refused = await lodging.refused(world, elif_)
    appeal = await lodging.lodged(elif_, refused)
    await lodging.prepared(appeal, world.certifiers[0], nora)
    await appeals.decide(appeal, decision(), actor=ruben, now=NOW)
    again = await new_dossier(elif_)
    assert ([each.value for each in again.steps], again.state) == (["applied", "admitted", "completed"], State.COMPLETE)
    assert (await dossier_reading.dossier(refused)).state is State.REFUSED
    assert again.evidence is not None
    for actor in world.certifiers[:2]:
        with pytest.raises(JudgedBefore):
            await dossiers.prepare(again.id, Prepare(evidence=again.evidence), actor=actor, now=NOW)
    await dossiers.prepare(again.id, Prepare(evidence=again.evidence), actor=world.certifiers[2], now=NOW)
    for actor in world.certifiers[:2]:
        with pytest.raises(JudgedBefore):
            await dossiers.grant(again.id, Grant(evidence=again.evidence), actor=actor, now=NOW)
        [together] = await bulk.preview([GrantOne(dossier=again.id, evidence=again.evidence)], actor=actor, now=NOW)
        assert isinstance(together.refused, JudgedBefore)
    with pytest.raises(asyncpg.CheckViolationError, match="judged it before"):
        async with transaction() as connection:
            await connection.execute(
                "INSERT INTO dossier_event (dossier, step, account, evidence, facts, recorded_at) "
                "VALUES ($1, 'refused', $2, $3, '{}', now())",
                again.id,
                world.certifiers[0].account,
                again.evidence,
            )
    await dossiers.grant(again.id, Grant(evidence=again.evidence), actor=nora, now=NOW)


async def new_dossier(of: Candidate) -> dossier_reading.Held:
    """The application that was reopened, or else the one there is."""
    found = await dossier_reading.dossiers(Dossier.adviser == of.adviser)
    return next((each for each in found if "reopens" in each.taken[0].facts), found[0])


async def turned_away(world: World, of: Candidate) -> UUID:
    """An application that was not admitted."""
    dossier = await dossiers.apply(APPLICATION, actor=of.actor, now=NOW)
    command = NotAdmit(reasons=frozenset({AdmissionFault.IDENTITY}), explanation="Het paspoort was verlopen.")
    await dossiers.not_admit(dossier, command, actor=world.certifiers[0], now=NOW)
    return dossier


async def test_a_refused_admission_is_reopened(database: None) -> None:
    """At its start; where the candidate applied anew meanwhile, that one goes on."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    dossier = await turned_away(world, elif_)
    one, other = [await lodging.lodged(elif_, dossier, against=Against.ADMISSION) for _ in range(2)]
    for appeal in (one, other):
        await lodging.prepared(appeal, world.certifiers[0], nora)
        await appeals.decide(appeal, decision(), actor=ruben, now=NOW)
    assert (await reading.case(one)).taken[-1].effects == [Effect.REOPENED]
    assert (await reading.case(other)).taken[-1].effects == [Effect.APPLIED_ANEW]
    assert (await new_dossier(elif_)).state is State.APPLIED


@pytest.mark.parametrize(
    ("outcome", "kind", "effects"),
    [
        (Outcome.REJECTED, Kind.APPEAL, []),
        (Outcome.INADMISSIBLE, Kind.APPEAL, []),
        (Outcome.UPHELD, Kind.COMPLAINT, []),
    ],
)
async def test_otherwise_nothing_is_reopened(database: None, outcome: Outcome, kind: Kind, effects: list[Effect]) -> None:
    """An appeal that is not upheld changes nothing, nor does a complaint about an application."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    appeal = await lodging.lodged(elif_, await lodging.refused(world, elif_), kind=kind)
    await lodging.prepared(appeal, world.certifiers[0], nora)
    await appeals.decide(appeal, decision(outcome), actor=ruben, now=NOW)
    assert (await reading.case(appeal)).taken[-1].effects == effects
    assert (await new_dossier(elif_)).state is State.REFUSED


async def test_who_may_handle(database: None) -> None:
    """Certifiers of the body, in person; a handler is one of them; nobody handles what they sent."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    elsewhere = await making.organisation(OrganisationKind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    appeal = await lodging.lodged(elif_)
    with pytest.raises(NotFound):
        await appeals.acknowledge(appeal, WORDS, actor=stranger, now=NOW)
    for actor in (world.auditor, elif_.actor, world.provider, dataclasses.replace(nora, api_key=uuid4())):
        with pytest.raises(NotAllowed):
            await appeals.acknowledge(appeal, WORDS, actor=actor, now=NOW)
    await appeals.acknowledge(appeal, WORDS, actor=nora, now=NOW)
    for nobody in (person_of(stranger), person_of(world.auditor), elif_.person):
        with pytest.raises(NoSuchHandler):
            await appeals.assign(appeal, Assign(handler=nobody), actor=nora, now=NOW)
    own = await appeals.file_own(own_letter(), actor=ruben, now=NOW)
    mine = (await reading.by_number(own.number)).id
    await appeals.acknowledge(mine, WORDS, actor=nora, now=NOW)
    with pytest.raises(TookPart):
        await appeals.assign(mine, Assign(handler=person_of(ruben)), actor=nora, now=NOW)


def own_letter() -> OwnAppeal:
    """A complaint about something else."""
    return OwnAppeal(kind=Kind.COMPLAINT, against=Against.OTHER, scheme=making.SCHEME, text=lodging.TEXT)


@pytest.mark.parametrize("named", [True, False], ids=["about an application", "about nobody"])
async def test_rivals_decide_once(database: None, *, named: bool) -> None:
    """Of two decisions at one moment one ends it, whether or not it is known whom it is about."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    appeal = await lodging.lodged(elif_, await lodging.refused(world, elif_) if named else None)
    await lodging.prepared(appeal, world.certifiers[0], nora)
    rivals = (ruben, world.certifiers[2])
    outcomes = await asyncio.gather(
        *(appeals.decide(appeal, decision(), actor=actor, now=NOW) for actor in rivals), return_exceptions=True
    )
    assert [type(each) for each in outcomes if each is not None] == [AppealStepOutOfOrder]
    assert (await reading.case(appeal)).state is Step.UPHELD
