"""What advisers state of their time and their ties: it counts for the next judgement."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from registry.availability import service as availability
from registry.availability import ties
from registry.availability.errors import TieEnded, TieStands
from registry.availability.schemas import DeclareTie, EndTie, StateAvailability
from registry.bookings import service as bookings
from registry.bookings.checks import CheckCode
from registry.bookings.errors import BookingRefused
from registry.engagements import answering
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.errors import UnknownMunicipality
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import FIRST, LAST
from tests.registry.making import NEIGHBOUR, NOW, OWN, TODAY


def stated(first: date = TODAY, last: date | None = None, **weekdays: str) -> StateAvailability:
    """Not a day of the week, but for those named."""
    asked = dict.fromkeys(availability.WEEKDAYS, Decimal(0)) | {name: Decimal(each) for name, each in weekdays.items()}
    return StateAvailability(first_day=first, last_day=last, **asked)


async def test_what_is_stated_counts_when_booking(database: None) -> None:
    """Half Mondays from January through April are sixteen halves minus Easter: eight days at most, and twelve are asked."""
    booking = await engaged.requested()
    await availability.state(stated(monday="0.5"), actor=booking.adviser.actor, now=NOW)
    with pytest.raises(BookingRefused) as refused:
        await answering.accept(booking.booking, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    assert [check.code for check in refused.value.judgement.failed] == [CheckCode.FITS_IN_PERIOD]


async def test_the_last_statement_counts(database: None) -> None:
    """Both stay on record, the last one first."""
    booking = await engaged.requested()
    await availability.state(stated(monday="0.5"), actor=booking.adviser.actor, now=NOW)
    await availability.state(stated(monday="1", friday="0.25", last=LAST), actor=booking.adviser.actor, now=NOW)
    last, first = await availability.stated_by(booking.adviser.actor)
    assert (last.monday, last.friday, last.last_day) == (Decimal(1), Decimal("0.25"), LAST)
    assert (first.monday, first.friday, first.last_day) == (Decimal("0.5"), Decimal(0), None)
    await answering.accept(booking.booking, await booking.seen(), actor=booking.adviser.actor, now=NOW)


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        pytest.param(stated(TODAY - timedelta(days=1)), {"firstDay"}, id="past"),
        pytest.param(stated(TODAY, TODAY - timedelta(days=1)), {"lastDay"}, id="reversed"),
        pytest.param(stated(monday="1.25", friday="-0.25"), {"monday", "friday"}, id="more than a day, less than none"),
        pytest.param(stated(monday="0.3", tuesday="NaN", friday="1e400"), {"monday", "tuesday", "friday"}, id="no quarters"),
    ],
)
async def test_wrong_statements(database: None, command: StateAvailability, fields: set[str]) -> None:
    """Every fault at its field."""
    adviser = await making.candidate()
    with pytest.raises(Invalid) as refused:
        await availability.state(command, actor=adviser.actor, now=NOW)
    assert {fault.field for fault in refused.value.faults} == fields


async def test_a_declared_tie_keeps_a_municipality_from_booking(database: None) -> None:
    """From its first day; one that ends before the period does not; who has no tie may book."""
    booking = await engaged.requested("2")
    command = making.booking(booking.issued.number, booking.pool, "2")
    tie = await ties.declare(DeclareTie(municipality=OWN, valid_from=TODAY), actor=booking.adviser.actor, now=NOW)
    with pytest.raises(BookingRefused) as refused:
        await bookings.request(command, actor=booking.world.municipality, now=NOW)
    assert [check.code for check in refused.value.judgement.failed] == [CheckCode.NO_DECLARED_TIE]
    await ties.end(tie, EndTie(last_day=FIRST - timedelta(days=1)), actor=booking.adviser.actor, now=NOW)
    await bookings.request(command, actor=booking.world.municipality, now=NOW)


async def test_a_tie_is_declared_once_and_ended_once(database: None) -> None:
    """A second one for the same days is refused; after its end a new one may begin."""
    world, adviser = await making.world(), await making.candidate()
    tie = await ties.declare(DeclareTie(municipality=OWN, valid_from=TODAY), actor=adviser.actor, now=NOW)
    with pytest.raises(TieStands):
        await ties.declare(DeclareTie(municipality=OWN, valid_from=LAST), actor=adviser.actor, now=NOW)
    await ties.declare(DeclareTie(municipality=NEIGHBOUR, valid_from=TODAY), actor=adviser.actor, now=NOW)
    with pytest.raises(Invalid):
        await ties.end(tie, EndTie(last_day=TODAY - timedelta(days=1)), actor=adviser.actor, now=NOW)
    await ties.end(tie, EndTie(last_day=TODAY), actor=adviser.actor, now=NOW)
    with pytest.raises(TieEnded):
        await ties.end(tie, EndTie(last_day=LAST), actor=adviser.actor, now=NOW)
    await ties.declare(DeclareTie(municipality=OWN, valid_from=TODAY + timedelta(days=1)), actor=adviser.actor, now=NOW)
    assert [each.organisation_name for each in await ties.declared_by(adviser.actor)] == [
        "Eigenwaard",
        "Buurland",
        "Eigenwaard",
    ]
    with pytest.raises(NotAllowed):
        await ties.declared_by(world.municipality)


async def test_a_tie_may_begin_before_one_that_is_to_come(database: None) -> None:
    """Who declared one for later, and finds that it holds already, says so; the days between are not left open."""
    await making.world()
    adviser = await making.candidate()
    await ties.declare(DeclareTie(municipality=OWN, valid_from=LAST), actor=adviser.actor, now=NOW)
    await ties.declare(DeclareTie(municipality=OWN, valid_from=TODAY), actor=adviser.actor, now=NOW)
    with pytest.raises(TieStands):
        await ties.declare(DeclareTie(municipality=OWN, valid_from=TODAY), actor=adviser.actor, now=NOW)
    assert len(await ties.declared_by(adviser.actor)) == 2


async def test_ties_of_others_are_absent(database: None) -> None:
    """Nobody ends or reads another's; an unknown municipality is told."""
    await making.world()
    adviser, other = await making.candidate(), await making.candidate("Anna", "Ander")
    tie = await ties.declare(DeclareTie(municipality=OWN, valid_from=TODAY), actor=adviser.actor, now=NOW)
    with pytest.raises(NotFound):
        await ties.end(tie, EndTie(last_day=LAST), actor=other.actor, now=NOW)
    assert await ties.declared_by(other.actor) == []
    assert await availability.stated_by(other.actor) == []
    with pytest.raises(UnknownMunicipality):
        await ties.declare(DeclareTie(municipality="GM9999", valid_from=TODAY), actor=adviser.actor, now=NOW)


def test_a_statement_names_every_weekday() -> None:
    """None is left to be guessed."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"firstDay": "2027-01-01", "monday": "1"}, StateAvailability)
