"""What comes round by itself beside the server.

Within a minute: sealing the audit trail, bookings that follow certificates, telling who follows one, mail. And what is
looked at every night.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import structlog

from config.backups import beginning_anew
from config.credential_rounds import MAKING_UP_EVERY, PUBLISHING_EVERY, CredentialRounds
from config.log_rounds import SIGNING_EVERY, LogRounds
from exams.tracks import versions as tracks
from public_list.rederiving import service as rederiving
from public_list.rederiving.service import Served, Verified
from registry.admittance import forgetting
from registry.allotments import expiring
from registry.allotments.conservation import Discrepancy
from registry.allotments.verifying import verify as verify_ledger
from registry.audit import sealing
from registry.audit.sealing import Sealer
from registry.audit.verifying import verify
from registry.days import AMSTERDAM, day_after, system_now
from registry.engagements import answering, following
from registry.messages import outbox
from registry.messages.mailing import Outgoing
from registry.permissions import OPERATOR
from registry.rechecking import service as rechecking
from registry.rechecking.service import Parts, Rechecked
from registry.renewals import reminding
from registry.retention import service as retention
from registry.watches import noticing

SEALING_EVERY = 20
"""Seconds: an entry is sealed in the second round after it was committed."""
FOLLOWING_EVERY = 20
"""Seconds: a booking is frozen or ended, and its parties told, in the second round after its certificate changed."""
NOTICING_EVERY = 20
"""Seconds: who follows a certificate is told in the second round after its status changed."""
MAILING_EVERY = 15
"""Seconds: a message is mailed in the second round after it was told."""
LOOK_AGAIN_AFTER = 2
"""Seconds: the list follows every change within one."""
NIGHT = 3
"""The hour, in Amsterdam, of what is looked at every night."""

_log = structlog.get_logger(__name__)


async def go_round(stop: asyncio.Event, outgoing: Outgoing | None, log: LogRounds | None = None) -> None:
    """Do what comes round until told to stop; what fails is logged, and done again when its turn comes.

    Without a mail server nothing is mailed; without `log` the public log is not signed here. What several processes do at
    once is done once.
    """
    sealer, credentials = Sealer(), CredentialRounds()
    trail = {
        "taking up backups": lambda: beginning_anew.take_up(now=system_now()),
        "sealing the audit trail": lambda: sealer.round(now=system_now()),
    }
    bookings = {"letting requests lapse": _lapse, "following certificates": _follow}
    mail = {
        "answering who forgot a password": lambda: forgetting.answer_asked(now=system_now()),
        "sending mail": lambda: outbox.send_due(outgoing, now=system_now()),
    }
    watches = {"telling who follows": lambda: noticing.notice(now=system_now())}
    await asyncio.gather(
        _keep(trail, SEALING_EVERY, stop),
        _keep(bookings, FOLLOWING_EVERY, stop),
        _keep(watches, NOTICING_EVERY, stop),
        _keep(mail, MAILING_EVERY, stop),
        _keep(log.signing() if log else {}, SIGNING_EVERY, stop),
        _keep(log.asking() if log else {}, SIGNING_EVERY, stop),
        _keep(credentials.publishing(), PUBLISHING_EVERY, stop),
        _keep(credentials.making_up(), MAKING_UP_EVERY, stop),
        _keep_watch(stop),
    )


async def _keep(acts: Mapping[str, Callable[[], Awaitable[object]]], every: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        for name, act in acts.items():
            await _safely(name, act)
        await _pause(every, stop)


async def _lapse() -> None:
    """Requests and changes that nobody answered in time lapse."""
    await answering.lapse_due(system_now())


async def _follow() -> None:
    """Bookings agree with the certificates of their advisers."""
    changed = await following.follow(now=system_now())
    if changed:
        _log.info("bookings followed certificates", bookings=changed)


async def _keep_watch(stop: asyncio.Event) -> None:
    """Tell the head at once, so that every day and every start have theirs; the rest is for the night."""
    await _safely("telling the head", _tell_head)
    due = next_night(system_now())
    while not stop.is_set():
        await _pause((due - system_now()).total_seconds(), stop)
        if not stop.is_set() and system_now() >= due:
            due = next_night(due)
            for name, act in _NIGHTLY.items():
                await _safely(name, act)


def next_night(now: datetime) -> datetime:
    """The next time that it is three o'clock in Amsterdam; the clock goes past it every night, in spring and autumn too."""
    here = now.astimezone(AMSTERDAM)
    day = here.date() if here.hour < NIGHT else day_after(here.date())
    return datetime(day.year, day.month, day.day, NIGHT, tzinfo=AMSTERDAM).astimezone(now.tzinfo)


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    """Wait that long, or until told to stop."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _safely(name: str, act: Callable[[], Awaitable[object]]) -> None:
    try:
        await act()
    except Exception:  # noqa: BLE001  one failure, of whatever kind, ends nothing that comes round
        _log.exception("what comes round failed", act=name)


async def _tell_head() -> None:
    """The last link of the chain, in the log: who keeps the log elsewhere sees later whether history was made anew."""
    head = await sealing.head()
    if head is not None:
        _log.info("head of the audit trail", head=str(head), sealed_at=head.sealed_at)


async def _verify() -> None:
    """Every night, whether the audit trail is what it was when it was sealed."""
    told = await verify()
    if told.findings:
        found = dict(Counter(each.harm.value for each in told.findings))
        _log.error("the audit trail was tampered with", found=found, see="registry audit verify")
    else:
        _log.info("the audit trail holds", sealed=told.sealed, waiting=told.waiting)


async def _recheck() -> None:
    """Every night, whether every certificate was allowed."""
    told = await rechecked()
    if told.differences:
        found = dict(Counter(each.rule for _, each in told.differences))
        _log.error("certificates differ from what was allowed", found=found, see="registry recheck")
    else:
        _log.info("every certificate was allowed", certificates=told.certificates, erased=told.erased)


async def _expire() -> None:
    """Every night, days whose allotment's period ended yesterday, or before, expire."""
    expired = await expiring.expire_due(now=system_now())
    _log.info("days expired", quarters=expired)


