"""The merger of five municipalities into Krimpenerwaard on 1 January 2015, and the split of Haaren on 1 January 2021."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post
from registry.bookings import standing
from registry.bookings.steps import State
from registry.errors import NotAllowed
from registry.organisations import service as organisations
from registry.organisations.errors import UnknownMunicipality
from registry.reorganisations import service
from registry.reorganisations.errors import ReorganisationBlocked
from registry.reorganisations.rules import Blocker
from registry.reorganisations.schemas import Reorganise
from registry.texts import Language
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.reorganisations.merging import (
    BOXTEL,
    FIVE,
    HAAREN,
    KRIMPENERWAARD,
    MERGER,
    OISTERWIJK,
    Merging,
    allotment_of,
    balance,
    booked,
    merging,
    one,
    organisation_of,
    planned,
    totals,
    worked,
)

pytestmark = pytest.mark.usefixtures("database")
SPLIT = Reorganise(predecessors=[HAAREN], successor=BOXTEL)


async def test_the_days_of_five_municipalities_become_those_of_one() -> None:
    """What was available is available, what was reserved is reserved, and what was used stays with the old name."""
    started = await merging(*FIVE, year=2015)
    adviser = await making.candidate()
    booking = await booked(started, FIVE[0], adviser=adviser.adviser, days=5)
    await worked(started, booking, adviser, date(2014, 10, 6), approved_by=started.staff[FIVE[0]])
    before = await totals()
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    new = await balance(await allotment_of(KRIMPENERWAARD))
    assert new == {"granted": 0, "available": 4 * 95, "reserved": 4 * 4, "used": 0, "expired": 0}
    assert await balance(started.pools[FIVE[0]]) == {
        "granted": -80,
        "available": 0,
        "reserved": 0,
        "used": 4,
        "expired": 0,
    }
    assert await totals() == before


async def test_an_open_booking_is_the_successors() -> None:
    """Its adviser, period, days and state stay; its municipality and allotment are the successor's, and it serves it."""
    started = await merging(*FIVE, year=2015)
    booking = await booked(started, FIVE[0], adviser=(await making.candidate()).adviser, days=5)
    before = (await standing.of([booking]))[booking]
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    now = (await standing.of([booking]))[booking]
    successor = await organisation_of(KRIMPENERWAARD)
    assert (now.municipality, now.allotment) == (successor, await allotment_of(KRIMPENERWAARD))
    assert (now.adviser, now.first_day, now.last_day, now.quarters) == (
        before.adviser,
        before.first_day,
        before.last_day,
        before.quarters,
    )
    assert now.state is State.ACTIVE
    served = await fetch("SELECT municipality FROM booking_beneficiary WHERE booking = $1", booking)
    assert {row["municipality"] for row in served} == {successor, await organisation_of(FIVE[0])}
    steps = [row["step"] for row in await fetch("SELECT step FROM booking_event WHERE booking = $1 ORDER BY id", booking)]
    assert steps == ["requested", "accepted", "transferred"]


async def test_what_is_over_keeps_the_old_name() -> None:
    """A booking that ended stays the old municipality's, and the municipality keeps its name, code and last day."""
    started = await merging(*FIVE, year=2015)
    booking = await booked(started, FIVE[0], adviser=(await making.candidate()).adviser)
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO booking_event (booking, step, facts, recorded_at) VALUES ($1, 'cancelled', '{}', $2)",
            booking,
            started.before,
        )
        release = Movement(PostingKind.RELEASE, started.pools[FIVE[0]], 8, booking=booking)
        await post(release, actor=started.staff[FIVE[0]], now=started.before)
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    now = (await standing.of([booking]))[booking]
    assert now.municipality == await organisation_of(FIVE[0])
    row = await organisations.municipality_by_code(FIVE[0])
    assert row["valid_to"] == date(2014, 12, 31)
    assert (await organisations.names_of({row["organisation"]}))[row["organisation"]] == "Bergambacht"


async def test_a_split_passes_to_the_successor_that_a_person_names() -> None:
    """Haaren's territory went to four; all its days and bookings go to the one named, whose own days stay beside them."""
    started = await merging(HAAREN, BOXTEL, OISTERWIJK, year=2021)
    booking = await booked(started, HAAREN, adviser=(await making.candidate()).adviser, days=8)
    before, others = await totals(), await balance(started.pools[OISTERWIJK])
    await service.reorganise(SPLIT, actor=started.admin, now=started.after)
    assert await balance(started.pools[BOXTEL]) == {
        "granted": -80,
        "available": 80 + 48,
        "reserved": 32,
        "used": 0,
        "expired": 0,
    }
    assert await balance(started.pools[OISTERWIJK]) == others
    assert (await standing.of([booking]))[booking].municipality == await organisation_of(BOXTEL)
    assert await totals() == before


