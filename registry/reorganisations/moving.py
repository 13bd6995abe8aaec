"""The days and bookings of municipalities that ended become the successor's; inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, open_allotment, post_all
from registry.bookings.standing import Now
from registry.bookings.steps import BookingStep
from registry.bookings.tables import BookingTerms
from registry.engagements.stepping import take_all
from registry.permissions import Actor
from registry.reorganisations import reading
from registry.reorganisations.errors import Overtaken
from registry.reorganisations.reading import Allotted, Unfinished
from registry.transactions import Connection, current_connection

_OPENED = """
INSERT INTO allotment (id, programme, holder, recorded_at)
SELECT gen_random_uuid(), programme, $2, $3 FROM allotment WHERE holder = ANY($1) GROUP BY programme ON CONFLICT DO NOTHING
"""
_LOCKED_ALLOTMENTS = "SELECT programme FROM allotment WHERE holder = ANY($1) ORDER BY holder, id FOR NO KEY UPDATE"
_LOCKED_ACCOUNTS = """
SELECT 1 FROM day_account JOIN allotment ON allotment.id = day_account.allotment
WHERE allotment.holder = ANY($1) ORDER BY day_account.id FOR NO KEY UPDATE OF day_account
"""
_NONE_GIVEN_MEANWHILE = "SELECT pg_advisory_xact_lock(hashtext('days are given'))"
_ALSO_FOR = """
INSERT INTO booking_beneficiary (id, booking, municipality)
SELECT gen_random_uuid(), unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Passing:
    """What the predecessors had passes to the successor on a day; organisations by id."""

    id: UUID
    predecessors: tuple[UUID, ...]
    successor: UUID
    effective_on: date

    def heir_of(self, municipality: UUID) -> UUID:
        """The successor of a predecessor; any other municipality stays who it is."""
        return self.successor if municipality in self.predecessors else municipality


async def locked_allotments(passing: Passing, *, connection: Connection, now: datetime) -> list[Allotted]:
    """The predecessors' allotments, one of the successor opened beside each, all of them locked with their accounts.

    By holder, as whoever completes an intake takes them; then the accounts by id, as whoever posts takes those. From then on
    nobody grants or transfers days until the transaction ends: raises Overtaken where somebody did so, to an allotment that
    was not there before.
    """
    predecessors = list(passing.predecessors)
    everyone = [*predecessors, passing.successor]
    await connection.execute(_OPENED, predecessors, passing.successor, now)
    locked = await connection.fetch(_LOCKED_ALLOTMENTS, everyone)
    for programme in {row["programme"] for row in locked}:
        await open_allotment(programme, passing.successor, connection=connection, now=now)
    await connection.execute(_LOCKED_ACCOUNTS, everyone)
    there = {each.id for each in await reading.allotments_of(predecessors)}
    await connection.execute(_NONE_GIVEN_MEANWHILE)
    found = await reading.allotments_of(predecessors)
    if not {each.id for each in found} <= there:
        raise Overtaken
    return found


def quarters_passing(allotments: Sequence[Allotted], bookings: Unfinished) -> dict[UUID, int]:
    """How many quarters leave each allotment: what is available, and what is reserved for its unfinished bookings."""
    passing = {each.id: each.available for each in allotments}
    for each in bookings.theirs:
        if each.allotment in passing:
            passing[each.allotment] += bookings.reserved.get(each.id, 0)
    return passing


async def pass_days(
    allotments: Sequence[Allotted], bookings: Unfinished, passing: Passing, *, actor: Actor, now: datetime
) -> dict[UUID, UUID]:
    """Reserved days are released, what is left goes over, and is reserved again there; used and expired days stay.

    Returns by each allotment of a predecessor the one of the successor.
    """
    own = {each.programme: each.id for each in await reading.allotments_of([passing.successor])}
    new = {each.id: own[each.programme] for each in allotments}
    reserved = [(each, bookings.reserved.get(each.id, 0)) for each in bookings.theirs if each.allotment in new]
    held = [(each, quarters) for each, quarters in reserved if quarters > 0]
    movements = [
        *(_for_booking(PostingKind.RELEASE, each.allotment, quarters, each, passing) for each, quarters in held),
        *(
            Movement(PostingKind.TRANSFER, allotment, quarters, to=new[allotment], origin=passing.id)
            for allotment, quarters in quarters_passing(allotments, bookings).items()
            if quarters > 0
        ),
        *(_for_booking(PostingKind.RESERVE, new[each.allotment], quarters, each, passing) for each, quarters in held),
    ]
    await post_all(movements, actor=actor, now=now)
    return new


def _for_booking(kind: PostingKind, allotment: UUID, quarters: int, booking: Now, passing: Passing) -> Movement:
    return Movement(kind, allotment, quarters, booking=booking.id, origin=passing.id)


async def pass_bookings(bookings: Unfinished, new: dict[UUID, UUID], passing: Passing, *, actor: Actor, now: datetime) -> None:
    """Unfinished bookings are the successor's, under new terms; those for a predecessor are for the successor too.

    Period, days, adviser and state stay as they were; so does the municipality of a booking that another made from a
    predecessor's days.
    """
    if bookings.theirs:
        await BookingTerms.insert(*(_terms(each, new, passing, actor=actor, now=now) for each in bookings.theirs))
        facts = {each.id: _facts(each, passing) for each in bookings.theirs}
        await take_all(BookingStep.TRANSFERRED, bookings.theirs, facts, actor=actor, now=now)
    named = [each.id for each in bookings.named]
    await current_connection().execute(_ALSO_FOR, named, passing.successor)


def _facts(booking: Now, passing: Passing) -> dict[str, object]:
    return {"from": booking.municipality, "to": passing.heir_of(booking.municipality), "reorganisation": passing.id}


def _terms(booking: Now, new: dict[UUID, UUID], passing: Passing, *, actor: Actor, now: datetime) -> BookingTerms:
    return BookingTerms(
        booking=booking.id,
        allotment=new.get(booking.allotment, booking.allotment),
        municipality=passing.heir_of(booking.municipality),
        first_day=booking.first_day,
        last_day=booking.last_day,
        quarters=booking.quarters,
        account=actor.account,
        recorded_at=now,
    )
