"""Applying, admitting, preparing and deciding: each in its place, by two independent people, on the newest evidence."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.tables import Certificate
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import DossierOpen, EvidenceChanged, OtherTerms, StepOutOfOrder
from registry.dossiers.rules import State, Step
from registry.dossiers.schemas import Grant, Prepare, Refuse
from registry.dossiers.tables import DossierEvent
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.permissions import OPERATOR, Role
from registry.schemes.errors import NoVersionInForce
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import APPLICATION, BEFORE, IDENTITY, NOW


async def state(dossier: UUID) -> State:
    """Where a dossier stands."""
    return (await reading.dossier(dossier)).state


async def test_the_way_of_a_dossier(database: None) -> None:
    """Applied, admitted, completed by evidence, prepared by one, granted by another; each step is told with its evidence."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    assert await state(dossier) is State.PREPARED
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    held = await reading.dossier(dossier)
    assert held.steps == [Step.APPLIED, Step.ADMITTED, Step.COMPLETED, Step.PREPARED, Step.GRANTED]
    assert held.evidence == evidence
    [certificate] = await Certificate.select()
    assert held.certificate == certificate["number"]
    assert (certificate["prepared_by"], certificate["decided_by"]) == (world.certifiers[0].person, world.certifiers[1].person)
    assert certificate["evidence_hash"] == (await reading.evidence(evidence)).commitment
    assert await AuditEntry.count().where(AuditEntry.action == Action.DOSSIER_STEP.value) == 5


async def test_a_refusal_keeps_its_reason_erasable(database: None) -> None:
    """The reason is a personal value; the row and the audit trail hold only that there was one."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    refuse = Refuse(evidence=evidence, reason="Het onderdeel IM ontbreekt.")
    await dossiers.refuse(dossier, refuse, actor=world.certifiers[1], now=NOW)
    assert await state(dossier) is State.REFUSED
    assert await Certificate.count() == 0
    [row] = await DossierEvent.select().where(DossierEvent.step == Step.REFUSED.value)
    assert row["personal"] is not None
    audit = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.DOSSIER_STEP.value)
    assert "ontbreekt" not in row["facts"] + "".join(each["facts"] for each in audit)


async def test_a_refused_candidate_may_apply_again(database: None) -> None:
    """One application at a time: a second while one is open is refused, after the decision it is not."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    with pytest.raises(DossierOpen):
        await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
    refuse = Refuse(evidence=evidence, reason="Het onderdeel IM ontbreekt.")
    await dossiers.refuse(dossier, refuse, actor=world.certifiers[1], now=NOW)
    assert await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW) != dossier


async def test_what_an_application_is_refused_for(database: None) -> None:
    """Another scheme, older terms, a day before the scheme, someone without a file, someone without the role."""
    world, elif_ = await making.world(), await making.candidate()
    with pytest.raises(NotFound):
        await dossiers.apply(msgspec.structs.replace(APPLICATION, scheme="onbekend"), actor=elif_.actor, now=NOW)
    with pytest.raises(OtherTerms):
        await dossiers.apply(msgspec.structs.replace(APPLICATION, terms_version="2025-1"), actor=elif_.actor, now=NOW)
    with pytest.raises(NoVersionInForce):
        await dossiers.apply(APPLICATION, actor=elif_.actor, now=BEFORE - timedelta(days=2))
    without_file = await making.account(await making.person("Jan", "Janssen"), Role.ADVISER)
    with pytest.raises(NotFound):
        await dossiers.apply(APPLICATION, actor=without_file, now=NOW)
    with pytest.raises(NotAllowed):
        await dossiers.apply(APPLICATION, actor=world.municipality, now=NOW)
    assert await reading.dossiers() == []


async def test_evidence_that_was_there_first_completes_on_admission(database: None) -> None:
    """Results may be complete before the application; admission then completes the dossier at once."""
    world, elif_ = await making.world(), await making.candidate()
    evidence = await making.evidence(world, elif_)
    held = await reading.dossier(await making.admitted(world, elif_))
    assert (held.state, held.evidence) == (State.COMPLETE, evidence)


async def test_evidence_does_not_open_or_admit_a_dossier(database: None) -> None:
    """Before admission evidence only waits; without an application nothing happens."""
    world, elif_ = await making.world(), await making.candidate()
    await making.evidence(world, elif_)
    assert await reading.dossiers() == []
    dossier = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
    await making.evidence(world, elif_)
    assert await state(dossier) is State.APPLIED


