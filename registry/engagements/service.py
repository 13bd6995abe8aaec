"""Booking: asked beforehand, asked again inside the transaction, and only then written (DESIGN §2.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.allotments.ledger import AccountKind, PostingKind
from registry.allotments.posting import Movement, balances, post
from registry.allotments.tables import Allotment
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.days import amsterdam_day
from registry.engagements import circumstances
from registry.engagements.circumstances import Candidate
from registry.engagements.errors import BookingRefused
from registry.engagements.rules import Judgement, Pool, Wish, judge, read_wish
from registry.engagements.schemas import AskBooking
from registry.engagements.steps import BookingStep
from registry.engagements.tables import Booking, BookingEvent
from registry.errors import NotFound
from registry.numbering import read_certificate_number
from registry.organisations import service as organisations
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.quarters import quarters
from registry.transactions import transaction


@dataclass(frozen=True, slots=True)
class Weighed:
    """A wish weighed against one pool, and the other pools that would allow it."""

    wish: Wish
    candidate: Candidate
    pool: Pool
    judgement: Judgement
    alternatives: tuple[Pool, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """An allotment with its balances in quarters."""

    id: UUID
    programme: str
    holder: UUID
    holder_name: str
    balances: dict[AccountKind, int]


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking and where it stands."""

    id: UUID
    municipality: str
    adviser: str | None
    wish: Wish
    state: BookingStep
    holder_name: str
    recorded_at: datetime


async def weigh(command: AskBooking, *, actor: Actor, now: datetime) -> Weighed:
    """What the judge would say now; nothing is written. Raises Invalid, UnknownCertificate, NotFound."""
    municipality = await _own_municipality(command.municipality, actor)
    wish = read_wish(command.first_day, command.last_day, quarters(command.days))
    candidate = await circumstances.candidate_by_number(read_certificate_number(command.certificate))
    pools = await circumstances.pools_for(municipality["organisation"], candidate, now=now)
    around = await circumstances.around(municipality, candidate, now=now)
    chosen = next((pool for pool in pools if pool.id == command.allotment), None)
    if chosen is None:
        raise NotFound
    others = tuple(pool for pool in pools if pool is not chosen and judge(wish, pool, around).passed)
    return Weighed(wish, candidate, chosen, judge(wish, chosen, around), others)


async def request(command: AskBooking, *, actor: Actor, now: datetime) -> UUID:
    """Book: the days are reserved when this returns. Raises BookingRefused with every check, and as `weigh` does.

    Rivals queue at the adviser's row, then at the allotment's, so that the judge sees what they left.
    """
    actor.must(Permission.BOOK)
    number = read_certificate_number(command.certificate)
    adviser = (await circumstances.candidate_by_number(number)).adviser
    async with transaction() as connection:
        await people.lock(adviser, connection=connection)
        await connection.execute("SELECT 1 FROM allotment WHERE id = $1 FOR NO KEY UPDATE", command.allotment)
        weighed = await weigh(command, actor=actor, now=now)
        if not weighed.judgement.passed:
            raise BookingRefused(weighed.judgement, alternatives=weighed.alternatives)
        municipality = await _own_municipality(command.municipality, actor)
        booking = Booking(
            allotment=weighed.pool.id,
            municipality=municipality["organisation"],
            adviser=adviser,
            first_day=weighed.wish.first_day,
            last_day=weighed.wish.last_day,
            quarters=weighed.wish.quarters,
            account=actor.account,
            recorded_at=now,
        )
        await Booking.insert(booking)
        reserve = Movement(PostingKind.RESERVE, weighed.pool.id, weighed.wish.quarters, booking=booking.id)
        await post(reserve, actor=actor, now=now)
        await _step(booking.id, BookingStep.REQUESTED, actor=actor, now=now)
    return booking.id


async def _own_municipality(code: str, actor: Actor) -> dict[str, Any]:
    municipality = await organisations.municipality_by_code(code)
    actor.must_for(Permission.BOOK, municipality["organisation"])
    return municipality


async def _step(booking: UUID, step: BookingStep, *, actor: Actor, now: datetime) -> None:
    facts: dict[str, object] = {"step": step}
    await BookingEvent.insert(
        BookingEvent(
            booking=booking,
            step=step.value,
            account=actor.account,
            facts=canonical_json({}),
            recorded_at=now,
        ),
    )
    await audit.record(Action.BOOKING_STEP, booking, actor=actor, at=now, facts=facts)


async def allotments_of(holders: Sequence[UUID]) -> list[Standing]:
    """The allotments of these municipalities and partnerships, with their balances."""
    if not holders:
        return []
    rows = (
        await Allotment.select(
            Allotment.id,
            Allotment.holder,
            Allotment.holder.name.as_alias("holder_name"),
            Allotment.programme.code.as_alias("programme"),
        )
        .where(Allotment.holder.is_in(list(holders)))
        .order_by(Allotment.recorded_at)
    )
    standing = await balances(row["id"] for row in rows)
    return [Standing(row["id"], row["programme"], row["holder"], row["holder_name"], standing[row["id"]]) for row in rows]


async def allotments_for(actor: Actor, *, now: datetime) -> list[Standing]:
    """The allotments that the actor's municipalities may book from today."""
    return await allotments_of(await _holders(actor, now))


async def _holders(actor: Actor, now: datetime) -> list[UUID]:
    own = actor.organisations_where(Permission.BOOK)
    pooled = [each for municipality in own for each in await organisations.partnerships_of(municipality, amsterdam_day(now))]
    return [*own, *pooled]


async def bookings_for(actor: Actor) -> list[Booked]:
    """The bookings of the actor's municipalities; an auditor sees all."""
    query = Booking.select(
        *Booking.all_columns(),
        Booking.municipality.name.as_alias("municipality_name"),
        Booking.allotment.holder.name.as_alias("holder_name"),
        Booking.adviser.person.as_alias("person"),
    )
    if not actor.sees_everything:
        own = list(actor.organisations_where(Permission.BOOK))
        if not own:
            return []
        query = query.where(Booking.municipality.is_in(own))
    rows = await query.order_by(Booking.recorded_at, ascending=False)
    last = await circumstances.last_steps([row["id"] for row in rows])
    names = await people.names_of(row["person"] for row in rows)
    return [
        Booked(
            id=row["id"],
            municipality=row["municipality_name"],
            adviser=str(names[row["person"]]) if row["person"] in names else None,
            wish=Wish(row["first_day"], row["last_day"], row["quarters"]),
            state=last[row["id"]],
            holder_name=row["holder_name"],
            recorded_at=row["recorded_at"],
        )
        for row in rows
    ]
