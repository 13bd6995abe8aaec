"""Every certificate that was granted as it should be is found so, by code that shares nothing with what granted it."""

from datetime import datetime, timedelta
from uuid import uuid4

import msgspec

from registry.certificates.rules import EventKind
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant, Prepare
from registry.measures import service as measures
from registry.measures.rules import Measure
from registry.measures.schemas import ProposeMeasure
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import OPERATOR
from registry.rechecking import derivation
from registry.rechecking.reading import cases
from registry.rechecking.service import Rechecked, recheck
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import NOW, TRACK, Candidate, World

PARTS = {f"{TRACK} 1": {"GP": 550}}


async def granted_again(world: World, of: Candidate, *, at: datetime) -> None:
    """On evidence of that moment, which is newer than what an earlier certificate rests on."""
    dossier = await making.admitted(world, of, at=at)
    content = (await reading.evidence((await reading.dossier(dossier)).evidence or dossier)).content
    assert content is not None
    newer = msgspec.structs.replace(content, results=(msgspec.structs.replace(content.results[0], result=uuid4()),))
    async with transaction():
        proof = await dossiers.receive_evidence(of.adviser, newer, actor=world.provider, now=at)
    await dossiers.prepare(dossier, Prepare(evidence=proof), actor=world.certifiers[1], now=at)
    await dossiers.grant(dossier, Grant(evidence=proof), actor=world.certifiers[2], now=at)


async def test_what_was_granted_as_it_should_be_shows_no_difference(database: None) -> None:
    """Several, one after another, of one person too; and one whose holder was erased."""
    world = await making.world()
    advisers = [await making.candidate(), await making.candidate("Jan", "Janssen"), await making.candidate("Sietse", "Haan")]
    issued = [await making.certified(world, each) for each in advisers]
    await making.happens(issued[0].id, EventKind.WITHDRAWN, NOW.date() + timedelta(days=3))
    again = NOW + timedelta(days=9)
    await granted_again(world, advisers[0], at=again)
    assert await recheck(PARTS) == Rechecked(4, 0, ())
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", advisers[1].person, again)
    assert await recheck(PARTS) == Rechecked(4, 1, ())


async def test_files_of_one_person_count_together(database: None) -> None:
    """What was issued under another number of the same person is known to the case."""
    world = await making.world()
    first, second = await making.candidate(), await making.candidate("Elif", "Ozturk")
    issued = await making.certified(world, first)
    await making.happens(issued.id, EventKind.VOIDED, issued.snapshot.valid_from)
    numbers = [
        row["candidate_number"]
        for each in (second, first)
        for row in await Adviser.select(Adviser.candidate_number).where(Adviser.id == each.adviser)
    ]
    later = NOW + timedelta(days=1)
    await merging.merge(MergeAdvisers(duplicate=numbers[0], counts_as=numbers[1]), actor=OPERATOR, now=later)
    new = await making.certified(world, second, at=later + timedelta(days=1))
    [case] = await cases([new.id], PARTS)
    assert [each["number"] for each in case["others"]] == [issued.number]
    assert len(case["holder"]["persons"]) == 2
    assert derivation.differences(case) == []


async def test_a_replacement_rests_on_its_measure(database: None) -> None:
    """It is judged by who proposed and decided the measure, and the certificate that it replaces is none in its way."""
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    command = ProposeMeasure(
        measure=Measure.REPLACED,
        certificate=issued.number,
        effective_on=NOW.date(),
        explanation="De naam was verkeerd gespeld.",
        given_name="Elif",
        family_name="Ozturk",
    )
    proposed = await measures.propose(command, actor=world.certifiers[1], now=NOW)
    assert await measures.decide(proposed, actor=world.certifiers[2], now=NOW) is not None
    assert await recheck(PARTS) == Rechecked(2, 0, ())


async def test_an_empty_registry(database: None) -> None:
    """Nothing to judge is nothing wrong."""
    assert await recheck({}) == Rechecked(0, 0, ())
