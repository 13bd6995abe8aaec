"""Whoever is erased leaves nothing of how they signed in, and nothing lets anybody in as them."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest

from exams.results.erasing import ResultFiles
from registry.accounts import api_keys
from registry.accounts.limiter import count, count_code, try_of
from registry.accounts.schemas import IssueApiKey
from registry.accounts.tables import Account
from registry.erasure import service
from registry.errors import NotAuthenticated
from registry.permissions import Permission
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.exports.others import an_admin
from tests.registry.making import NOW
from tests.registry.retention.test_retention import left_behind, rows

OF_ACCOUNTS = (
    "session",
    "refresh_token",
    "refresh_family",
    "account_link",
    "second_factor",
    "recovery_code",
    "idempotent_answer",
)


async def email_of(account: UUID) -> str:
    """The address that it signs in with."""
    [row] = await Account.select(Account.email).where(Account.id == account)
    return str(row["email"])


async def test_every_way_in_goes_and_those_of_others_stay(database: None) -> None:
    """Sessions, tokens, links, the second factor, answers to programs and tries; keys are revoked, the rows stay."""
    world, other = await making.world(), await an_admin()
    gone = world.provider
    assert gone.account is not None
    assert other.account is not None
    assert gone.person is not None
    await making.set_up_second_factor(gone.account)
    command = IssueApiKey(
        organisation=world.organisations["provider"],
        label="Proef",
        scopes=[Permission.UPLOAD_RESULTS],
        last_day=(NOW + timedelta(days=300)).date(),
    )
    issued = await api_keys.issue(command, actor=gone, now=NOW)
    async with transaction() as connection:
        code = "INSERT INTO recovery_code (id, account, code_hash, recorded_at) VALUES (gen_random_uuid(), $1, $2, $3)"
        await connection.execute(code, gone.account, hashlib.sha256(b"code").digest(), NOW)
    before = {table: await rows(table) for table in OF_ACCOUNTS}
    await left_behind(gone.account, days_ago=0)
    left = {table: await rows(table) - before[table] for table in OF_ACCOUNTS}
    await left_behind(other.account, days_ago=1)
    address = await email_of(gone.account)
    tried = try_of(address, "10.1.1.1")
    await count(tried, now=NOW)
    await count_code(tried, now=NOW)
    hashed = hashlib.sha256(address.encode()).digest()
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO password_request (id, address_hash, asked_at) VALUES (gen_random_uuid(), $1, $2)", hashed, NOW
        )
    admin, tries, asked = other, await rows("sign_in_try"), await rows("password_request")
    shown = await service.preview(gone.person, ResultFiles(), language=Language.NL, actor=admin, now=NOW)
    assert shown.goes.ways_in == 5  # a session, a family, a link, a second factor and a key
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", gone.person, NOW)
    for table in OF_ACCOUNTS:
        async with transaction() as connection:
            column = "family" if table == "refresh_token" else "account"
            question = f"SELECT count(*) FROM {table} WHERE {column}::text = $1"  # noqa: S608  name of a table
            own = await connection.fetchval(question, str(gone.account))
        assert own == 0, table
        assert await rows(table) >= left[table] * (table not in {"second_factor", "recovery_code"})
    assert (await rows("sign_in_try"), await rows("password_request")) == (tries - 2, asked - 1)
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(issued.secret, now=NOW)
    assert await rows("api_key") == 1
    async with transaction() as connection:
        assert await connection.fetchval("SELECT revoked_at FROM api_key") == NOW
