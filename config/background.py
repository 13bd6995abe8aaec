"""The process beside the server that does long work: what it can do, and how it begins and ends."""

import asyncio
import os
import signal
from collections.abc import Mapping
from uuid import UUID

import structlog

from config.database import close_pool, open_pool
from config.garbage import collect_rarely
from config.logs import configure_logs
from config.settings import Settings
from exams.results import uploading, watching, work
from registry.days import system_now
from registry.work.queue import Act, work_off

_log = structlog.get_logger(__name__)


async def _upload(asked: UUID) -> None:
    await uploading.do(asked, now=system_now())


async def _watch(upload: UUID) -> None:
    await watching.watch(upload, now=system_now())


ACTS: Mapping[str, Act] = {work.ACT: _upload, watching.ACT: _watch}
"""What can be asked for, by the name under which it is queued."""


async def work_until_told(settings: Settings) -> None:
    """Do what is queued until terminated or interrupted; then finish what was begun, and return."""
    configure_logs(settings.log_format)
    collect_rarely()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await open_pool(settings)
    try:
        _log.info("background work begins", acts=sorted(ACTS))
        await work_off(os.environ["REGISTRY_DATABASE_URL"], ACTS, stop=stop)
    finally:
        await close_pool()
