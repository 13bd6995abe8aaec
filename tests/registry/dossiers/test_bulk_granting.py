"""Granting many prepared dossiers at once: the same answer, dossier for dossier, as granting one by one."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from registry.audit.tables import AuditEntry
from registry.certificates import keeping
from registry.certificates import service as certificates
from registry.certificates.errors import AlreadyCertified
from registry.certificates.rules import EventKind
from registry.certificates.tables import Certificate, CertificateEvent
from registry.dossiers import bulk, holds, reading
from registry.dossiers import service as dossiers
from registry.dossiers.bulk import Row
from registry.dossiers.bulk_schemas import MOST_AT_ONCE, GrantOne, GrantTogether
from registry.dossiers.errors import EvidenceChanged, OnHold, RenewalNeeded, StepOutOfOrder
from registry.dossiers.rules import State
from registry.dossiers.schemas import Grant, Prepare
from registry.dossiers.tables import DossierEvent
from registry.errors import NotAllowed, NotFound, RegistryError
from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RecordEmployment
from registry.permissions import OPERATOR, Actor, Role
from registry.schemes import service as schemes
from registry.schemes.rules import Recertification, Route, Transition, TransitionKind
from registry.transactions import transaction
from registry.work import queue
from tests.registry import making
from tests.registry.dossiers.resting_on import merged, results_of, withdraw
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.dossiers.test_dossier_races import at_once
from tests.registry.making import BEFORE, NOW, TODAY, World


async def ready(world: World, *names: str) -> list[GrantOne]:
    """Dossiers that the first certifier prepared."""
    made = [await making.prepared(world, await making.candidate("Jan", name)) for name in names]
    return [GrantOne(dossier=dossier, evidence=evidence) for dossier, evidence in made]


def codes(rows: Sequence[Row]) -> list[str | None]:
    """What refuses each."""
    return [row.refused.code if row.refused else None for row in rows]


async def one_by_one(asked: Sequence[GrantOne], actor: Actor) -> list[RegistryError | None]:
    """What `service.grant` refuses of each."""
    found: list[RegistryError | None] = []
    for each in asked:
        try:
            await dossiers.grant(each.dossier, Grant(evidence=each.evidence), actor=actor, now=NOW)
            found.append(None)
        except RegistryError as error:
            found.append(error)
    return found


async def in_every_trouble(world: World) -> tuple[list[GrantOne], list[type[RegistryError] | None]]:
    """A dossier for each thing that can be in the way of the second certifier, between two that nothing is in the way of."""
    first, second, third = world.certifiers
    assert second.person is not None
    free = await ready(world, "Vrij")

    examined = await making.candidate("Jan", "Geëxamineerd")
    own = await making.evidence(world, examined, examiner=second.person)
    dossier = await making.admitted(world, examined)
    await dossiers.prepare(dossier, Prepare(evidence=own), actor=first, now=NOW)
    in_evidence = GrantOne(dossier=dossier, evidence=own)

    [taught] = await ready(world, "Lesgekregen")
    adviser = (await reading.dossier(taught.dossier)).adviser
    relation = Reported(RelationKind.TAUGHT, second.person, adviser, TODAY, TODAY, origin=uuid4())
    async with transaction():
        await impartiality.report([relation], now=BEFORE)

    [colleague] = await ready(world, "Collega")
    job = RecordEmployment(employer=world.organisations["employer"], valid_from=BEFORE.date())
    for person in (second.person, (await reading.dossier(colleague.dossier)).person):
        await people.record_employment(person, job, actor=OPERATOR, now=NOW)

    [held] = await ready(world, "Aangehouden")
    async with transaction():
        await holds.hold([held.dossier], cause=uuid4(), reason="Onderzoek.", actor=third, now=NOW)

    withdrawn_of = await making.candidate("Jan", "Ingetrokken")
    dossier, evidence = await making.prepared(world, withdrawn_of)
    await withdraw(world, withdrawn_of, await results_of(evidence))
    withdrawn = GrantOne(dossier=dossier, evidence=evidence)

    newer_of = await making.candidate("Jan", "Nieuwer")
    dossier, evidence = await making.prepared(world, newer_of)
    await making.evidence(world, newer_of)
    newer = GrantOne(dossier=dossier, evidence=evidence)

    other_evidence = msgspec.structs.replace((await ready(world, "Anders"))[0], evidence=evidence)
    prepared_self = await _prepared_by(world, second)
    admitted = GrantOne(dossier=await making.admitted(world, await making.candidate("Jan", "Wacht")), evidence=evidence)
    [granted] = await ready(world, "Toegekend")
    await dossiers.grant(granted.dossier, Grant(evidence=granted.evidence), actor=third, now=NOW)
    twin = await _twin_of_a_holder(world)
    unknown = GrantOne(dossier=uuid4(), evidence=evidence)
    asked = [
        *(*free, in_evidence, taught, colleague, held, withdrawn, newer, other_evidence, prepared_self, admitted),
        *(granted, twin, unknown, *await ready(world, "Ook")),
    ]
    expected: list[type[RegistryError] | None] = [
        *(None, NotIndependent, NotIndependent, NotIndependent, OnHold, EvidenceChanged, StepOutOfOrder, EvidenceChanged),
        *(SamePerson, StepOutOfOrder, StepOutOfOrder, AlreadyCertified, NotFound, None),
    ]
    return asked, expected


async def _prepared_by(world: World, actor: Actor) -> GrantOne:
    candidate = await making.candidate("Jan", "Zelf")
    dossier = await making.admitted(world, candidate)
    evidence = await making.evidence(world, candidate)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=actor, now=NOW)
    return GrantOne(dossier=dossier, evidence=evidence)


async def _twin_of_a_holder(world: World) -> GrantOne:
    """Somebody who holds a certificate under their other number."""
    holder, twin = await making.candidate("Elif", "Öztürk"), await making.candidate("E.", "Öztürk")
    await making.certified(world, holder)
    await merged(twin, holder)
    dossier, evidence = await making.prepared(world, twin)
    return GrantOne(dossier=dossier, evidence=evidence)


async def test_each_is_judged_as_when_it_is_granted_alone(database: None) -> None:
    """Refusal for refusal: the preview, granting together, and granting one by one say the same, with the same facts."""
    world = await making.world()
    asked, expected = await in_every_trouble(world)
    second = world.certifiers[1]
    told = await bulk.preview(asked, actor=second, now=NOW)
    assert [type(row.refused) if row.refused else None for row in told] == expected
    assert await Certificate.count() == 2
    done = await bulk.grant_all(GrantTogether(dossiers=asked), actor=second, now=NOW)
    assert codes(done) == codes(told)
    assert [row.certificate is not None for row in done] == [each is None for each in expected]
    assert await Certificate.count() == 4
    alone = await one_by_one([row.asked for row in done if row.refused], second)
    assert [(type(each), each.facts) for each in alone if each] == [
        (type(row.refused), row.refused.facts) for row in done if row.refused
    ]


async def test_what_is_granted_together_is_granted_as_alone(database: None) -> None:
    """Certificate, event, step, audit rows and document asked for are those of one grant, but for ids, numbers and people."""
    world = await making.world()
    alone, together = await ready(world, "Alleen", "Samen")
    await dossiers.grant(alone.dossier, Grant(evidence=alone.evidence), actor=world.certifiers[1], now=NOW)
    [row] = await bulk.grant_all(GrantTogether(dossiers=[together]), actor=world.certifiers[1], now=NOW)
    assert (row.first_day, row.last_day) == (TODAY, TODAY.replace(year=2029, day=19))
    one, other = await certificates.everything()
    assert other.id == row.certificate
    same = {"number", "holder", "evidence"}
    for name in one.snapshot.__struct_fields__:
        assert (getattr(one.snapshot, name) == getattr(other.snapshot, name)) is (name not in same)
    assert one.timeline == other.timeline
    own = {"id", "certificate", "dossier", "evidence", "personal", "facts", "subject"}
    for table in (CertificateEvent, DossierEvent, AuditEntry):
        rows = await table.select().order_by("id")
        first, second = (
            [each for each in rows if _of(each, granted, issued)] for granted, issued in ((alone, one), (together, other))
        )
        assert len(first) == len(second)
        assert [_without(each, own) for each in first] == [_without(each, own) for each in second]
        for each, like in zip(first, second, strict=True):
            assert _shape(_facts(each)) == _shape(_facts(like))
    async with transaction() as connection:
        assert await queue.queued(keeping.ACT, connection=connection) == {one.id, other.id}


def _of(row: dict[str, object], asked: GrantOne, issued: certificates.Issued) -> bool:
    if row.get("action") == "dossier.step" and msgspec.json.decode(str(row["facts"]))["step"] != "granted":
        return False
    if row.get("step", "granted") != "granted":
        return False
    return bool({row.get("dossier"), row.get("certificate"), row.get("subject")} & {asked.dossier, issued.id})


def _without(row: dict[str, object], names: set[str]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in names}


def _facts(row: dict[str, object]) -> object:
    return msgspec.json.decode(str(row.get("facts", "{}")))


def _shape(facts: object) -> object:
    """What is said, without what differs from one certificate to the next."""
    if isinstance(facts, dict):
        return {name: _shape(value) for name, value in facts.items() if name not in {"sha256", "number", "evidence"}}
    return [_shape(each) for each in facts] if isinstance(facts, list) else facts


async def test_two_files_of_one_person_in_one_go(database: None) -> None:
    """The second finds the certificate that the first becomes; a dossier that is named twice is granted once."""
    world, elif_, twin = await making.world(), await making.candidate(), await making.candidate("E.")
    made = [await making.prepared(world, each) for each in (elif_, twin)]
    await merged(twin, elif_)
    asked = [GrantOne(dossier=dossier, evidence=evidence) for dossier, evidence in made]
    told = await bulk.preview(asked, actor=world.certifiers[1], now=NOW)
    done = await bulk.grant_all(GrantTogether(dossiers=[*asked, asked[0]]), actor=world.certifiers[1], now=NOW)
    assert codes(told) == codes(done) == [None, "already-certified"]
    assert await Certificate.count() == 1


async def test_who_may_not_judge_grants_nothing(database: None) -> None:
    """A provider, an auditor and a program are refused whole; another body's dossiers look absent."""
    world = await making.world()
    [asked] = await ready(world, "Een")
    command = GrantTogether(dossiers=[asked])
    for actor in (world.provider, world.auditor, replace(world.certifiers[1], api_key=uuid4())):
        with pytest.raises(NotAllowed):
            await bulk.grant_all(command, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await bulk.preview([asked], actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await bulk.to_grant(actor)
    other = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, other)
    [row] = await bulk.grant_all(command, actor=stranger, now=NOW)
    assert isinstance(row.refused, NotFound)
    assert row.held is None
    assert await bulk.to_grant(stranger) == []
    assert await Certificate.count() == 0


async def test_evidence_that_was_used_before(database: None) -> None:
    """Where a scheme says how to renew, a second certificate does not rest on the evidence of an ended one."""
    world = await making.world()
    rules = msgspec.structs.replace(
        making.RULES, recertification=Recertification(window_months=6, grace_months=3, routes=(Route.EXAM,))
    )
    version = await schemes.propose(
        making.SCHEME,
        msgspec.structs.replace(making.proposal(world, rules), effective_from=TODAY),
        actor=world.owner,
        now=NOW,
    )
    for actor in (world.owner, world.certifiers[0]):
        await schemes.sign(version, actor=actor, now=NOW)
    elif_ = await making.candidate()
    issued = await making.certified(world, elif_)
    await making.happens(issued.id, EventKind.WITHDRAWN, TODAY)
    dossier = await making.admitted(world, elif_, at=NOW)
    await _prepare_by_hand(dossier, world.certifiers[0])
    evidence = (await reading.dossier(dossier)).evidence
    assert evidence is not None
    asked = [GrantOne(dossier=dossier, evidence=evidence)]
    [row] = await bulk.preview(asked, actor=world.certifiers[1], now=NOW)
    assert isinstance(row.refused, RenewalNeeded)
    [alone] = await one_by_one(asked, world.certifiers[1])
    assert (type(alone), alone and alone.facts) == (RenewalNeeded, row.refused.facts)


async def _prepare_by_hand(dossier: UUID, actor: Actor) -> None:
    """As a version that did not say how to renew would have let be prepared."""
    evidence = (await reading.dossier(dossier)).evidence
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO dossier_event (dossier, step, account, evidence, facts, recorded_at) "
            "VALUES ($1, 'prepared', $2, $3, '{}', $4)",
            dossier,
            actor.account,
            evidence,
            NOW,
        )


