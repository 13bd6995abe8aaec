"""Planting: the registry of the demo, in which everything that is nobody's business is one unmistakable word.

What is private is not listed; what is public is. A column that is new counts as private until it is named in `PUBLIC`.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import asyncpg

from config.demo import story
from registry.accounts import passwords
from registry.certificates.rules import EventKind
from registry.people import service as people
from registry.people.schemas import ChangeConsent
from registry.permissions import OPERATOR
from registry.transactions import Connection, transaction
from tests.conftest import Clock
from tests.registry import making

WORD = "qzwijgplicht"
"""No page of ours says this."""

PUBLIC = frozenset(
    {
        ("certificate", "number"),
        ("certificate", "snapshot"),
        ("certificate_event", "reason"),
        ("equivalent_route", "code"),
        ("equivalent_route", "name_nl"),
        ("equivalent_route", "name_en"),
        ("equivalent_route", "description_nl"),
        ("equivalent_route", "description_en"),
        ("exam_part", "code"),
        ("exam_part", "name_nl"),
        ("exam_part", "name_en"),
        ("municipality", "code"),
        ("municipality", "province"),
        ("organisation", "name"),
        ("region", "code"),
        ("region", "name"),
        ("scheme", "code"),
        ("scheme", "name_nl"),
        ("scheme", "name_en"),
        ("scheme_version", "content"),
        ("takeover", "issuer"),
        ("track", "code"),
        ("track", "name_nl"),
        ("track", "name_en"),
    },
)
"""What may be told of the world: schemes, tracks, regions, municipalities, bodies, and what a certificate says."""
CODES = frozenset(
    {
        *("kind", "step", "status", "field", "role", "party", "against", "approved", "ending", "cause", "outcome", "flag"),
        *("capacity", "size_class", "audience", "language", "action", "scopes", "ground", "nature", "task", "weekdays"),
        *("track_code", "part_code", "route", "scope", "schemes", "number", "candidate_number", "conditions", "exam_form"),
        *("provinces", "regions", "languages", "competences", "specialisms", "role_split", "migration", "app_name"),
    },
)
"""Columns of codes: what they may say is fixed, or consented to."""
_TEXTS = """
SELECT columns.table_name AS of, column_name AS name, data_type AS kind, character_maximum_length AS longest
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN ('text', 'character varying', 'jsonb')
    AND table_name NOT IN ('migration', 'personal_value') ORDER BY 1, 2
"""
_HOLDS = "personal_value_commitment_holds"
_numbers = count(1)


@asynccontextmanager
async def values_may_be_changed() -> AsyncIterator[None]:
    """Inside, a personal value need not be the one that was committed to; what was changed is gone afterwards."""
    async with transaction() as connection:
        told = await connection.fetchval("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1", _HOLDS)
        await connection.execute(f"ALTER TABLE personal_value DROP CONSTRAINT {_HOLDS}")
    try:
        yield
    finally:
        async with transaction() as connection:
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute("DELETE FROM personal_value")
            await connection.execute(f"ALTER TABLE personal_value ADD CONSTRAINT {_HOLDS} {told}")


def marked(value: Any) -> Any:
    """The same value with the word for every text in it, never twice the same."""
    if isinstance(value, str):
        return f"{WORD}{next(_numbers)}"
    if isinstance(value, list):
        return [marked(each) for each in value]
    return {name: marked(each) for name, each in value.items()} if isinstance(value, dict) else value


async def plant(clock: Clock) -> set[str]:
    """The story of the demo, and then: of whoever may not be shown not a word; returns the names that may."""
    await story.tell(passwords.cheapest())
    async with transaction() as connection:
        holders = await connection.fetch(
            "SELECT certificate.id, adviser.person, certificate.adviser, holder FROM certificate"
            " JOIN adviser ON adviser.id = adviser ORDER BY number"
        )
    withdrawn, erased, ended, void = holders[0], holders[1], holders[2], holders[3]
    account = await _account_of(withdrawn["person"])
    await people.change_consent(ChangeConsent(fields=[]), actor=account, now=clock())
    for holder, kind in ((ended, EventKind.WITHDRAWN), (void, EventKind.VOIDED)):
        await making.happens(holder["id"], kind, clock().date(), at=clock())
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", erased["person"], clock())
        shown = {each["holder"] for each in await connection.fetch(_SHOWN, [each["adviser"] for each in (withdrawn, erased)])}
        shown -= {each["holder"] for each in (ended, void)}
        await connection.execute("SET LOCAL session_replication_role = replica")
        await _plant_values(connection, shown)
        await _plant_columns(connection)
        named = await connection.fetch("SELECT value FROM personal_value WHERE commitment = ANY($1::bytea[])", shown)
    names = [json.loads(each["value"]) for each in named]
    return {" ".join(filter(None, (each["given"], each["prefix"], each["family"]))) for each in names}


_SHOWN = """
SELECT holder FROM certificate WHERE adviser <> ALL($1::uuid[]) AND EXISTS (
    SELECT 1 FROM consent_event WHERE consent_event.adviser = certificate.adviser AND field = 'name' AND kind = 'given')
