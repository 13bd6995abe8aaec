"""Reading bookings: a list of them, and one in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.bookings import standing
from registry.bookings.standing import Now
from registry.bookings.steps import BookingStep, RejectReason, State, WorkedDayEnding, state_after
from registry.engagements import changes, happenings, scope
from registry.engagements.asking import Asks
from registry.engagements.changes import Change
from registry.engagements.happenings import Happening
from registry.engagements.scope import Scope
from registry.engagements.seeking import BOOKINGS, WHICH
from registry.errors import NotFound
from registry.exports.cursor import Query, folded, named
from registry.exports.paging import Page
from registry.people import service as people
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from registry.transactions import fetch

PAGE_SIZE = 50

_LISTED = """
SELECT booking_now.*, town.name AS municipality_name, holder.name AS holder_name, programme.code AS programme,
    adviser.person, EXISTS (
        SELECT 1 FROM booking_change WHERE booking_change.booking = booking_now.id AND booking_change.ending IS NULL
    ) AS change_waits
FROM booking_now
JOIN organisation AS town ON town.id = booking_now.municipality
JOIN allotment ON allotment.id = booking_now.allotment
JOIN organisation AS holder ON holder.id = allotment.holder
JOIN programme ON programme.id = allotment.programme
JOIN adviser ON adviser.id = booking_now.adviser
WHERE booking_now.id = ANY($1) ORDER BY array_position($1::uuid[], booking_now.id)
"""
_WORKED = """
SELECT id, day, quarters, entered_at, ending, ended_at, reason FROM worked_day WHERE booking = $1 ORDER BY day, entered_at
"""
_BENEFICIARIES = """
SELECT name FROM organisation WHERE id IN (SELECT municipality FROM booking_beneficiary WHERE booking = $1) ORDER BY name
"""
_STANDING = [step for step in BookingStep if step not in (BookingStep.CHANGED, BookingStep.TRANSFERRED)]
_STEPS = {state: [step.value for step in _STANDING if state_after(step) is state] for state in State}
"""The steps after which a booking is in a state."""


_NAMED = f"""
($3 = '' OR municipality IN (SELECT id FROM organisation WHERE strpos({folded("name")}, {folded("$3")}) > 0)
    OR adviser IN (SELECT adviser.id FROM adviser JOIN person ON person.id = adviser.person
        WHERE strpos({folded(named("person"))}, {folded("$3")}) > 0))
"""  # noqa: S608  our own columns
_ASKING = {
    Asks.ANSWER: "(state = 'requested' OR id IN (SELECT booking FROM booking_change WHERE booking_change.ending IS NULL))",
    Asks.DAYS: "entered > 0",
}


@dataclass(frozen=True, slots=True)
class Engagement:
    """A booking as it stands, with the names of what it is about."""

    now: Now
    municipality: str
    holder_name: str
    programme: str
    adviser_name: str | None
    change_waits: bool


@dataclass(frozen=True, slots=True)
class WorkedEntry:
    """A day that was entered, and what became of it."""

    id: UUID
    day: date
    quarters: int
    entered_at: datetime
    ending: WorkedDayEnding | None
    ended_at: datetime | None
    reason: RejectReason | None


@dataclass(frozen=True, slots=True)
class InFull:
    """One booking with everything that belongs to it."""

    engagement: Engagement
    beneficiaries: tuple[str, ...]
    worked: tuple[WorkedEntry, ...]
    waiting_change: Change | None
    history: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The bookings that somebody asks for and may read: a condition on `booking_now` alone, an order by it, and the values."""

    condition: str
    order: str
    values: tuple[object, ...]

    @property
    def ids(self) -> Query:
        """Which they are."""
        return Query(f"SELECT id FROM booking_now WHERE {self.condition} ORDER BY {self.order}", self.values)  # noqa: S608  own conditions


async def read(booking: UUID, *, actor: Actor) -> InFull:
    """A booking that a municipality of the actor made, or that is for it; raises NotFound for any other."""
    return await _in_full(booking, await scope.of_municipality(actor))


async def read_own(booking: UUID, *, actor: Actor) -> InFull:
    """A booking of the adviser who acts; raises NotFound for any other."""
    return await _in_full(booking, scope.of_adviser(actor))


def chosen(choice: Choice, whose: Scope) -> Chosen:
    """Of the bookings in this scope those that were chosen, in the order that was."""
    known = BOOKINGS.known(choice)
    which = WHICH.get(known.stand)
    steps = _STEPS[which] if isinstance(which, State) else None
    asking = _ASKING[which] if isinstance(which, Asks) else "true"
    condition = f"({whose.condition}) AND {asking} AND ($2::text[] IS NULL OR state = ANY($2)) AND {_NAMED}"
    return Chosen(condition, BOOKINGS.ordered(known).columns, (whose.whom, steps, known.words))


async def page_of(choice: Choice, whose: Scope) -> Page[Engagement]:
    """The page of them that was chosen; beyond the last it is the last."""
    page = await chosen(choice, whose).ids.page(choice.page, size=PAGE_SIZE)
    return page.holding(await _engagements([row["id"] for row in page.rows]))


async def listed(choice: Choice, whose: Scope) -> list[Engagement]:
    """The bookings of that page; beyond the last there are none."""
    return await _engagements([row["id"] for row in await chosen(choice, whose).ids.rows(choice.page, size=PAGE_SIZE)])


async def _in_full(booking: UUID, whose: Scope) -> InFull:
    seen = await fetch(f"SELECT id FROM booking_now WHERE {whose.condition} AND id = $2", whose.whom, booking)  # noqa: S608  own conditions
    if not seen:
        raise NotFound
    [engagement] = await _engagements([booking])
    return InFull(
        engagement=engagement,
        beneficiaries=tuple(row["name"] for row in await fetch(_BENEFICIARIES, booking)),
        worked=tuple(_entry(row) for row in await fetch(_WORKED, booking)),
        waiting_change=await changes.waiting_of(booking),
        history=tuple(await happenings.of(booking)),
    )


async def _engagements(bookings: Sequence[UUID]) -> list[Engagement]:
    rows = await fetch(_LISTED, list(bookings)) if bookings else []
    names = await people.names_of(row["person"] for row in rows)
    return [
        Engagement(
            now=standing.from_row(row),
            municipality=row["municipality_name"],
            holder_name=row["holder_name"],
            programme=row["programme"],
            adviser_name=str(names[row["person"]]) if row["person"] in names else None,
            change_waits=row["change_waits"],
        )
        for row in rows
    ]


def _entry(row: Any) -> WorkedEntry:  # noqa: ANN401  a row of asyncpg
    ending = WorkedDayEnding(row["ending"]) if row["ending"] else None
    reason = RejectReason(row["reason"]) if row["reason"] else None
    return WorkedEntry(row["id"], row["day"], row["quarters"], row["entered_at"], ending, row["ended_at"], reason)
