"""The application: every route, the pool of the database, and the clock."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from litestar import Litestar

from config import database, serving
from config.assembly import Lifespan, Routes, assemble
from config.checks_at_once import ChecksAtOnce
from config.front_door import FrontDoor
from config.garbage import collect_rarely
from config.logs import configure_logs
from config.page_routes import PAGE_CONTROLLERS
from config.password_cost import passwords_of
from config.request_limits import USUAL, ClientLimits
from config.routes import API_CONTROLLERS, ROOT_CONTROLLERS
from config.settings import Mode, Settings, read_settings
from config.token_key import TokenKeyFile
from public_list.listing.keeping import Keeper, kept_in_this_process
from registry.accounts.tokens import Tokens
from registry.days import system_now


def _with_database(settings: Settings) -> Lifespan:
    """The pool is open for as long as the application serves."""

    @asynccontextmanager
    async def opened(_: Litestar) -> AsyncIterator[None]:
        await database.open_impatient_pool(settings)
        try:
            yield
        finally:
            await database.close_pool()

    return opened


def _with_public_list(keeper: Keeper) -> Lifespan:
    """The public list is kept in memory for as long as the application serves, and told of changes."""

    @asynccontextmanager
    async def kept(_: Litestar) -> AsyncIterator[None]:
        async with kept_in_this_process(keeper):
            yield

    return kept


def create_app(settings: Settings, *, clock: Callable[[], datetime] = system_now, limits: ClientLimits = USUAL) -> FrontDoor:
    """The ASGI application with all routes; without limits of their own, clients have the usual ones."""
    keeper = Keeper(os.environ.get("REGISTRY_DATABASE_URL", ""), clock)
    return assemble(
        settings,
        routes=Routes(api=API_CONTROLLERS, pages=PAGE_CONTROLLERS, root=ROOT_CONTROLLERS, at_once=ChecksAtOnce(clock)),
        clock=clock,
        readiness=database.is_ready,
        lifespan=[_with_database(settings), _with_public_list(keeper)],
        limits=limits,
        generation=keeper.generation,
        state={
            "tokens": Tokens(TokenKeyFile(settings.token_key_file), issuer=settings.base_url),
            "passwords": passwords_of(settings),
            "operator": settings.operated(),
            "in_production": settings.mode is Mode.PRODUCTION,
        },
    )


def create_asgi() -> FrontDoor:
    """What a worker of the server calls: settings from the environment, logs to standard error."""
    collect_rarely()
    serving.die_with_parent()
    settings = read_settings(os.environ)
    configure_logs(settings.log_format)
    return create_app(settings)
