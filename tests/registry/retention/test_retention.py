"""The retention run: what is past its term goes, nothing else does, and a dry run says the same beforehand."""

import asyncio
import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from registry.accounts import sessions
from registry.accounts.limiter import count, succeeded, try_of
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.permissions import OPERATOR
from registry.retention import service
from registry.retention.rules import TERMS
from registry.transactions import transaction
from tests.registry import making
from tests.registry.by_hand import digest
from tests.registry.making import NOW
from tests.registry.test_append_only import APPEND_ONLY, MAY_BE_DELETED, NEVER_DELETED

LONG_AGO = NOW - timedelta(days=200)
TABLES = [term.table for term in TERMS]
_LINK = """
INSERT INTO account_link (id, account, purpose, recorded_at, expires_at)
VALUES (gen_random_uuid(), $1, 'new-password', $2, $2::timestamptz + interval '1 hour')
"""
_FAMILY = """
INSERT INTO refresh_family (id, account, started_at, proved_at, expires_at)
VALUES ($1, $2, $3, $3, $3::timestamptz + interval '30 days')
"""
_TOKEN = "INSERT INTO refresh_token (id, family, token_hash, parent, issued_at) VALUES ($1, $2, $3, $4, $5)"
_ANSWER = """
INSERT INTO idempotent_answer (id, account, key, request_hash, recorded_at) VALUES (gen_random_uuid(), $1, $2, '\\x00', $3)
"""
_ASKED = "INSERT INTO password_request (id, address_hash, asked_at) VALUES (gen_random_uuid(), $1, $2)"


async def left_behind(account: UUID, *, days_ago: int) -> None:
    """One of each that people and programs leave, made so long ago."""
    at = NOW - timedelta(days=days_ago)
    token = await sessions.start(account, now=at)
    family, first = uuid4(), uuid4()
    async with transaction() as connection:
        await connection.execute(_LINK, account, at)
        await connection.execute(_FAMILY, family, account, at)
        await connection.execute(_TOKEN, first, family, hashlib.sha256(token.encode()).digest(), None, at)
        await connection.execute(_TOKEN, uuid4(), family, hashlib.sha256(first.bytes).digest(), first, at)
        await connection.execute(_ANSWER, account, f"key-{days_ago}", at)
        await connection.execute(_ASKED, hashlib.sha256(token[:8].encode()).digest(), at)
    tried = try_of(f"{days_ago}@test.example", f"10.0.0.{days_ago % 250}")
    await count(tried, now=at)
    async with transaction():
        await succeeded(tried, now=at)


async def rows(table: str) -> int:
    """How many there are."""
    async with transaction() as connection:
        number: int = await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608  name of a table
    return number


async def test_what_is_past_its_term_goes_and_the_rest_stays(database: None) -> None:
    """A dry run counts the same and changes nothing; a second run finds nothing more; each batch has its entry."""
    world = await making.world()
    account = world.auditor.account
    assert account is not None
    for days_ago in (0, 200):
        await left_behind(account, days_ago=days_ago)
    wanted = ("session", "account_link", "refresh_token", "refresh_family", "idempotent_answer", "password_request")
    before = {table: await rows(table) for table in TABLES}
    told = await service.due(now=NOW)
    assert {table: await rows(table) for table in TABLES} == before
    assert {table: told[table] for table in wanted} == dict.fromkeys(wanted, 1) | {"refresh_token": 2}
    assert told["sign_in_try"] > 0
    assert await service.run(actor=OPERATOR, now=NOW) == told
    assert {table: await rows(table) for table in TABLES} == {table: before[table] - told[table] for table in TABLES}
    for table in wanted:
        assert await rows(table) > 0
    assert set((await service.run(actor=OPERATOR, now=NOW)).values()) == {0}
    assert set((await service.due(now=NOW)).values()) == {0}
    entries = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.TERM_PASSED.value)
    assert len(entries) == sum(1 for number in told.values() if number)


async def test_many_go_in_batches(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some at a time, also by two at once, and all of them once; tokens that follow from each other go together."""
    monkeypatch.setattr(service, "AT_A_TIME", 3)
    account = (await making.world()).auditor.account
    assert account is not None
    for days_ago in range(100, 108):
        await left_behind(account, days_ago=days_ago)
    told = await service.due(now=NOW)
    assert (told["session"], told["refresh_token"], told["refresh_family"]) == (8, 16, 8)
    both = await asyncio.gather(service.run(actor=OPERATOR, now=NOW), service.run(actor=OPERATOR, now=NOW))
    assert {table: sum(each[table] for each in both) for table in TABLES} == told


async def test_a_source_is_known_for_as_long_as_it_says(database: None) -> None:
    """Ninety days after the last sign-in; a try without one is gone after a day."""
    tried, failed = try_of("a@test.example", "10.0.0.1"), try_of("b@test.example", "10.0.0.2")
    for each in (tried, failed):
        await count(each, now=NOW)
    async with transaction():
        await succeeded(tried, now=NOW)
    await service.run(actor=OPERATOR, now=NOW + timedelta(days=2))
    assert await rows("sign_in_try") == 1
    await service.run(actor=OPERATOR, now=NOW + timedelta(days=89))
    assert await rows("sign_in_try") == 1
    await service.run(actor=OPERATOR, now=NOW + timedelta(days=91))
    assert await rows("sign_in_try") == 0


def test_nothing_goes_that_must_stay() -> None:
    """A table of terms names only what may be deleted, the bytes of files, and a column that may be emptied."""
    for term in TERMS:
        assert term.table not in APPEND_ONLY
        if term.emptied is None:
            assert term.table in MAY_BE_DELETED | {"upload_file"}
        else:
            assert term.table in NEVER_DELETED


async def test_certificates_and_the_audit_trail_stay(database: None) -> None:
    """However long ago: a run in the far future leaves every row that must stay as it was."""
    world = await making.world()
    await making.certified(world, await making.candidate())
    stay = [*APPEND_ONLY, *NEVER_DELETED, "personal_value", "certificate_document"]
    async with transaction() as connection:
        before = {table: await digest(connection, table) for table in stay if table != "audit_entry"}
        entries = await connection.fetchval("SELECT count(*) FROM audit_entry")
    gone = await service.run(actor=OPERATOR, now=NOW + timedelta(days=40_000))
    async with transaction() as connection:
        assert {table: await digest(connection, table) for table in stay if table != "audit_entry"} == before
        after = await connection.fetchval("SELECT count(*) FROM audit_entry WHERE action <> 'retention.term-passed'")
    assert after == entries
    assert sum(gone.values()) >= 0
