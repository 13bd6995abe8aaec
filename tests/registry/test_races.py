"""Twenty at once, on connections of their own, committing for real: each rule holds whoever comes first."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from functools import partial

import pytest

from config.demo import cast, story
from config.demo.stage import Stage, set_up
from exams.results import service as results
from exams.results.errors import AcceptedBefore
from exams.results.service import Sent
from exams.results.tables import Result
from registry.accounts import passwords
from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.bookings import service as bookings
from registry.bookings.errors import BookingRefused
from registry.bookings.tables import Booking
from registry.certificates.tables import Certificate, CertificateEvent
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import DossierOpen, StepOutOfOrder
from registry.dossiers.rules import Step
from registry.dossiers.schemas import Grant, Prepare, Refuse
from registry.impartiality.errors import SamePerson
from registry.intakes import service as intakes
from registry.intakes.errors import CapExceeded, IntakeOutOfOrder
from registry.intakes.schemas import CompleteIntake
from registry.people import service as people
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import APPLICATION, NOW

TIMES = 20


async def at_once(acts: Sequence[Callable[[], Awaitable[object]]]) -> Counter[str]:
    """Do all of it at once; how often it was done, and which refusals there were. Anything but a refusal is raised."""
    outcomes = await asyncio.gather(*(act() for act in acts), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not hasattr(outcome, "facts"):
            raise outcome
    return Counter(type(outcome).__name__ if isinstance(outcome, Exception) else "done" for outcome in outcomes)


async def test_twenty_grants_of_one_dossier(database: None) -> None:
    """One certificate, with one event; the others are told that the dossier has been decided."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    deciders = world.certifiers[1:]
    told = await at_once(
        [
            partial(dossiers.grant, dossier, Grant(evidence=evidence), actor=deciders[place % 2], now=NOW)
            for place in range(TIMES)
        ]
    )
    assert told == {"done": 1, StepOutOfOrder.__name__: TIMES - 1}
    assert (await Certificate.count(), await CertificateEvent.count()) == (1, 1)
    assert (await reading.dossier(dossier)).steps[-2:] == [Step.PREPARED, Step.GRANTED]


async def test_granting_and_refusing_at_once(database: None) -> None:
    """One of the two happens."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    refuse = Refuse(evidence=evidence, reason="Onvoldoende bewijs.")
    told = await at_once(
        [
            lambda: dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW),
            lambda: dossiers.refuse(dossier, refuse, actor=world.certifiers[2], now=NOW),
        ]
        * 10
    )
    assert told == {"done": 1, StepOutOfOrder.__name__: TIMES - 1}
    steps = (await reading.dossier(dossier)).steps
    assert await Certificate.count() == (steps[-1] is Step.GRANTED)


async def test_two_prepare_at_once(database: None) -> None:
    """One of them has prepared, and the other may decide."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    evidence = await making.evidence(world, elif_)
    prepare = Prepare(evidence=evidence)
    told = await at_once(
        [partial(dossiers.prepare, dossier, prepare, actor=actor, now=NOW) for actor in world.certifiers[:2]] * 10
    )
    assert told == {"done": 1, StepOutOfOrder.__name__: TIMES - 1}
    prepared_by = (await reading.dossier(dossier)).taken[-1].person
    for actor in world.certifiers[:2]:
        grant = dossiers.grant(dossier, Grant(evidence=evidence), actor=actor, now=NOW)
        if actor.person == prepared_by:
            with pytest.raises(SamePerson):
                await grant
        else:
            last = grant
    await last


async def test_new_evidence_and_a_decision_at_once(database: None) -> None:
    """Either the decision came first and stays, or the evidence did and the dossier is prepared anew: never both."""
    world = await making.world()
    for name in "ABCDE":
        candidate = await making.candidate(name)
        dossier, evidence = await making.prepared(world, candidate)
        told = await at_once(
            [
                partial(dossiers.grant, dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW),
                partial(making.evidence, world, candidate),
            ]
        )
        steps = (await reading.dossier(dossier)).steps
        assert steps[-1] in (Step.GRANTED, Step.COMPLETED)
        assert (Step.GRANTED in steps) is (steps[-1] is Step.GRANTED)
        assert told["done"] == 1 + (steps[-1] is Step.GRANTED)


async def test_twenty_applications(database: None) -> None:
    """One dossier is opened."""
    await making.world()
    elif_ = await making.candidate()
    told = await at_once([lambda: dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)] * TIMES)
    assert told == {"done": 1, DossierOpen.__name__: TIMES - 1}
    assert len(await reading.dossiers()) == 1


