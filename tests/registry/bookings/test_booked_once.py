"""A booking whose answer was lost is not made twice: the same request under the same key finds it."""

from typing import Any

import httpx

from registry.bookings.tables import Booking
from registry.idempotency.tables import IdempotentAnswer
from registry.messages.rules import Kind
from registry.messages.tables import Message
from tests.conftest import Clock
from tests.exams.entering import as_program
from tests.registry import making
from tests.registry.making import NOW, OWN


async def asked() -> tuple[making.World, dict[str, Any]]:
    """A municipality with twenty days, and a request that takes twelve of them."""
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    await making.programme()
    pool = await making.allotment(world)
    body = {"municipality": OWN, "certificate": issued.number, "firstDay": "2027-01-11", "lastDay": "2027-04-30"}
    return world, {**body, "days": 12, "allotment": str(pool)}


async def answer_lost() -> None:
    """The server died between the commit and the answer: its run is gone, and the key without an answer."""
    nothing: dict[object, object] = {
        IdempotentAnswer.status: None,
        IdempotentAnswer.content_type: None,
        IdempotentAnswer.body: None,
    }
    await IdempotentAnswer.update(nothing, force=True)  # type: ignore[arg-type]  # columns are keys here


async def test_an_answer_that_was_lost_is_given_again(client: httpx.AsyncClient, clock: Clock) -> None:
    """It names the booking that stands, though the days left would not do for a second one; the adviser is told once."""
    world, body = await asked()
    clock.now = NOW
    town = await as_program(client, world.municipality, clock)
    client.headers["idempotency-key"] = "k-1"
    first = await town("POST", "/bookings", json=body)
    await answer_lost()
    again = await town("POST", "/bookings", json=body)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    told = await Message.count().where(Message.kind == Kind.BOOKING_REQUESTED.value)
    assert (await Booking.count(), told) == (1, 1)


async def test_when_the_days_would_do_for_a_second_one(client: httpx.AsyncClient, clock: Clock) -> None:
    """It is not made either; another key or another request is another booking."""
    world, body = await asked()
    clock.now = NOW
    town = await as_program(client, world.municipality, clock)
    body["days"] = 2
    made = []
    for key, days in (("k-1", 2), ("k-1", 2), ("k-2", 2), ("k-1", 3), ("k-3", 2)):
        client.headers["idempotency-key"] = key
        made.append((await town("POST", "/bookings", json=body | {"days": days})).json()["id"])
        await answer_lost()
    assert made[0] == made[1]
    assert len(set(made)) == await Booking.count() == 4
