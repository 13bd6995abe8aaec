"""Evaluating engagements: once, by the municipality that booked; what is shown of it, and what a trend opens."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import asyncpg
import pytest

from registry.accounts import service as accounts
from registry.accounts.schemas import GrantRole
from registry.certificates import service as certificates
from registry.certificates.rules import EventKind, Status
from registry.days import ALL_ON_RECORD
from registry.errors import NotAllowed, NotFound
from registry.evaluations import presenting, reading, service
from registry.evaluations.errors import EvaluatedAlready, NotCompleted, OwnWork, RepliedAlready
from registry.evaluations.schemas import Reply
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import OPERATOR, Role
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.evaluations.completed import LATER, Town, scored, town

pytestmark = pytest.mark.usefixtures("database")


async def told(kind: str) -> int:
    """How many messages of this kind there are."""
    [row] = await fetch("SELECT count(*) FROM message WHERE kind = $1", kind)
    return int(row["count"])


async def test_an_engagement_is_evaluated_once_it_is_completed() -> None:
    """Not before, and not twice; what waited is done."""
    at_work = await town()
    active = await at_work.active()
    by = at_work.world.municipality
    assert await reading.due_for(by) == []
    with pytest.raises(NotCompleted):
        await service.evaluate(active, scored(), actor=by, now=LATER)
    booking = await at_work.completed()
    [due] = await presenting.due(by)
    assert (due.booking, due.adviser, due.days) == (booking, "Elif Öztürk", Decimal(1))
    await service.evaluate(booking, scored(5, remark="Zeer goed"), actor=by, now=LATER)
    assert await reading.due_for(by) == []
    with pytest.raises(EvaluatedAlready):
        await service.evaluate(booking, scored(1), actor=by, now=LATER)
    [given] = await presenting.given(by)
    assert (given.remark, given.reply, given.change_management, given.again) == ("Zeer goed", None, 5, True)
    assert await presenting.given(at_work.world.auditor) == [given]


async def test_only_the_municipality_that_booked_evaluates() -> None:
    """For another the booking does not exist; a program judges nobody; nobody judges themselves."""
    at_work = await town()
    world, booking = at_work.world, await at_work.completed()
    for stranger, refused in ((world.neighbour, NotFound), (world.auditor, NotAllowed), (at_work.adviser.actor, NotAllowed)):
        with pytest.raises(refused):
            await service.evaluate(booking, scored(), actor=stranger, now=LATER)
    with pytest.raises(NotAllowed):
        await service.evaluate(booking, scored(), actor=replace(world.municipality, api_key=uuid4()), now=LATER)
    with pytest.raises(NotFound):
        await service.evaluate(uuid4(), scored(), actor=world.municipality, now=LATER)
    account = at_work.adviser.actor.account
    assert account
    await accounts.grant(
        account, GrantRole(role=Role.MUNICIPALITY, organisation=world.organisations[making.OWN]), actor=OPERATOR, now=LATER
    )
    both = await accounts.actor_of(account)
    with pytest.raises(OwnWork):
        await service.evaluate(booking, scored(5), actor=both, now=LATER)
    assert await presenting.given(world.neighbour) == []
    assert await reading.due_for(world.neighbour) == []


async def test_colleagues_at_once() -> None:
    """Of two who send the form at the same moment one is told that it was evaluated already; five rounds."""
    at_work = await town()
    by = at_work.world.municipality
    for _ in range(5):
        booking = await at_work.completed()
        tries = [service.evaluate(booking, scored(score), actor=by, now=LATER) for score in (1, 5)]
        done = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(type(each).__name__ for each in done) == ["EvaluatedAlready", "UUID"]


async def test_nothing_is_shown_below_five() -> None:
    """Four say nothing, to nobody; with the fifth the adviser is told that there is something to read; a sixth waits."""
    at_work = await town()
    by, own = at_work.world.municipality, at_work.adviser.actor
    await at_work.evaluated(5, 4, 4, 3)
    assert await service.summary(at_work.issued.number, actor=by) is None
    assert await service.own(own) == (None, [])
    assert await told("evaluated") == 0
    await at_work.evaluated(4)
    found = await presenting.own(own)
    assert found.summary.number == 5
    assert [float(each.average) for each in found.summary.averages] == [4.0] * 4
    assert sorted(str(each.remark) for each in found.remarks) == [f"Toelichting {number}" for number in range(5)]
    assert await told("evaluated") == 1
    await at_work.evaluated(1)
    assert await presenting.summary(at_work.issued.number, actor=by) == found.summary
    assert await presenting.own(own) == found
    assert await told("evaluated") == 1


async def test_both_files_of_one_person_count() -> None:
    """Evaluations under either number are of one human being."""
    at_work = await town()
    await at_work.evaluated(4, 4, 4, 4, 4)
    other = await making.candidate("Elif", "Ozturk")
    numbers = {row["id"]: row["candidate_number"] for row in await Adviser.select()}
    command = MergeAdvisers(duplicate=numbers[other.adviser], counts_as=numbers[at_work.adviser.adviser])
    assert await service.own(other.actor) == (None, [])
    await merging.merge(command, actor=OPERATOR, now=LATER)
    averages, _ = await service.own(other.actor)
    assert averages is not None
    assert averages.number == 5


async def test_a_reply() -> None:
    """Once, to what is shown; the municipality reads it and is told, without learning more."""
    at_work = await town()
    by, own = at_work.world.municipality, at_work.adviser.actor
    [first] = await at_work.evaluated(2)
    with pytest.raises(NotFound):
        await service.reply(first, Reply(content="Te vroeg"), actor=own, now=LATER)
    await at_work.evaluated(4, 4, 4, 4, 4)
    await service.reply(first, Reply(content="Dank u"), actor=own, now=LATER)
    with pytest.raises(RepliedAlready):
        await service.reply(first, Reply(content="Nog iets"), actor=own, now=LATER)
    stranger = await making.candidate("Iemand", "Anders")
    with pytest.raises(NotFound):
        await service.reply(first, Reply(content="Niet van mij"), actor=stranger.actor, now=LATER)
    assert [each.reply for each in await presenting.given(by) if each.id == first] == ["Dank u"]
    assert await told("evaluation-replied") == 1
    hidden = (await reading.given_for(by))[0].evaluation.id
    with pytest.raises(NotFound):
        await service.reply(hidden, Reply(content="Nog niet te zien"), actor=own, now=LATER)


async def test_a_trend_opens_a_review_and_no_more() -> None:
    """Four low ones of five: the certificate is up for review, with the reason and no scores; its status stays."""
    at_work = await town()
    await at_work.evaluated(2, 2, 2, 5)
    assert await reviews.reviews_for(at_work.world.auditor) == []
    await at_work.evaluated(2)
    [review] = await reviews.reviews_for(at_work.world.certifiers[0])
    assert (review.cause, review.certificate) == (Cause.EVALUATIONS, at_work.issued.id)
    assert set(review.facts) == {"trend", "reason"}
    issued = await certificates.by_number(at_work.issued.number)
    assert issued.status_on(LATER.date(), ALL_ON_RECORD) is Status.VALID
    await at_work.evaluated(1)
    assert len(await reviews.reviews_for(at_work.world.auditor)) == 1


@pytest.mark.parametrize(("kind", "number"), [(EventKind.WITHDRAWN, 0), (EventKind.SUSPENDED, 1)])
async def test_only_certificates_in_force_are_reviewed(kind: EventKind, number: int) -> None:
    """One that was withdrawn meanwhile is left alone; one that is suspended is not."""
    at_work = await town()
    bookings = [await at_work.completed() for _ in range(5)]
    await making.happens(at_work.issued.id, kind, LATER.date(), at=LATER)
    for booking in bookings:
        await service.evaluate(booking, scored(1), actor=at_work.world.municipality, now=LATER)
    assert len(await reviews.reviews_for(at_work.world.auditor)) == number


async def test_what_was_said_stays(database_url: str) -> None:
    """No row is changed or deleted, and no score outside one to five gets in, whoever writes."""
    at_work: Town = await town()
    await at_work.evaluated(3)
    connection = await asyncpg.connect(database_url)
    for statement in ("UPDATE evaluation SET again = false", "DELETE FROM evaluation"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(statement)
    await connection.close()


async def test_remarks_are_erased_with_the_person() -> None:
    """The words go, the numbers stay: they name nobody."""
    at_work = await town()
    await at_work.evaluated(4, 4, 4, 4, 4)
    async with transaction() as connection:
        await connection.fetchval("SELECT erase_person($1, $2)", at_work.adviser.person, LATER + timedelta(days=1))
    given = await presenting.given(at_work.world.municipality)
    assert [(each.remark, each.adviser) for each in given] == [(None, None)] * 5
    assert (await presenting.summary(at_work.issued.number, actor=at_work.world.municipality)).number == 5
