"""Telling who follows, within a minute: by looking at what is followed, whatever caused a change (DESIGN §7, "Time").

Nobody tells this topic that a status changed: it looks, so that it misses neither a decision nor the day on which a
certificate begins or ends. A watch is looked at anew once it is its turn: two that do so at once tell it once.
"""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.engagements.one_by_one import one_by_one
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.organisations import succession
from registry.permissions import Actor, Permission
from registry.schemes.wording import STATUSES
from registry.transactions import Connection, transaction
from registry.watches import seeing
from registry.watches.rules import is_news, since
from registry.watches.seeing import Difference

ITSELF = Actor(account=None, person=None, name="register", grants=())
"""Nobody asks for it: it follows from what happened to a certificate, or from the day."""

_IN_TURN = "SELECT organisation FROM watch WHERE id = $1 FOR NO KEY UPDATE"
_ONE_AT_A_TIME = "SELECT FROM account WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
_TOLD_BY_ANOTHER = """
SELECT message.account FROM watch_notice AS notice JOIN message
    ON message.subject = notice.watch AND message.recorded_at = notice.recorded_at AND message.kind = $2
WHERE message.account = ANY($1) AND notice.certificate = $4 AND notice.status = $5 AND notice.watch <> $3
    AND $6 IN (message.facts ->> 'certificate', message.facts ->> 'newCertificate')
    AND notice.id > coalesce((SELECT max(id) FROM watch_notice
        WHERE watch = $3 AND certificate = $4 AND status <> $5), 0)
"""
"""Which accounts were told of this change because another watch saw it, after this one ($3) last saw another status."""


async def notice(*, now: datetime) -> int:
    """Tell every organisation what changed of what it follows; returns how many watches saw something.

    Each watch is a transaction of its own; what fails with one keeps no other from its turn, and is raised at the end.
    """
    found = await seeing.differences(None, now=now)
    return await one_by_one(dict.fromkeys(each.watch for each in found), lambda watch: look(watch, now=now))


async def look(watch: UUID, *, now: datetime) -> bool:
    """What this watch sees now is written down, and told where it is news; false where it saw it already."""
    async with transaction() as connection:
        organisation = await connection.fetchval(_IN_TURN, watch)
        found = await seeing.differences([watch], now=now)
        if not found:
            return False
        await seeing.see(found, now=now)
        news = [each for each in found if is_news(each.status, each.seen)]
        issued = await certificates.by_ids(each.certificate for each in news)
        accounts = await _accounts(organisation, connection=connection)
        await connection.execute(_ONE_AT_A_TIME, accounts)
        for each in news:
            known = await _told_by_another(accounts, each, issued[each.certificate], connection=connection)
            await _tell([account for account in accounts if account not in known], each, issued[each.certificate], now=now)
        facts = {"statuses": {issued[each.certificate].number: each.status.value for each in news}}
        await audit.record(Action.WATCH_TOLD, watch, actor=ITSELF, at=now, facts=facts)
    return True


async def _accounts(organisation: UUID, *, connection: Connection) -> list[UUID]:
    """Who follows for the organisation, or for the one to which its rights passed."""
    standing = await succession.successor_now(organisation)
    return await messages.accounts_of_organisation(standing, Permission.WATCH, connection=connection)


async def _told_by_another(accounts: list[UUID], found: Difference, issued: Issued, *, connection: Connection) -> set[UUID]:
    """Whoever follows the same twice, as a certificate and by its adviser or for two organisations, is told it once."""
    asked = accounts, Kind.WATCHED_CHANGED.value, found.watch, found.certificate, found.status.value, issued.number
    return {row["account"] for row in await connection.fetch(_TOLD_BY_ANOTHER, *asked)}


async def _tell(accounts: list[UUID], found: Difference, issued: Issued, *, now: datetime) -> None:
    facts: dict[str, object] = {"status": _said(found.status)}
    if found.seen is None:
        facts |= {"newCertificate": issued.number}
    else:
        first = since(issued.timeline, amsterdam_day(now), now)
        facts |= {"certificate": issued.number, "was": _said(found.seen), "day": first}
    path = f"/certificaten/{issued.number}"
    await messages.tell(accounts, Kind.WATCHED_CHANGED, subject=found.watch, facts=facts, path=path, at=now)


def _said(status: Status) -> list[dict[str, str]]:
    """The status as a fact of a message: in both languages."""
    said = STATUSES[status.value]
    return [{"nl": said.nl, "en": said.en}]
