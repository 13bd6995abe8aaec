"""The status of every certificate in one statement: what the pure function says of each, whatever happened to it."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from public_list.listing import service as public
from registry.certificates import standing
from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on
from registry.days import amsterdam_day
from registry.errors import NotAllowed
from registry.schemes import service as schemes
from registry.transactions import transaction
from tests.registry import making
from tests.registry.certificates.instants import INSTANTS, ONE_DAY
from tests.registry.certificates.timelines import undone, written
from tests.registry.dossiers.signing_in import token
from tests.registry.making import NOW, TODAY

FIRST = date(2026, 3, 1)
LONG_AGO = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
STEP = timedelta(microseconds=1)
days = st.integers(-3, 12).map(lambda number: FIRST + number * ONE_DAY)
instants = st.integers(0, 8).map(lambda number: LONG_AGO + number * STEP)
happenings = st.builds(Event, st.sampled_from([kind for kind in EventKind if kind is not EventKind.GRANTED]), days, instants)
grants = st.builds(Event, st.just(EventKind.GRANTED), days, instants)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Any order of events, known in any order, and sometimes no grant among them."""
    first = draw(days)
    events = [*draw(st.lists(grants, min_size=0, max_size=1)), *draw(st.lists(happenings, max_size=6))]
    return Timeline(first, first + draw(st.integers(0, 8)) * ONE_DAY, draw(st.permutations(events)))


@settings(max_examples=150, deadline=None)
@given(
    histories=st.lists(timelines(), min_size=1, max_size=8), asked=st.lists(st.tuples(days, instants), min_size=1, max_size=4)
)
async def test_it_says_what_the_pure_function_says(
    schema: None, histories: list[Timeline], asked: list[tuple[date, datetime]]
) -> None:
    """Of random certificates, on random days, as known at random instants; what was not known yet is left out."""
    async with undone() as connection:
        certificates = await written(histories, connection=connection)
        for day, known_at in asked:
            found = await standing.statuses(day, known_at)
            expected = {
                certificate: status
                for certificate, timeline in zip(certificates, histories, strict=True)
                if (status := status_on(timeline, day, known_at)) is not None
            }
            assert {each: found[each] for each in found if each in certificates} == expected


def around(day: date, instant: datetime) -> list[tuple[Timeline, Status]]:
    """Certificates whose status changes on that day or at that instant, and the status they have then."""
    before = instant - ONE_DAY * 400
    granted = Event(EventKind.GRANTED, day - 400 * ONE_DAY, before)
    long = (day - 400 * ONE_DAY, day + 400 * ONE_DAY)

    def happened(kind: EventKind, first: date, known: datetime = before) -> Timeline:
        return Timeline(*long, [granted, Event(kind, first, known)])

    return [
        (Timeline(long[0], day, [granted]), Status.VALID),
        (Timeline(long[0], day - ONE_DAY, [granted]), Status.EXPIRED),
        (Timeline(day, long[1], [granted]), Status.VALID),
        (Timeline(day + ONE_DAY, long[1], [granted]), Status.NOT_YET_VALID),
        (happened(EventKind.SUSPENDED, day), Status.SUSPENDED),
        (happened(EventKind.SUSPENDED, day + ONE_DAY), Status.VALID),
        (happened(EventKind.WITHDRAWN, day), Status.WITHDRAWN),
        (happened(EventKind.WITHDRAWN, day + ONE_DAY), Status.VALID),
        (happened(EventKind.SUPERSEDED, day), Status.SUPERSEDED),
        (happened(EventKind.REPLACED, day), Status.REPLACED),
        (happened(EventKind.VOIDED, day, known=instant), Status.VOID),
        (happened(EventKind.VOIDED, day, known=instant + STEP), Status.VALID),
    ]