async def test_it_passes_on_once_and_to_a_successor_only() -> None:
    """A second time is refused, and so is who did not succeed; both refusals name the successors, and nothing changes."""
    started = await merging(HAAREN, year=2021)
    strange = Reorganise(predecessors=[HAAREN], successor=KRIMPENERWAARD)
    with pytest.raises(ReorganisationBlocked) as refused:
        await service.reorganise(strange, actor=started.admin, now=started.after)
    assert "Boxtel" in refused.value.say(Language.NL)
    await service.reorganise(SPLIT, actor=started.admin, now=started.after)
    held = await totals()
    other = Reorganise(predecessors=[HAAREN], successor=OISTERWIJK)
    with pytest.raises(ReorganisationBlocked) as again:
        await service.reorganise(other, actor=started.admin, now=started.after)
    assert [each.blocker for each in again.value.found] == [Blocker.PASSED_ON_BEFORE]
    assert await totals() == held


async def test_not_before_the_day_after_the_last() -> None:
    """On 31 December at half past eleven Amsterdam time it is refused; at midnight there it is allowed."""
    started = await merging(HAAREN, year=2021)
    midnight = datetime(2020, 12, 31, 23, 0, tzinfo=UTC)
    with pytest.raises(ReorganisationBlocked):
        await service.reorganise(SPLIT, actor=started.admin, now=midnight - timedelta(minutes=30))
    await service.reorganise(SPLIT, actor=started.admin, now=midnight)


async def test_who_may() -> None:
    """An admin in person; a municipality may not, and an unknown code is said to be so."""
    started = await merging(HAAREN, year=2021)
    with pytest.raises(NotAllowed):
        await service.reorganise(SPLIT, actor=started.staff[HAAREN], now=started.after)
    with pytest.raises(NotAllowed):
        await service.preview(SPLIT, language=Language.NL, actor=started.staff[HAAREN], now=started.after)
    unknown = Reorganise(predecessors=["GM9999"], successor=BOXTEL)
    with pytest.raises(UnknownMunicipality):
        await service.preview(unknown, language=Language.NL, actor=started.admin, now=started.after)


async def _foreseen(started: Merging) -> None:
    shown = await service.preview(MERGER, language=Language.NL, actor=started.admin, now=started.after)
    assert shown.effective_on == date(2015, 1, 1)
    assert shown.blocked == []
    assert [each.available for each in shown.allotments] == [Decimal(15), *[Decimal(20)] * 4]
    assert [(each.available, each.reserved, each.cap, each.over_cap) for each in shown.afterwards] == [
        (Decimal(95), Decimal(5), Decimal(40), True)
    ]
    assert [(each.municipality, each.days) for each in shown.bookings] == [("Bergambacht", Decimal(5))]
    assert (shown.following.accounts, shown.following.completed_intakes, shown.following.open_intakes) == (5, 5, 1)
    assert any("Krimpenerwaard" in note and "100" in note for note in shown.notes)


async def test_the_preview_tells_what_the_operation_does() -> None:
    """The numbers foreseen are those afterwards, more than the cap is told and allowed, and nothing is written by looking."""
    started = await merging(*FIVE, year=2015)
    await booked(started, FIVE[0], adviser=(await making.candidate()).adviser, days=5)
    await planned(started, await organisation_of(FIVE[1]), [FIVE[1]])
    entries = await one("SELECT count(*) FROM audit_entry")
    await _foreseen(started)
    assert await one("SELECT count(*) FROM audit_entry") == entries
    (waiting,) = await service.due(actor=started.admin)
    assert ([each.code for each in waiting.predecessors], waiting.effective_on) == (list(FIVE), date(2015, 1, 1))
    assert [each.name for each in waiting.heirs] == ["Krimpenerwaard"]
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    new = await balance(await allotment_of(KRIMPENERWAARD))
    assert (new["available"], new["reserved"]) == (4 * 95, 4 * 5)
    assert await service.due(actor=started.admin) == []
    (done,) = await service.done(actor=started.admin)
    assert (done.days, done.bookings, len(done.predecessors)) == (Decimal(100), 1, 5)


async def test_it_is_written_down() -> None:
    """One entry of the audit trail tells who passed what to whom; days and roles have theirs."""
    started = await merging(*FIVE, year=2015)
    made = await service.reorganise(MERGER, actor=started.admin, now=started.after)
    rows = await fetch(
        "SELECT action, count(*) AS times FROM audit_entry WHERE recorded_at = $1 GROUP BY action", started.after
    )
    counted = {row["action"]: row["times"] for row in rows}
    assert counted == {"municipalities.reorganised": 1, "days.posted": 5, "account.role-granted": 5}
    assert await one("SELECT subject FROM audit_entry WHERE action = 'municipalities.reorganised'") == made
