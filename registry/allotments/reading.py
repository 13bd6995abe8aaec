"""Reading allotments: their days, their period, and the statement of every posting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.allotments.ledger import AccountKind, PostingKind
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.organisations import service as organisations
from registry.organisations import succession
from registry.permissions import Actor, Permission
from registry.transactions import fetch

PAGE = 50
_HELD = """
    SELECT allotment.id, programme.code AS programme, allotment.holder, organisation.name AS holder_name,
        (SELECT name FROM organisation WHERE id = successor_now(allotment.holder) AND id <> allotment.holder) AS passed_to,
        allotment_period.first_day, allotment_period.last_day,
        (SELECT array_agg(ARRAY[kind, balance::text]) FROM day_account WHERE day_account.allotment = allotment.id) AS balances
    FROM allotment
    JOIN programme ON programme.id = allotment.programme
    JOIN organisation ON organisation.id = allotment.holder
    JOIN allotment_period ON allotment_period.allotment = allotment.id
    WHERE ($1::uuid IS NULL OR allotment.id = $1) AND ($2::uuid[] IS NULL OR allotment.holder = ANY($2))
        AND ($3::varchar IS NULL OR programme.code = $3)
    ORDER BY programme.first_day DESC, programme.code, organisation.name
"""
LINES = """
    WITH own AS (SELECT id, kind FROM day_account WHERE allotment = $1),
    moved AS (
        SELECT day_posting.*, came.id IS NOT NULL AS received, sum(
            CASE WHEN came.kind = 'available' THEN quarters ELSE 0 END
            - CASE WHEN went.kind = 'available' THEN quarters ELSE 0 END
        ) OVER (ORDER BY day_posting.id) AS available
        FROM day_posting
        LEFT JOIN own AS came ON came.id = day_posting.target
        LEFT JOIN own AS went ON went.id = day_posting.source
        WHERE day_posting.target IN (SELECT id FROM own) OR day_posting.source IN (SELECT id FROM own)
    )
    SELECT moved.id, moved.recorded_at, moved.kind, moved.quarters, moved.received, moved.available::integer AS available,
        moved.intake, moved.booking, moved.reason, allotment.id AS other, organisation.name AS other_name,
        (SELECT count(*) FROM moved) AS lines
    FROM moved
    LEFT JOIN day_account ON moved.kind = 'transfer'
        AND day_account.id = CASE WHEN moved.received THEN moved.source ELSE moved.target END
    LEFT JOIN allotment ON allotment.id = day_account.allotment
    LEFT JOIN organisation ON organisation.id = allotment.holder
    ORDER BY moved.id DESC
"""
"""The postings of an allotment, the last one first."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a first through a last day."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Held:
    """An allotment with its period and its balances, in quarters; what was granted is below zero.

    `passed_to`: who has the rights of its holder, where that is a municipality that passed them on.
    """

    id: UUID
    programme: str
    holder: UUID
    holder_name: str
    passed_to: str | None
    period: Period
    balances: dict[AccountKind, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One posting of a statement: how many quarters moved, and how many were available after it.

    `received` says of a transfer which way it went; `other` is the allotment on its other side.
    """

    id: int
    recorded_at: datetime
    kind: PostingKind
    quarters: int
    received: bool
    available: int
    intake: UUID | None
    booking: UUID | None
    reason: str | None
    other: UUID | None
    other_name: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """An allotment and a page of its postings, the last one first; `lines` are how many there are in all."""

    held: Held
    page: int
    lines: int
    postings: tuple[Line, ...]

    @property
    def pages(self) -> int:
        """How many pages the statement has."""
        return max(1, -(-self.lines // PAGE))


async def period_of(allotment: UUID) -> Period:
    """When days of the allotment can be used; raises NotFound. In SQL: the view `allotment_period`.

    From the day of its first proposition through the last day that any of its propositions says, within the programme; a
    proposition that says none lasts as long as the programme. Those of an allotment whose days were transferred here count
    too. Without any proposition it is the programme's period.
    """
    rows = await fetch("SELECT first_day, last_day FROM allotment_period WHERE allotment = $1", allotment)
    if not rows:
        raise NotFound
    return Period(*rows[0])


async def allotments_for(actor: Actor, *, now: datetime, programme: str | None = None) -> list[Held]:
    """Every allotment for admins and auditors; for a municipality its own, those of its partnerships today,
    and those of municipalities that passed on to it.
    """
    rows = await fetch(_HELD, None, await _holders(actor, now), programme)
    return [_held(row) for row in rows]


async def statement(allotment: UUID, *, page: int = 1, actor: Actor, now: datetime) -> Statement:
    """A page of the statement of an allotment; raises NotFound where there is none, or it is another's."""
    rows = await fetch(_HELD, allotment, await _holders(actor, now), None)
    if not rows:
        raise NotFound
    lines = await fetch(f"{LINES} LIMIT $2 OFFSET $3", allotment, PAGE, (page - 1) * PAGE)
    if page > 1 and not lines:
        raise NotFound
    return Statement(_held(rows[0]), page, lines[0]["lines"] if lines else 0, tuple(_line(each) for each in lines))


def _held(row: asyncpg.Record) -> Held:
    balances = {AccountKind(kind): int(balance) for kind, balance in row["balances"]}
    period = Period(row["first_day"], row["last_day"])
    return Held(row["id"], row["programme"], row["holder"], row["holder_name"], row["passed_to"], period, balances)


def _line(row: asyncpg.Record) -> Line:
    told = {name: row[name] for name in Line.__slots__}
    return Line(**told | {"kind": PostingKind(row["kind"])})


async def _holders(actor: Actor, now: datetime) -> Collection[UUID] | None:
    """Whose allotments the actor may read; None: everybody's."""
    if actor.sees_everything or actor.may(Permission.MANAGE_PROGRAMMES):
        return None
    own = actor.organisations_where(Permission.READ_BOOKINGS)
    pooled = [await organisations.partnerships_of(each, amsterdam_day(now)) for each in own]
    return [*await succession.with_predecessors(own), *(holder for some in pooled for holder in some)]
