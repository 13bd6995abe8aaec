"""What follows a municipality beside its days and bookings: accounts, intakes, memberships, employers and ties; who is told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from registry.accounts.service import actor_of
from registry.availability.tables import DeclaredTie
from registry.bookings import standing
from registry.intakes import service as intakes
from registry.intakes.schemas import CompleteIntake
from registry.organisations import service as organisations
from registry.people import service as people
from registry.permissions import Role
from registry.reorganisations import service
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
    allotment_of,
    balance,
    booked,
    granted,
    joined,
    merging,
    one,
    organisation_of,
    planned,
    region,
    totals,
)

pytestmark = pytest.mark.usefixtures("database")
SPLIT = Reorganise(predecessors=[HAAREN], successor=BOXTEL)


async def test_accounts_have_the_same_role_for_the_successor() -> None:
    """Whoever signed in for Bergambacht signs in for Krimpenerwaard, and no longer for Bergambacht."""
    started = await merging(*FIVE, year=2015)
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    for code in FIVE:
        account = started.staff[code].account
        assert account is not None
        grants = (await actor_of(account)).grants
        assert [(grant.role, grant.organisation) for grant in grants] == [
            (Role.MUNICIPALITY, await organisation_of(KRIMPENERWAARD))
        ]


async def test_intakes_follow() -> None:
    """A planned intake is the successor's and grants its days to it; a completed one names the successor too."""
    started = await merging(*FIVE, year=2015, days=5)
    intake = await planned(started, await organisation_of(FIVE[1]), [FIVE[1]])
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    successor = await organisation_of(KRIMPENERWAARD)
    assert await one("SELECT holder FROM intake WHERE id = $1", intake) == successor
    named = "SELECT count(DISTINCT intake) FROM intake_member WHERE municipality = $1"
    assert await one(named, successor) == 6
    command = CompleteIntake(reference="P-9", days=Decimal(3))
    pool = await intakes.complete_intake(intake, command, actor=started.world.coordinator, now=started.after)
    assert pool == await allotment_of(KRIMPENERWAARD)


async def test_partnerships_regions_and_employers_follow() -> None:
    """The successor takes the place of the predecessors in their partnership and region, and employs their people."""
    started = await merging(*FIVE[:2], year=2015)
    partnership = started.world.organisations["partnership"]
    await joined(partnership, FIVE[0])
    somebody, placed = await making.person(), await region("midden", *FIVE[:2])
    old, new = await organisation_of(FIVE[0]), await organisation_of(KRIMPENERWAARD)
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO employment (id, person, employer, valid_from) VALUES (gen_random_uuid(), $1, $2, '2012-01-01')",
            somebody,
            old,
        )
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    day, last = date(2015, 1, 1), date(2014, 12, 31)
    assert await organisations.partnerships_of(new, day) == [partnership]
    assert await organisations.partnerships_of(new, last) == []
    assert await organisations.partnerships_of(old, last) == [partnership]
    assert await organisations.partnerships_of(old, day) == []
    assert await people.employers_of(somebody, day) == {new}
    assert await people.employers_of(somebody, last) == {old}
    lies = "SELECT count(*) FROM region_member WHERE municipality = $1 AND region = $2 AND valid_from = $3"
    assert await one(lies, new, placed, day) == 1


async def test_two_regions_leave_the_choice_to_a_person() -> None:
    """Where the predecessors lie in different regions the successor is put in none, and the preview says so."""
    started = await merging(*FIVE[:2], year=2015)
    for code in FIVE[:2]:
        await region(f"regio-{code[2:]}", code)
    shown = await service.preview(MERGER, language=Language.EN, actor=started.admin, now=started.after)
    assert any("Put Krimpenerwaard in a region" in note for note in shown.notes)
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    assert await one("SELECT count(*) FROM region_member WHERE municipality = $1", await organisation_of(KRIMPENERWAARD)) == 0


