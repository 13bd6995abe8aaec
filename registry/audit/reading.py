"""Reading the audit trail: auditors alone, and they read all of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.audit.actions import Action
from registry.exports.cursor import Query, folded, named
from registry.exports.paging import Page
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.transactions import fetch

PAGE = 50


def _accounts(words: str) -> str:
    """In SQL: the accounts of whoever has these words in their name or address, or that have them for reference."""
    return f"""
SELECT account.id FROM account JOIN person ON person.id = account.person
WHERE account.id::text = lower({words})
    OR strpos({folded(named("person"))}, {folded(words)}) > 0 OR strpos({folded("account.email")}, {folded(words)}) > 0
"""  # noqa: S608  our own columns


_ENTRIES = f"""
SELECT entry.id, entry.recorded_at, entry.action, entry.subject, entry.facts::text AS facts, entry.account, entry.api_key,
    entry.personal IS NOT NULL AS is_personal, person.id AS person, {named("person")} AS name, seal.place,
    encode(seal.digest, 'hex') AS digest
FROM audit_entry AS entry
LEFT JOIN account ON account.id = entry.account
LEFT JOIN person ON person.id = account.person
LEFT JOIN audit_seal AS seal ON seal.entry = entry.id
WHERE ($1::varchar IS NULL OR entry.action = $1) AND ($2::uuid IS NULL OR entry.subject = $2)
    AND ($3::date IS NULL OR entry.recorded_at >= $3::date::timestamp AT TIME ZONE 'Europe/Amsterdam')
    AND ($4::date IS NULL OR entry.recorded_at < ($4::date + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam')
    AND ($5 = '' OR entry.account IN ({_accounts("$5")}))
    AND ($6::bigint IS NULL OR entry.id <= $6)
ORDER BY entry.id DESC
"""  # noqa: S608  our own columns


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts: of one kind, to one subject, recorded from a day through another, by somebody; where nothing is said, all.

    `who` are words in the name or address of who acted, or the reference of their account; `through` is the number of the
    last one.
    """

    action: Action | None = None
    subject: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    who: str = ""
    through: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: who did it, unless erased or done by the registry itself; `place` in the chain, once it was sealed."""

    id: int
    recorded_at: datetime
    name: str | None
    action: str
    subject: UUID
    facts: str
    is_personal: bool
    place: int | None


def entries(wanted: Wanted, *, actor: Actor) -> Query:
    """Every act that is wanted, the last one first; raises NotAllowed."""
    actor.must(Permission.READ_AUDIT)
    action = None if wanted.action is None else wanted.action.value
    return Query(_ENTRIES, (action, wanted.subject, wanted.first_day, wanted.last_day, wanted.who, wanted.through))


async def last_number() -> int:
    """The number of the last act that was recorded; 0 while there is none."""
    [row] = await fetch("SELECT coalesce(max(id), 0) AS number FROM audit_entry")
    found: int = row["number"]
    return found


async def accounts_of(who: str) -> list[UUID]:
    """The accounts whose acts are those of `who`."""
    return [row["id"] for row in await fetch(f"{_accounts('$1')} ORDER BY account.id", who)]


async def page_of(wanted: Wanted, *, page: int, actor: Actor) -> Page[Entry]:
    """A page of the acts that are wanted, the last one first; beyond the last page it is the last."""
    found = await entries(wanted, actor=actor).page(page, size=PAGE)
    access.noted(row["person"] for row in found.rows if row["name"])
    return found.holding([_entry(row) for row in found.rows])


def _entry(row: asyncpg.Record) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__slots__})
