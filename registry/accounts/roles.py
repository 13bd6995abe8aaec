"""Giving a role and ending it; each is held for an organisation of the right kind, an adviser's for themselves."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.accounts.errors import LastAdmin, RoleNeedsOrganisation, RolesClash
from registry.accounts.schemas import GrantRole
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.organisations.tables import Kind, Organisation
from registry.permissions import Actor, Permission, Role
from registry.transactions import current_connection, transaction

KINDS: Mapping[Role, frozenset[Kind]] = {
    Role.PROVIDER: frozenset({Kind.PROVIDER}),
    Role.MUNICIPALITY: frozenset({Kind.MUNICIPALITY}),
    Role.COORDINATOR: frozenset({Kind.COORDINATION}),
    Role.CERTIFIER: frozenset({Kind.CERTIFICATION_BODY}),
    Role.SCHEME_OWNER: frozenset({Kind.SCHEME_OWNER}),
    Role.ADMIN: frozenset({Kind.OPERATOR}),
    Role.AUDITOR: frozenset({Kind.OPERATOR}),
    Role.ADVISER: frozenset(),
}
"""For which kinds of organisation a role is held."""
_GIVE = """
INSERT INTO membership (id, account, role, organisation, recorded_at) VALUES (gen_random_uuid(), $1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING id
"""
_END = """
UPDATE membership SET ended_at = $4
WHERE account = $1 AND role = $2 AND organisation IS NOT DISTINCT FROM $3 AND ended_at IS NULL RETURNING id
"""


async def give(account: UUID, command: GrantRole, *, actor: Actor, now: datetime) -> None:
    """The account holds the role from now on; one that is held already stays as it is. Inside the caller's transaction.

    Raises RolesClash, RoleNeedsOrganisation, NotFound.
    """
    await _check_kind(command)
    values = (account, command.role.value, command.organisation, now)
    try:
        created = await current_connection().fetchval(_GIVE, *values)
    except asyncpg.CheckViolationError as error:
        if getattr(error, "constraint_name", "") != "membership_roles_go_together":
            raise
        raise RolesClash from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error
    if created is not None:
        facts = {"role": command.role, "organisation": command.organisation}
        await audit.record(Action.ROLE_GRANTED, account, actor=actor, at=now, facts=facts)


async def end(account: UUID, command: GrantRole, *, actor: Actor, now: datetime) -> None:
    """The account no longer holds the role, from its next request on; raises NotFound for one it does not hold, LastAdmin."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        try:
            ended = await connection.fetchval(_END, account, command.role.value, command.organisation, now)
        except asyncpg.CheckViolationError as error:
            raise LastAdmin from error
        if ended is None:
            raise NotFound
        facts = {"role": command.role, "organisation": command.organisation}
        await audit.record(Action.ROLE_ENDED, account, actor=actor, at=now, facts=facts)


async def _check_kind(command: GrantRole) -> None:
    kinds = KINDS[command.role]
    if command.organisation is None:
        if kinds:
            raise RoleNeedsOrganisation
        return
    row = await Organisation.select(Organisation.kind).where(Organisation.id == command.organisation).first()
    if row is None:
        raise NotFound
    if Kind(row["kind"]) not in kinds:
        raise RoleNeedsOrganisation
