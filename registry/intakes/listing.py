"""Intakes as a list to save."""

from datetime import datetime

import asyncpg

from registry.days import amsterdam_day
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.intakes.reading import SEEN, scope
from registry.intakes.rules import IntakeStep
from registry.intakes.wording import STATES
from registry.permissions import Actor
from registry.texts import Text

_STATE = Text("Stand", "State")
_COLUMNS = (
    Column(Text("Met", "With"), width=40),
    Column(Text("Gemeenten", "Municipalities"), width=40),
    Column(Text("Codes van gemeenten", "Municipality codes"), width=24),
    Column(Text("Dag", "Day"), Kind.DAY),
    Column(_STATE, width=18, words=STATES),
    Column(Text("Regie-adviseur", "Intake coordinator")),
    Column(Text("Regio", "Region"), width=28),
    Column(Text("Programma", "Programme"), width=20),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_INTAKES = f"""{SEEN}
SELECT seen.id, organisation.name AS holder_name, named.names, named.codes, seen.held_on, seen.state,
    {named("person")} AS coordinator_name, region.name AS region_name, programme.code AS programme
FROM seen
JOIN programme ON programme.id = seen.programme
JOIN organisation ON organisation.id = seen.holder
JOIN person ON person.id = seen.coordinator
LEFT JOIN region ON region.id = seen.region
JOIN LATERAL (
    SELECT string_agg(municipality.code, ', ' ORDER BY municipality.code) AS codes,
        string_agg(member.name, ', ' ORDER BY municipality.code) AS names
    FROM intake_member JOIN municipality ON municipality.organisation = intake_member.municipality
    JOIN organisation AS member ON member.id = municipality.organisation
    WHERE intake_member.intake = seen.id
) AS named ON true
ORDER BY seen.held_on DESC, seen.recorded_at DESC, seen.id
"""  # noqa: S608  our own columns
_OUTLINE = Outline(
    "intakes",
    Text("Intakes", "Intakes"),
    _COLUMNS,
    Text("De intakes, de laatste dag eerst, zoals zij nu staan.", "The intakes, the latest day first, as they stand."),
)


async def intakes(state: IntakeStep | None, *, actor: Actor, now: datetime) -> Exported:
    """The intakes that the actor sees, the latest day first; all, or those of one state."""
    query = Query(_INTAKES, tuple(scope(actor, now, None, state)))
    chosen = [(_STATE, ALL if state is None else STATES[state])]
    return await _OUTLINE.read(query, _row, actor=actor, today=amsterdam_day(now), chosen=chosen)


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