async def _verify_ledger() -> None:
    """Every night, whether days were conserved."""

    def tell(found: Discrepancy) -> None:
        _log.error("the ledger of days is off", found=str(found), see="registry ledger verify")

    told = await verify_ledger(tell)
    if not told.found:
        _log.info("days were conserved", allotments=told.allotments, postings=told.postings)


async def _verify_list() -> None:
    """Every night, whether the public list and the answers to numbers are what was recorded."""
    told = await verified_list()
    if told.differences:
        found = dict(Counter(f"{each.place} {each.field}".strip() for each in told.differences))
        _log.error("the public list differs from what was recorded", found=found, see="registry list verify")
    else:
        _log.info("the public list is what was recorded", listed=told.listed, checked=told.checked)


async def _remind() -> None:
    """Every night, holders whose certificate ends are told how to be certified again."""
    given = await reminding.remind(now=system_now())
    _log.info("holders were reminded", reminders=given)


async def _keep_no_longer() -> None:
    """Every night, what is past its term goes."""
    gone = {table: rows for table, rows in (await retention.run(actor=OPERATOR, now=system_now())).items() if rows}
    _log.info("what was past its term is gone", rows=gone)


_NIGHTLY = {
    "telling the head": _tell_head,
    "verifying the audit trail": _verify,
    "rechecking certificates": _recheck,
    "reminding holders": _remind,
    "expiring days": _expire,
    "verifying the ledger of days": _verify_ledger,
    "verifying the public list": _verify_list,
    "deleting what is past its term": _keep_no_longer,
}
"""What every process beside a server does at night: it reads, or writes what is written once, so that two do no harm."""


async def verified_list() -> Verified:
    """What is published, derived anew. A difference that is gone a moment later was a change that came in between."""
    told = await _verified_now()
    if not told.differences:
        return told
    await asyncio.sleep(LOOK_AGAIN_AFTER)
    again = await _verified_now()
    return replace(again, differences=tuple(each for each in again.differences if each in told.differences))


async def _verified_now() -> Verified:
    now = system_now()
    return await rederiving.verify(Served(now), now=now)


async def rechecked() -> Rechecked:
    """Every certificate judged anew, by the parts that each version of a track has."""
    return await rechecking.recheck(await parts_of_tracks())


async def parts_of_tracks() -> Parts:
    """Of each version of each track, the code of every part with its pass mark."""
    return {
        f"{version.code} {version.number}": {part["code"]: part["pass_mark"] for part in version.parts}
        for version in await tracks.all_versions()
    }
