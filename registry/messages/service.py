"""Telling account holders: in their inbox at once, and by mail as soon as it can be sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.canonical import canonical_json
from registry.messages.rules import Kind
from registry.permissions import ROLES, Permission, Role
from registry.transactions import Connection, current_connection

_TELL = """
WITH told AS (
    INSERT INTO message (account, kind, subject, facts, path, recorded_at)
    SELECT unnest($1::uuid[]), $2, $3, $4, $5, $6 RETURNING id
)
INSERT INTO mail (message, tries, next_try_at) SELECT id, 0, $6 FROM told
"""
_TELL_EACH = """
WITH told AS (
    INSERT INTO message (account, kind, subject, facts, path, recorded_at)
    SELECT DISTINCT account.id, $1, told.subject, told.facts, told.path, $6::timestamptz
    FROM unnest($2::uuid[], $3::uuid[], $4::jsonb[], $5::varchar[]) AS told (adviser, subject, facts, path)
    CROSS JOIN LATERAL files_of_same_person(told.adviser) AS file (id)
    JOIN adviser ON adviser.id = file.id
    JOIN account ON account.person = adviser.person
    WHERE account.disabled_at IS NULL RETURNING id
)
INSERT INTO mail (message, tries, next_try_at) SELECT id, 0, $6 FROM told
"""
_OF_ORGANISATION = """
SELECT DISTINCT account.id FROM membership JOIN account ON account.id = membership.account
WHERE membership.organisation = $1 AND membership.role = ANY($2) AND membership.ended_at IS NULL AND account.disabled_at IS NULL
"""
_OF_ADVISER = """
SELECT account.id FROM adviser JOIN account ON account.person = adviser.person
WHERE adviser.id IN (SELECT files_of_same_person($1)) AND account.disabled_at IS NULL
"""


async def tell(
    accounts: Collection[UUID], kind: Kind, *, subject: UUID, facts: Mapping[str, object], path: str, at: datetime
) -> None:
    """Each of these accounts is told, inside the transaction of the act; `facts` name no person.

    `path` is the page where it is dealt with.
    """
    if accounts:
        told = sorted(set(accounts))
        await current_connection().execute(_TELL, told, kind.value, subject, canonical_json(dict(facts)), path, at)


@dataclass(frozen=True, slots=True)
class News:
    """What an adviser is told, under whichever of their files; the rest as of `tell`."""

    adviser: UUID
    subject: UUID
    facts: Mapping[str, object]
    path: str


async def tell_advisers(kind: Kind, news: Sequence[News], *, at: datetime) -> None:
    """As `tell`, to many advisers, each of something else, in one statement."""
    advisers, subjects = [each.adviser for each in news], [each.subject for each in news]
    facts, paths = [canonical_json(dict(each.facts)) for each in news], [each.path for each in news]
    await current_connection().execute(_TELL_EACH, kind.value, advisers, subjects, facts, paths, at)


async def accounts_of_organisation(organisation: UUID, permission: Permission, *, connection: Connection) -> list[UUID]:
    """The accounts that may do this for the organisation."""
    roles = [role.value for role in Role if permission in ROLES[role]]
    return [row["id"] for row in await connection.fetch(_OF_ORGANISATION, organisation, roles)]


async def accounts_of_adviser(adviser: UUID, *, connection: Connection) -> list[UUID]:
    """The account of the adviser, under whichever of their files."""
    return [row["id"] for row in await connection.fetch(_OF_ADVISER, adviser)]
