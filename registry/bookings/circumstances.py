"""Gathering what the judge of bookings must know, in one query: pools, caps, certificates, what is booked and worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from registry.bookings.covering import Bond, Held
from registry.bookings.facts import AllotmentFacts, CertificateFacts, Facts, PolicyFacts
from registry.bookings.gathering import CANDIDATE, FACTS, IN_TURN
from registry.bookings.matters import Caps, Existing, Pool
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import Event, Timeline
from registry.transactions import Connection, fetch


@dataclass(frozen=True, slots=True)
class Candidate:
    """The adviser a booking is about: the file with the certificate asked for, and all files and records of that person."""

    adviser: UUID
    files: tuple[UUID, ...]
    persons: tuple[UUID, ...]


async def candidate_by_number(number: str) -> Candidate:
    """The adviser with that certificate; raises UnknownCertificate."""
    rows = await fetch(CANDIDATE, number)
    if not rows:
        raise UnknownCertificate(number=number)
    adviser = next(row["id"] for row in rows if row["named"])
    return Candidate(adviser, tuple(row["id"] for row in rows), tuple(row["person"] for row in rows))


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom is asked: codes of the booking municipality and the beneficiaries; or a booking that stands, by id."""

    municipality: str
    beneficiaries: tuple[str, ...]
    first_day: date
    booking: UUID | None = None
    allotment: UUID | None = None

    @property
    def codes(self) -> list[str]:
        """Every municipality of the booking, the booking one first."""
        return list(dict.fromkeys((self.municipality, *self.beneficiaries)))


_DECODER = msgspec.json.Decoder(Facts)


async def facts_of(candidate: Candidate, asked: Asked, *, day: date) -> Facts:
    """All that must be known of the adviser, the municipalities and their pools on a day, read at one moment."""
    [row] = await fetch(
        FACTS,
        list(candidate.files),
        list(candidate.persons),
        candidate.adviser,
        asked.codes,
        asked.municipality,
        day,
        asked.first_day,
        asked.booking,
        asked.allotment,
    )
    return _DECODER.decode(row["facts"])


async def facts_in_turn(
    number: str, asked: Asked, *, booking: UUID, day: date, connection: Connection
) -> tuple[Candidate, Facts] | None:
    """The adviser with that certificate and `facts_of` them; None when this booking is there already.

    Rivals for the adviser queue here until the transaction ends, as at `people.lock`. Raises UnknownCertificate.
    """
    row = await connection.fetchrow(IN_TURN, number, asked.codes, asked.municipality, day, asked.first_day, booking)
    if row is None or row["files"] is None:
        raise UnknownCertificate(number=number)
    if row["made"]:
        return None
    return Candidate(row["adviser"], tuple(row["files"]), tuple(row["persons"])), _DECODER.decode(row["facts"])


def existing(facts: Facts, asked: Asked) -> tuple[Existing, ...]:
    """The municipalities of the booking, the booking one first; codes that nobody has are left out."""
    by_code = {each.code: each for each in facts.municipalities}
    return tuple(
        Existing(each.organisation, each.name, each.valid_from, each.valid_to, tuple(each.successors or ()))
        for each in (by_code[code] for code in asked.codes if code in by_code)
    )


def pools(facts: Facts, asked: Asked) -> list[Pool]:
    """The pools that were found, each as the judge takes it; without a day policy one cannot be judged."""
    return [_pool(each, each.policy, facts, asked) for each in facts.pools or () if each.policy is not None]


def _pool(row: AllotmentFacts, policy: PolicyFacts, facts: Facts, asked: Asked) -> Pool:
    worked_for = asked.beneficiaries or (asked.municipality,)
    ours = [each for each in facts.municipalities if each.code in worked_for]
    intakes = [
        each
        for each in facts.intakes or ()
        if each.programme == row.programme and row.holder in (each.holder, each.municipality)
    ]
    named = {each.municipality for each in intakes if each.completed}
    return Pool(
        id=row.id,
        holder=row.holder,
        holder_name=row.holder_name,
        programme=row.programme,
        programme_first_day=row.programme_first_day,
        programme_last_day=row.programme_last_day,
        first_day=row.first_day,
        last_day=row.last_day,
        available=row.accounts["available"][1],
        unnamed=tuple(each.name for each in ours if each.organisation not in named),
        outsiders=tuple(
            each.name for each in facts.municipalities if row.holder not in (each.organisation, *(each.partnerships or ()))
        ),
        coordinators=frozenset(who for each in intakes for who in each.coordinators if who is not None),
        caps=Caps(policy.per_booking, policy.per_adviser, policy.per_adviser_per_year),
        held=tuple(_held(each) for each in facts.certificates or () if each.snapshot.scheme in row.schemes),
    )


def _held(row: CertificateFacts) -> Held:
    events = [Event(*each) for each in row.events or ()]
    return Held(Timeline(row.valid_from, row.valid_until, events), frozenset(item.code for item in row.snapshot.scope))


def bonds(rows: Sequence[tuple[UUID, date, date | None]] | None) -> tuple[Bond, ...]:
    """Employments or ties as the judge takes them."""
    return tuple(Bond(*each) for each in rows or ())
