"""Sessions of the browser, for whoever they are of."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts import sessions
from registry.accounts.guards import AFRESH, in_person
from registry.accounts.schemas import SessionOut
from registry.permissions import Actor


class SessionController(Controller):
    """Where one is signed in with a browser."""

    path = "/sessions"
    tags = ("Accounts",)
    guards = (in_person,)

    @get()
    async def listed(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[SessionOut]:
        """De browsers waarin u nu bent aangemeld, laatst gebruikt eerst."""
        found = await sessions.open_ones(actor=actor, now=now)
        return [SessionOut(id=each.id, started_at=each.started_at, last_seen_at=each.last_seen_at) for each in found]

    @post("/{session_id:uuid}/ending", status_code=204, opt=AFRESH)
    async def end(self, session_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Meldt één browser af."""
        await sessions.end_own(session_id, actor=actor, now=now)

    @post("/ending", status_code=204, opt=AFRESH)
    async def end_all(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Meldt u overal af: in elke browser, en in programma’s waarin u zich met uw wachtwoord aanmeldde."""
        await sessions.end_others(besides=None, actor=actor, now=now)