@pytest.mark.usefixtures("zone_of_the_process")
@pytest.mark.parametrize("zone_of_the_database", ["UTC", "Europe/Amsterdam", "America/Los_Angeles"])
async def test_status_at_24_instants(database: None, zone_of_the_database: str) -> None:
    """Wherever the process and the database believe to be: one by one, all at once and by number, the day is Amsterdam's."""
    await making.world()
    [version] = await schemes.versions()
    async with undone() as connection:
        await connection.execute(f"SET LOCAL TIME ZONE '{zone_of_the_database}'")
        for instant, day in INSTANTS:
            assert amsterdam_day(instant) == day
            table = around(day, instant)
            certificates = await written([timeline for timeline, _ in table], version=version.id, connection=connection)
            found = await standing.statuses(amsterdam_day(instant), instant)
            for (certificate, number), (timeline, expected) in zip(certificates.items(), table, strict=True):
                assert status_on(timeline, day, instant) is expected
                assert found[certificate] is expected
                assert (await public.check(number, day=None, now=instant)).status is expected


async def test_a_number_is_checked_in_one_query(database: None) -> None:
    """Whatever happened to the certificate, once its scheme was read; a process that keeps the public list asks none."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY)
    queries: list[str] = []
    await public.check(issued.number, day=None, now=NOW)
    async with transaction() as connection:
        await connection.reload_schema_state()
        with connection.query_logger(lambda record: queries.append(record.query)):
            answer = await public.check(issued.number, day=None, now=NOW)
    assert (answer.status, answer.name, len(queries)) == (Status.SUSPENDED, "Elif Öztürk", 1)


async def test_the_counts_are_of_ones_own_body(client: httpx.AsyncClient, database: None) -> None:
    """A certifier reads those of their body and an auditor all, in the order of rank; others none."""
    world = await making.world()
    issued = [await making.certified(world, await making.candidate("Jan", name)) for name in ("Een", "Twee", "Drie")]
    await making.happens(issued[0].id, EventKind.SUSPENDED, TODAY)
    await making.happens(issued[1].id, EventKind.VOIDED, TODAY, at=NOW + ONE_DAY)
    async with undone() as connection:
        await written([around(TODAY, NOW)[0][0]], connection=connection)
        own = await standing.counts(TODAY, NOW, actor=world.certifiers[0])
        all_of_them = await standing.counts(TODAY, NOW, actor=world.auditor)
    assert list(own) == list(Status)
    assert {status: number for status, number in own.items() if number} == {Status.SUSPENDED: 1, Status.VALID: 2}
    assert {status: number for status, number in all_of_them.items() if number} == {Status.SUSPENDED: 1, Status.VALID: 3}
    with pytest.raises(NotAllowed):
        await standing.counts(TODAY, NOW, actor=world.provider)


async def test_the_counts_in_the_api(client: httpx.AsyncClient, database: None) -> None:
    """Of a day, as known at an instant that has its zone; nobody asks what will be known."""
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    await making.happens(issued.id, EventKind.VOIDED, TODAY, at=NOW + ONE_DAY)
    headers = await token(client, world.auditor)

    async def counted(**asked: str) -> dict[str, int]:
        answer = (await client.get("/api/v1/certificate-statuses", params=asked, headers=headers)).raise_for_status()
        return {each["status"]: each["count"] for each in answer.json()["counts"] if each["count"]}

    assert await counted() == {"void": 1}
    assert await counted(day="2026-11-20", knownAt="2026-11-20T23:00:00Z") == {"valid": 1}
    assert await counted(day="2026-11-19", knownAt="2026-11-20T23:00:00+01:00") == {"not-yet-valid": 1}
    assert await counted(knownAt="2026-11-20T08:59:59Z") == {}
    assert await counted(knownAt="9999-12-31T23:59:59Z") == {"void": 1}
    for wrong in ({"knownAt": "2026-11-20T23:00:00"}, {"day": "gisteren"}):
        assert (await client.get("/api/v1/certificate-statuses", params=wrong, headers=headers)).status_code == 400
