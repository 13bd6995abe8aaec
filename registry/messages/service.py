"""Telling account holders: in their inbox at once, and by mail as soon as it can be sent."""

from collections.abc import Collection, Mapping
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


async def accounts_of_organisation(organisation: UUID, permission: Permission, *, connection: Connection) -> list[UUID]:
    """The accounts that may do this for the organisation."""
    roles = [role.value for role in Role if permission in ROLES[role]]
    return [row["id"] for row in await connection.fetch(_OF_ORGANISATION, organisation, roles)]


async def accounts_of_adviser(adviser: UUID, *, connection: Connection) -> list[UUID]:
    """The account of the adviser, under whichever of their files."""
    return [row["id"] for row in await connection.fetch(_OF_ADVISER, adviser)]
