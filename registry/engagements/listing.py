"""Bookings as a list to save: of a municipality, and of an adviser."""

from datetime import date

import asyncpg

from registry.bookings.steps import BookingStep, state_after
from registry.engagements import reading
from registry.engagements.choosing import Choice
from registry.engagements.reading import Chosen
from registry.engagements.wording import LISTS, STATES
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.permissions import Actor
from registry.quarters import days
from registry.texts import Text

_STATE, _WORDS = Text("Stand", "State"), Text("Zoekwoorden", "Words")
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
    Column(_STATE, width=28, words=STATES),
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


async def of_municipality(choice: Choice, *, actor: Actor, today: date) -> Exported:
    """The bookings that the actor's municipalities made or that are for them, in the order of the page."""
    return await _exported(await reading.chosen(choice.read(), actor=actor), choice, actor=actor, today=today)


async def of_adviser(choice: Choice, *, actor: Actor, today: date) -> Exported:
    """The bookings of the adviser who acts, in the order of the page."""
    return await _exported(reading.chosen_own(choice.read(), actor=actor), choice, actor=actor, today=today)


async def _exported(chosen: Chosen, choice: Choice, *, actor: Actor, today: date) -> Exported:
    order = ", ".join(f"chosen.{column}" for column in chosen.order.split(", "))
    query = Query(_BOOKINGS.format(condition=chosen.condition, order=order), chosen.values)
    stamped = [(_STATE, LISTS.get(choice.wanted, ALL)), (_WORDS, choice.words or ALL)]
    return await _OUTLINE.read(query, _row, actor=actor, today=today, chosen=stamped)


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
