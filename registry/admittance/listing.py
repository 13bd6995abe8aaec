"""Accounts and their roles as a list to save."""

from datetime import datetime

import asyncpg

from registry.admittance import overseeing
from registry.admittance.wording import ROLES, STANDING, STANDINGS
from registry.days import amsterdam_day
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, EVERYBODY, Outline
from registry.permissions import Actor, Role
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_ROLE = Text("Rol", "Role")
_COLUMNS = (
    Column(Text("Naam", "Name")),
    Column(Text("E-mailadres", "E-mail address")),
    Column(STANDING, width=22, words=STANDINGS),
    Column(Text("Rollen", "Roles"), width=60),
    Column(Text("Tweede factor", "Second factor"), Kind.TRUTH),
    Column(Text("Gemaakt op", "Recorded at"), Kind.INSTANT),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "accounts",
    Text("Accounts", "Accounts"),
    _COLUMNS,
    Text(
        "De accounts op naam, met de rollen die nu gelden.",
        "The accounts by name, with the roles that are held now.",
    ),
    whose=EVERYBODY,
)


async def accounts(choice: Choice, *, language: Language, actor: Actor, now: datetime) -> Exported:
    """The accounts that were chosen, in the order of the page, each with its roles in one cell."""
    role = choice.others["rol"]
    chosen = [(_ROLE, ROLES[Role(role)] if role else ALL), *overseeing.ACCOUNTS.stamped(choice)]

    def row(found: asyncpg.Record) -> Row:
        account = overseeing.found_in(found)
        roles = [
            " – ".join([ROLES[each.role].say(language), *([each.organisation_name] if each.organisation_name else [])])
            for each in account.roles
        ]
        return (
            account.name,
            account.email,
            account.standing.value,
            "; ".join(roles),
            account.has_second_factor,
            account.recorded_at,
            str(account.id),
        )

    asked = overseeing.query(choice, actor=actor, now=now)
    return await _OUTLINE.read(asked, row, actor=actor, today=amsterdam_day(now), chosen=chosen)
