"""Whom a list of intakes from elsewhere may name as people write it: by code, by name, by e-mail."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.intakes import places
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission, Role
from registry.transactions import fetch

_COORDINATORS = """
SELECT DISTINCT lower(account.email) AS email, account.person FROM membership JOIN account ON account.id = membership.account
WHERE membership.role = $1
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may hold days, and the codes of the municipalities that an intake with it names unless others are given."""

    organisation: UUID
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Holders by code and by name, coordinators by the e-mail address of their account; all in small letters."""

    holders: dict[str, Holder]
    coordinators: dict[str, UUID]


async def known_on(day: date, *, actor: Actor) -> Known:
    """Whoever there is on that day; a name that two have names neither. For admins."""
    actor.must(Permission.MANAGE_PROGRAMMES)
    named: dict[str, list[Holder]] = {}
    for each in await places.municipalities_on(day):
        own = Holder(each.organisation, (each.code,))
        for word in (each.code, each.name):
            named.setdefault(word.casefold(), []).append(own)
    for partnership in await organisations.listed(Kind.PARTNERSHIP):
        members = tuple(code for code, _ in await places.members_on(partnership.id, day))
        named.setdefault(partnership.name.casefold(), []).append(Holder(partnership.id, members))
    return Known(
        holders={word: found[0] for word, found in named.items() if len(found) == 1},
        coordinators={row["email"]: row["person"] for row in await fetch(_COORDINATORS, Role.COORDINATOR.value)},
    )
