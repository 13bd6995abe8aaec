"""Intakes as a list to save."""

from datetime import datetime

import asyncpg

from registry.days import amsterdam_day
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.intakes import finding
from registry.intakes.wording import STATES
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from registry.texts import Text

_COLUMNS = (
    Column(Text("Met", "With"), width=40),
    Column(Text("Gemeenten", "Municipalities"), width=40),
    Column(Text("Codes van gemeenten", "Municipality codes"), width=24),
    Column(Text("Dag", "Day"), Kind.DAY),
    Column(Text("Stand", "State"), width=18, words=STATES),
    Column(Text("Regie-adviseur", "Intake coordinator")),
    Column(Text("Regio", "Region"), width=28),
    Column(Text("Programma", "Programme"), width=20),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "intakes",
    Text("Intakes", "Intakes"),
    _COLUMNS,
    Text("De intakes, zoals zij nu staan.", "The intakes, as they stand."),
)


async def intakes(choice: Choice, *, actor: Actor, now: datetime) -> Exported:
    """Those that were chosen of the intakes that the actor sees, in the order of the page."""
    query = finding.query(choice, actor=actor, now=now)
    return await _OUTLINE.read(query, _row, actor=actor, today=amsterdam_day(now), chosen=finding.INTAKES.stamped(choice))


def _row(row: asyncpg.Record) -> Row:
    return (
        row["holder_name"],
        row["names"],
        row["codes"],
        row["held_on"],
        row["state"],
        row["coordinator_name"],
        row["region_name"],
        row["programme"],
        str(row["id"]),
    )
