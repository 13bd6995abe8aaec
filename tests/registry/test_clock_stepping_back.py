"""The clock steps back an hour: nobody is locked out for it, nothing is proved by it, and records keep their order."""

from datetime import datetime, timedelta

import pytest

from registry.accounts import rules, sessions
from registry.accounts.rules import LONGEST_WAIT, OF_PAIR, OF_SOURCE
from registry.audit import sealing
from registry.audit.sealing import Sealer
from registry.audit.verifying import verify
from registry.errors import NotAuthenticated
from registry.idempotency.service import Answer, answered_once
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.transactions import fetch
from tests.registry import making
from tests.registry.making import NOW

BACK = NOW - timedelta(hours=1)


async def test_a_session_goes_on(database: None) -> None:
    """And ends as it would: by idleness and age, counted from the instants that were recorded."""
    actor = await making.account(await making.person(), Role.PROVIDER, await making.organisation(Kind.PROVIDER, "De opleider"))
    assert actor.account
    token = await sessions.start(actor.account, now=NOW)
    assert (await sessions.actor_by(token, now=BACK)).account == actor.account
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW + timedelta(minutes=31))


def test_a_proof_of_the_future_proves_nothing() -> None:
    """Whoever decides proves themselves again rather than for an hour too long."""
    assert not rules.is_proved(NOW, now=BACK)


@pytest.mark.parametrize("pace", [OF_PAIR, OF_SOURCE])
def test_nobody_waits_longer_than_the_longest_wait(pace: rules.Pace) -> None:
    """A mark that was set before the step counts for no more than it could have then."""
    used = NOW
    for _ in range(pace.burst):
        used = rules.taken(used, pace, now=NOW)
    assert rules.wait(used, pace, now=BACK) <= LONGEST_WAIT
    assert rules.wait(used, pace, now=BACK + LONGEST_WAIT) <= LONGEST_WAIT


async def test_the_chain_of_the_audit_trail_keeps_its_order(database: None) -> None:
    """Entries are chained in the order in which they came, whatever their stamps say; the chain holds."""
    sealer = Sealer()
    for place, at in enumerate((NOW, BACK, NOW)):
        await making.organisation(Kind.EMPLOYER, f"Werkgever {place}")
        for _ in range(2):
            await sealer.round(now=at)
    told = await verify()
    assert (list(told.findings), told.waiting) == ([], 0)
    stamps: list[datetime] = [row["sealed_at"] for row in await fetch("SELECT sealed_at FROM audit_seal ORDER BY place")]
    assert stamps != sorted(stamps)
    assert await sealing.head() is not None


async def test_an_answer_is_given_again(database: None) -> None:
    """A request that was answered before the step is the same request after it."""
    actor = await making.account(await making.person(), None)
    assert actor.account
    runs = []

    async def run() -> Answer:
        runs.append(1)
        return Answer(201, "application/json", b"{}")

    for at in (NOW, BACK):
        await answered_once("k", account=actor.account, request_hash=b"h", now=at, run=run)
    assert runs == [1]
