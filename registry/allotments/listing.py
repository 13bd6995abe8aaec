"""Days as lists to save: the allotments, and the statement of one with every posting."""

from collections.abc import Mapping
from datetime import date

import asyncpg

from registry.allotments.ledger import AccountKind, PostingKind
from registry.allotments.reading import LINES, Held, Statement
from registry.allotments.wording import KINDS
from registry.exports.cursor import Query
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.permissions import Actor
from registry.quarters import days
from registry.sieves.sieve import Sifted
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
_HELD_NOW = Outline(
    "dagenbudgetten",
    Text("Dagenbudgetten", "Allotments"),
    _ALLOTMENTS,
    Text("De saldi van het dagenboek op dit moment.", "The balances of the day ledger at this moment."),
)
_EVERY_POSTING = Outline(
    "dagen",
    Text("Bewegingen van dagen", "Movements of days"),
    _POSTINGS,
    Text("Elke boeking in het dagenboek, de laatste eerst.", "Every posting in the day ledger, the last one first."),
)


def allotments(found: Sifted[Held], *, actor: Actor, today: date) -> Exported:
    """These allotments with their balances in days."""
    chosen = [(_PROGRAMME, found.chosen.others["programma"] or ALL), *found.stamped]
    return _HELD_NOW.of([_held(each) for each in found.rows], actor=actor, today=today, chosen=chosen)


async def postings(statement: Statement, *, actor: Actor, today: date) -> Exported:
    """Every posting of an allotment that the actor may read, the last one first."""
    held = statement.held
    chosen = [(_HOLDER, held.holder_name), (_PROGRAMME, held.programme)]
    return await _EVERY_POSTING.read(Query(LINES, (held.id,)), _line, actor=actor, today=today, chosen=chosen)


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
