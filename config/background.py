"""The process beside the server that does long work: what it can do, and how it begins and ends."""

import asyncio
import os
import signal
from collections.abc import Mapping
from functools import partial
from uuid import UUID

import structlog

from config.database import close_pool, open_pool_once_reachable
from config.garbage import collect_rarely
from config.log_rounds import LogRounds
from config.logs import configure_logs
from config.rounds import go_round
from config.settings import Mode, Settings
from exams.results import doing, equivalents, merged_files, watching, work
from registry.certificates import keeping
from registry.days import system_now
from registry.dossiers import equivalence
from registry.messages.mailing import Outgoing
from registry.people import merging
from registry.work.queue import Act, work_off

_NOBODY = "register@localhost"
_log = structlog.get_logger(__name__)


async def _upload(asked: UUID) -> None:
    await doing.do(asked, now=system_now())


async def _watch(upload: UUID) -> None:
    await watching.watch(upload, now=system_now())


async def _document(certificate: UUID, *, site: str) -> None:
    await keeping.make(certificate, site=site, now=system_now())


async def _merged(merge: UUID) -> None:
    await merged_files.follow(merge, now=system_now())


async def _equivalent(request: UUID) -> None:
    await equivalents.follow(request, now=system_now())


ACTS: Mapping[str, Act] = {work.ACT: _upload, watching.ACT: _watch, merging.ACT: _merged, equivalence.ACT: _equivalent}
"""What can be asked for, by the name under which it is queued."""


def acts(settings: Settings) -> Mapping[str, Act]:
    """These, and what has to know the address of the registry."""
    return {**ACTS, keeping.ACT: partial(_document, site=settings.base_url)}


def outgoing(settings: Settings) -> Outgoing | None:
    """What sending mail needs. Without a mail server it is printed in development, and in production there is nothing:
    messages then stand in the inbox alone.
    """
    if settings.mail_url is None or settings.mail_from is None:
        developing = settings.mode is Mode.DEVELOPMENT
        return Outgoing(None, sender=_NOBODY, site=settings.base_url) if developing else None
    return Outgoing(settings.mail_url, sender=settings.mail_from, site=settings.base_url)


async def work_until_told(settings: Settings) -> None:
    """Do what is queued until terminated or interrupted; then finish what was begun, and return."""
    configure_logs(settings.log_format)
    collect_rarely()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if not await open_pool_once_reachable(settings, stop=stop):
        return
    try:
        taken_up = await work.take_up_again()
        known = acts(settings)
        rounds = asyncio.create_task(go_round(stop, outgoing(settings), LogRounds(settings)))
        _log.info("background work begins", acts=sorted(known), taken_up=taken_up)
        try:
            await work_off(os.environ["REGISTRY_DATABASE_URL"], known, stop=stop)
        finally:
            stop.set()
            rounds.cancel()
            await asyncio.wait({rounds})
    finally:
        await close_pool()
