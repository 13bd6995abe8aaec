"""What an adviser does with their own bookings, time and ties, in the API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from registry.accounts.guards import requires
from registry.bookings.steps import State
from registry.engagements import answering, calendar, changing, presenting, reading, scope, working
from registry.engagements.calendar import ICS
from registry.engagements.downloads import as_calendar
from registry.engagements.schemas import DecideOnBooking, EngagementDetail, EngagementOut, EnterWorkedDay, WorkedDayMade
from registry.engagements.seeking import in_state
from registry.permissions import Actor, Permission
from registry.texts import Language

_MISSING = {"problems": (404,)}


class OwnBookingController(Controller):
    """The adviser's own bookings."""

    path = "/own-bookings"
    tags = ("Boekingen",)
    guards = (requires(Permission.ANSWER_BOOKINGS),)

    @get()
    async def bookings(
        self,
        actor: NamedDependency[Actor],
        wanted: Annotated[State | None, QueryParameter(name="state")] = None,
        page: Annotated[int, QueryParameter(ge=1, le=100_000)] = 1,
    ) -> list[EngagementOut]:
        """Uw eigen boekingen als adviseur, nieuwste eerst, vijftig per pagina."""
        found = await reading.listed(in_state(wanted, page), scope.of_adviser(actor))
        return [presenting.listed(each) for each in found]

    @get("/{booking_id:uuid}", opt=_MISSING)
    async def booking(
        self, booking_id: FromPath[UUID], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> EngagementDetail:
        """Eén eigen boeking, met gewerkte dagen en wat er gebeurde."""
        return presenting.in_full(await reading.read_own(booking_id, actor=actor), language)

    @get("/{booking_id:uuid}/calendar", media_type=ICS, opt=_MISSING)
    async def calendar(
        self, booking_id: FromPath[UUID], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> Response[bytes]:
        """De boeking voor in uw agenda (.ics)."""
        return as_calendar(calendar.for_adviser(await reading.read_own(booking_id, actor=actor), language))

    @post("/{booking_id:uuid}/acceptance", status_code=204, opt=_MISSING)
    async def accept(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[DecideOnBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Gaat akkoord met de boeking, die opnieuw wordt getoetst."""
        await answering.accept(booking_id, data, actor=actor, now=now)

    @post("/{booking_id:uuid}/refusal", status_code=204, opt=_MISSING)
    async def decline(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[DecideOnBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Wijst de boeking af; de dagen zijn weer beschikbaar."""
        await answering.decline(booking_id, data, actor=actor, now=now)

    @post("/{booking_id:uuid}/changes/{change_id:uuid}/acceptance", status_code=204, opt=_MISSING)
    async def accept_change(
        self,
        booking_id: FromPath[UUID],
        change_id: FromPath[UUID],
        data: JSONBody[DecideOnBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Gaat akkoord met een wijziging, die opnieuw wordt getoetst."""
        await changing.accept_change(booking_id, change_id, data, actor=actor, now=now)

    @post("/{booking_id:uuid}/changes/{change_id:uuid}/refusal", status_code=204, opt=_MISSING)
    async def decline_change(
        self,
        booking_id: FromPath[UUID],
        change_id: FromPath[UUID],
        data: JSONBody[DecideOnBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Wijst een wijziging af; de boeking blijft zoals die is."""
        await changing.decline_change(booking_id, change_id, data, actor=actor, now=now)

    @post("/{booking_id:uuid}/worked-days", opt=_MISSING)
    async def enter(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[EnterWorkedDay],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> WorkedDayMade:
        """Vult een gewerkte dag in, of kwarten daarvan; de gemeente keurt die goed."""
        return WorkedDayMade(id=await working.enter(booking_id, data, actor=actor, now=now))

    @post("/{booking_id:uuid}/worked-days/{worked_day_id:uuid}/withdrawal", status_code=204, opt=_MISSING)
    async def take_back(
        self,
        booking_id: FromPath[UUID],
        worked_day_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Neemt een ingevulde dag terug zolang de gemeente niet heeft geantwoord."""
        await working.take_back(booking_id, worked_day_id, actor=actor, now=now)
