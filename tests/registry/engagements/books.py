"""The books of days, made up anew from their entries: what every test of days may ask after anything that happened."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from registry.bookings.steps import OPEN, State
from registry.transactions import fetch

_POSTINGS = """
SELECT day_posting.kind, quarters, booking, source.allotment AS source, target.allotment AS target
FROM day_posting JOIN day_account AS source ON source.id = source JOIN day_account AS target ON target.id = target
WHERE source.allotment = ANY($1)
"""
_KEPT = "SELECT allotment, kind, balance FROM day_account WHERE allotment = ANY($1)"
_ALLOTMENTS = "SELECT allotment.id FROM allotment JOIN programme ON programme.id = programme WHERE $1 IN ('', code)"
_BOOKINGS = """
SELECT booking_now.id, allotment, state, booking_now.quarters, used, entered,
    coalesce((SELECT quarters FROM booking_change WHERE booking = booking_now.id AND ending IS NULL), 0) AS asked
FROM booking_now WHERE allotment = ANY($1)
"""
_APPROVED_TWICE = """
SELECT count(*) - count(DISTINCT posting) FROM worked_day WHERE posting IS NOT NULL
"""
_OVER_A_DAY = """
SELECT files.person, day FROM worked_day JOIN adviser AS files ON files.id = adviser
WHERE ending IS NULL OR ending = 'approved' GROUP BY files.person, day HAVING sum(quarters) > 4
"""
_LEFT_BEHIND = """
SELECT allotment, kind, balance FROM day_account JOIN allotment ON allotment.id = allotment
JOIN reorganised_municipality ON municipality = holder
WHERE allotment.id = ANY($1) AND kind IN ('available', 'reserved') AND balance <> 0
"""
_STATES = {
    "requested": State.REQUESTED,
    "accepted": State.ACTIVE,
    "resumed": State.ACTIVE,
    "frozen": State.FROZEN,
    "declined": State.DECLINED,
    "lapsed": State.LAPSED,
    "completed": State.COMPLETED,
    "cancelled": State.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Posting:
    """Quarters that moved, between which allotments, for which booking."""

    kind: str
    quarters: int
    source: UUID
    target: UUID
    booking: UUID | None


@dataclass(frozen=True, slots=True)
class Held:
    """A booking, and the quarters that must stand reserved for it."""

    id: UUID
    allotment: UUID
    quarters: int


Sides = Counter[tuple[UUID, str]]


def made_up(postings: Iterable[Posting]) -> Sides:
    """What each side of each allotment comes to, sent and received among them; written apart from the registry's own rules."""
    sides: Sides = Counter()
    for each in postings:
        lost, gained = {
            "grant": ("", "granted available"),
            "reserve": ("available", "reserved"),
            "use": ("reserved", "used"),
            "release": ("reserved", "available"),
            "expire": ("available", "expired"),
            "correct": ("granted available", ""),
            "transfer": ("available", "available"),
        }[each.kind]
        for side in lost.split():
            sides[each.source, side] -= each.quarters
        for side in gained.split():
            sides[each.target, side] += each.quarters
        if each.kind == "transfer":
            sides[each.source, "sent"] += each.quarters
            sides[each.target, "received"] += each.quarters
    return sides


def unbalanced(sides: Sides) -> list[str]:
    """Allotments in which granted + received is not available + reserved + used + expired + sent, or a side below nothing."""
    wrong = [f"{allotment}: {side} is {quarters}" for (allotment, side), quarters in sides.items() if quarters < 0]
    for allotment in {allotment for allotment, _ in sides}:
        came = sides[allotment, "granted"] + sides[allotment, "received"]
        went = sum(sides[allotment, side] for side in ("available", "reserved", "used", "expired", "sent"))
        if came != went:
            wrong.append(f"{allotment}: {came} came, {went} went")
    sent, received = (sum(each for (_, side), each in sides.items() if side == name) for name in ("sent", "received"))
    return [*wrong, *([f"{sent} sent, {received} received"] if sent != received else [])]


def off(bookings: Sequence[Held], postings: Iterable[Posting]) -> list[str]:
    """Bookings for which another number of quarters stands reserved than they still need, and allotments likewise."""
    reserved: Counter[tuple[UUID, UUID]] = Counter()
    for each in postings:
        if each.booking is not None and each.kind in ("reserve", "use", "release"):
            reserved[each.booking, each.source] += each.quarters if each.kind == "reserve" else -each.quarters
    for held in bookings:
        reserved[held.id, held.allotment] -= held.quarters
    return [f"booking {booking} has {over} too many reserved in {pool}" for (booking, pool), over in reserved.items() if over]


async def faults(programme: str = "") -> list[str]:
    """Everything in the books that does not add up, of one programme or of all; nothing when all does."""
    allotments = [row["id"] for row in await fetch(_ALLOTMENTS, programme)]
    postings = [Posting(**dict(row)) for row in await fetch(_POSTINGS, allotments)]
    bookings = await fetch(_BOOKINGS, allotments)
    sides = made_up(postings)
    wrong = [*unbalanced(sides), *off([_held(row) for row in bookings], postings)]
    for row in await fetch(_KEPT, allotments):
        made = sides[row["allotment"], row["kind"]] * (-1 if row["kind"] == "granted" else 1)
        if made != row["balance"]:
            wrong.append(f"{row['allotment']}: {row['kind']} is kept as {row['balance']}, and made up {made}")
    wrong += [f"{row['person']} works more than a day on {row['day']}" for row in await fetch(_OVER_A_DAY)]
    for row in await fetch(_LEFT_BEHIND, allotments):
        wrong.append(f"{row['allotment']}: {row['balance']} {row['kind']}, and its municipality passed on what it had")
    if (await fetch(_APPROVED_TWICE))[0][0]:
        wrong.append("a posting approves more than one day")
    return [*wrong, *_used_otherwise(bookings, postings)]


def _held(row: Any) -> Held:
    """All its quarters, or all that a change asks where that is more, without those used; once it ended, the days that wait."""
    needed = max(row["quarters"], row["asked"]) - row["used"]
    return Held(row["id"], row["allotment"], needed if _STATES[row["state"]] in OPEN else row["entered"])


def _used_otherwise(bookings: Iterable[Any], postings: Iterable[Posting]) -> list[str]:
    """Bookings that used other quarters than those of their approved days."""
    used: Counter[UUID] = Counter()
    for each in postings:
        if each.kind == "use" and each.booking is not None:
            used[each.booking] += each.quarters
    for row in bookings:
        used[row["id"]] -= row["used"]
    return [f"booking {booking} used {over} more than was approved" for booking, over in used.items() if over]
