"""The retention run: what is past its term goes, some rows at a time; or is only counted."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import Actor
from registry.retention.rules import TERMS, Term
from registry.transactions import fetch, transaction

AT_A_TIME = 5_000
"""Rows in a transaction: nobody waits long for one of them."""
_ITSELF = UUID("5b1f9f0e-4a55-4d0e-9f0b-3a1c0f6f7c52")
"""What the audit trail says it was done to."""


async def due(*, now: datetime) -> dict[str, int]:
    """How many rows of each table are past their term, by table; nothing is written. What a run at this moment would do."""
    return {term.table: await _count(term, now=now) for term in TERMS}


async def run(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Whatever is past its term goes; returns how many rows of each table.

    Each batch is a transaction of its own with its entry in the audit trail, so that whoever is stopped halfway goes on
    where they were; several at once each take other rows.
    """
    return {term.table: await _carry_out(term, actor=actor, now=now) for term in TERMS}


async def _count(term: Term, *, now: datetime) -> int:
    [row] = await fetch(term.count, now - term.after)
    number: int = row["number"]
    return number


async def _carry_out(term: Term, *, actor: Actor, now: datetime) -> int:
    gone = 0
    while batch := await _batch(term, actor=actor, now=now):
        gone += batch
    return gone


async def _batch(term: Term, *, actor: Actor, now: datetime) -> int:
    async with transaction() as connection:
        if term.unlocked_by:
            await connection.execute("SELECT set_config($1, 'yes', true)", term.unlocked_by)
        done = await connection.execute(term.let_go, now - term.after, AT_A_TIME)
        rows = int(done.rpartition(" ")[2])
        if rows:
            facts = {"table": term.table, "rows": rows}
            await audit.record(Action.TERM_PASSED, _ITSELF, actor=actor, at=now, facts=facts)
    return rows