async def test_a_version_that_is_known_to_end(database: None) -> None:
    """What is granted meanwhile is superseded from that day; on the day itself nothing is granted any more."""
    world = await making.world()
    asked = await ready(world, "Een", "Twee")
    end = TODAY + timedelta(days=30)
    ending = Transition(making.SCHEME, None, TransitionKind.HARD_END, end, None)
    rules = msgspec.structs.replace(making.RULES, transitions=(ending,))
    proposed = msgspec.structs.replace(making.proposal(world, rules), effective_from=end)
    version = await schemes.propose(making.SCHEME, proposed, actor=world.owner, now=NOW)
    for actor in (world.owner, world.certifiers[0]):
        await schemes.sign(version, actor=actor, now=NOW)
    second = world.certifiers[1]
    await dossiers.grant(asked[0].dossier, Grant(evidence=asked[0].evidence), actor=second, now=NOW)
    await bulk.grant_all(GrantTogether(dossiers=asked[1:]), actor=second, now=NOW)
    for issued in await certificates.everything():
        assert [(each.kind, each.effective_on) for each in issued.timeline.events] == [
            (EventKind.GRANTED, TODAY),
            (EventKind.SUPERSEDED, end),
        ]


async def test_fifty_grant_one_dossier(database: None) -> None:
    """Alone and together, by two certifiers: one certificate, and everyone else is told that the dossier is granted."""
    await _fifty_times(1)


