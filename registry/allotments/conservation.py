"""Whether days were conserved (DESIGN §2.7): what must hold of postings and balances, told of plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias
from uuid import UUID

from registry.allotments.ledger import SIDES, AccountKind, PostingKind

Side: TypeAlias = tuple[UUID, AccountKind]
"""One account: its allotment and kind."""


class Rule(StrEnum):
    """What holds for the ledger, in quarters."""

    SIDES = "sides"
    """Every posting goes between the two accounts of its kind."""
    BALANCE = "balance"
    """What is kept of an account is what its postings make."""
    OVERDRAWN = "overdrawn"
    """No account has fewer than no days."""
    ALLOTMENT = "allotment"
    """Granted + received = available + reserved + used + expired + sent."""
    TRANSFERS = "transfers"
    """Over all allotments, what was sent was received."""
    RESERVED = "reserved"
    """Of an open booking, what was reserved and neither used nor released is what is not used yet, with what a change asks
    more; of one that ended it is the days that were entered and wait for the municipality."""
    USED = "used"
    """Of a booking, what was used are its approved worked days."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """What does not hold, of which allotment or booking, in quarters."""

    rule: Rule
    expected: int
    found: int
    allotment: UUID | None = None
    booking: UUID | None = None

    def __str__(self) -> str:
        named = (("allotment", self.allotment), ("booking", self.booking))
        whose = ", ".join(f"{name} {value}" for name, value in named if value is not None)
        return f"{self.rule.value}: {whose or 'the whole ledger'}: {self.found / 4:g} days instead of {self.expected / 4:g}"


@dataclass(frozen=True, slots=True)
class Posted:
    """One posting."""

    kind: PostingKind
    source: Side
    target: Side
    quarters: int
    booking: UUID | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What a booking should have in the ledger: so many quarters reserved in one allotment, and so many used in all."""

    allotment: UUID
    reserved: int
    used: int


NO_BOOKINGS: Mapping[UUID, Due] = MappingProxyType({})


def discrepancies(
    postings: Iterable[Posted], kept: Mapping[Side, int], bookings: Mapping[UUID, Due] = NO_BOOKINGS
) -> list[Discrepancy]:
    """Everything that does not hold of these postings, the balances that are kept and what each booking should have."""
    posted = list(postings)
    return [*_of_accounts(posted, kept), *_of_allotments(posted, kept), *_of_bookings(posted, bookings)]


def _of_accounts(posted: list[Posted], kept: Mapping[Side, int]) -> Iterator[Discrepancy]:
    made: Counter[Side] = Counter()
    for each in posted:
        kinds, within = (each.source[1], each.target[1]), each.source[0] == each.target[0]
        if kinds != SIDES[each.kind] or within is (each.kind is PostingKind.TRANSFER):
            yield Discrepancy(Rule.SIDES, 0, each.quarters, allotment=each.source[0], booking=each.booking)
        made[each.source] -= each.quarters
        made[each.target] += each.quarters
    for side in sorted({*made, *kept}):
        expected, found = made[side], kept.get(side, 0)
        if expected != found:
            yield Discrepancy(Rule.BALANCE, expected, found, allotment=side[0])
        if (-found if side[1] is AccountKind.GRANTED else found) < 0:
            yield Discrepancy(Rule.OVERDRAWN, 0, found, allotment=side[0])


def _of_allotments(posted: list[Posted], kept: Mapping[Side, int]) -> Iterator[Discrepancy]:
    came, went = Counter[UUID](), Counter[UUID]()
    for each in posted:
        if each.source[0] != each.target[0]:
            went[each.source[0]] += each.quarters
            came[each.target[0]] += each.quarters
    held = Counter[UUID]()
    for (allotment, kind), amount in kept.items():
        held[allotment] += 0 if kind is AccountKind.GRANTED else amount
        came[allotment] -= amount if kind is AccountKind.GRANTED else 0
    for allotment in sorted({*came, *went, *held}):
        if came[allotment] != held[allotment] + went[allotment]:
            yield Discrepancy(Rule.ALLOTMENT, came[allotment], held[allotment] + went[allotment], allotment=allotment)
    if over_all := sum(kept.values()):
        yield Discrepancy(Rule.TRANSFERS, 0, over_all)


def _of_bookings(posted: list[Posted], bookings: Mapping[UUID, Due]) -> Iterator[Discrepancy]:
    reserved, used = Counter[tuple[UUID | None, UUID]](), Counter[UUID | None]()
    for each in posted:
        if each.kind is PostingKind.RESERVE:
            reserved[each.booking, each.target[0]] += each.quarters
        if each.kind in (PostingKind.RELEASE, PostingKind.USE):
            reserved[each.booking, each.source[0]] -= each.quarters
        if each.kind is PostingKind.USE:
            used[each.booking] += each.quarters
    due: dict[tuple[UUID | None, UUID], int] = {(booking, each.allotment): each.reserved for booking, each in bookings.items()}
    for place in sorted({*reserved, *due}, key=str):
        if reserved[place] != due.get(place, 0):
            yield Discrepancy(Rule.RESERVED, due.get(place, 0), reserved[place], allotment=place[1], booking=place[0])
    for booking, expected in bookings.items():
        if used[booking] != expected.used:
            yield Discrepancy(Rule.USED, expected.used, used[booking], booking=booking)
