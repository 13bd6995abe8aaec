"""Days are conserved: whatever is granted, booked, worked, moved and undone, in whatever order, the books add up after it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import ClassVar, TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from registry.allotments.ledger import PostingKind
from registry.allotments.verifying import verify
from registry.certificates.rules import EventKind
from tests.registry import making
from tests.registry.engagements import books
from tests.registry.engagements.books import Posting, made_up, unbalanced
from tests.registry.engagements.ledger_machine import Days, begin
from tests.registry.making import World

T = TypeVar("T")

QUARTERS = some.integers(1, 80)
PLACE = some.integers(0, 5)


@dataclass(frozen=True, slots=True)
class More:
    """What an act is about: up to two of anything, quarters of days, and a number."""

    one: int
    two: int
    quarters: int
    number: int

    @property
    def few(self) -> Decimal:
        """Days, at most six."""
        return Decimal(self.quarters % 24 + 1) / 4

    @property
    def many(self) -> Decimal:
        """Days, at most twenty."""
        return Decimal(self.quarters) / 4


async def certify(days: Days, kind: EventKind, more: More) -> None:
    """A certificate is suspended, or valid again; bookings follow."""
    await days.certify(kind, more.one % 2)
    await days.go_round()


async def wait(days: Days, more: More) -> None:
    """Time passes, and with it what comes round."""
    days.wait((1, 1, 2, 3, 5, 8, 61)[more.number % 7])
    await days.go_round()


async def pass_on(days: Days, more: More) -> None:
    """A municipality ends, now or soon, and what it has is to be another's; it may be too early, or have been done."""
    town = more.one % 2
    if town not in days.ended:
        await days.end(town, later=more.number % 3)
    await days.pass_on(town, 2 + more.two % 2)


