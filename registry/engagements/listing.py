"""Bookings as a list to save: of a municipality, and of an adviser."""

from datetime import date

import asyncpg

from registry.bookings.steps import BookingStep, state_after
from registry.engagements import reading
from registry.engagements.scope import Scope
from registry.engagements.seeking import BOOKINGS
from registry.engagements.wording import STATES
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.quarters import days
from registry.sieves.choosing import Choice
from registry.texts import Text

_COLUMNS = (
    Column(Text("Adviseur", "Adviser")),
    Column(Text("Gemeente", "Municipality"), width=28),
    Column(Text("Programma", "Programme"), width=20),
    Column(Text("Dagenbudget van", "Allotment of"), width=28),
    Column(Text("Eerste dag", "First day"), Kind.DAY),
    Column(Text("Laatste dag", "Last day"), Kind.DAY),
    Column(Text("Dagen", "Days"), Kind.DECIMAL),
    Column(Text("Gewerkt", "Worked"), Kind.DECIMAL),
    Column(Text("Wacht op de gemeente", "Waiting for the municipality"), Kind.DECIMAL),
    Column(Text("Stand", "State"), width=28, words=STATES),
    Column(Text("Sinds", "Since"), Kind.INSTANT),
    Column(Text("Antwoord uiterlijk", "Answer by"), Kind.DAY),
    Column(Text("Er wacht een wijziging", "A change waits"), Kind.TRUTH),
    Column(Text("Aangevraagd op", "Requested at"), Kind.INSTANT),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_BOOKINGS = f"""
SELECT chosen.*, town.name AS municipality_name, holder.name AS holder_name, programme.code AS programme,
    {named("person")} AS adviser_name,
    EXISTS (SELECT 1 FROM booking_change WHERE booking = chosen.id AND booking_change.ending IS NULL) AS change_waits
FROM (SELECT * FROM booking_now WHERE {{condition}}) AS chosen
JOIN organisation AS town ON town.id = chosen.municipality
JOIN allotment ON allotment.id = chosen.allotment
JOIN organisation AS holder ON holder.id = allotment.holder
JOIN programme ON programme.id = allotment.programme
JOIN adviser ON adviser.id = chosen.adviser
JOIN person ON person.id = adviser.person
ORDER BY {{order}}
"""  # noqa: S608  our own columns
_OUTLINE = Outline(
    "boekingen",
    Text("Boekingen", "Bookings"),
    _COLUMNS,
    Text(
        "De boekingen zoals zij nu staan. Gewerkt is wat de gemeente goedkeurde.",
        "The bookings as they stand now. Worked is what the municipality approved.",
    ),
)


async def bookings(choice: Choice, whose: Scope, *, actor: Actor, today: date) -> Exported:
    """Of the bookings in this scope, which is the actor's, those that were chosen, in the order of the page."""
    chosen = reading.chosen(choice, whose)
    order = ", ".join(f"chosen.{column}" for column in chosen.order.split(", "))
    query = Query(_BOOKINGS.format(condition=chosen.condition, order=order), chosen.values)
    return await _OUTLINE.read(query, _row, actor=actor, today=today, chosen=BOOKINGS.stamped(choice))


def _row(row: asyncpg.Record) -> Row:
    return (
        row["adviser_name"],
        row["municipality_name"],
        row["programme"],
        row["holder_name"],
        row["first_day"],
        row["last_day"],
        days(row["quarters"]),
        days(row["used"]),
        days(row["entered"]),
        state_after(BookingStep(row["state"])),
        row["state_since"],
        row["answer_by"],
        row["change_waits"],
        row["recorded_at"],
        str(row["id"]),
    )