@pytest.mark.drill
async def test_fifty_grant_one_dossier_a_hundred_times(database: None) -> None:
    """A hundred rounds, exactly one certificate in each."""
    await _fifty_times(100)


async def _fifty_times(rounds: int) -> None:
    world = await making.world()
    for number in range(rounds):
        [asked] = await ready(world, f"Ronde {number}")
        told = await asyncio.gather(
            *(_granted(asked, world.certifiers[1 + turn % 2], together=turn % 4 < 2) for turn in range(50))
        )
        assert sorted(told) == ["granted", *["step-out-of-order"] * 49]
        assert await Certificate.count() == number + 1


async def _granted(asked: GrantOne, actor: Actor, *, together: bool) -> str:
    if together:
        [row] = await bulk.grant_all(GrantTogether(dossiers=[asked]), actor=actor, now=NOW)
        return row.refused.code if row.refused else "granted"
    [refused] = await one_by_one([asked], actor)
    return refused.code if refused else "granted"


async def test_two_grant_the_same_dossiers_in_opposite_orders(database: None) -> None:
    """Neither waits for the other in a circle, and each dossier is granted once."""
    world = await making.world()
    asked = await ready(world, "A", "B", "C", "D", "E", "F")
    acts = [
        partial(bulk.grant_all, GrantTogether(dossiers=asked[::way]), actor=actor, now=NOW)
        for way, actor in ((1, world.certifiers[1]), (-1, world.certifiers[2])) * 4
    ]
    assert await at_once(*acts) == {"done": 8}
    assert await Certificate.count() == 6