async def test_evidence_of_another_track_changes_nothing(database: None) -> None:
    """Results of a track that the scheme does not ask for neither complete a dossier nor stand in its way."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    await making.evidence(world, elif_, track="ander")
    assert await state(dossier) is State.ADMITTED
    evidence = await making.evidence(world, elif_)
    await making.evidence(world, elif_, track="ander")
    held = await reading.dossier(dossier)
    assert (held.state, held.evidence) == (State.COMPLETE, evidence)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=world.certifiers[0], now=NOW)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    assert await state(dossier) is State.GRANTED


async def test_evidence_of_another_track_does_not_hide_what_was_complete(database: None) -> None:
    """The newest evidence of the track that is asked counts on admission, whatever came after it."""
    world, elif_ = await making.world(), await making.candidate()
    evidence = await making.evidence(world, elif_)
    await making.evidence(world, elif_, track="ander")
    held = await reading.dossier(await making.admitted(world, elif_))
    assert (held.state, held.evidence) == (State.COMPLETE, evidence)


async def test_new_evidence_undoes_a_preparation(database: None) -> None:
    """Who decides on the old evidence is told that it changed; the dossier is prepared again, on the new."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, old = await making.prepared(world, elif_)
    new = await making.evidence(world, elif_)
    with pytest.raises(StepOutOfOrder):
        await dossiers.grant(dossier, Grant(evidence=old), actor=world.certifiers[1], now=NOW)
    for stale in (old, uuid4()):
        with pytest.raises(EvidenceChanged):
            await dossiers.prepare(dossier, Prepare(evidence=stale), actor=world.certifiers[0], now=NOW)
    await dossiers.prepare(dossier, Prepare(evidence=new), actor=world.certifiers[0], now=NOW)
    with pytest.raises(EvidenceChanged):
        await dossiers.grant(dossier, Grant(evidence=old), actor=world.certifiers[1], now=NOW)
    await dossiers.grant(dossier, Grant(evidence=new), actor=world.certifiers[1], now=NOW)


async def test_the_same_evidence_again_changes_nothing(database: None) -> None:
    """A set of results that is handed over once more leaves a preparation as it is."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    content = (await reading.evidence(evidence)).content
    assert content is not None
    async with transaction() as connection:
        await people.lock(elif_.adviser, connection=connection)
        assert await dossiers.receive_evidence(elif_.adviser, content, actor=world.provider, now=NOW) == evidence
    assert await state(dossier) is State.PREPARED


async def test_steps_out_of_order(database: None) -> None:
    """Nothing is prepared before it is complete, admitted twice, or decided twice."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    dossier = await making.admitted(world, elif_)
    with pytest.raises(StepOutOfOrder):
        await dossiers.admit(dossier, IDENTITY, actor=first, now=NOW)
    with pytest.raises(StepOutOfOrder):
        await dossiers.prepare(dossier, Prepare(evidence=uuid4()), actor=first, now=NOW)
    evidence = await making.evidence(world, elif_)
    with pytest.raises(StepOutOfOrder):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=first, now=NOW)
    with pytest.raises(StepOutOfOrder):
        await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=second, now=NOW)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    with pytest.raises(StepOutOfOrder):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=third, now=NOW)


async def test_only_certifiers_decide(database: None) -> None:
    """Neither the admin, the provider, the scheme owner, the auditor nor the candidate admits, prepares or decides."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    for actor in (OPERATOR, world.provider, world.owner, world.auditor, world.municipality, elif_.actor):
        with pytest.raises(NotAllowed):
            await dossiers.admit(dossier, IDENTITY, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await dossiers.grant(dossier, Grant(evidence=evidence), actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await dossiers.refuse(dossier, Refuse(evidence=evidence, reason="Daarom niet."), actor=actor, now=NOW)


async def test_an_unknown_dossier(database: None) -> None:
    """What does not exist is not found, at every step."""
    world = await making.world()
    certifier = world.certifiers[0]
    refuse = Refuse(evidence=uuid4(), reason="Daarom niet.")
    for act in (
        dossiers.admit(uuid4(), IDENTITY, actor=certifier, now=NOW),
        dossiers.prepare(uuid4(), Prepare(evidence=uuid4()), actor=certifier, now=NOW),
        dossiers.grant(uuid4(), Grant(evidence=uuid4()), actor=certifier, now=NOW),
        dossiers.refuse(uuid4(), refuse, actor=certifier, now=NOW),
    ):
        with pytest.raises(NotFound):
            await act


async def test_another_body_sees_and_touches_nothing(database: None) -> None:
    """A certifier of a body that the scheme does not name finds no dossier: not to list, read, admit, prepare or decide."""
    world, elif_ = await making.world(), await making.candidate()
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    dossier = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
    with pytest.raises(NotFound):
        await dossiers.admit(dossier, IDENTITY, actor=stranger, now=NOW)
    await dossiers.admit(dossier, IDENTITY, actor=world.certifiers[0], now=NOW)
    proof = await making.evidence(world, elif_)
    with pytest.raises(NotFound):
        await dossiers.prepare(dossier, Prepare(evidence=proof), actor=stranger, now=NOW)
    await dossiers.prepare(dossier, Prepare(evidence=proof), actor=world.certifiers[0], now=NOW)
    for attempt in (
        dossiers.grant(dossier, Grant(evidence=proof), actor=stranger, now=NOW),
        dossiers.refuse(dossier, Refuse(evidence=proof, reason="Zomaar."), actor=stranger, now=NOW),
        reading.dossier_for(stranger, dossier),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await reading.dossiers_for(stranger) == []
    for insider in (*world.certifiers, world.auditor):
        assert [each.id for each in await reading.dossiers_for(insider)] == [dossier]
    assert await state(dossier) is State.PREPARED
