"""The adviser's answer to a booking: accepted, declined, or too late."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from registry.bookings.checks import CheckCode
from registry.bookings.errors import BookingOutOfOrder, BookingRefused
from registry.bookings.steps import State
from registry.certificates.rules import EventKind
from registry.engagements import answering, completing
from registry.engagements.errors import AnswerTooLate, BookingChangedSince
from registry.errors import NotAllowed, NotFound
from registry.messages.rules import Kind
from registry.messages.tables import Message
from registry.permissions import Actor
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.making import NOW


async def told(kind: Kind) -> list[str]:
    """The paths to which messages of a kind lead."""
    return [row["path"] for row in await Message.select(Message.path).where(Message.kind == kind.value).order_by(Message.id)]


async def lasts_until(booking: engaged.Engaged, day: date | None) -> None:
    """The adviser has until that day to answer."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE booking SET answer_by = $2 WHERE id = $1", booking.booking, day)


async def test_accepting_makes_a_booking_active(database: None) -> None:
    """Its days stay reserved, and the municipality is told."""
    booking = await engaged.active()
    assert (await booking.now()).state is State.ACTIVE
    assert await booking.days() == (32, 48, 0)
    assert await told(Kind.BOOKING_ACCEPTED) == [f"/boekingen/{booking.booking}"]


async def test_accepting_is_judged_again(database: None) -> None:
    """A certificate that was suspended meanwhile refuses the acceptance with every check; the request stands."""
    booking = await engaged.requested()
    await making.happens(booking.issued.id, EventKind.SUSPENDED, date(2027, 3, 1))
    with pytest.raises(BookingRefused) as refused:
        await answering.accept(booking.booking, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    assert [check.code for check in refused.value.judgement.failed] == [CheckCode.CERTIFICATE_COVERS]
    assert (await booking.now()).state is State.REQUESTED


async def test_declining_gives_the_days_back(database: None) -> None:
    """All of them, and the municipality is told; it cannot be accepted after that."""
    booking = await engaged.requested()
    await answering.decline(booking.booking, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    assert (await booking.now()).state is State.DECLINED
    assert await booking.days() == (80, 0, 0)
    assert await told(Kind.BOOKING_DECLINED) == [f"/boekingen/{booking.booking}"]
    with pytest.raises(BookingOutOfOrder):
        await answering.accept(booking.booking, await booking.seen(), actor=booking.adviser.actor, now=NOW)


async def test_only_the_adviser_who_was_booked_answers(database: None) -> None:
    """To another adviser the booking is absent; whoever is no adviser may not, and a program never."""
    booking = await engaged.requested()
    stranger, own = await making.candidate("Anna", "Ander"), booking.adviser.actor
    program = Actor(own.account, own.person, own.name, own.grants, api_key=uuid4())
    for act in (answering.accept, answering.decline):
        with pytest.raises(NotFound):
            await act(booking.booking, await booking.seen(), actor=stranger.actor, now=NOW)
        for actor in (booking.world.municipality, program):
            with pytest.raises(NotAllowed):
                await act(booking.booking, await booking.seen(), actor=actor, now=NOW)


async def test_an_answer_is_to_what_was_seen(database: None) -> None:
    """What happened since is told, in words; nothing changes."""
    booking = await engaged.requested()
    seen = await booking.seen()
    await completing.cancel(booking.booking, seen, actor=booking.world.municipality, now=NOW)
    with pytest.raises(BookingChangedSince) as refused:
        await answering.accept(booking.booking, seen, actor=booking.adviser.actor, now=NOW)
    assert "de boeking werd geannuleerd" in refused.value.say(Language.NL)
    assert refused.value.facts["happenings"] == seen.seen + 1


async def test_an_answer_comes_in_time(database: None) -> None:
    """The last day counts, Amsterdam time; the next is too late, and then the request lapses."""
    booking = await engaged.requested()
    await lasts_until(booking, NOW.date() + timedelta(days=7))
    just_in_time = NOW.replace(day=27, hour=22, minute=59)
    assert await answering.lapse_due(just_in_time) == 0
    late = just_in_time + timedelta(minutes=1)
    with pytest.raises(AnswerTooLate):
        await answering.accept(booking.booking, await booking.seen(), actor=booking.adviser.actor, now=late)
    assert await answering.lapse_due(late) == 1
    assert await answering.lapse_due(late) == 0
    assert (await booking.now()).state is State.LAPSED
    assert await booking.days() == (80, 0, 0)
    assert sorted(await told(Kind.BOOKING_LAPSED)) == [f"/boekingen/{booking.booking}", f"/mijn-boekingen/{booking.booking}"]


async def test_a_request_without_a_term_does_not_lapse(database: None) -> None:
    """A policy that sets no term leaves it open, as long as the booking has days to come."""
    booking = await engaged.requested()
    await lasts_until(booking, None)
    assert await answering.lapse_due(NOW + timedelta(days=100)) == 0


async def test_an_accepted_booking_does_not_lapse(database: None) -> None:
    """Its term was for the answer."""
    booking = await engaged.active()
    await lasts_until(booking, NOW.date())
    assert await answering.lapse_due(NOW + timedelta(days=1)) == 0
    assert (await booking.now()).state is State.ACTIVE
