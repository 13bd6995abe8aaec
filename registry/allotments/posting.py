"""Writing the day ledger: one posting moves days, and the database keeps the balances (DESIGN §2.7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.allotments.errors import Overdrawn, PassedOn
from registry.allotments.ledger import SIDES, AccountKind, PostingKind
from registry.allotments.tables import DayAccount
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.permissions import Actor
from registry.transactions import Connection, current_connection

_NEVER_OVERDRAWN = "day_account_is_never_overdrawn"
_TO_WHO_HAS_RIGHTS = "day_posting_goes_to_who_has_rights"
_LOCKED = """
    SELECT 1 FROM day_account
    JOIN unnest($1::uuid[], $2::varchar[]) AS side (allotment, kind) USING (allotment, kind)
    ORDER BY day_account.id FOR NO KEY UPDATE OF day_account
"""
_POSTED = """
    INSERT INTO day_posting (kind, source, target, quarters, intake, booking, origin, reason, account, recorded_at)
    SELECT moved.kind, source.id, target.id, moved.quarters, moved.intake, moved.booking, moved.origin, moved.reason,
        $11, $12
    FROM unnest($1::varchar[], $2::uuid[], $3::varchar[], $4::uuid[], $5::varchar[], $6::integer[], $7::uuid[], $8::uuid[],
            $9::uuid[], $10::varchar[]) WITH ORDINALITY
        AS moved (kind, from_allotment, from_kind, to_allotment, to_kind, quarters, intake, booking, origin, reason, place)
    JOIN day_account AS source ON (source.allotment, source.kind) = (moved.from_allotment, moved.from_kind)
    JOIN day_account AS target ON (target.allotment, target.kind) = (moved.to_allotment, moved.to_kind)
    ORDER BY moved.place RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """So many quarter-days move within one allotment, or to another by a transfer, because of an intake or a booking.

    `origin` is the row that causes it where that is neither; `reason` names no person.
    """

    kind: PostingKind
    allotment: UUID
    quarters: int
    intake: UUID | None = None
    booking: UUID | None = None
    to: UUID | None = None
    origin: UUID | None = None
    reason: str | None = None

    @property
    def sides(self) -> tuple[tuple[UUID, AccountKind], tuple[UUID, AccountKind]]:
        """The account that the days come from and the one that they go to, each by its allotment and kind."""
        source, target = SIDES[self.kind]
        return (self.allotment, source), (self.to or self.allotment, target)


async def open_allotment(programme: UUID, holder: UUID, *, connection: Connection, now: datetime) -> UUID:
    """The allotment of a holder in a programme, locked until the transaction ends; made with its accounts when new."""
    await connection.execute(
        "INSERT INTO allotment (id, programme, holder, recorded_at) VALUES (gen_random_uuid(), $1, $2, $3) "
        "ON CONFLICT DO NOTHING",
        programme,
        holder,
        now,
    )
    allotment: UUID = await connection.fetchval(
        "SELECT id FROM allotment WHERE programme = $1 AND holder = $2 FOR NO KEY UPDATE", programme, holder
    )
    await connection.execute(
        "INSERT INTO day_account (id, allotment, kind, balance) "
        "SELECT gen_random_uuid(), $1, unnest($2::text[]), 0 ON CONFLICT DO NOTHING",
        allotment,
        [kind.value for kind in AccountKind],
    )
    return allotment


async def post(movement: Movement, *, actor: Actor, now: datetime) -> int:
    """Move the days, inside the caller's transaction; returns the posting's id.

    Raises Overdrawn when the account they come from has too few, PassedOn when they are granted or transferred to a
    municipality that passed on, NotFound for an allotment that is not there.
    """
    (posting,) = await post_all([movement], actor=actor, now=now)
    return posting


async def post_all(movements: Sequence[Movement], *, actor: Actor, now: datetime) -> list[int]:
    """As `post`, several movements in their order and in one statement: all of them, or none. Returns their postings.

    Their accounts are locked in the order of their ids first, so that no two callers wait for each other.
    """
    sides = sorted({side for each in movements for side in each.sides})
    connection = current_connection()
    if len(movements) > 1:
        await connection.execute(_LOCKED, [allotment for allotment, _ in sides], [kind.value for _, kind in sides])
    try:
        posted = await connection.fetch(_POSTED, *_columns(movements), actor.account, now)
    except asyncpg.CheckViolationError as error:
        _say_why(error)
        raise
    if len(posted) != len(movements):
        raise NotFound
    await _audit(movements, actor=actor, now=now)
    return [row["id"] for row in posted]


def _say_why(refused: asyncpg.CheckViolationError) -> None:
    """Raises Overdrawn or PassedOn, where it is one of those that the database refuses."""
    constraint = getattr(refused, "constraint_name", "")
    if constraint == _NEVER_OVERDRAWN:
        raise Overdrawn from refused
    if constraint == _TO_WHO_HAS_RIGHTS:
        raise PassedOn(successor=getattr(refused, "detail", "")) from refused


def _columns(movements: Sequence[Movement]) -> list[list[object]]:
    rows = [
        (each.kind.value, *source, *target, each.quarters, each.intake, each.booking, each.origin, each.reason)
        for each in movements
        for source, target in [each.sides]
    ]
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(10)]


async def _audit(movements: Sequence[Movement], *, actor: Actor, now: datetime) -> None:
    """An entry for each movement."""
    await audit.record_each(Action.DAYS_POSTED, [(each.allotment, _facts(each)) for each in movements], actor=actor, at=now)


def _facts(movement: Movement) -> dict[str, object]:
    facts = {"kind": movement.kind, "quarters": movement.quarters, "booking": movement.booking}
    more = {"to": movement.to, "origin": movement.origin, "reason": movement.reason}
    return facts | {name: value for name, value in more.items() if value is not None}


async def locked_balances(allotments: Iterable[UUID], *, connection: Connection) -> dict[UUID, dict[AccountKind, int]]:
    """As `balances`, their accounts locked until the transaction ends; raises NotFound when one of them is not there."""
    wanted = set(allotments)
    found: dict[UUID, dict[AccountKind, int]] = {each: {} for each in wanted}
    rows = await connection.fetch(
        "SELECT allotment, kind, balance FROM day_account WHERE allotment = ANY($1) ORDER BY id FOR NO KEY UPDATE",
        list(wanted),
    )
    for row in rows:
        found[row["allotment"]][AccountKind(row["kind"])] = row["balance"]
    if not all(found.values()):
        raise NotFound
    return found


async def balances(allotments: Iterable[UUID]) -> dict[UUID, dict[AccountKind, int]]:
    """What stands on each account of these allotments, in quarters."""
    wanted = list(allotments)
    found: dict[UUID, dict[AccountKind, int]] = {each: {} for each in wanted}
    if wanted:
        for row in await DayAccount.select().where(DayAccount.allotment.is_in(wanted)):
            found[row["allotment"]][AccountKind(row["kind"])] = row["balance"]
    return found