"""


async def _account_of(person: object) -> Any:
    from registry.accounts import service as accounts  # noqa: PLC0415  Piccolo is configured by now
    from registry.accounts.tables import Account  # noqa: PLC0415  likewise

    row = await Account.select(Account.id).where(Account.person == person).first()
    return OPERATOR if row is None else await accounts.actor_of(row["id"])


async def _plant_values(connection: Connection, shown: set[bytes]) -> None:
    """Remarks, reasons, contact, names on old papers: all that is kept about people but the names that may be shown."""
    rows = await connection.fetch("SELECT commitment, value FROM personal_value WHERE commitment <> ALL($1::bytea[])", shown)
    for row in rows:
        value = json.dumps(marked(json.loads(row["value"])))
        await connection.execute("UPDATE personal_value SET value = $2 WHERE commitment = $1", row["commitment"], value)


async def _plant_columns(connection: Connection) -> None:
    """Each column of text that is not said to be public; that of somebody's present name among them, renamed after issue."""
    refused = []
    for each in await connection.fetch(_TEXTS):
        table, name, kind = each["of"], each["name"], each["kind"]
        if name in CODES or (table, name) in PUBLIC:
            continue
        text = f"left('{WORD}' || row_number() OVER (), {each['longest'] or 100})"
        value = f"jsonb_build_object('{WORD}', {text})" if kind == "jsonb" else text
        try:
            async with connection.transaction():
                await connection.execute(
                    f"UPDATE {table} SET {name} = planted.value FROM (SELECT ctid AS row, {value} AS value FROM {table}"  # noqa: S608
                    f" WHERE {name} IS NOT NULL) AS planted WHERE {table}.ctid = planted.row",
                )
        except (asyncpg.CheckViolationError, asyncpg.UniqueViolationError, asyncpg.StringDataRightTruncationError) as error:
            refused.append(f"{table}.{name}: {error}")
    assert refused == []
    [employer] = await connection.fetch(
        "INSERT INTO organisation (id, kind, name, recorded_at) SELECT gen_random_uuid(), kind, $1, recorded_at"
        " FROM organisation WHERE kind = 'employer' LIMIT 1 RETURNING id",
        WORD,
    )
    await connection.execute(_WITHOUT_CONSENT, employer["id"])


_WITHOUT_CONSENT = """
UPDATE employment SET employer = $1 WHERE person NOT IN (
    SELECT person FROM adviser JOIN (
        SELECT DISTINCT ON (adviser) adviser, kind FROM consent_event WHERE field = 'employer' ORDER BY adviser, id DESC
    ) AS latest ON latest.adviser = adviser.id WHERE latest.kind = 'given')
"""
"""Nobody may see for whom these work."""
