"""Deciding while evidence is withdrawn or a hold is set: with real commits, whoever comes first, never both."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextvars import Context, copy_context
from functools import partial
from uuid import UUID, uuid4

import asyncpg
import pytest

from registry.certificates.tables import Certificate
from registry.dossiers import holds, reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import EvidenceChanged, OnHold
from registry.dossiers.resting import Resting, certificates_resting_on
from registry.dossiers.rules import State
from registry.dossiers.schemas import Grant
from registry.errors import RegistryError
from registry.people import service as people
from registry.permissions import Actor
from registry.reviews import service as reviews
from registry.reviews.errors import ReviewClosed
from registry.reviews.rules import Cause, ReviewOutcome
from registry.reviews.schemas import CloseReview
from registry.transactions import engine, transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import results_of, withdraw
from tests.registry.making import NOW, Candidate, World

ROUNDS = 6


async def at_once(*acts: Callable[[], Awaitable[object]]) -> Counter[str]:
    """Do all of it at once; how often it was done, and which refusals there were. Anything but a refusal is raised."""
    outcomes = await asyncio.gather(*(act() for act in acts), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, RegistryError):
            raise outcome
    return Counter(type(outcome).__name__ if isinstance(outcome, Exception) else "done" for outcome in outcomes)


def _outside() -> Context:
    """What a task knows that another request started: nothing of the transaction that is open here."""
    context = copy_context()
    context.run(engine().current_transaction.set, None)
    return context


async def withdrawn(world: World, of: Candidate, results: frozenset[UUID]) -> list[Resting]:
    """The results no longer stand, and in the same transaction exams asks which certificates rest on them."""
    async with transaction() as connection:
        await people.lock(of.adviser, connection=connection)
        await dossiers.withdraw_evidence(of.adviser, results, actor=world.provider, now=NOW)
        return await certificates_resting_on({of.adviser: results})


async def hold(dossier: UUID, actor: Actor) -> int:
    """A certifier holds one dossier."""
    async with transaction():
        return await holds.hold([dossier], cause=uuid4(), reason="Onderzoek.", actor=actor, now=NOW)


async def test_the_grant_comes_first(database: None) -> None:
    """The certificate stands, and withdrawing tells that it rests on the result."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    results = await results_of(evidence)
    certificate = await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    assert [each.certificate for each in await withdrawn(world, elif_, results)] == [certificate]
    assert (await reading.dossier(dossier)).state is State.GRANTED


