"""A prepared dossier may be given back by who would decide it; a candidate may stop until the decision."""

import httpx
import pytest

from registry.dossiers import presenting, reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import EvidenceChanged, StepOutOfOrder
from registry.dossiers.rules import State, Step
from registry.dossiers.schemas import Abandon, Grant, Prepare, Refuse, Return
from registry.errors import NotAllowed, NotFound
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.texts import Language
from tests.registry import making
from tests.registry.dossiers.signing_in import token
from tests.registry.making import APPLICATION, NOW

WHY = "Het advies noemt een ander onderdeel."


async def test_a_returned_dossier_is_prepared_again(database: None) -> None:
    """It is complete on the same evidence; whoever prepares may be either of them, and another decides."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    dossier, evidence = await making.prepared(world, elif_)
    await dossiers.return_(dossier, Return(evidence=evidence, reason=WHY), actor=second, now=NOW)
    held = await reading.dossier(dossier)
    assert (held.state, held.steps[-1], held.evidence) == (State.COMPLETE, Step.RETURNED, evidence)
    shown = await presenting.detail(dossier, language=Language.NL, actor=first, now=NOW)
    assert (shown.events[-1].by, shown.events[-1].note) == ("Lotte Visser", WHY)
    with pytest.raises(StepOutOfOrder):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=second, now=NOW)
    with pytest.raises(SamePerson):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=first, now=NOW)


async def test_who_may_return(database: None) -> None:
    """Another certifier than prepared it, independent of the candidate, on the evidence that counts."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    dossier = await making.admitted(world, elif_)
    evidence = await making.evidence(world, elif_, examiner=third.person)
    command = Return(evidence=evidence, reason=WHY)
    with pytest.raises(StepOutOfOrder):
        await dossiers.return_(dossier, command, actor=second, now=NOW)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=first, now=NOW)
    with pytest.raises(SamePerson):
        await dossiers.return_(dossier, command, actor=first, now=NOW)
    with pytest.raises(NotIndependent):
        await dossiers.return_(dossier, command, actor=third, now=NOW)
    with pytest.raises(EvidenceChanged):
        await dossiers.return_(dossier, Return(evidence=dossier, reason=WHY), actor=second, now=NOW)
    for actor in (world.provider, world.auditor, elif_.actor):
        with pytest.raises(NotAllowed):
            await dossiers.return_(dossier, command, actor=actor, now=NOW)


async def test_a_candidate_stops_at_any_moment_before_the_decision(database: None) -> None:
    """Applied, admitted, complete or prepared; afterwards they may apply again, and nobody decides the old one."""
    world, elif_ = await making.world(), await making.candidate()
    for _ in range(2):
        dossier = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
        await dossiers.abandon(dossier, Abandon(reason="Ik wacht een jaar."), actor=elif_.actor, now=NOW)
    dossier, evidence = await making.prepared(world, elif_)
    await dossiers.abandon(dossier, Abandon(), actor=elif_.actor, now=NOW)
    assert [each.state for each in await reading.dossiers()] == [State.ABANDONED] * 3
    with pytest.raises(StepOutOfOrder):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    with pytest.raises(StepOutOfOrder):
        await dossiers.abandon(dossier, Abandon(), actor=elif_.actor, now=NOW)


async def test_nobody_stops_for_another_or_after_the_decision(database: None) -> None:
    """Another candidate finds nothing; certifiers may not; what is decided stays decided."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    dossier = await making.admitted(world, elif_)
    with pytest.raises(NotFound):
        await dossiers.abandon(dossier, Abandon(), actor=jan.actor, now=NOW)
    for actor in (world.certifiers[0], world.auditor, world.provider):
        with pytest.raises(NotAllowed):
            await dossiers.abandon(dossier, Abandon(), actor=actor, now=NOW)
    await making.certified(world, jan)
    [granted] = [each.id for each in await reading.dossiers() if each.adviser == jan.adviser]
    with pytest.raises(StepOutOfOrder):
        await dossiers.abandon(granted, Abandon(), actor=jan.actor, now=NOW)


async def test_a_candidate_sees_their_own_applications(database: None) -> None:
    """With the reason of a refusal, and without what certifiers wrote to each other."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    evidence = await making.evidence(world, elif_)
    advice = Prepare(evidence=evidence, advice="Ik twijfel over dit onderdeel.")
    await dossiers.prepare(dossier, advice, actor=world.certifiers[0], now=NOW)
    [own] = await presenting.own(elif_.actor)
    assert (own.id, own.scheme, own.state, own.certificate, own.reason) == (
        dossier,
        making.SCHEME,
        State.PREPARED,
        None,
        None,
    )
    refuse = Refuse(evidence=evidence, reason="Het onderdeel IM ontbreekt.")
    await dossiers.refuse(dossier, refuse, actor=world.certifiers[1], now=NOW)
    assert [each.reason for each in await presenting.own(elif_.actor)] == ["Het onderdeel IM ontbreekt."]
    with pytest.raises(NotAllowed):
        await presenting.own(world.certifiers[0])


async def test_the_routes_of_the_api(client: httpx.AsyncClient) -> None:
    """Given back and stopped over HTTP; each by who may, and by nobody else."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    second = await token(client, world.certifiers[1])
    candidate = await token(client, elif_.actor)
    back = {"evidence": str(evidence), "reason": WHY}
    at = f"/api/v1/dossiers/{dossier}"
    assert (await client.post(f"{at}/return", json=back)).status_code == 401
    assert (await client.post(f"{at}/return", json=back, headers=candidate)).status_code == 403
    assert (await client.post(f"{at}/return", json=back | {"reason": "Nee"}, headers=second)).status_code == 400
    assert (await client.post(f"{at}/return", json=back, headers=second)).status_code == 204
    again = await client.post(f"{at}/return", json=back, headers=second)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "step-out-of-order")
    assert (await client.post(f"{at}/abandonment", json={}, headers=second)).status_code == 403
    assert (await client.post(f"{at}/abandonment", json={}, headers=candidate)).status_code == 204
    own = await client.get("/api/v1/dossiers/own", headers=candidate)
    assert [each["state"] for each in own.json()] == ["abandoned"]
