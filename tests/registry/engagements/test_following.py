"""Bookings follow the certificates of their advisers: found in one statement, done one by one, told to all it concerns."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.bookings import requesting
from registry.bookings.covering import Held
from registry.bookings.errors import BookingOutOfOrder, BookingRefused
from registry.bookings.steps import State
from registry.bookings.tables import BookingEvent
from registry.canonical import sha256
from registry.certificates.rules import Event, EventKind, Timeline
from registry.engagements import following
from registry.engagements.consequences import consequence
from registry.errors import RegistryError
from registry.messages.rules import Kind
from registry.messages.tables import Message
from registry.messages.wording import text_of
from registry.people import service as people
from registry.people.schemas import RecordEmployment
from registry.permissions import OPERATOR
from registry.texts import Language
from registry.transactions import Connection, fetch, transaction
from tests.registry import making
from tests.registry.certificates.timelines import undone, written
from tests.registry.engagements import booked as bookings
from tests.registry.engagements.booked import told
from tests.registry.making import NOW, TODAY

ONE_DAY = timedelta(days=1)
LATER = NOW + timedelta(seconds=20)
FIRST = date(2027, 1, 11)


async def test_a_suspension_freezes_and_reinstatement_resumes(database: None) -> None:
    """Unworked days stay reserved meanwhile; municipality and adviser are told each time, each with their own page."""
    booked = await bookings.active()
    before = len(await told(booked.adviser.actor.account)), len(await told(booked.world.municipality.account))
    await making.happens(booked.issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    assert await following.follow(now=LATER) == 1
    assert (await booked.state(), await booked.available()) == (State.FROZEN, 32)
    await making.happens(booked.issued.id, EventKind.REINSTATED, TODAY + ONE_DAY, at=NOW + ONE_DAY)
    assert await following.follow(now=LATER + ONE_DAY) == 1
    assert (await booked.state(), await booked.available()) == (State.ACTIVE, 32)
    kinds = [Kind.BOOKING_FROZEN.value, Kind.BOOKING_RESUMED.value]
    own = [(kind, f"/mijn-boekingen/{booked.id}") for kind in kinds]
    theirs = [(kind, f"/boekingen/{booked.id}") for kind in kinds]
    assert (await told(booked.adviser.actor.account))[before[0] :] == own
    assert (await told(booked.world.municipality.account))[before[1] :] == theirs
    assert await told(booked.world.neighbour.account) == []


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.VOIDED, EventKind.SUPERSEDED, EventKind.REPLACED])
@pytest.mark.parametrize("back", [0, 30, -30], ids=["from today", "backdated", "from a later day, before its first"])
async def test_an_end_cancels_and_releases(database: None, kind: EventKind, back: int) -> None:
    """Whatever ends the certificate: the rest of the booking is cancelled, and its days are available again."""
    booked = await bookings.active()
    await making.happens(booked.issued.id, kind, TODAY - back * ONE_DAY, at=NOW)
    assert await following.follow(now=LATER) == 1
    assert (await booked.state(), await booked.available()) == (State.CANCELLED, 80)
    assert await following.follow(now=LATER) == 0
    assert (await told(booked.adviser.actor.account))[-1] == ("booking-ended", f"/mijn-boekingen/{booked.id}")


async def test_what_was_requested_ends_with_the_certificate_only(database: None) -> None:
    """A suspension leaves the request waiting, and keeps the adviser from accepting; a withdrawal ends it."""
    booked = await bookings.requested()
    await making.happens(booked.issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    assert await following.follow(now=LATER) == 0
    with pytest.raises(BookingRefused):
        await booked.accept(at=LATER)
    await making.happens(booked.issued.id, EventKind.WITHDRAWN, TODAY, at=LATER)
    assert await following.follow(now=LATER) == 1
    assert (await booked.state(), await booked.available()) == (State.CANCELLED, 80)


async def test_it_happens_on_its_day_in_amsterdam(database: None) -> None:
    """A certificate expires at midnight there, also in the night in which the clock changes: 28 March 2027."""
    booked = await bookings.active()
    await making.happens(booked.issued.id, EventKind.WITHDRAWN, date(2027, 3, 28), at=NOW)
    just_before = datetime(2027, 3, 27, 22, 59, 59, tzinfo=UTC)
    assert await following.follow(now=just_before) == 0
    assert await following.follow(now=just_before + timedelta(seconds=1)) == 1
    assert await booked.state() is State.CANCELLED


async def test_in_summer_midnight_comes_an_hour_earlier(database: None) -> None:
    """From 29 March on Amsterdam is two hours ahead."""
    booked = await bookings.active()
    await making.happens(booked.issued.id, EventKind.SUSPENDED, date(2027, 3, 29), at=NOW)
    midnight = datetime(2027, 3, 28, 22, 0, tzinfo=UTC)
    assert await following.follow(now=midnight - timedelta(seconds=1)) == 0
    assert await following.follow(now=midnight) == 1
    assert await booked.state() is State.FROZEN


async def test_who_may_not_work_on_stays_frozen_and_reads_why_once(database: None) -> None:
    """Reinstated, but employed by the municipality by then: told once, however often it is looked at."""
    booked = await bookings.active()
    await making.happens(booked.issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await following.follow(now=LATER)
    job = RecordEmployment(employer=booked.world.organisations[making.OWN], valid_from=FIRST)
    await people.record_employment(booked.adviser.person, job, actor=OPERATOR, now=NOW)
    await making.happens(booked.issued.id, EventKind.REINSTATED, TODAY, at=LATER)
    for _ in range(3):
        assert await following.follow(now=LATER) == 0
    assert await booked.state() is State.FROZEN
    rows = await fetch("SELECT facts::text, account FROM message WHERE facts -> 'codes' IS NOT NULL ORDER BY id")
    assert len(rows) == 2
    assert {row["account"] for row in rows} == {booked.world.municipality.account, booked.adviser.actor.account}
    [message] = (
        await Message.select()
        .where(Message.account == booked.world.municipality.account)
        .order_by(Message.id, ascending=False)
        .limit(1)
    )
    text = text_of(Kind.BOOKING_FROZEN, msgspec.json.decode(message["facts"]), Language.NL)
    assert "in dienst" in text


async def test_beneficiaries_are_told_too(database: None) -> None:
    """Whoever reads bookings for a municipality that the adviser works for, beside the one that booked."""
    booked = await bookings.active()
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO booking_beneficiary (id, booking, municipality) VALUES ($1, $2, $3)",
            *(uuid4(), booked.id, booked.world.organisations[making.NEIGHBOUR]),
        )
    await making.happens(booked.issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await following.follow(now=LATER)
    assert await told(booked.world.neighbour.account) == [("booking-frozen", f"/boekingen/{booked.id}")]


async def test_several_processes_do_it_once(database: None) -> None:
    """Five rounds at once: one step, one release, one message each."""
    booked = await bookings.active()
    await making.happens(booked.issued.id, EventKind.WITHDRAWN, TODAY, at=NOW)
    changed = await asyncio.gather(*(following.follow(now=LATER) for _ in range(5)))
    assert sum(changed) == 1
    steps = [
        row["step"] for row in await BookingEvent.select().where(BookingEvent.booking == booked.id).order_by(BookingEvent.id)
    ]
    assert steps == ["requested", "accepted", "cancelled"]
    assert [kind for kind, _ in await told(booked.adviser.actor.account)].count("booking-ended") == 1


async def test_a_race_with_the_adviser_who_accepts(database: None) -> None:
    """Whoever comes first: afterwards, and after the next round, no booking is active without a certificate."""
    for _ in range(5):
        async with transaction() as connection:
            await connection.execute("SET LOCAL session_replication_role = replica")
            names = await connection.fetchval(
                "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public' "
                "AND tablename <> 'migration'"
            )
            await connection.execute(f"TRUNCATE {names} RESTART IDENTITY")
        booked = await bookings.requested()

        async def accept(booked: bookings.Booked = booked) -> None:
            try:
                await booked.accept()
            except RegistryError as error:
                assert isinstance(error, BookingRefused | BookingOutOfOrder)  # noqa: PT017  either is a right answer

        withdrawal = making.happens(booked.issued.id, EventKind.WITHDRAWN, TODAY, at=NOW)
        await asyncio.gather(accept(), withdrawal, following.follow(now=LATER))
        await following.follow(now=LATER)
        assert (await booked.state(), await booked.available()) == (State.CANCELLED, 80)


async def test_what_fails_with_one_booking_keeps_no_other_from_its_turn(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The failure is raised when every booking has had its turn."""
    booked = await bookings.active()
    other = await making.candidate("Ans", "Bakker")
    issued = await making.certified(booked.world, other)
    second = await requesting.request(making.booking(issued.number, booked.pool, "2"), actor=booked.world.municipality, now=NOW)
    for certificate in (booked.issued.id, issued.id):
        await making.happens(certificate, EventKind.WITHDRAWN, TODAY, at=NOW)
    settle = following.settle

    async def failing(booking: UUID, *, now: datetime) -> bool:
        if booking == booked.id:
            raise RuntimeError
        return await settle(booking, now=now)

    monkeypatch.setattr(following, "settle", failing)
    with pytest.raises(ExceptionGroup):
        await following.follow(now=LATER)
    [row] = await fetch("SELECT state FROM booking_now WHERE id = $1", second)
    assert (row["state"], await booked.state()) == ("cancelled", State.ACTIVE)


