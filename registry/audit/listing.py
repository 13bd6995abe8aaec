"""The audit trail as a list to save."""

from datetime import date

import asyncpg

from registry.audit.reading import Wanted, entries
from registry.exports.listing import Column, Exported, Kind, Listing, Row
from registry.exports.stamps import ALL, stamps
from registry.permissions import Actor
from registry.texts import Text

ACTION, SUBJECT = Text("Handeling", "Act"), Text("Kenmerk waarover het gaat", "Subject")
FIRST_DAY, LAST_DAY = Text("Vanaf", "From"), Text("Tot en met", "Through")
_COLUMNS = (
    Column(Text("Nummer", "Number"), Kind.WHOLE),
    Column(Text("Vastgelegd op", "Recorded at"), Kind.INSTANT),
    Column(Text("Wie", "Who")),
    Column(ACTION, width=32),
    Column(SUBJECT, width=38),
    Column(Text("Feiten", "Facts"), width=80),
    Column(Text("Met persoonsgegevens", "With personal data"), Kind.TRUTH),
    Column(Text("Account", "Account"), width=38),
    Column(Text("API-sleutel", "API key"), width=38),
    Column(Text("Plaats in de keten", "Place in the chain"), Kind.WHOLE),
    Column(Text("Zegel", "Seal"), width=66),
)
_SOURCE = Text(
    "Elke handeling in het logboek, de laatste eerst. Persoonsgegevens staan er niet in.",
    "Every act in the audit trail, the last one first. Personal data is not in it.",
)


async def trail(wanted: Wanted, *, actor: Actor, today: date) -> Exported:
    """The acts that are wanted, the last one first, each with its place in the chain once it was sealed."""
    query = entries(wanted, actor=actor)
    chosen = [
        (ACTION, wanted.action or ALL),
        (SUBJECT, wanted.subject or ALL),
        (FIRST_DAY, wanted.first_day or ALL),
        (LAST_DAY, wanted.last_day or ALL),
    ]
    told = stamps(chosen, actor=actor, today=today, source=_SOURCE)
    listing = Listing("logboek", Text("Logboek", "Audit trail"), _COLUMNS, told)
    return Exported(listing, await query.count(), query.batches(_row))


def _row(row: asyncpg.Record) -> Row:
    return (
        row["id"],
        row["recorded_at"],
        row["name"],
        row["action"],
        str(row["subject"]),
        row["facts"],
        row["is_personal"],
        None if row["account"] is None else str(row["account"]),
        None if row["api_key"] is None else str(row["api_key"]),
        row["place"],
        row["digest"],
    )