async def test_the_withdrawal_comes_first(database: None) -> None:
    """There is no certificate to tell of, and the grant is refused."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    assert await withdrawn(world, elif_, await results_of(evidence)) == []
    with pytest.raises(EvidenceChanged):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    assert await Certificate.count() == 0


async def test_a_grant_that_waited_for_a_withdrawal_sees_it(database: None) -> None:
    """It queues behind the transaction that withdraws, and judges afresh once that is through."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    results = await results_of(evidence)
    async with transaction() as connection:
        await people.lock(elif_.adviser, connection=connection)
        grant = partial(dossiers.grant, dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
        waiting = asyncio.get_running_loop().create_task(at_once(grant), context=_outside())
        await asyncio.sleep(0.2)
        assert not waiting.done()
        await dossiers.withdraw_evidence(elif_.adviser, results, actor=world.provider, now=NOW)
    assert await waiting == {EvidenceChanged.__name__: 1}


async def test_a_withdrawal_that_waited_for_a_grant_tells_of_it(database: None) -> None:
    """Exams, which locks the candidate before it withdraws, finds the certificate that was granted meanwhile."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    results = await results_of(evidence)
    for _ in range(ROUNDS):
        told = await asyncio.gather(
            dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW),
            withdrawn(world, elif_, results),
            return_exceptions=True,
        )
        granted, resting = told
        assert isinstance(granted, UUID | EvidenceChanged)
        assert isinstance(resting, list)
        assert [each.certificate for each in resting] == ([granted] if isinstance(granted, UUID) else [])
        elif_ = await making.candidate()
        dossier, evidence = await making.prepared(world, elif_)
        results = await results_of(evidence)


async def test_a_hold_and_a_grant_at_once(database: None) -> None:
    """Either the dossier was decided and is not held, or it is held and not decided."""
    world = await making.world()
    first, second, _ = world.certifiers
    for _ in range(ROUNDS):
        elif_ = await making.candidate()
        dossier, evidence = await making.prepared(world, elif_)
        told = await at_once(
            partial(dossiers.grant, dossier, Grant(evidence=evidence), actor=second, now=NOW),
            partial(hold, dossier, first),
        )
        is_held = dossier in await holds.held_among([dossier])
        granted = (await reading.dossier(dossier)).state is State.GRANTED
        assert is_held is not granted
        assert told == ({"done": 1, OnHold.__name__: 1} if is_held else {"done": 2})


async def test_two_holds_and_lifts_at_once(database: None) -> None:
    """Certifiers who hold or lift many dossiers in whatever order never wait for each other in a circle."""
    world = await making.world()
    held = [await making.admitted(world, await making.candidate(name)) for name in "ABCDEF"]
    cause = uuid4()

    async def all_of_them(dossiers_held: list[UUID], actor: Actor) -> int:
        async with transaction():
            return await holds.hold(dossiers_held, cause=cause, reason="Onderzoek.", actor=actor, now=NOW)

    first, second, _ = world.certifiers
    set_by = await asyncio.gather(*(all_of_them(held[::way], actor) for way, actor in ((1, first), (-1, second)) * 4))
    assert sum(set_by) == len(held)

    async def lift(actor: Actor) -> int:
        async with transaction():
            return await holds.lift(cause, actor=actor, now=NOW)

    assert sum(await asyncio.gather(*(lift(actor) for actor in (first, second) * 4))) == len(held)


async def test_ten_close_one_review(database: None) -> None:
    """One conclusion is kept; the others are told that there is one."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    async with transaction():
        await reviews.open_reviews(
            [issued.id], cause=Cause.RESULT_CORRECTED, origin=uuid4(), facts={}, actor=world.provider, now=NOW
        )
    [review] = await reviews.reviews_for(world.auditor)
    command = CloseReview(outcome=ReviewOutcome.STANDS, conclusion="Het certificaat kan blijven.")
    told = await at_once(*[partial(reviews.close, review.id, command, actor=world.certifiers[0], now=NOW)] * 10)
    assert told == {"done": 1, ReviewClosed.__name__: 9}


async def test_withdrawing_twice_at_once(database: None) -> None:
    """Two uploads that take back the same result withdraw the evidence once."""
    world, elif_ = await making.world(), await making.candidate()
    _, evidence = await making.prepared(world, elif_)
    results = await results_of(evidence)
    told = await asyncio.gather(*(withdraw(world, elif_, results) for _ in range(5)))
    assert sorted(told) == [0, 0, 0, 0, 1]


TURNS = {
    "evidence_withdrawal": (
        "INSERT INTO evidence_withdrawal (id, evidence, cause, recorded_at) "
        "SELECT gen_random_uuid(), id, gen_random_uuid(), now() FROM evidence"
    ),
    "dossier_hold": (
        "INSERT INTO dossier_hold (id, dossier, cause, set_by, set_at) "
        "SELECT gen_random_uuid(), dossier, gen_random_uuid(), account, now() FROM dossier_event WHERE step = 'prepared'"
    ),
    "dossier_event": (
        "INSERT INTO dossier_event (dossier, step, account, evidence, facts, recorded_at) "
        "SELECT dossier, 'completed', account, evidence, '{}', now() FROM dossier_event WHERE step = 'prepared'"
    ),
}


@pytest.mark.parametrize("table", TURNS)
async def test_the_database_lets_each_wait_its_turn(database: None, database_url: str, table: str) -> None:
    """Whoever withdraws, holds or decides, by whatever path, queues at the candidate's row."""
    world, elif_ = await making.world(), await making.candidate()
    await making.prepared(world, elif_)
    by_hand = await asyncpg.connect(database_url)
    await by_hand.execute("SET lock_timeout = '100ms'")
    async with transaction() as connection:
        await people.lock(elif_.adviser, connection=connection)
        with pytest.raises(asyncpg.LockNotAvailableError):
            await by_hand.execute(TURNS[table])
    assert await by_hand.execute(TURNS[table]) == "INSERT 0 1"
    await by_hand.close()