Act = Callable[[Days, More], Awaitable[None]]
ACTS: Mapping[str, tuple[int, Act]] = {
    "grant": (1, lambda days, more: days.grant(more.one % 5, more.many, usable=more.number * 10)),
    "book": (4, lambda days, more: days.book(more.one, more.two, more.few, after=more.number % 4, long=10 + more.quarters)),
    **{
        name: (often, partial(lambda days, more, name: days.answer(name, more.one), name=name))
        for name, often in (("accept", 4), ("decline", 1), ("cancel", 1), ("complete", 2))
    },
    "change": (2, lambda days, more: days.change(more.one, more.few, sooner=more.number - 10)),
    **{
        name: (2, partial(lambda days, more, name: days.answer_change(name, more.one), name=name))
        for name in ("accept change", "decline change", "take back change")
    },
    "enter": (5, lambda days, more: days.work(more.one, more.quarters % 4 + 1, ago=more.number // 4)),
    **{
        name: (often, partial(lambda days, more, name: days.judge_work(name, more.one), name=name))
        for name, often in (("approve", 3), ("reject", 1), ("take back", 1))
    },
    **{
        name: (1, partial(lambda days, more, name: days.move(name, more.one, more.two, more.few), name=name))
        for name in ("transfer", "correct")
    },
    **{
        kind.value: (often, partial(lambda days, more, kind: certify(days, kind, more), kind=kind))
        for kind, often in ((EventKind.SUSPENDED, 1), (EventKind.REINSTATED, 4))
    },
    "pass on": (1, pass_on),
    "wait": (2, wait),
}
"""What is tried, and how often: the more, the more of it is needed for something else to happen."""


class LedgerMachine(RuleBasedStateMachine):
    """One act after another; after each of them everything in the books adds up."""

    loop: ClassVar[asyncio.AbstractEventLoop]
    world: ClassVar[World]
    days: Days

    def do(self, act: Awaitable[T]) -> T:
        """In the loop that the pool of the database belongs to."""
        return self.loop.run_until_complete(act)

    @initialize()
    def begin(self) -> None:
        """The first three have ten days each, and the partnership as well."""
        self.days = self.do(begin(self.world))
        for place in (0, 1, 3, 4):
            self.do(self.days.grant(place, Decimal(10), usable=400 if place < 3 else 60))

    @rule(
        act=some.sampled_from([act for name, (often, act) in ACTS.items() for _ in range(often)]),
        more=some.builds(More, PLACE, PLACE, QUARTERS, some.integers(0, 20)),
    )
    def act(self, act: Act, more: More) -> None:
        """One act, with whatever it is about; many are refused, and leave everything as it was."""
        self.do(act(self.days, more))

    @invariant()
    def conserved(self) -> None:
        """Everything adds up, and nothing is below nothing."""
        assert self.do(books.faults(self.days.programme)) == [], self.days.told


@pytest.fixture
async def loop(database: None) -> asyncio.AbstractEventLoop:
    """The loop that the pool of the database belongs to."""
    return asyncio.get_running_loop()


def play(loop: asyncio.AbstractEventLoop, *, examples: int, steps: int) -> Counter[str]:
    """So many sequences of so many acts; returns how often each was done, or refused by which rule."""
    Days.done.clear()
    LedgerMachine.loop, LedgerMachine.world = loop, loop.run_until_complete(making.world())
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # each act is a real commit: shrinking would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Days.done


WANTED = {
    *("grant", "book", "accept", "decline", "cancel", "complete", "change", "change that waits", "accept change"),
    *("decline change", "take back change", "enter", "approve", "reject", "take back", "transfer", "correct", "suspended"),
    *("reinstated", "follow", "lapse", "expire", "pass on"),
}


async def test_each_act_in_turn(database: None) -> None:
    """Everything that can happen to days happens once, nothing of it is refused, and the books add up after each of it."""
    days = await begin(await making.world())
    days.done.clear()
    for act in acts_in_turn(days):
        await act
        assert await books.faults() == [], days.told
        assert await verified() == [], days.told
    assert [name for name in days.told if ":" in name] == []
    assert WANTED - set(days.done) == set()


def acts_in_turn(days: Days) -> Iterator[Awaitable[None]]:
    """From a grant to a merger, with a booking that goes on and a day that is approved after its booking was cancelled."""
    yield days.grant(0, Decimal(10))
    yield days.grant(1, Decimal(10))
    yield days.grant(4, Decimal(10), usable=60)
    for adviser in (0, 0, 1):
        yield days.book(0, adviser, Decimal(2), after=0, long=110)
    yield days.answer("decline", 0)
    yield days.answer("accept", 0)
    for name in ("approve", "reject", "take back"):
        yield days.work(0, 2, ago=0)
        yield days.judge_work(name, 0)
    yield days.change(0, Decimal("1.5"), sooner=1)
    for name, more in (("decline change", 4), ("take back change", 5), ("accept change", 6)):
        yield days.change(0, Decimal(more), sooner=0)
        yield days.answer_change(name, 0)
    yield days.move("transfer", 0, 1, Decimal(1))
    yield days.move("correct", 0, 0, Decimal(1))
    for kind in (EventKind.SUSPENDED, EventKind.REINSTATED):
        days.wait(1)
        yield days.certify(kind, 0)
        yield days.go_round()
    yield days.answer("complete", 0)
    yield days.book(0, 0, Decimal(2), after=0, long=110)
    yield days.book(0, 0, Decimal(1), after=0, long=110)
    days.wait(21)
    yield days.go_round()
    yield days.book(0, 0, Decimal(2), after=0, long=110)
    yield days.answer("accept", 0)
    yield days.work(0, 4, ago=0)
    yield days.answer("cancel", 0)
    yield days.judge_work("approve", 0)
    yield days.book(0, 0, Decimal(2), after=0, long=110)
    yield days.answer("accept", 0)
    days.wait(61)
    yield days.go_round()
    yield days.end(0, later=0)
    yield days.pass_on(0, 2)
    yield days.work(0, 4, ago=0)
    yield days.judge_work("approve", 0)
    yield days.answer("complete", 0)


async def test_a_day_that_waits_is_judged_by_the_successor(database: None) -> None:
    """A booking was cancelled while a worked day waited; then the municipality was merged: no day stays reserved for ever."""
    days = await begin(await making.world())
    await days.grant(0, Decimal(10))
    await days.book(0, 0, Decimal(2), after=0, long=10)
    await days.answer("accept", 0)
    await days.work(0, 4, ago=0)
    await days.answer("cancel", 0)
    await days.end(0, later=0)
    await days.pass_on(0, 2)
    assert await books.faults() == []
    await days.judge_work("approve", 0)
    assert days.told[-1] == "approve"
    assert await books.faults() == []


async def verified() -> list[str]:
    """What the registry's own check of the ledger finds."""
    found: list[str] = []
    await verify(lambda each: found.append(str(each)))
    return found


def test_days_are_conserved(loop: asyncio.AbstractEventLoop) -> None:
    """After every act of ten sequences, most of which are refused somewhere; the registry's own check agrees."""
    assert set(play(loop, examples=10, steps=50)) >= {"grant", "book", "accept", "cancel", "correct", "transfer"}
    assert loop.run_until_complete(verified()) == []


@pytest.mark.drill
def test_days_are_conserved_in_two_hundred_sequences(loop: asyncio.AbstractEventLoop) -> None:
    """The same for long."""
    assert set(play(loop, examples=200, steps=100)) >= WANTED
    assert loop.run_until_complete(verified()) == []


@given(some.lists(some.tuples(some.sampled_from(list(PostingKind)), QUARTERS), max_size=30))
def test_the_books_see_every_day_that_is_lost(moved: list[tuple[PostingKind, int]]) -> None:
    """Whatever moves, what came is what went; one entry left out of a transfer's two sides is seen."""
    here, there = uuid4(), uuid4()
    postings = [
        Posting(kind.value, quarters, here, there if kind is PostingKind.TRANSFER else here, None) for kind, quarters in moved
    ]
    sides = made_up(postings)
    assert not [fault for fault in unbalanced(sides) if "came" in fault or "sent" in fault]
    sides[here, "available"] += 1
    assert [fault for fault in unbalanced(sides) if "came" in fault]
