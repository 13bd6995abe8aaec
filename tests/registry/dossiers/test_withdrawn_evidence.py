"""Evidence whose results no longer stand is never used again: not to complete, prepare or decide; what was decided is told."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.tables import Certificate
from registry.dossiers import completing, reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import EvidenceChanged, StepOutOfOrder
from registry.dossiers.presenting import detail
from registry.dossiers.resting import certificates_resting_on
from registry.dossiers.rules import State, Step
from registry.dossiers.schemas import Grant, Prepare, Refuse
from registry.dossiers.tables import Evidence, EvidenceWithdrawal
from registry.people import service as people
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import content_of, merged, receive, results_of, withdraw
from tests.registry.making import APPLICATION, BEFORE, IDENTITY, NOW, TODAY


async def test_a_complete_dossier_is_reopened(database: None) -> None:
    """It waits for results again, shows no evidence, and the step says which evidence it was."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.admitted(world, elif_), await making.evidence(world, elif_)
    results = await results_of(evidence)
    assert await withdraw(world, elif_, results) == 1
    held = await reading.dossier(dossier)
    assert (held.state, held.steps[-1], held.evidence) == (State.ADMITTED, Step.REOPENED, None)
    [row] = await EvidenceWithdrawal.select()
    assert (row["evidence"], row["recorded_at"]) == (evidence, NOW)
    assert row["cause"] in results
    assert await AuditEntry.count().where(AuditEntry.action == Action.EVIDENCE_WITHDRAWN.value) == 1
    shown = await detail(dossier, language=Language.NL, actor=world.certifiers[0], now=NOW)
    assert (shown.evidence, shown.evidence_detail, shown.objections) == (None, None, [])


async def test_a_prepared_dossier_is_reopened_and_nobody_decides_on_what_was(database: None) -> None:
    """Who has it before them is told that the evidence changed, whatever they try; new evidence is prepared anew."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, old = await making.prepared(world, elif_)
    assert await withdraw(world, elif_, await results_of(old)) == 1
    first, second, _ = world.certifiers
    refuse = Refuse(evidence=old, reason="Onvoldoende bewijs.")
    for attempt in (
        dossiers.grant(dossier, Grant(evidence=old), actor=second, now=NOW),
        dossiers.refuse(dossier, refuse, actor=second, now=NOW),
        dossiers.prepare(dossier, Prepare(evidence=old), actor=first, now=NOW),
    ):
        with pytest.raises(EvidenceChanged):
            await attempt
    new = await making.evidence(world, elif_)
    with pytest.raises(EvidenceChanged):
        await dossiers.prepare(dossier, Prepare(evidence=old), actor=first, now=NOW)
    await dossiers.prepare(dossier, Prepare(evidence=new), actor=first, now=NOW)
    await dossiers.grant(dossier, Grant(evidence=new), actor=second, now=NOW)
    [certificate] = await Certificate.select()
    assert certificate["evidence_hash"] == (await reading.evidence(new)).commitment


async def test_the_database_takes_no_step_on_withdrawn_evidence(database: None) -> None:
    """Not by any path: a step that names it is refused by the table itself."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, old = await making.prepared(world, elif_)
    await withdraw(world, elif_, await results_of(old))
    for step in ("completed", "prepared", "refused"):
        with pytest.raises(asyncpg.CheckViolationError, match="no longer counts"):
            async with transaction() as connection:
                await connection.execute(
                    "INSERT INTO dossier_event (dossier, step, account, evidence, facts, recorded_at) "
                    "SELECT dossier, $2, account, $3, '{}', now() FROM dossier_event WHERE dossier = $1 LIMIT 1",
                    dossier,
                    step,
                    old,
                )


