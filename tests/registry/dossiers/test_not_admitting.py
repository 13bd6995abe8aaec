"""An applicant is turned away with every reason at once, by a certifier who is independent of them."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import httpx
import msgspec
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.dossiers import presenting, reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import StepOutOfOrder
from registry.dossiers.rules import AdmissionFault, State
from registry.dossiers.schemas import NotAdmit
from registry.errors import NotAllowed
from registry.impartiality.errors import NotIndependent
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import APPLICATION, IDENTITY, NOW

WHY = "Het paspoort was verlopen en het diploma ontbreekt."
TURNED_AWAY = NotAdmit(reasons=frozenset({AdmissionFault.INCOMPLETE, AdmissionFault.IDENTITY}), explanation=WHY)


async def test_the_applicant_reads_every_reason(database: None) -> None:
    """With the words, which are in no audit row; they may apply anew, and nobody admits the old application."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
    await dossiers.not_admit(dossier, TURNED_AWAY, actor=world.certifiers[0], now=NOW)
    [own] = await presenting.own(elif_.actor)
    assert (own.state, own.reason) == (State.NOT_ADMITTED, WHY)
    assert own.not_admitted_for == [AdmissionFault.IDENTITY, AdmissionFault.INCOMPLETE]
    facts = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.DOSSIER_STEP.value)
    assert not [row for row in facts if "paspoort was" in row["facts"]]
    with pytest.raises(StepOutOfOrder):
        await dossiers.admit(dossier, IDENTITY, actor=world.certifiers[1], now=NOW)
    await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)


async def test_only_before_admission(database: None) -> None:
    """Whoever was admitted is decided on in the end."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    with pytest.raises(StepOutOfOrder):
        await dossiers.not_admit(dossier, TURNED_AWAY, actor=world.certifiers[0], now=NOW)


async def test_who_may_turn_away(database: None) -> None:
    """A certifier in person who did not examine or teach them; nobody else."""
    world, elif_ = await making.world(), await making.candidate()
    first, _, third = world.certifiers
    dossier = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
    await making.evidence(world, elif_, examiner=third.person)
    with pytest.raises(NotIndependent):
        await dossiers.not_admit(dossier, TURNED_AWAY, actor=third, now=NOW)
    for actor in (world.auditor, world.provider, elif_.actor, dataclasses.replace(first, api_key=uuid4())):
        with pytest.raises(NotAllowed):
            await dossiers.not_admit(dossier, TURNED_AWAY, actor=actor, now=NOW)
    assert (await reading.dossier(dossier)).state is State.APPLIED


def test_a_reason_is_needed() -> None:
    """None at all is no way to turn anyone away."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"reasons": [], "explanation": WHY}, NotAdmit)


async def test_the_page_and_the_route(client: httpx.AsyncClient) -> None:
    """Every fault at once, nothing typed is lost; the applicant reads the reasons on their own page."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
    visitor = await browser(client, world.certifiers[0])
    wrong = await visitor.post(f"/dossiers/{dossier}/niet-toelaten", {"explanation": "Nee"}, expect=400)
    assert "Kruis ten minste" in wrong
    assert "ten minste 10 tekens" in wrong
    half = await visitor.post(f"/dossiers/{dossier}/niet-toelaten", {"explanation": "Nee", "reason-other": "ja"}, expect=400)
    assert 'id="reason-other" name="reason-other" type="checkbox" value="ja" checked' in half
    ticks = {"reason-identity": "ja", "reason-incomplete": "ja", "explanation": WHY}
    await visitor.post(f"/dossiers/{dossier}/niet-toelaten", ticks)
    assert "Wie de aanvrager is, is niet vastgesteld" in await visitor.get(f"/dossiers/{dossier}")
    visitor = await browser(client, elif_.actor)
    own = await visitor.get("/aanvragen")
    assert "De aanvraag is niet compleet" in own
    assert WHY in own
    certifier, candidate = await token(client, world.certifiers[0]), await token(client, elif_.actor)
    again = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW + timedelta(minutes=1))
    body = {"reasons": ["untrue"], "explanation": WHY}
    at = f"/api/v1/dossiers/{again}/non-admission"
    assert (await client.post(at, json=body, headers=candidate)).status_code == 403
    assert (await client.post(at, json=body | {"reasons": []}, headers=certifier)).status_code == 400
    assert (await client.post(at, json=body, headers=certifier)).status_code == 204
    listed = (await client.get("/api/v1/dossiers/own", headers=candidate)).json()
    assert [each["notAdmittedFor"] for each in listed] == [["identity", "incomplete"], ["untrue"]]
