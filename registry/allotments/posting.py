"""Writing the day ledger: one posting moves days, and the database keeps the balances (DESIGN §2.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.allotments.errors import Overdrawn
from registry.allotments.ledger import SIDES, AccountKind, PostingKind
from registry.allotments.tables import DayAccount, DayPosting
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import Actor
from registry.transactions import Connection


@dataclass(frozen=True, slots=True)
class Movement:
    """So many quarter-days move within one allotment, because of an intake or a booking."""

    kind: PostingKind
    allotment: UUID
    quarters: int
    intake: UUID | None = None
    booking: UUID | None = None


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


async def post(movement: Movement, *, actor: Actor, now: datetime) -> None:
    """Move the days; raises Overdrawn when the account they come from has too few. Inside the caller's transaction."""
    source, target = SIDES[movement.kind]
    rows = await DayAccount.select(DayAccount.id, DayAccount.kind).where(DayAccount.allotment == movement.allotment)
    accounts = {AccountKind(row["kind"]): row["id"] for row in rows}
    posting = DayPosting(
        kind=movement.kind.value,
        source=accounts[source],
        target=accounts[target],
        quarters=movement.quarters,
        intake=movement.intake,
        booking=movement.booking,
        account=actor.account,
        recorded_at=now,
    )
    try:
        await DayPosting.insert(posting)
    except asyncpg.CheckViolationError as error:
        if getattr(error, "constraint_name", "") != "day_account_is_never_overdrawn":
            raise
        raise Overdrawn from error
    facts = {"kind": movement.kind, "quarters": movement.quarters, "booking": movement.booking}
    await audit.record(Action.DAYS_POSTED, movement.allotment, actor=actor, at=now, facts=facts)


async def balances(allotments: Iterable[UUID]) -> dict[UUID, dict[AccountKind, int]]:
    """What stands on each account of these allotments, in quarters."""
    wanted = list(allotments)
    found: dict[UUID, dict[AccountKind, int]] = {each: {} for each in wanted}
    if wanted:
        for row in await DayAccount.select().where(DayAccount.allotment.is_in(wanted)):
            found[row["allotment"]][AccountKind(row["kind"])] = row["balance"]
    return found