async def test_what_other_evidence_says_stays(database: None) -> None:
    """Evidence that does not name the result counts on, and its dossier stays as it is; asking again changes nothing."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    dossier, evidence = await making.prepared(world, elif_)
    others = await results_of(await making.evidence(world, jan))
    assert await withdraw(world, elif_, [uuid4(), *others]) == 0
    assert await withdraw(world, elif_, []) == 0
    assert (await reading.dossier(dossier)).state is State.PREPARED
    results = await results_of(evidence)
    assert [await withdraw(world, elif_, results) for _ in range(2)] == [1, 0]
    assert await EvidenceWithdrawal.count() == 1


async def test_an_older_result_reopens_nothing_that_rests_on_newer_evidence(database: None) -> None:
    """A dossier that was completed anew rests on the new evidence; that an older set no longer counts does not touch it."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, old = await making.prepared(world, elif_)
    new = await making.evidence(world, elif_)
    assert await withdraw(world, elif_, await results_of(old)) == 0
    held = await reading.dossier(dossier)
    assert (held.state, held.evidence) == (State.COMPLETE, new)
    await dossiers.prepare(dossier, Prepare(evidence=new), actor=world.certifiers[0], now=NOW)


async def test_the_set_that_is_left_completes_again(database: None) -> None:
    """When the newest set falls away and exams hands over the older one again, the reopened dossier is complete on that."""
    world, elif_ = await making.world(), await making.candidate()
    old = await making.evidence(world, elif_)
    new = await making.evidence(world, elif_)
    dossier = await making.admitted(world, elif_)
    await withdraw(world, elif_, await results_of(new))
    assert (await reading.dossier(dossier)).state is State.ADMITTED
    assert await receive(world, elif_, await content_of(old)) == old
    held = await reading.dossier(dossier)
    assert (held.state, held.evidence) == (State.COMPLETE, old)
    await dossiers.prepare(dossier, Prepare(evidence=old), actor=world.certifiers[0], now=NOW)
    assert await receive(world, elif_, await content_of(old)) == old
    assert (await reading.dossier(dossier)).state is State.PREPARED


async def test_the_same_set_after_withdrawal_is_new_evidence(database: None) -> None:
    """What was withdrawn stays so; the same content handed over again gets a number of its own."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.admitted(world, elif_), await making.evidence(world, elif_)
    content = await content_of(evidence)
    await withdraw(world, elif_, content.named)
    again = await receive(world, elif_, content)
    assert again != evidence
    assert [row["number"] for row in await Evidence.select(Evidence.number).order_by(Evidence.number)] == [1, 2]
    assert (await reading.dossier(dossier)).evidence == again


async def test_admission_passes_over_withdrawn_evidence(database: None) -> None:
    """It completes on the newest evidence that counts, or not at all."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    older, newer, only = [await making.evidence(world, each) for each in (elif_, elif_, jan)]
    await withdraw(world, elif_, await results_of(newer))
    await withdraw(world, jan, await results_of(only))
    held = await reading.dossier(await making.admitted(world, elif_))
    assert (held.state, held.evidence) == (State.COMPLETE, older)
    assert (await reading.dossier(await making.admitted(world, jan))).state is State.ADMITTED


async def test_what_was_decided_stays_decided(database: None) -> None:
    """A granted dossier is not reopened; its certificate is told to rest on the result, and a second grant is out of order."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    results = await results_of(evidence)
    assert await withdraw(world, elif_, results) == 0
    held = await reading.dossier(dossier)
    assert (held.state, held.evidence) == (State.GRANTED, evidence)
    assert [each.results for each in await certificates_resting_on({elif_.adviser: results})] == [results]
    with pytest.raises(StepOutOfOrder):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[2], now=NOW)


async def test_evidence_of_a_merged_file_is_withdrawn_too(database: None) -> None:
    """Results of one file may stand in the evidence of the other: whichever is asked, it no longer counts."""
    world, elif_, twin = await making.world(), await making.candidate(), await making.candidate("E.")
    dossier, evidence = await making.admitted(world, elif_), await making.evidence(world, elif_)
    await merged(twin, elif_)
    assert await withdraw(world, twin, await results_of(evidence)) == 1
    assert (await reading.dossier(dossier)).state is State.ADMITTED


async def test_erased_evidence_reopens_nothing(database: None) -> None:
    """Nothing tells any more what it named; and nothing is decided on it."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    results = await results_of(evidence)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    assert await withdraw(world, elif_, results) == 0
    with pytest.raises(EvidenceChanged):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)


