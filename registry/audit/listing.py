"""The audit trail as a list to save."""

from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.audit import reading, service
from registry.audit.actions import Action
from registry.audit.reading import Wanted, entries
from registry.audit.wording import ACTIONS
from registry.days import amsterdam_day
from registry.exports.answering import FileKind
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import transaction

ACTION, WHO = Text("Handeling", "Act"), Text("Wie", "Who")
SUBJECT = Text("Kenmerk waarover het gaat", "Subject")
FIRST_DAY, LAST_DAY = Text("Vanaf", "From"), Text("Tot en met", "Through")
_COLUMNS = (
    Column(Text("Nummer", "Number"), Kind.WHOLE),
    Column(Text("Vastgelegd op", "Recorded at"), Kind.INSTANT),
    Column(WHO),
    Column(ACTION, width=38, words=ACTIONS),
    Column(SUBJECT, width=38),
    Column(Text("Feiten", "Facts"), width=80),
    Column(Text("Met persoonsgegevens", "With personal data"), Kind.TRUTH),
    Column(Text("Account", "Account"), width=38),
    Column(Text("API-sleutel", "API key"), width=38),
    Column(Text("Plaats in de keten", "Place in the chain"), Kind.WHOLE),
    Column(Text("Zegel", "Seal"), width=66),
)
_ITSELF = UUID("6c6f6762-0000-4000-8000-000000000001")
"""What the audit trail calls itself."""
_TRAIL = Outline(
    "logboek",
    Text("Logboek", "Audit trail"),
    _COLUMNS,
    Text(
        "Elke handeling in het logboek, de laatste eerst. Persoonsgegevens staan er niet in.",
        "Every act in the audit trail, the last one first. Personal data is not in it.",
    ),
)


async def trail(wanted: Wanted, *, actor: Actor, today: date) -> Exported:
    """The acts that are wanted, the last one first, each with its place in the chain once it was sealed."""
    chosen = [
        (ACTION, wanted.action or ALL),
        (WHO, wanted.who or ALL),
        (SUBJECT, wanted.subject or ALL),
        (FIRST_DAY, wanted.first_day or ALL),
        (LAST_DAY, wanted.last_day or ALL),
    ]
    return await _TRAIL.read(entries(wanted, actor=actor), _row, actor=actor, today=today, chosen=chosen)


async def saved(wanted: Wanted, kind: FileKind, *, actor: Actor, now: datetime) -> Exported:
    """As `trail`, up to this moment, to be taken away: who took which acts is an act itself. Raises NotAllowed.

    Whose acts were chosen is recorded by their accounts: a name would outlive its erasure.
    """
    actor.must(Permission.READ_AUDIT)
    whole = replace(wanted, through=await reading.last_number())
    exported = await trail(whole, actor=actor, today=amsterdam_day(now))
    facts = {name: value for name, value in asdict(whole).items() if value is not None and name != "who"}
    async with transaction():
        chosen = {"accounts": await reading.accounts_of(wanted.who)} if wanted.who else {}
        told = facts | chosen | {"rows": exported.total, "kind": kind}
        await service.record(Action.AUDIT_TRAIL_SAVED, _ITSELF, actor=actor, at=now, facts=told)
    return exported


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
