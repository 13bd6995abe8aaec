"""Days as lists to save: the allotments, and the statement of one with every posting."""

from collections.abc import Mapping, Sequence
from datetime import date

import asyncpg

from registry.allotments.ledger import AccountKind, PostingKind
from registry.allotments.reading import LINES, Held, Statement
from registry.allotments.wording import KINDS
from registry.exports.cursor import Query
from registry.exports.listing import Column, Exported, Kind, Listing, Row, at_hand
from registry.exports.stamps import ALL, stamps
from registry.permissions import Actor
from registry.quarters import days
from registry.texts import Text

_HOLDER = Text("Gemeente of samenwerkingsverband", "Municipality or partnership")
_PROGRAMME = Text("Programma", "Programme")
_BALANCES: Mapping[AccountKind, Text] = {
    AccountKind.AVAILABLE: Text("Beschikbaar", "Available"),
    AccountKind.RESERVED: Text("Gereserveerd", "Reserved"),
    AccountKind.USED: Text("Gebruikt", "Used"),
    AccountKind.EXPIRED: Text("Verlopen", "Expired"),
}
_ALLOTMENTS = (
    Column(_HOLDER, width=40),
    Column(_PROGRAMME, width=20),
    Column(Text("Te gebruiken vanaf", "Usable from"), Kind.DAY),
    Column(Text("Te gebruiken tot en met", "Usable through"), Kind.DAY),
    *(Column(heading, Kind.DECIMAL) for heading in _BALANCES.values()),
    Column(Text("Overgegaan naar", "Passed on to"), width=28),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_POSTINGS = (
    Column(Text("Boeking", "Posting"), Kind.WHOLE),
    Column(Text("Wanneer", "Recorded at"), Kind.INSTANT),
    Column(Text("Wat", "Kind"), width=18, words=KINDS),
    Column(Text("Dagen", "Days"), Kind.DECIMAL),
    Column(Text("Daarna beschikbaar", "Available after it"), Kind.DECIMAL),
    Column(Text("Gekregen van", "Received from"), width=28),
    Column(Text("Gegeven aan", "Given to"), width=28),
    Column(Text("Intake", "Intake"), width=38),
    Column(Text("Inzet", "Engagement"), width=38),
    Column(Text("Reden", "Reason"), width=40),
)
_HELD_NOW = Text("De saldi van het dagenboek op dit moment.", "The balances of the day ledger at this moment.")
_EVERY_POSTING = Text(
    "Elke boeking in het dagenboek, de laatste eerst.", "Every posting in the day ledger, the last one first."
)


def allotments(held: Sequence[Held], programme: str, *, actor: Actor, today: date) -> Exported:
    """These allotments with their balances in days."""
    told = stamps([(_PROGRAMME, programme or ALL)], actor=actor, today=today, source=_HELD_NOW)
    listing = Listing("dagenbudgetten", Text("Dagenbudgetten", "Allotments"), _ALLOTMENTS, told)
    return Exported(listing, len(held), at_hand([_held(each) for each in held]))


def postings(statement: Statement, *, actor: Actor, today: date) -> Exported:
    """Every posting of an allotment that the actor may read, the last one first."""
    held = statement.held
    told = stamps([(_HOLDER, held.holder_name), (_PROGRAMME, held.programme)], actor=actor, today=today, source=_EVERY_POSTING)
    listing = Listing("dagen", Text("Bewegingen van dagen", "Movements of days"), _POSTINGS, told)
    return Exported(listing, statement.lines, Query(LINES, (held.id,)).batches(_line))


def _held(held: Held) -> Row:
    balances = [days(held.balances[kind]) for kind in _BALANCES]
    period = held.period
    return (held.holder_name, held.programme, period.first_day, period.last_day, *balances, held.passed_to, str(held.id))


def _line(row: asyncpg.Record) -> Row:
    received = row["received"]
    return (
        row["id"],
        row["recorded_at"],
        PostingKind(row["kind"]),
        days(row["quarters"]),
        days(row["available"]),
        row["other_name"] if received else None,
        None if received else row["other_name"],
        None if row["intake"] is None else str(row["intake"]),
        None if row["booking"] is None else str(row["booking"]),
        row["reason"],
    )
