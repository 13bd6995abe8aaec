"""What a reorganisation is about: which municipalities ended, who may take over, and what they still have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.bookings import standing
from registry.bookings.standing import Now
from registry.bookings.steps import OPEN
from registry.organisations import service as organisations
from registry.organisations.errors import UnknownMunicipality
from registry.reorganisations.rules import Ended, Named, heirs_of
from registry.transactions import fetch

_PASSED = """
SELECT old.code, municipality.code AS successor
FROM reorganised_municipality AS passed
JOIN reorganisation ON reorganisation.id = passed.reorganisation
JOIN municipality AS old ON old.organisation = passed.municipality
JOIN municipality ON municipality.organisation = reorganisation.successor
"""
_CONCERNED = """
SELECT id FROM booking WHERE municipality = ANY($1) OR allotment IN (SELECT id FROM allotment WHERE holder = ANY($1))
UNION
SELECT booking FROM booking_terms
WHERE municipality = ANY($1) OR allotment IN (SELECT id FROM allotment WHERE holder = ANY($1))
UNION
SELECT booking FROM booking_beneficiary WHERE municipality = ANY($1)
"""
_NAMING = "SELECT DISTINCT booking FROM booking_beneficiary WHERE municipality = ANY($1) AND booking = ANY($2)"
_RESERVED = """
SELECT booking, sum(CASE kind WHEN 'reserve' THEN quarters ELSE -quarters END)::integer AS quarters FROM day_posting
WHERE booking = ANY($1) AND kind IN ('reserve', 'use', 'release') GROUP BY booking
"""
_ALLOTMENTS = """
SELECT allotment.id, allotment.programme, programme.code AS programme_code, allotment.holder, organisation.name AS holder_name,
    coalesce(sum(balance) FILTER (WHERE day_account.kind = 'available'), 0)::integer AS available,
    coalesce(sum(balance) FILTER (WHERE day_account.kind = 'reserved'), 0)::integer AS reserved,
    coalesce(sum(balance) FILTER (WHERE day_account.kind = 'used'), 0)::integer AS used,
    coalesce(sum(balance) FILTER (WHERE day_account.kind = 'expired'), 0)::integer AS expired
FROM allotment
JOIN programme ON programme.id = allotment.programme
JOIN organisation ON organisation.id = allotment.holder
JOIN day_account ON day_account.allotment = allotment.id
WHERE allotment.holder = ANY($1)
GROUP BY allotment.id, programme.id, organisation.id ORDER BY programme.first_day, programme.code, organisation.name
"""
_DUE = """
SELECT municipality.code FROM municipality
WHERE valid_to IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM reorganised_municipality WHERE municipality = municipality.organisation)
AND (
    EXISTS (SELECT 1 FROM allotment JOIN day_account ON day_account.allotment = allotment.id
        WHERE allotment.holder = municipality.organisation AND day_account.kind IN ('available', 'reserved') AND balance > 0)
    OR EXISTS (SELECT 1 FROM membership WHERE organisation = municipality.organisation AND ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM partnership_member WHERE partnership_member.municipality = municipality.organisation
        AND (partnership_member.valid_to IS NULL OR partnership_member.valid_to > municipality.valid_to))
    OR EXISTS (SELECT 1 FROM region_member WHERE region_member.municipality = municipality.organisation
        AND (region_member.valid_to IS NULL OR region_member.valid_to > municipality.valid_to))
    OR EXISTS (SELECT 1 FROM intake WHERE holder = municipality.organisation AND NOT EXISTS (SELECT 1 FROM intake_event
        WHERE intake_event.intake = intake.id AND step IN ('completed', 'taken-over', 'cancelled')))
    OR EXISTS (SELECT 1 FROM booking_now WHERE (state IN ('requested', 'accepted', 'frozen', 'resumed') OR entered > 0)
        AND booking_now.municipality = municipality.organisation AND booking_now.id IN (
            SELECT id FROM booking WHERE booking.municipality = municipality.organisation
            UNION ALL SELECT booking FROM booking_terms WHERE booking_terms.municipality = municipality.organisation))
)
ORDER BY municipality.code
"""


@dataclass(frozen=True, slots=True)
class Map:
    """The municipalities of the registry, who succeeded whom, and who passed on what they had."""

    organisations: Mapping[str, UUID]
    names: Mapping[str, str]
    last_days: Mapping[str, date | None]
    successors: Mapping[str, Sequence[str]]
    passed: Mapping[str, str]

    def named(self, code: str) -> Named:
        """The municipality with that code; raises UnknownMunicipality."""
        if code not in self.names:
            raise UnknownMunicipality(code=code)
        return Named(code, self.names[code])

    def ended(self, code: str) -> Ended:
        """It as one that passes on; raises UnknownMunicipality."""
        heirs = tuple(self.named(heir) for heir in heirs_of(code, self.successors, self.passed))
        passed_to = self.names[self.passed[code]] if code in self.passed else None
        return Ended(code, self.named(code).name, self.last_days[code], heirs, passed_to)


async def municipalities() -> Map:
    """All of them, with what was passed on so far."""
    known = await organisations.municipalities()
    passed = await fetch(_PASSED)
    return Map(
        organisations={each.code: each.id for each in known},
        names={each.code: each.name for each in known},
        last_days={each.code: each.valid_to for each in known},
        successors={each.code: each.successor_codes for each in known},
        passed={row["code"]: row["successor"] for row in passed},
    )


async def due() -> list[str]:
    """The codes of municipalities that end or ended, still have something, and did not pass it on."""
    return [row["code"] for row in await fetch(_DUE)]


@dataclass(frozen=True, slots=True)
class Allotted:
    """An allotment with its balances, in quarters."""

    id: UUID
    programme: UUID
    programme_code: str
    holder: UUID
    holder_name: str
    available: int
    reserved: int
    used: int
    expired: int


async def allotments_of(holders: Sequence[UUID]) -> list[Allotted]:
    """The allotments of these municipalities, by programme and holder."""
    return [Allotted(**dict(row)) for row in await fetch(_ALLOTMENTS, list(holders))]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The bookings that a reorganisation is about: those that are open, or have a worked day that nobody answered.

    `theirs` pass to the successor; `named` are those that are for a predecessor, theirs or not. `reserved`: quarters of each.
    """

    theirs: tuple[Now, ...]
    named: tuple[Now, ...]
    reserved: Mapping[UUID, int]

    @property
    def advisers(self) -> frozenset[UUID]:
        """Whose bookings they are."""
        return frozenset(each.adviser for each in (*self.theirs, *self.named))


async def unfinished(predecessors: Sequence[UUID]) -> Unfinished:
    """The unfinished bookings of these municipalities, of their allotments or for them."""
    concerned = [row["id"] for row in await fetch(_CONCERNED, list(predecessors))]
    found = [each for each in (await standing.of(concerned)).values() if each.state in OPEN or each.entered]
    pools = {each.id for each in await allotments_of(predecessors)}
    theirs = [each for each in found if each.municipality in predecessors or each.allotment in pools]
    named = {row["booking"] for row in await fetch(_NAMING, list(predecessors), [each.id for each in found])}
    reserved = await fetch(_RESERVED, [each.id for each in theirs])
    return Unfinished(
        theirs=tuple(sorted(theirs, key=lambda each: (each.first_day, each.id))),
        named=tuple(each for each in found if each.id in named),
        reserved={row["booking"]: row["quarters"] for row in reserved},
    )
