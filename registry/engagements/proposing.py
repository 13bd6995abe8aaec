"""Other advisers who fit, for a booking that lost its adviser: on the public list, and judged like any wish."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from registry.bookings.addressing import TICKED_MUNICIPALITY, TICKED_PART, address, tick_all
from registry.bookings.checks import CheckCode
from registry.bookings.gathering import CONCERNED
from registry.bookings.rules import Judgement
from registry.bookings.schemas import AskBooking
from registry.bookings.standing import Now
from registry.bookings.steps import State
from registry.bookings.weighing import weigh
from registry.certificates.rules import Status
from registry.certificates.standing import STATUSES
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.engagements.consequences import day_that_counts
from registry.errors import RegistryError
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.quarters import days
from registry.schemes.rules import SchemeRules
from registry.transactions import fetch

MOST = 5
"""Advisers proposed."""
_WEIGHED = 25
"""Advisers asked about at most, those most like the one lost first."""

_ENDED_WITH_CERTIFICATE = """
SELECT 1 FROM booking_event WHERE booking = $1 AND step = 'cancelled' AND facts ->> 'cause' = 'certificate-ended'
"""
_VERSIONS = """
SELECT scheme_version.id, scheme_version.content::text AS content FROM allotment
    JOIN programme ON programme.id = allotment.programme
    JOIN scheme ON scheme.code = ANY(programme.schemes) JOIN scheme_version ON scheme_version.scheme = scheme.id
WHERE allotment.id = $1
"""
_ALIKE = f"""
WITH said AS (SELECT DISTINCT ON (adviser) adviser, specialisms, provinces FROM adviser_profile ORDER BY adviser, id DESC),
lost AS (SELECT said.specialisms, said.provinces FROM (SELECT $4::uuid AS id) AS of LEFT JOIN said ON said.adviser = of.id),
valid AS (SELECT id FROM ({STATUSES}) AS standing WHERE status = '{Status.VALID}'),
listed AS (
    SELECT DISTINCT ON (coalesce(adviser_merge.counts_as, adviser.id))
        certificate.number, personal_value.value AS holder,
        CASE WHEN 'specialisms' = ANY(consent.given) THEN said.specialisms END AS specialisms,
        CASE WHEN 'provinces' = ANY(consent.given) THEN said.provinces END AS provinces
    FROM valid
        JOIN certificate ON certificate.id = valid.id
        JOIN adviser ON adviser.id = certificate.adviser
        JOIN personal_value ON personal_value.commitment = certificate.holder
        LEFT JOIN said ON said.adviser = adviser.id
        LEFT JOIN adviser_merge ON adviser_merge.duplicate = adviser.id AND adviser_merge.undone_at IS NULL
        CROSS JOIN LATERAL (
            SELECT array_agg(field) AS given FROM (
                SELECT DISTINCT ON (field) field, kind FROM consent_event
                WHERE consent_event.adviser = adviser.id ORDER BY field, id DESC) AS latest
            WHERE kind = 'given') AS consent
    WHERE 'name' = ANY(consent.given) AND adviser.id NOT IN (SELECT files_of_same_person($4))
    ORDER BY coalesce(adviser_merge.counts_as, adviser.id), certificate.valid_until DESC
)
SELECT listed.number, listed.holder, coalesce(listed.specialisms, '{{}}') AS specialisms,
    coalesce(listed.provinces, '{{}}') AS provinces FROM listed CROSS JOIN lost
ORDER BY (SELECT count(*) FROM unnest(listed.specialisms) AS item WHERE item = ANY(lost.specialisms)) DESC,
    (SELECT count(*) FROM unnest(listed.provinces) AS item WHERE item = ANY(lost.provinces)) DESC, listed.number
