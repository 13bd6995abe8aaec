"""Accounts and their roles as a list to save."""

from datetime import datetime

import asyncpg

from registry.admittance.overseeing import Wanted, listed, query
from registry.admittance.wording import ROLES, STANDINGS
from registry.days import amsterdam_day
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, EVERYBODY, Outline
from registry.permissions import Actor
from registry.texts import Language, Text

WORDS, ROLE, STANDING = Text("Zoekwoorden", "Words"), Text("Rol", "Role"), Text("Hoe staat het ervoor?", "Standing")
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


async def accounts(wanted: Wanted, *, language: Language, actor: Actor, now: datetime) -> Exported:
    """The accounts that are wanted, by name, each with its roles in one cell."""
    chosen = [
        (WORDS, wanted.words or ALL),
        (ROLE, ROLES[wanted.role] if wanted.role else ALL),
        (STANDING, STANDINGS[wanted.standing] if wanted.standing else ALL),
    ]

    def row(found: asyncpg.Record) -> Row:
        account = listed(found)
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

    asked = query(wanted, actor=actor, now=now)
    return await _OUTLINE.read(asked, row, actor=actor, today=amsterdam_day(now), chosen=chosen)
