"""Whoever may book from an allotment is told what became of its days."""

from datetime import datetime
from uuid import UUID

from registry.days import amsterdam_day
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.permissions import Permission
from registry.quarters import days
from registry.transactions import Connection

_WHOSE = """
SELECT organisation.name, array(
    SELECT municipality FROM partnership_member WHERE partnership = allotment.holder
        AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)
) || allotment.holder AS theirs
FROM allotment JOIN organisation ON organisation.id = allotment.holder WHERE allotment.id = $1
"""


async def tell(kind: Kind, allotment: UUID, quarters: int, *, connection: Connection, now: datetime) -> None:
    """So many quarters of the allotment were granted, corrected or expired; inside the transaction of the act."""
    [whose] = await connection.fetch(_WHOSE, allotment, amsterdam_day(now))
    facts = {"municipality": whose["name"], "days": str(days(quarters))}
    await _told(kind, allotment, whose["theirs"], facts, connection=connection, now=now)


async def tell_transfer(source: UUID, target: UUID, quarters: int, *, connection: Connection, now: datetime) -> None:
    """So many quarters passed from one allotment to another: both sides are told, each at its own allotment."""
    [sender], [receiver] = [await connection.fetch(_WHOSE, each, amsterdam_day(now)) for each in (source, target)]
    facts = {"municipality": sender["name"], "receiver": receiver["name"], "days": str(days(quarters))}
    for allotment, whose in ((source, sender), (target, receiver)):
        await _told(Kind.DAYS_TRANSFERRED, allotment, whose["theirs"], facts, connection=connection, now=now)


async def _told(
    kind: Kind, allotment: UUID, whom: list[UUID], facts: dict[str, str], *, connection: Connection, now: datetime
) -> None:
    accounts = [
        account
        for organisation in whom
        for account in await messages.accounts_of_organisation(organisation, Permission.BOOK, connection=connection)
    ]
    await messages.tell(accounts, kind, subject=allotment, facts=facts, path=f"/dagenbudgetten/{allotment}", at=now)