LIMIT $5
"""  # noqa: S608  our own texts
"""Advisers who let themselves be listed with a valid certificate ($1 day, $2 known at, $3 versions), the like of $4 first."""


@dataclass(frozen=True, slots=True)
class Other:
    """An adviser who fits, as the public list has them; `path` is the booking form, filled in for the days that are left.

    `after_cancelling`: the allotment has room once the booking that is frozen has been cancelled.
    """

    certificate: str
    name: str
    specialisms: tuple[str, ...]
    provinces: tuple[str, ...]
    path: str
    after_cancelling: bool


async def others_for(booking: Now, *, actor: Actor, now: datetime) -> list[Other]:
    """Others who may be booked for the days not worked: of a booking that is frozen, or that ended with a certificate.

    At most five, as the judge says now; none for who may not book for its municipality, or when no day is left.
    """
    today = amsterdam_day(now)
    may_book = booking.municipality in actor.organisations_where(Permission.BOOK)
    if not may_book or booking.unworked <= 0 or booking.last_day < today or not await _lost_its_adviser(booking):
        return []
    found: list[Other] = []
    first = day_that_counts(booking.first_day, today)
    codes = await fetch(CONCERNED, booking.id, booking.municipality, today)
    for row in await _alike(booking, first):
        other = await _weighed(row, booking, first, codes, actor=actor, now=now)
        found += [other] if other else []
        if len(found) == MOST:
            break
    return found


async def _lost_its_adviser(booking: Now) -> bool:
    if booking.state is State.CANCELLED:
        return bool(await fetch(_ENDED_WITH_CERTIFICATE, booking.id))
    return booking.state is State.FROZEN


async def _alike(booking: Now, first: date) -> list[Any]:
    """Rows of who is on the list: of versions whose policy lists valid certificates."""
    valid = Status.VALID.value
    versions = [
        row["id"]
        for row in await fetch(_VERSIONS, booking.allotment)
        if valid in msgspec.json.decode(row["content"], type=SchemeRules).publication.listed
    ]
    return list(await fetch(_ALIKE, first, ALL_ON_RECORD, versions, booking.adviser, _WEIGHED))


async def _weighed(
    row: Any,  # noqa: ANN401  rows of asyncpg
    booking: Now,
    first: date,
    codes: Iterable[Any],
    *,
    actor: Actor,
    now: datetime,
) -> Other | None:
    """This adviser, where the judge would let them have the days that are left."""
    asked = AskBooking(
        municipality=next(each["code"] for each in codes if each["books"]),
        certificate=row["number"],
        first_day=first,
        last_day=booking.last_day,
        days=days(booking.unworked),
        allotment=booking.allotment,
        beneficiaries=[each["code"] for each in codes if each["works_for"]],
        scope=list(booking.scope),
    )
    try:
        judgement = (await weigh(asked, actor=actor, now=now)).judgement
    except RegistryError:
        return None
    later = _passes_after_cancelling(judgement, booking)
    if not judgement.passed and not later:
        return None
    kept = msgspec.json.decode(row["holder"])
    return Other(
        certificate=row["number"],
        name=str(Name(kept["given"], kept["prefix"], kept["family"])),
        specialisms=tuple(row["specialisms"]),
        provinces=tuple(row["provinces"]),
        path=_form(asked),
        after_cancelling=not judgement.passed,
    )


def _passes_after_cancelling(judgement: Judgement, booking: Now) -> bool:
    """Only days are missing, and no more of them than the frozen booking keeps reserved."""
    failed = judgement.failed
    if booking.state is not State.FROZEN or [check.code for check in failed] != [CheckCode.ENOUGH_DAYS]:
        return False
    needed, available = failed[0].needed, failed[0].available
    return (
        not isinstance(needed, date | None)
        and not isinstance(available, date | None)
        and (needed <= available + days(booking.unworked))
    )


def _form(asked: AskBooking) -> str:
    """The address of the booking form, filled in with all that was asked."""
    fields = {
        "municipality": asked.municipality,
        "certificate": asked.certificate,
        "firstDay": f"{asked.first_day}",
        "lastDay": f"{asked.last_day}",
        "days": f"{asked.days}",
        "allotment": f"{asked.allotment}",
    }
    others = asked.beneficiaries if asked.beneficiaries != [asked.municipality] else []
    return address(fields | tick_all(TICKED_MUNICIPALITY, others) | tick_all(TICKED_PART, asked.scope))
