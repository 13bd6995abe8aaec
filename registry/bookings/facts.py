"""What the one query of the judge finds, as it comes."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import msgspec

from registry.bookings.fitting import Availability, WorkingTime
from registry.bookings.matters import Engaged
from registry.bookings.steps import OPEN, BookingStep, state_after
from registry.certificates.rules import EventKind
from registry.people.rules import Name
from registry.schemes.rules import ScopeItem


class _Municipality(msgspec.Struct, frozen=True):
    organisation: UUID
    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    successors: list[tuple[str, str]] | None
    partnerships: list[UUID] | None


class PolicyFacts(msgspec.Struct, frozen=True):
    """The day policy that holds."""

    per_booking: int
    per_adviser: int
    per_adviser_per_year: int
    answer_days: int | None


class AllotmentFacts(msgspec.Struct, frozen=True):
    """An allotment, its accounts with their balances by kind, and the day policy of its holder, if there is one."""

    id: UUID
    holder: UUID
    holder_name: str
    programme: UUID
    programme_first_day: date
    programme_last_day: date
    first_day: date
    last_day: date
    schemes: list[str]
    policy: PolicyFacts | None
    accounts: dict[str, tuple[UUID, int]]


class _Intake(msgspec.Struct, frozen=True):
    programme: UUID
    holder: UUID
    municipality: UUID
    coordinators: list[UUID | None]
    completed: bool


class _Snapshot(msgspec.Struct, frozen=True):
    scheme: str
    scope: tuple[ScopeItem, ...]


class CertificateFacts(msgspec.Struct, frozen=True):
    """A certificate with what happened to it."""

    valid_from: date
    valid_until: date
    snapshot: _Snapshot
    events: list[tuple[EventKind, date, datetime]] | None


class _Booked(msgspec.Struct, frozen=True):
    municipality: UUID
    programme: UUID
    first_day: date
    last_day: date
    quarters: int
    used: int
    entered: int
    state: BookingStep
    waiting: tuple[date, date, int] | None


class _Person(msgspec.Struct, frozen=True):
    given_name: str
    family_prefix: str | None
    family_name: str


class Facts(msgspec.Struct, frozen=True):
    """What the one query found, as it came."""

    municipalities: list[_Municipality]
    pools: list[AllotmentFacts] | None
    intakes: list[_Intake] | None
    certificates: list[CertificateFacts] | None
    booked: list[_Booked] | None
    worked: list[tuple[date, int]] | None
    availability: list[tuple[date, date | None, tuple[int, ...]]] | None
    employments: list[tuple[UUID, date, date | None]] | None
    ties: list[tuple[UUID, date, date | None]] | None
    accounts: list[UUID] | None
    name: _Person | None
    reserved: int | None

    @property
    def adviser_name(self) -> str | None:
        """The adviser's name, unless they were erased."""
        return str(Name(self.name.given_name, self.name.family_prefix, self.name.family_name)) if self.name else None

    def time(self) -> WorkingTime:
        """When the adviser can work."""
        return WorkingTime(
            tuple(Availability(*each) for each in self.availability or ()),
            dict(self.worked or ()),
        )

    def engaged(self) -> tuple[Engaged, ...]:
        """The adviser's other bookings; of one that is over only what was used counts.

        Of a change that waits, what it asks beside its booking is still to be worked too.
        """
        return tuple(each for row in self.booked or () for each in _engaged(row))


def _engaged(row: _Booked) -> Iterator[Engaged]:
    is_open = state_after(row.state) in OPEN
    unworked = row.quarters - row.used - row.entered
    yield Engaged(
        row.municipality,
        row.programme,
        row.first_day,
        row.last_day,
        counted=row.quarters if is_open else row.used,
        unworked=unworked if is_open else 0,
    )
    if row.waiting is not None:
        first_day, last_day, quarters = row.waiting
        if (more := quarters - row.quarters) > 0:
            yield Engaged(row.municipality, row.programme, first_day, last_day, counted=more, unworked=more)