kinds = st.sampled_from([kind for kind in EventKind if kind is not EventKind.GRANTED])
days = st.integers(-3, 12).map(lambda number: FIRST + number * ONE_DAY)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Any order of events, and sometimes no grant among them."""
    first, at = min(draw(days), draw(days), draw(days)), datetime(2026, 6, 1, tzinfo=UTC)
    grants = [Event(EventKind.GRANTED, first, at)] * draw(st.sampled_from([1, 1, 1, 0]))
    events = [Event(draw(kinds), draw(days), at) for _ in range(draw(st.sampled_from([0, 0, 1, 2, 4])))]
    return Timeline(first, first + draw(st.sampled_from([0, 4, 8, 15, 15])) * ONE_DAY, [*grants, *events])


STEPS = {"requested": State.REQUESTED, "accepted": State.ACTIVE, "frozen": State.FROZEN, "completed": State.COMPLETED}
SCOPES = ["", "a", "a b"]


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[tuple[Timeline, str]], str, str, date, date]:
    """Certificates with the scope of each, and a booking: its last step, the scope it asks, its first and last day."""
    first = draw(days)
    held = draw(st.lists(st.tuples(timelines(), st.sampled_from(SCOPES)), max_size=3))
    step, scope = draw(st.sampled_from([*sorted(STEPS), "accepted"])), draw(st.sampled_from(SCOPES))
    return held, step, scope, first, first + draw(st.integers(0, 6)) * ONE_DAY


@settings(max_examples=100, deadline=None)
@given(drawn=st.lists(cases(), min_size=1, max_size=6), today=days)
async def test_the_statement_finds_what_the_rule_says(
    schema: None, drawn: list[tuple[list[tuple[Timeline, str]], str, str, date, date]], today: date
) -> None:
    """Of random histories, states and periods: exactly the bookings of which the pure rule has something to say."""
    async with undone() as connection:
        version, allotment = await _accepted(connection)
        expected: set[UUID] = set()
        for place, (certificates, step, scope, first, last) in enumerate(drawn):
            booking, adviser = uuid4(), uuid4()
            await _row(
                connection, "adviser", id=adviser, person=uuid4(), candidate_number=f"EA99999{place}-00", recorded_at=NOW
            )
            numbers = await written([each for each, _ in certificates], version=version, connection=connection)
            for certificate, (_, covered) in zip(numbers, certificates, strict=True):
                await _held_by(adviser, certificate, covered, connection=connection)
            period = {"first_day": first, "last_day": last, "quarters": 4, "scope": scope.split(), "adviser": adviser}
            booked = {"allotment": allotment, "municipality": uuid4(), "account": uuid4(), "recorded_at": NOW}
            await _row(connection, "booking", id=booking, **period, **booked)
            await _row(connection, "booking_event", booking=booking, step=step, facts="{}", recorded_at=NOW)
            held = [Held(timeline, frozenset(covered.split())) for timeline, covered in certificates]
            if consequence(STEPS[step], held, scope.split(), first_day=first, last_day=last, today=today):
                expected.add(booking)
        assert {row["id"] for row in await connection.fetch(following.DISAGREEING, today)} == expected


async def _held_by(adviser: UUID, certificate: UUID, scope: str, *, connection: Connection) -> None:
    snapshot = msgspec.json.encode({"scope": [{"code": code} for code in scope.split()]}).decode()
    await connection.execute(
        "UPDATE certificate SET adviser = $2, snapshot = $3, snapshot_hash = $4 WHERE id = $1",
        *(certificate, adviser, snapshot, sha256(snapshot)),
    )


async def _accepted(connection: Connection) -> tuple[UUID, UUID]:
    """A version of a scheme, and an allotment of a programme that accepts it."""
    scheme, version, programme, allotment = (uuid4() for _ in range(4))
    code = f"s-{scheme}"[:40]
    named = {"name_nl": "s", "name_en": "s", "recorded_at": NOW}
    await _row(connection, "scheme", id=scheme, code=code, owner=uuid4(), **named)
    await _row(
        connection,
        "scheme_version",
        id=version,
        scheme=scheme,
        number=1,
        effective_from=FIRST,
        certification_body=uuid4(),
        content="{}",
        content_hash=sha256("{}"),
        recorded_at=NOW,
    )
    period = {"first_day": FIRST, "last_day": FIRST, "schemes": [code]}
    await _row(connection, "programme", id=programme, code="p", **period, **named)
    await _row(connection, "allotment", id=allotment, programme=programme, holder=uuid4(), recorded_at=NOW)
    return version, allotment


async def _row(connection: Connection, table: str, **values: object) -> None:
    places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"  # noqa: S608  names of our own
    await connection.execute(statement, *values.values())