async def test_many_sets_at_once_are_as_one_after_the_other(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """New sets, a set again, a first set and one without a dossier; in portions or not; and all of it taken back at once."""
    monkeypatch.setattr(completing, "_AT_A_TIME", 2)
    world = await making.world()
    fresh, again, first, without = [await making.candidate(name) for name in ("Ada", "Bob", "Cas", "Dea")]
    prepared, _ = await making.prepared(world, fresh)
    untouched, same = await making.prepared(world, again)
    admitted = await making.admitted(world, first)
    jan = await making.candidate("Jan", "Janssen")
    templates = [await content_of(await making.evidence(world, jan)) for _ in range(3)]
    sets = dict(zip([each.adviser for each in (fresh, first, without)], templates, strict=True))
    sets[again.adviser] = await content_of(same)
    async with transaction() as connection:
        await people.lock_all(sets, connection=connection)
        found = await dossiers.receive_all(sets, actor=world.provider, now=NOW)
    assert found.keys() == sets.keys()
    assert found[again.adviser] == same
    assert [(await content_of(found[adviser])) == content for adviser, content in sets.items()] == [True] * 4
    numbers = await Evidence.select(Evidence.number).where(Evidence.id.is_in(list(found.values()))).order_by(Evidence.number)
    assert [row["number"] for row in numbers] == [1, 1, 1, 2]
    states = {each.id: (each.state, each.evidence) for each in await reading.dossiers()}
    assert states == {
        prepared: (State.COMPLETE, found[fresh.adviser]),
        untouched: (State.PREPARED, same),
        admitted: (State.COMPLETE, found[first.adviser]),
    }
    async with transaction() as connection:
        await people.lock_all(sets, connection=connection)
        results = {adviser: content.named for adviser, content in sets.items()}
        assert await dossiers.withdraw_all(results, actor=world.provider, now=NOW) == 3
        assert await dossiers.withdraw_all(results, actor=world.provider, now=NOW) == 0
        assert await dossiers.receive_all({}, actor=world.provider, now=NOW) == {}
    assert {each.state for each in await reading.dossiers()} == {State.ADMITTED}
    steps = await AuditEntry.select().where(AuditEntry.action == Action.DOSSIER_STEP.value)
    assert len(steps) == sum(len(each.steps) for each in await reading.dossiers())


async def test_which_dossiers_a_set_would_complete(database: None) -> None:
    """Those that are admitted, or complete or prepared on other evidence; none applied for, decided or of another track."""
    world = await making.world()
    names = ("Ada", "Bob", "Cas", "Dea", "Eva", "Fay")
    nobody, applied, admitted, complete, prepared, granted = [await making.candidate(name) for name in names]
    dossier = await dossiers.apply(APPLICATION, actor=applied.actor, now=NOW)
    expected = {admitted.adviser: await making.admitted(world, admitted)}
    expected[complete.adviser] = await making.admitted(world, complete)
    await making.evidence(world, complete)
    expected[prepared.adviser], _ = await making.prepared(world, prepared)
    await making.certified(world, granted)
    everyone = [each.adviser for each in (nobody, applied, admitted, complete, prepared, granted)]
    assert await dossiers.waiting_for(everyone, making.TRACK, day=TODAY) == expected
    assert await dossiers.waiting_for([complete.adviser], making.TRACK, day=TODAY) == {
        complete.adviser: expected[complete.adviser]
    }
    assert await dossiers.waiting_for(everyone, "ander", day=TODAY) == {}
    assert await dossiers.waiting_for(everyone, making.TRACK, day=BEFORE.date() - timedelta(days=1)) == {}
    assert await dossiers.waiting_for([], making.TRACK, day=TODAY) == {}
    await dossiers.admit(dossier, IDENTITY, actor=world.certifiers[0], now=NOW)
    assert await dossiers.waiting_for([applied.adviser], making.TRACK, day=TODAY) == {applied.adviser: dossier}
