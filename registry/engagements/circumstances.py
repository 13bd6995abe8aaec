"""Gathering what the judge of bookings must know: pools, caps, certificates, what is booked already."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.allotments.tables import Allotment
from registry.certificates import service as certificates
from registry.certificates.rules import Timeline
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.engagements.rules import Caps, Circumstances, Pool
from registry.engagements.steps import BookingStep
from registry.engagements.tables import Booking, BookingEvent
from registry.intakes.rules import IntakeStep
from registry.intakes.tables import Intake, IntakeEvent, IntakeMember
from registry.organisations import service as organisations
from registry.people import service as people
from registry.programmes import service as programmes

_NO_LONGER_COUNTS = frozenset({BookingStep.DECLINED, BookingStep.LAPSED, BookingStep.CANCELLED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """The adviser a booking is about, found by a certificate number."""

    adviser: UUID
    person: UUID
    name: str | None
    timelines: tuple[tuple[str, Timeline], ...]


async def candidate_by_number(number: str) -> Candidate:
    """The adviser with that certificate, and every certificate they hold by scheme; raises UnknownCertificate."""
    adviser = (await certificates.by_number(number)).adviser
    person = (await people.persons_of([adviser]))[adviser]
    name = (await people.names_of([person])).get(person)
    held = await certificates.of_advisers([adviser])
    return Candidate(
        adviser=adviser,
        person=person,
        name=str(name) if name else None,
        timelines=tuple((each.scheme, each.timeline) for each in held),
    )


async def pools_for(municipality: UUID, candidate: Candidate, *, now: datetime) -> list[Pool]:
    """Every pool the municipality may book from today: its own, and those of its partnerships."""
    day = amsterdam_day(now)
    holders = [municipality, *await organisations.partnerships_of(municipality, day)]
    rows = (
        await Allotment.select(
            Allotment.id,
            Allotment.holder,
            Allotment.holder.name.as_alias("holder_name"),
            Allotment.programme,
            Allotment.programme.first_day.as_alias("first_day"),
            Allotment.programme.last_day.as_alias("last_day"),
            Allotment.programme.schemes.as_alias("schemes"),
        )
        .where(Allotment.holder.is_in(holders))
        .order_by(Allotment.recorded_at)
    )
    standing = await balances(row["id"] for row in rows)
    return [await _pool(row, standing[row["id"]], municipality, candidate, day) for row in rows]


async def _pool(
    row: dict[str, Any], standing: dict[AccountKind, int], municipality: UUID, candidate: Candidate, day: date
) -> Pool:
    policy = await programmes.policy_on(row["programme"], day)
    named, coordinators = await _intakes(row, municipality)
    return Pool(
        id=row["id"],
        holder=row["holder"],
        holder_name=row["holder_name"],
        programme_first_day=row["first_day"],
        programme_last_day=row["last_day"],
        available=standing[AccountKind.AVAILABLE],
        intake_completed=named,
        coordinators=coordinators,
        caps=Caps(policy["per_booking"], policy["per_adviser"], policy["per_adviser_per_year"]),
        timelines=tuple(timeline for scheme, timeline in candidate.timelines if scheme in row["schemes"]),
    )


async def _intakes(row: dict[str, Any], municipality: UUID) -> tuple[bool, frozenset[UUID]]:
    """Whether a completed intake of this pool names the municipality, and who coordinated its intakes."""
    held = await Intake.select(Intake.id, Intake.coordinator).where(
        Intake.programme == row["programme"],
        Intake.holder == row["holder"],
        Intake.id.is_in(IntakeMember.select(IntakeMember.intake).where(IntakeMember.municipality == municipality)),
    )
    completed = await IntakeEvent.count().where(
        IntakeEvent.intake.is_in([each["id"] for each in held] or [None]),
        IntakeEvent.step == IntakeStep.COMPLETED.value,
    )
    return completed > 0, frozenset(each["coordinator"] for each in held)


async def around(municipality: dict[str, Any], candidate: Candidate, *, now: datetime) -> Circumstances:
    """Everything beside the pool: the municipality's dates, the adviser's employers, and what is booked already."""
    day = amsterdam_day(now)
    booked = await _counting_bookings(candidate.adviser)
    per_year: dict[int, int] = {}
    for each in booked:
        for year in range(each["first_day"].year, each["last_day"].year + 1):
            per_year[year] = per_year.get(year, 0) + each["quarters"]
    return Circumstances(
        municipality=municipality["organisation"],
        exists_from=municipality["valid_from"],
        exists_through=municipality["valid_to"],
        adviser_person=candidate.person,
        adviser_employers=await people.employers_of(candidate.person, day),
        booked_with_adviser=sum(each["quarters"] for each in booked if each["municipality"] == municipality["organisation"]),
        booked_of_adviser=per_year,
        known_at=ALL_ON_RECORD,
        today=day,
    )


async def _counting_bookings(adviser: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Booking.select().where(Booking.adviser == adviser)
    last = await last_steps([row["id"] for row in rows])
    return [row for row in rows if last[row["id"]] not in _NO_LONGER_COUNTS]


async def last_steps(bookings: list[UUID]) -> dict[UUID, BookingStep]:
    """The last step of each booking: where it stands."""
    if not bookings:
        return {}
    rows = (
        await BookingEvent.select(BookingEvent.booking, BookingEvent.step)
        .where(
            BookingEvent.booking.is_in(bookings),
        )
        .order_by(BookingEvent.id)
    )
    return {row["booking"]: BookingStep(row["step"]) for row in rows}
