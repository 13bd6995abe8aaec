"""How many certificates had which status on a day, as it was known at an instant, in the API."""

from datetime import date, datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from registry.accounts.guards import requires
from registry.certificates import standing
from registry.certificates.rules import Status
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Text

_NO_ZONE = Text(
    "Zeg de tijdzone erbij, zoals 2026-05-10T09:00:00Z of 2026-05-10T11:00:00+02:00.",
    "Give the time zone as well, as in 2026-05-10T09:00:00Z or 2026-05-10T11:00:00+02:00.",
)


class StatusCountOut(Schema, frozen=True):
    """How many certificates have this status."""

    status: Status
    count: int


class StandingOut(Schema, frozen=True):
    """The certificates by status on a day, from what the registry knew at an instant."""

    day: date
    known_at: datetime
    counts: list[StatusCountOut]


class StandingController(Controller):
    """Certificates by status."""

    path = "/certificate-statuses"
    tags = ("Certificaten",)

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def counts(
        self,
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        day: Annotated[date | None, QueryParameter(description="Een andere dag dan vandaag.")] = None,
        known_at: Annotated[
            datetime | None, QueryParameter(name="knownAt", description="Zoals het toen bekend was; zonder dit: nu.")
        ] = None,
    ) -> StandingOut:
        """Hoeveel certificaten van uw instelling welke status hebben, op een dag en zoals toen bekend was."""
        if known_at is not None and known_at.tzinfo is None:
            raise Invalid([Fault("knownAt", _NO_ZONE)])
        asked, known = day or amsterdam_day(now), min(known_at or now, now)
        found = await standing.counts(asked, known, actor=actor)
        return StandingOut(
            day=asked,
            known_at=known,
            counts=[StatusCountOut(status=status, count=number) for status, number in found.items()],
        )
