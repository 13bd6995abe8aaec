"""Fifty clients book ten days at the same moment, over HTTP, before one server process and before two: never a day too many."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import httpx
import pytest

from config.settings import Settings
from registry.transactions import fetch, transaction
from tests.registry.engagements import books
from tests.registry.engagements.crowd import Crowd, available, gathered, give_back
from tests.registry.engagements.served import LOCKING, PROCESS, Served, client, serving

AT_ONCE, DAYS, ADVISERS = 50, 10, 25
ONE = Decimal(1)


@dataclass
class Told:
    """What the clients of one round were told."""

    booked: dict[UUID, Decimal] = field(default_factory=dict)
    refused: list[Decimal] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    processes: set[str] = field(default_factory=set)

    def hear(self, asked: Decimal, answer: httpx.Response) -> None:
        """One answer; a refusal says that there are too few days."""
        self.statuses[answer.status_code] += 1
        self.processes.add(answer.headers[PROCESS])
        if answer.status_code == 201:
            self.booked[UUID(answer.json()["id"])] = asked
        elif answer.status_code == 409:
            told = answer.json()
            assert told["type"].endswith("/problems/booking-refused"), told
            assert [check["code"] for check in told["facts"]["checks"] if not check["passed"]] == ["enough-days"], told
            self.refused.append(asked)


async def all_at_once(served: Served, crowd: Crowd, asked: list[Decimal]) -> Told:
    """Everybody asks at the same moment."""
    told = Told()
    async with client(served, connections=len(asked)) as clients:
        headers = [served.headers(crowd.world.municipality, place) for place in range(len(asked))]
        await asyncio.gather(*(clients.get("/me", headers=each) for each in headers))
        answers = await asyncio.gather(
            *(
                clients.post("/bookings", json=crowd.ask(place, days), headers=headers[place])
                for place, days in enumerate(asked)
            )
        )
    for days, answer in zip(asked, answers, strict=True):
        told.hear(days, answer)
    return told


async def play(rounds: int, served: Served, crowd: Crowd) -> set[str]:
    """Whole days in one round, quarters of days in the next; returns the processes that answered.

    Everything that can be booked is booked: what was refused is more than what is left.
    """
    chance, processes = random.Random(2026), set[str]()  # noqa: S311  not a secret
    for number in range(rounds):
        sizes = [ONE if number % 2 == 0 else Decimal(chance.randint(1, 12)) / 4 for _ in range(AT_ONCE)]
        told = await all_at_once(served, crowd, sizes)
        assert set(told.statuses) == {201, 409}, (told.statuses, served.errors[-20:])
        left = Decimal(await available(crowd.pool)) / 4
        assert sum(told.booked.values()) + left == DAYS
        assert left < min(told.refused)
        assert await books.faults() == []
        standing = {row["id"] for row in await fetch("SELECT id FROM booking_now WHERE state = 'requested'")}
        assert standing == set(told.booked)
        await give_back(list(told.booked), actor=crowd.world.municipality)
        processes |= told.processes
    assert await available(crowd.pool) == DAYS * 4
    assert served.errors == []
    return processes


@pytest.mark.parametrize("workers", [1, 2])
async def test_ten_days_are_booked_once(database: None, settings: Settings, workers: int) -> None:
    """Four times: who is not booked is refused, and the books add up; with two processes both book."""
    crowd = await gathered(ADVISERS, days=DAYS)
    with serving(settings, workers=workers) as served:
        processes = await play(4, served, crowd)
    assert len(processes) == workers


@pytest.mark.drill
@pytest.mark.parametrize("workers", [1, 2])
async def test_ten_days_are_booked_once_two_hundred_times(database: None, settings: Settings, workers: int) -> None:
    """Two hundred rounds: only 201 and 409, never one day oversold."""
    crowd = await gathered(ADVISERS, days=DAYS)
    with serving(settings, workers=workers) as served:
        processes = await play(200, served, crowd)
    assert len(processes) == workers


GUARD = "day_account_is_never_overdrawn"
LOCKING_FUNCTIONS = """
SELECT pg_get_functiondef(pg_proc.oid) FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
WHERE nspname = 'public' AND prosrc ~ 'FOR (NO KEY )?UPDATE'
"""


@pytest.fixture
async def unguarded(database: None) -> AsyncIterator[None]:
    """The database of this test process without what keeps allotments from being overdrawn; put back afterwards."""
    [[guard]] = await fetch("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1", GUARD)
    functions = [row[0] for row in await fetch(LOCKING_FUNCTIONS)]
    async with transaction() as connection:
        await connection.execute(f"ALTER TABLE day_account DROP CONSTRAINT {GUARD}")
        for each in functions:
            await connection.execute(LOCKING.sub("", each))
    yield
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("TRUNCATE day_account CASCADE")
        await connection.execute(f"ALTER TABLE day_account ADD CONSTRAINT {GUARD} {guard}")
        for each in functions:
            await connection.execute(each)


async def test_without_lock_and_constraint_the_same_oversells(unguarded: None, settings: Settings) -> None:
    """The same fifty clients book more than ten days once nobody locks and the database refuses nothing.

    So the tests above would see it if a day were sold twice.
    """
    crowd = await gathered(ADVISERS, days=DAYS)
    with serving(settings, workers=2, application="create_without_locks") as served:
        for _ in range(20):
            told = await all_at_once(served, crowd, [ONE] * AT_ONCE)
            if sum(told.booked.values()) > DAYS:
                break
            await give_back(list(told.booked), actor=crowd.world.municipality)
    assert sum(told.booked.values()) > DAYS
    assert any("available is -" in fault for fault in await books.faults())
