"""Holders are told that their certificate ends, each kind once, as long as something can be done about it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.rules import EventKind
from registry.renewals import own_pages, presenting, reminding
from registry.renewals.rules import Reminder
from registry.renewals.tables import RenewalReminder
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.renewals import again
from tests.registry.renewals.again import IN_WINDOW, OPENS

pytestmark = pytest.mark.usefixtures("database")


async def given() -> list[str]:
    """The kinds that were given, in order."""
    rows = await RenewalReminder.select(RenewalReminder.kind).order_by(RenewalReminder.due_on)
    return [row["kind"] for row in rows]


async def test_each_kind_is_given_once() -> None:
    """Night after night, from before the window to after the grace."""
    of, issued = await again.holder(await again.world())
    counts = {}
    night = datetime(2029, 5, 1, 2, 0, tzinfo=UTC)
    while night < datetime(2030, 2, 10, tzinfo=UTC):
        if count := await reminding.remind(now=night):
            counts[night.date().isoformat()] = count
        night += timedelta(days=1)
    assert counts == {"2029-05-19": 1, "2029-08-19": 1, "2029-10-19": 1, "2029-11-20": 1}
    assert await given() == [each.value for each in Reminder]
    audited = await AuditEntry.select(AuditEntry.action).where(AuditEntry.action == Action.REMINDED.value)
    assert len(audited) == 4
    [shown] = await presenting.own(of.actor, language=Language.NL, now=IN_WINDOW)
    assert shown.reminders[0].kind is Reminder.EXPIRED
    assert issued.number in shown.reminders[0].text


async def test_who_missed_nights_is_told_the_last_alone() -> None:
    """When nothing came round for months, only what holds now is told."""
    await again.holder(await again.world())
    assert await reminding.remind(now=datetime(2029, 11, 1, 2, 0, tzinfo=UTC)) == 1
    assert await given() == [Reminder.LAST_MONTH.value]


async def test_two_processes_give_each_once() -> None:
    """Twenty at the same moment give one."""
    await again.holder(await again.world())
    assert sum(await asyncio.gather(*(reminding.remind(now=OPENS) for _ in range(20)))) == 1


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.VOIDED, EventKind.SUPERSEDED])
async def test_who_holds_it_no_more_is_not_told(kind: EventKind) -> None:
    """An ended certificate is not renewed."""
    _, issued = await again.holder(await again.world())
    await making.happens(issued.id, kind, OPENS.date(), at=OPENS)
    assert await reminding.remind(now=OPENS) == 0


async def test_who_is_suspended_is_told() -> None:
    """A suspension can be lifted before the last day."""
    _, issued = await again.holder(await again.world())
    await making.happens(issued.id, EventKind.SUSPENDED, OPENS.date(), at=OPENS)
    assert await reminding.remind(now=OPENS) == 1


async def test_who_renewed_already_is_told_nothing_more() -> None:
    """Unless what followed is void."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    followed = await again.granted(standing, await again.completed(standing, of, issued))
    assert await reminding.remind(now=IN_WINDOW) == 0
    await making.happens(followed, EventKind.VOIDED, IN_WINDOW.date(), at=IN_WINDOW)
    assert await reminding.remind(now=IN_WINDOW) == 1


async def test_who_was_erased_is_told_nothing() -> None:
    """There is nobody to tell."""
    of, _ = await again.holder(await again.world())
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", of.person, IN_WINDOW)
    assert await reminding.remind(now=OPENS) == 0


async def test_a_scheme_that_renews_nothing_reminds_nobody() -> None:
    """There would be nothing to do."""
    of, _ = await again.holder(await again.world(None))
    assert await reminding.remind(now=OPENS) == 0
    assert await own_pages.waiting(of.actor, OPENS) == []


async def test_the_last_reminder_stands_on_the_work_page() -> None:
    """In both languages, with the way to renew."""
    of, issued = await again.holder(await again.world())
    await reminding.remind(now=OPENS)
    [card] = await own_pages.waiting(of.actor, OPENS)
    assert card.path == "/hercertificering"
    assert issued.number in card.text.nl
    assert issued.number in card.text.en
