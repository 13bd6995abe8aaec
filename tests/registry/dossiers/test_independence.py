"""Preparing and deciding: by two people, each independent of the candidate."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from registry.accounts import service as accounts
from registry.accounts.schemas import GrantRole
from registry.dossiers import presenting, reading
from registry.dossiers import service as dossiers
from registry.dossiers.rules import State
from registry.dossiers.schemas import Grant, Prepare, Refuse
from registry.dossiers.waiting import Waiting, work_for
from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.people import service as people
from registry.people.schemas import RecordEmployment
from registry.permissions import OPERATOR, Role
from registry.personal_data import access
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import merged
from tests.registry.making import BEFORE, NOW, TODAY


async def state(dossier: UUID) -> State:
    """Where a dossier stands."""
    return (await reading.dossier(dossier)).state


async def test_nobody_decides_alone(database: None) -> None:
    """Who prepared neither grants nor refuses."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    with pytest.raises(SamePerson):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[0], now=NOW)
    refuse = Refuse(evidence=evidence, reason="Onvoldoende bewijs.")
    with pytest.raises(SamePerson):
        await dossiers.refuse(dossier, refuse, actor=world.certifiers[0], now=NOW)
    assert await state(dossier) is State.PREPARED


@pytest.mark.parametrize("capacity", ["examiner", "trainer"])
async def test_who_taught_or_examined_does_not_judge(database: None, capacity: str) -> None:
    """Neither prepares nor decides on evidence that they taught or examined for; another certifier does."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    dossier = await making.admitted(world, elif_)
    evidence = await making.evidence(world, elif_, **{capacity: second.person})  # type: ignore[arg-type]
    with pytest.raises(NotIndependent) as refused:
        await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=second, now=NOW)
    assert refused.value.facts["grounds"] == ["in-evidence"]
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=first, now=NOW)
    with pytest.raises(NotIndependent):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    refuse = Refuse(evidence=evidence, reason="Onvoldoende bewijs.")
    with pytest.raises(NotIndependent):
        await dossiers.refuse(dossier, refuse, actor=second, now=NOW)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=third, now=NOW)


async def test_a_known_relation_stands_in_the_way_until_it_lapses(database: None) -> None:
    """A certifier who taught this person something else waits for the look-back to pass, to the day."""
    world, elif_ = await making.world(), await making.candidate()
    second = world.certifiers[1]
    assert second.person is not None
    taught = Reported(RelationKind.TAUGHT, second.person, elif_.adviser, date(2024, 1, 1), date(2024, 11, 20), origin=uuid4())
    async with transaction():
        await impartiality.report([taught, taught], now=BEFORE)
    assert len(await impartiality.known_of(elif_.adviser)) == 1
    dossier, evidence = await making.prepared(world, elif_)
    with pytest.raises(NotIndependent) as refused:
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    assert refused.value.facts["lapses_on"] == TODAY + timedelta(days=1)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW + timedelta(days=1))


async def test_colleagues_and_the_providers_people_do_not_judge(database: None) -> None:
    """Who works for the candidate's employer, or for the provider of the evidence, is refused; one who left is not."""
    world, elif_ = await making.world(), await making.candidate()
    employer, provider = world.organisations["employer"], world.organisations["provider"]
    _, second, third = world.certifiers
    jobs = [
        (elif_.person, RecordEmployment(employer=employer, valid_from=BEFORE.date())),
        (second.person, RecordEmployment(employer=employer, valid_from=BEFORE.date(), valid_to=TODAY)),
        (third.person, RecordEmployment(employer=provider, valid_from=TODAY)),
    ]
    for who, job in jobs:
        assert who is not None
        await people.record_employment(who, job, actor=OPERATOR, now=BEFORE)
    dossier = await making.admitted(world, elif_)
    evidence = await making.evidence(world, elif_, provider=provider)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=world.certifiers[0], now=NOW)
    for actor, ground in ((second, "same-employer"), (third, "provider-staff")):
        with pytest.raises(NotIndependent) as refused:
            await dossiers.grant(dossier, Grant(evidence=evidence), actor=actor, now=NOW)
        assert refused.value.facts["grounds"] == [ground]
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW + timedelta(days=1))


async def test_a_certifier_does_not_judge_themselves(database: None) -> None:
    """Also a certifier may be a candidate; others decide."""
    world = await making.world()
    first = world.certifiers[0]
    assert first.person is not None
    async with transaction() as connection:
        file = await people.open_file(first.person, connection=connection, actor=OPERATOR, now=BEFORE)
    assert first.account is not None
    await accounts.grant(first.account, GrantRole(role=Role.ADVISER, organisation=None), actor=OPERATOR, now=BEFORE)
    oneself = making.Candidate(await accounts.actor_of(first.account), first.person, file.id)
    dossier = await making.admitted(world, oneself)
    evidence = await making.evidence(world, oneself)
    with pytest.raises(NotIndependent) as refused:
        await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=oneself.actor, now=NOW)
    assert refused.value.facts["grounds"] == ["self"]


async def test_whoever_was_recorded_twice_is_one_person(database: None) -> None:
    """Two accounts of one human being are not two persons; what they may not judge does not wait for them either."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    dossier, evidence = await making.prepared(world, elif_)
    assert await work_for(second, now=NOW) == Waiting(0, 0, 1)
    files = []
    for certifier in (first, second):
        assert certifier.person is not None
        async with transaction() as connection:
            file = await people.open_file(certifier.person, connection=connection, actor=OPERATOR, now=BEFORE)
        files.append(making.Candidate(certifier, certifier.person, file.id))
    await merged(*files)
    with pytest.raises(SamePerson):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    assert (await presenting.detail(dossier, language=Language.NL, actor=second, now=NOW)).prepared_by_you
    assert await work_for(second, now=NOW) == Waiting(0, 0, 0)


async def test_counting_what_waits_reveals_nothing(database: None) -> None:
    """Who is named in evidence is asked of the database; its words are of nobody's concern who only counts."""
    world = await making.world()
    for family in ("Een", "Twee"):
        await making.prepared(world, await making.candidate("Kandidaat", family))
    seen = access.watch()
    assert await work_for(world.certifiers[1], now=NOW) == Waiting(0, 0, 2)
    assert seen.persons == set()
    access.watch_no_longer()


async def test_whoever_is_named_in_evidence_is_not_counted_on(database: None) -> None:
    """Neither who examined for it nor who taught."""
    world = await making.world()
    _, second, third = world.certifiers
    examined, taught = await making.candidate("Kandidaat", "Een"), await making.candidate("Kandidaat", "Twee")
    for of in (examined, taught):
        await making.admitted(world, of)
    await making.evidence(world, examined, examiner=second.person)
    await making.evidence(world, taught, trainer=third.person)
    assert [(await work_for(each, now=NOW)).prepare for each in world.certifiers] == [2, 1, 1]