async def test_in_the_api(client: httpx.AsyncClient, database: None) -> None:
    """The preview tells the days, and granting the numbers; what is refused is told in the language asked."""
    world = await making.world()
    second = world.certifiers[1]
    asked = [*await ready(world, "Een", "Twee"), await _prepared_by(world, second)]
    body = msgspec.to_builtins(GrantTogether(dossiers=asked))
    headers = await token(client, second) | {"Accept-Language": "en"}
    seen = (await client.post("/api/v1/dossiers/grant-previews", json=body, headers=headers)).json()
    assert (seen["wentWell"], await Certificate.count()) == (2, 0)
    assert [each["problem"] for each in seen["outcomes"]] == [None, None, "same-person"]
    done = await client.post("/api/v1/dossiers/grants", json=body, headers=headers)
    assert done.status_code == 201
    numbers = [each["certificate"] for each in done.json()["outcomes"]]
    assert {number for number in numbers if number} == {each.number for each in await certificates.everything()}
    assert [each["name"] for each in done.json()["outcomes"]] == ["Jan Een", "Jan Twee", "Jan Zelf"]
    assert all(each["validFrom"] == "2026-11-22" for each in done.json()["outcomes"][:2])
    named = {"dossiers": body["dossiers"][:1] * MOST_AT_ONCE}
    assert (await client.post("/api/v1/dossiers/grants", json=named, headers=headers)).json()["wentWell"] == 0
    wrong_numbers: list[dict[str, object]] = [{"dossiers": []}, {"dossiers": [*named["dossiers"], *named["dossiers"][:1]]}]
    for too_few_or_many in wrong_numbers:
        assert (await client.post("/api/v1/dossiers/grants", json=too_few_or_many, headers=headers)).status_code == 400


