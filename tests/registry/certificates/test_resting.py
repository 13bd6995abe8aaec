"""Which certificates rest on a result is told from the evidence that each was granted on."""

from uuid import uuid4

import pytest

from registry.certificates.rules import EventKind
from registry.dossiers import reading, resting
from registry.dossiers.resting import Resting, certificates_resting_on
from registry.transactions import transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import merged, results_of
from tests.registry.making import NOW, TODAY


async def test_a_certificate_rests_on_the_results_of_its_evidence(database: None) -> None:
    """Its number, holder's file and the results are told; of other results, and for others, nothing is."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    issued, other = await making.certified(world, elif_), await making.certified(world, jan)
    evidence = [held.evidence for held in await reading.dossiers()]
    mine, theirs = [await results_of(each) for each in evidence if each is not None]
    assert await certificates_resting_on({elif_.adviser: [*mine, uuid4()]}) == [
        Resting(issued.id, issued.number, elif_.adviser, mine)
    ]
    found = await certificates_resting_on({jan.adviser: theirs, elif_.adviser: mine})
    assert [each.number for each in found] == [issued.number, other.number]
    assert await certificates_resting_on({elif_.adviser: [uuid4()], jan.adviser: []}) == []
    assert await certificates_resting_on({}) == []


async def test_many_are_asked_in_portions(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few fit in one question, all are found."""
    monkeypatch.setattr(resting, "_AT_A_TIME", 1)
    world = await making.world()
    people = [await making.candidate(name) for name in "ABC"]
    numbers = {(await making.certified(world, each)).number for each in people}
    held = {each.adviser: each.evidence for each in await reading.dossiers()}
    asked = {adviser: await results_of(evidence) for adviser, evidence in held.items() if evidence}
    assert {each.number for each in await certificates_resting_on(asked)} == numbers


@pytest.mark.parametrize(("kind", "told"), [(EventKind.VOIDED, 0), (EventKind.WITHDRAWN, 1), (EventKind.SUSPENDED, 1)])
async def test_only_what_is_void_is_left_out(database: None, kind: EventKind, told: int) -> None:
    """A certificate that was withdrawn or suspended did count; one that is void never did."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    [held] = await reading.dossiers()
    assert held.evidence
    await making.happens(issued.id, kind, TODAY)
    assert len(await certificates_resting_on({elif_.adviser: await results_of(held.evidence)})) == told


async def test_merged_files_are_looked_at_together(database: None) -> None:
    """A result of one file is found in the evidence of any other that was merged with it, directly or through a third."""
    world = await making.world()
    elif_, twin, third = [await making.candidate(name) for name in ("Elif", "E.", "El")]
    issued = await making.certified(world, elif_)
    [held] = await reading.dossiers()
    assert held.evidence
    results = await results_of(held.evidence)
    assert await certificates_resting_on({twin.adviser: results}) == []
    for duplicate in (twin, third):
        await merged(duplicate, elif_)
    for asked in (elif_, twin, third):
        assert [each.number for each in await certificates_resting_on({asked.adviser: results})] == [issued.number]


async def test_what_was_erased_tells_nothing(database: None) -> None:
    """The certificate stays; what it rests on is gone with its evidence."""
    world, elif_ = await making.world(), await making.candidate()
    await making.certified(world, elif_)
    [held] = await reading.dossiers()
    assert held.evidence
    results = await results_of(held.evidence)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    assert await certificates_resting_on({elif_.adviser: results}) == []
