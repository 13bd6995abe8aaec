"""Weighing a wish: what the judge says beforehand, inside the booking and of a booking that stands (DESIGN §2.8)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.bookings import circumstances
from registry.bookings.circumstances import Asked, Candidate
from registry.bookings.facts import Facts
from registry.bookings.gathering import CONCERNED, FILES
from registry.bookings.matters import Circumstances, Own, Pool, Wish
from registry.bookings.rules import Judgement, judge, read_wish
from registry.bookings.schemas import AskBooking
from registry.bookings.standing import Now
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.numbering import read_certificate_number
from registry.organisations.errors import UnknownMunicipality
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.programmes.errors import NoPolicy
from registry.quarters import quarters
from registry.texts import Text
from registry.transactions import fetch

_UNKNOWN = Text("Er is geen gemeente met code {code}.", "There is no municipality with code {code}.")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A wish weighed against one pool, and the other pools that would allow it; `name` is the adviser's."""

    wish: Wish
    candidate: Candidate
    name: str | None
    pool: Pool
    judgement: Judgement
    alternatives: tuple[Pool, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """Beside what was weighed, what the booking itself needs to know, as it was read at the same moment."""

    weighed: Weighed
    municipality: UUID
    municipality_name: str
    beneficiaries: tuple[UUID, ...]
    accounts: tuple[UUID, ...]
    available: UUID
    reserved: UUID
    answer_days: int | None


async def weigh(command: AskBooking, *, actor: Actor, now: datetime) -> Weighed:
    """What the judge would say now; nothing is written, in two queries.

    Raises Invalid, UnknownCertificate, UnknownMunicipality, NoPolicy, and NotFound for another's municipality or pool.
    """
    actor.must(Permission.BOOK)
    wish, number = read(command)
    asked, day = asked_by(command, wish), amsterdam_day(now)
    candidate = await circumstances.candidate_by_number(number)
    facts = await circumstances.facts_of(candidate, asked, day=day)
    return weigh_facts(command.allotment, wish, asked, candidate, facts, actor=actor, day=day).weighed


def read(command: AskBooking) -> tuple[Wish, str]:
    """The wish and the certificate number; raises Invalid."""
    wish = read_wish(command.first_day, command.last_day, quarters(command.days), command.scope)
    return wish, read_certificate_number(command.certificate)


def asked_by(command: AskBooking, wish: Wish) -> Asked:
    """For whom is asked."""
    return Asked(command.municipality, tuple(dict.fromkeys(command.beneficiaries)), wish.first_day)


def weigh_facts(
    allotment: UUID, wish: Wish, asked: Asked, candidate: Candidate, facts: Facts, *, actor: Actor, day: date
) -> Weighing:
    """As `weigh`, by the facts of an adviser who was found."""
    municipality = _own_municipality(facts, asked, actor)
    around = _around(facts, asked, candidate, first_from=day)
    pools = circumstances.pools(facts, asked)
    found = next((row for row in facts.pools or () if row.id == allotment), None)
    if found is None:
        raise NotFound
    if found.policy is None:
        raise NoPolicy(day=day)
    chosen = next(pool for pool in pools if pool.id == found.id)
    others = tuple(pool for pool in pools if pool is not chosen and judge(wish, pool, around).passed)
    access.noted(candidate.persons if facts.name else ())
    weighed = Weighed(wish, candidate, facts.adviser_name, chosen, judge(wish, chosen, around), others)
    return Weighing(
        weighed,
        municipality=municipality,
        municipality_name=around.municipalities[0].name,
        beneficiaries=tuple(
            each.organisation for each in facts.municipalities if each.code in (asked.beneficiaries or (asked.municipality,))
        ),
        accounts=tuple(facts.accounts or ()),
        available=found.accounts["available"][0],
        reserved=found.accounts["reserved"][0],
        answer_days=found.policy.answer_days,
    )


def _own_municipality(facts: Facts, asked: Asked, actor: Actor) -> UUID:
    by_code = {each.code: each.organisation for each in facts.municipalities}
    if asked.municipality not in by_code:
        raise UnknownMunicipality(code=asked.municipality)
    actor.must_for(Permission.BOOK, by_code[asked.municipality])
    unknown = [Fault("beneficiaries", _UNKNOWN, {"code": code}) for code in asked.codes if code not in by_code]
    if unknown:
        raise Invalid(unknown)
    return by_code[asked.municipality]


async def judge_again(booking: Now, wish: Wish, *, now: datetime) -> Judgement:
    """What the judge says of a booking that stands, should it become this wish; `quarters` are all its days, worked ones too.

    Its own days are not held against it. Days that are past, or that it had already, need no certificate again. Inside the
    caller's transaction, which has the adviser's turn. Raises NotFound, NoPolicy.
    """
    day = amsterdam_day(now)
    rows = await fetch(FILES, booking.adviser)
    candidate = Candidate(booking.adviser, tuple(row["id"] for row in rows), tuple(row["person"] for row in rows))
    concerned = await fetch(CONCERNED, booking.id, booking.municipality, day)
    asked = Asked(
        next(row["code"] for row in concerned if row["books"]),
        tuple(row["code"] for row in concerned if row["works_for"]),
        wish.first_day,
        booking.id,
        booking.allotment,
    )
    facts = await circumstances.facts_of(candidate, asked, day=day)
    pool = next((pool for pool in circumstances.pools(facts, asked) if pool.id == booking.allotment), None)
    if pool is None:
        raise NoPolicy(day=day)
    wanted = Wish(wish.first_day, wish.last_day, wish.quarters, booking.scope)
    own = Own(booking.used, booking.used + booking.entered, facts.reserved or 0)
    around = _around(facts, asked, candidate, first_from=min(day, booking.first_day), since=day, own=own)
    return judge(wanted, pool, around)


def _around(
    facts: Facts,
    asked: Asked,
    candidate: Candidate,
    *,
    first_from: date,
    since: date = date.min,
    own: Own = Own(),  # noqa: B008  a frozen value
) -> Circumstances:
    return Circumstances(
        municipalities=circumstances.existing(facts, asked),
        persons=frozenset(candidate.persons),
        employments=circumstances.bonds(facts.employments),
        ties=circumstances.bonds(facts.ties),
        engaged=facts.engaged(),
        time=facts.time(),
        known_at=ALL_ON_RECORD,
        first_from=first_from,
        since=since,
        own=own,
    )