async def test_a_partnerships_pool_stays_and_its_booking_passes() -> None:
    """A booking from a partnership's days keeps its pool; only its municipality is the successor's. Others' name it too."""
    started = await merging(*FIVE[:2], year=2015)
    partnership = started.world.organisations["partnership"]
    for code in FIVE[:2]:
        await joined(partnership, code)
    pool = await granted(started, partnership, FIVE[:2])
    adviser = (await making.candidate()).adviser
    booking = await booked(started, FIVE[0], adviser=adviser, pool=pool, beneficiaries=FIVE[:2])
    held = await balance(pool)
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    now = (await standing.of([booking]))[booking]
    assert (now.municipality, now.allotment) == (await organisation_of(KRIMPENERWAARD), pool)
    assert await balance(pool) == held


async def test_anothers_booking_from_these_days_stays_theirs() -> None:
    """Only its days are in the successor's allotment now; whoever made it goes on as before."""
    started = await merging(*FIVE, HAAREN, year=2015)
    booking = await booked(started, HAAREN, adviser=(await making.candidate()).adviser, pool=started.pools[FIVE[0]])
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    now = (await standing.of([booking]))[booking]
    assert (now.municipality, now.allotment) == (await organisation_of(HAAREN), await allotment_of(KRIMPENERWAARD))
    assert await one("SELECT count(*) FROM message WHERE kind = 'booking-passed-on'") == 0
    await totals()


async def test_each_adviser_is_told_of_each_booking() -> None:
    """Once, of their own bookings only."""
    started = await merging(*FIVE, year=2015)
    advisers = [await making.candidate(), await making.candidate("Anna")]
    mine = [await booked(started, FIVE[each % 2], adviser=advisers[each % 2].adviser) for each in range(4)]
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    rows = await fetch("SELECT account, subject, path FROM message WHERE kind = 'booking-passed-on'")
    told = {(row["account"], row["subject"], row["path"]) for row in rows}
    expected = {(advisers[each % 2].actor.account, mine[each], f"/mijn-boekingen/{mine[each]}") for each in range(4)}
    assert (told, len(rows)) == (expected, 4)


async def test_everybody_is_told() -> None:
    """Who worked for the predecessors, the coordinator of an intake that goes on, and the adviser have a message."""
    started = await merging(*FIVE, year=2015)
    adviser = await making.candidate()
    await booked(started, FIVE[0], adviser=adviser.adviser)
    await planned(started, await organisation_of(FIVE[1]), [FIVE[1]])
    await service.reorganise(MERGER, actor=started.admin, now=started.after)
    messages = await fetch("SELECT account, kind FROM message WHERE recorded_at = $1", started.after)
    told = {(row["account"], row["kind"]) for row in messages}
    expected = {(started.staff[code].account, "municipality-passed-on") for code in FIVE}
    expected |= {(started.world.coordinator.account, "municipality-passed-on"), (adviser.actor.account, "booking-passed-on")}
    assert told == expected


async def test_keys_of_programs_end() -> None:
    """A key for the old municipality opens nothing any more; a person makes a new one."""
    started = await merging(HAAREN, year=2021)
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO api_key (id, account, organisation, label, prefix, secret_hash, scopes, issued_at, expires_at) "
            "VALUES (gen_random_uuid(), $1, $2, 'koppeling', 'abc', 'x', '{book}', $3, $4)",
            started.staff[HAAREN].account,
            await organisation_of(HAAREN),
            started.before,
            started.after + timedelta(days=90),
        )
    await service.reorganise(SPLIT, actor=started.admin, now=started.after)
    assert await one("SELECT revoked_at FROM api_key") == started.after


async def test_a_declared_tie_holds_for_the_successor() -> None:
    """An adviser who may not be booked by Haaren may not be booked by Boxtel either."""
    started = await merging(HAAREN, year=2021)
    adviser = await making.candidate()
    tie = DeclaredTie(
        adviser=adviser.adviser,
        organisation=await organisation_of(HAAREN),
        valid_from=date(2019, 1, 1),
        account=adviser.actor.account,
        recorded_at=started.before,
    )
    await DeclaredTie.insert(tie)
    await service.reorganise(SPLIT, actor=started.admin, now=started.after)
    rows = await fetch("SELECT organisation, valid_from, valid_to FROM declared_tie ORDER BY valid_from")
    assert [tuple(row) for row in rows] == [
        (await organisation_of(HAAREN), date(2019, 1, 1), date(2020, 12, 31)),
        (await organisation_of(BOXTEL), date(2021, 1, 1), None),
    ]