async def test_twenty_bookings_of_eight_days(database: None) -> None:
    """Four of two days fit, from whichever advisers; the rest is refused, and no day is lost or made."""
    world = await making.world()
    numbers = [(await making.certified(world, await making.candidate(name))).number for name in "ABC"]
    await making.programme()
    pool = await making.allotment(world, 8)
    told = await at_once(
        [
            partial(bookings.request, making.booking(numbers[place % 3], pool, "2"), actor=world.municipality, now=NOW)
            for place in range(TIMES)
        ]
    )
    assert told == {"done": 4, BookingRefused.__name__: TIMES - 4}
    standing = (await balances([pool]))[pool]
    assert standing[AccountKind.AVAILABLE] == 0
    assert standing[AccountKind.RESERVED] == 32
    assert sum(standing.values()) == 0
    assert await Booking.count() == 4


async def test_bookings_from_two_pools_of_one_adviser(database: None) -> None:
    """An adviser's time is one over all pools: rivals queue at the adviser, whichever pool they book from.

    From 11 January through 30 April 2027 there are 77 working days.
    """
    world, elif_ = await making.world(), await making.candidate()
    number = (await making.certified(world, elif_)).number
    await making.programme(per_municipality=90)
    pools = [
        (await making.allotment(world, 90), making.OWN, world.municipality),
        (
            await making.allotment(world, 90, holder=making.NEIGHBOUR, members=(making.NEIGHBOUR,)),
            making.NEIGHBOUR,
            world.neighbour,
        ),
    ]
    told = await at_once(
        [
            partial(bookings.request, making.booking(number, pool, "15", municipality=code), actor=actor, now=NOW)
            for pool, code, actor in pools
        ]
        * 10
    )
    assert told == {"done": 5, BookingRefused.__name__: TIMES - 5}
    standing = await balances([pool for pool, _, _ in pools])
    assert sum(each[AccountKind.RESERVED] for each in standing.values()) == 5 * 60
    assert all(sum(each.values()) == 0 for each in standing.values())


async def test_twenty_completions_of_one_intake(database: None) -> None:
    """The days are granted once."""
    world = await making.world()
    await making.programme()
    intake = await making.intake(world)
    command = CompleteIntake(reference="P-1", days=Decimal(5))
    told = await at_once([lambda: intakes.complete_intake(intake, command, actor=world.coordinator, now=NOW)] * TIMES)
    assert told == {"done": 1, IntakeOutOfOrder.__name__: TIMES - 1}
    [shown] = await bookings.allotments_for(world.municipality, now=NOW)
    assert shown.balances[AccountKind.AVAILABLE] == 20


async def test_ten_intakes_under_one_cap(database: None) -> None:
    """The cap of a municipality holds over intakes that are completed at once, also when the allotment is new."""
    world = await making.world()
    await making.programme(per_municipality=12)
    planned = [await making.intake(world) for _ in range(10)]
    command = CompleteIntake(reference="P-1", days=Decimal(5))
    told = await at_once(
        [partial(intakes.complete_intake, each, command, actor=world.coordinator, now=NOW) for each in planned]
    )
    assert told == {"done": 2, CapExceeded.__name__: 8}
    [shown] = await bookings.allotments_for(world.municipality, now=NOW)
    assert (shown.balances[AccountKind.AVAILABLE], shown.balances[AccountKind.GRANTED]) == (40, -40)


async def test_twenty_files_of_one_person(database: None) -> None:
    """One person has one file and one candidate number."""
    who = await making.person()

    async def open_file() -> object:
        async with transaction() as connection:
            return (await people.open_file(who, connection=connection, actor=OPERATOR, now=NOW)).id

    opened = await asyncio.gather(*(open_file() for _ in range(TIMES)))
    assert len(set(opened)) == 1


async def test_twenty_acceptances_of_one_upload(database: None) -> None:
    """Its results are recorded once; so are those of the same file sent twice."""
    stage = Stage(passwords.cheapest())
    await set_up(stage)
    candidates = await story._enrol(stage)  # noqa: SLF001  the second chapter of the story
    await story._apply(stage, candidates)  # noqa: SLF001  and the third
    name, at = story.UPLOADS[0]
    actor = await stage.actor("provider")
    sent = Sent(stage.organisations["provider"], cast.TRACK, name, story.sample(name))
    previews = [await results.send(sent, actor=actor, now=at) for _ in range(2)]
    rows = len(previews[0].reading.rows)
    told = await at_once(
        [
            partial(results.accept, seen.upload.id, story.everything_at_the_academy(seen), actor=actor, now=at)
            for seen in previews
        ]
        * 10
    )
    assert told == {"done": 1, AcceptedBefore.__name__: TIMES - 1}
    assert await Result.count() == rows
    numbers = [held.steps.count(Step.COMPLETED) for held in await reading.dossiers()]
    assert set(numbers) == {0, 1}
