"""What comes round beside the server: sealing within a minute, a head in the log, and the night's work at its hour."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from config import rounds
from registry.audit.verifying import verify
from registry.transactions import transaction
from tests.registry import making
from tests.registry.audit.tampering import sealed


@pytest.fixture
async def going(database: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncio.Event]:
    """The rounds, going faster than they do; told to stop by the event."""
    monkeypatch.setattr(rounds, "SEALING_EVERY", 0.05)
    stop = asyncio.Event()
    task = asyncio.create_task(rounds.go_round(stop, None))
    yield stop
    stop.set()
    await asyncio.wait_for(task, 5)


async def until_sealed(amount: int) -> None:
    """Wait until so many entries have their seal; not for ever."""
    for _ in range(100):
        if (await verify()).sealed >= amount:
            return
        await asyncio.sleep(0.05)
    raise AssertionError((await verify()).sealed)


async def until_logged(logged: Sequence[Mapping[str, object]]) -> None:
    """Wait until a failure of sealing is told; not for ever. The head may be looked for at that moment, and fail too."""
    for _ in range(200):
        if any(each["log_level"] == "error" and each.get("act") == "sealing the audit trail" for each in logged):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(logged)


async def test_what_is_recorded_is_sealed_by_itself(going: asyncio.Event) -> None:
    """Nobody asks for it; told to stop, it stops at once, however long it would still wait for the night."""
    await making.person()
    await until_sealed(1)
    await making.person()
    await until_sealed(2)
    assert (await verify()).findings == ()


@asynccontextmanager
async def without_seals() -> AsyncIterator[None]:
    """Nothing can be sealed meanwhile. The table comes back whatever happens: the other tests of this process need it."""
    async with transaction() as connection:
        await connection.execute("ALTER TABLE audit_seal RENAME TO audit_seal_away")
    try:
        yield
    finally:
        async with transaction() as connection:
            await connection.execute("ALTER TABLE audit_seal_away RENAME TO audit_seal")


async def test_a_failure_ends_nothing_that_comes_round(going: asyncio.Event) -> None:
    """It is logged, and the next round does what this one could not."""
    async with without_seals():
        with capture_logs() as logged:
            await making.person()
            await until_logged(logged)
    await until_sealed(1)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-11-22T12:00", "2026-11-23T02:00"),
        ("2026-11-22T01:59", "2026-11-22T02:00"),
        ("2026-11-22T02:00", "2026-11-23T02:00"),
        ("2026-11-21T23:30", "2026-11-22T02:00"),
        ("2026-03-28T22:00", "2026-03-29T01:00"),
        ("2026-03-29T00:30", "2026-03-29T01:00"),
        ("2026-10-24T23:30", "2026-10-25T02:00"),
        ("2026-10-25T01:30", "2026-10-25T02:00"),
        ("2026-07-01T12:00", "2026-07-02T01:00"),
    ],
)
def test_the_night_comes_once_a_day(now: str, night: str) -> None:
    """At three in Amsterdam, also when the clock goes forward or back that night."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert rounds.next_night(moment) == datetime.fromisoformat(night).replace(tzinfo=UTC)


async def test_what_the_night_finds_is_in_the_log(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Head, trail and certificates, each on a line; what is wrong as an error, without a name."""
    await making.certified(await making.world(), await making.candidate())
    amount = await sealed()
    monkeypatch.setattr(rounds, "next_night", lambda now: now)
    with capture_logs() as logged:
        await _a_night()
    lines = {each["event"]: each for each in logged}
    assert lines["head of the audit trail"]["head"].startswith(f"{amount}:")
    assert (lines["the audit trail holds"]["sealed"], lines["every certificate was allowed"]["certificates"]) == (amount, 1)
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM audit_entry WHERE id IN (2, 4)")
        await connection.execute("UPDATE certificate_event SET effective_on = effective_on + 1")
    with capture_logs() as logged:
        await _a_night()
    lines = {each["event"]: each for each in logged if each["log_level"] == "error"}
    assert lines["the audit trail was tampered with"]["found"] == {"removed": 2}
    assert lines["certificates differ from what was allowed"]["found"] == {"granted-once": 1}


async def _a_night() -> None:
    """Long enough for one."""
    stop = asyncio.Event()
    task = asyncio.create_task(rounds.go_round(stop, None))
    await asyncio.sleep(1)
    stop.set()
    with suppress(asyncio.CancelledError):
        await task