async def test_in_the_browser(client: httpx.AsyncClient, database: None) -> None:
    """From the card to the choice, what it gives, the confirmation, and the numbers; nothing is written before that."""
    world = await making.world()
    second = world.certifiers[1]
    asked = [*await ready(world, "Een", "Twee", "Drie"), await _prepared_by(world, second)]
    page = await browser(client, second)
    assert "/dossiers/samen" in await page.get("/werk")
    choice = await page.get("/dossiers/samen")
    assert choice.count('type="checkbox"') == 3
    assert "Nee:" in choice
    chosen = {f"dossier-{each.dossier}": str(each.evidence) for each in asked[:2]}
    seen = await page.post("/dossiers/samen/voorbeeld", chosen, expect=200)
    assert "2 certificaten toekennen?" in seen
    assert await Certificate.count() == 0
    done = await page.post("/dossiers/samen", chosen, expect=200)
    for issued in await certificates.everything():
        assert issued.number in done
    assert await Certificate.count() == 2
    states = {each.id: each.state for each in await reading.dossiers()}
    assert [states[each.dossier] for each in asked] == [State.GRANTED, State.GRANTED, State.PREPARED, State.PREPARED]
    fields: list[dict[str, str]] = [{}, {"dossier-1": "2"}]
    for wrong in fields:
        for path in ("/dossiers/samen/voorbeeld", "/dossiers/samen"):
            await page.post(path, wrong, expect=400)


async def test_nothing_prepared_is_nothing_to_grant(database: None) -> None:
    """The page of a certifier for whom nothing waits is empty, not broken."""
    world = await making.world()
    assert await bulk.to_grant(world.certifiers[0]) == []
    assert await bulk.preview([], actor=world.certifiers[0], now=NOW) == []
