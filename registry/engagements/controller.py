"""The life of a booking in the API, for the municipality that booked it and those that it is for."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from registry.accounts.guards import requires
from registry.bookings.steps import State
from registry.engagements import calendar, changing, completing, presenting, reading, scope, working
from registry.engagements.calendar import ICS
from registry.engagements.downloads import as_calendar
from registry.engagements.schemas import (
    AnswerWorkedDays,
    ChangeBooking,
    ChangeMade,
    DecideOnBooking,
    EngagementDetail,
    EngagementOut,
    RejectWorkedDays,
)
from registry.engagements.seeking import in_state
from registry.permissions import Actor, Permission
from registry.texts import Language

_MISSING = {"problems": (404,)}


class BookingLifeController(Controller):
    """Bookings that were made."""

    path = "/bookings"
    tags = ("Boekingen",)

    @get(guards=[requires(Permission.READ_BOOKINGS)])
    async def bookings(
        self,
        actor: NamedDependency[Actor],
        wanted: Annotated[State | None, QueryParameter(name="state")] = None,
        page: Annotated[int, QueryParameter(ge=1, le=100_000)] = 1,
    ) -> list[EngagementOut]:
        """De boekingen van uw gemeente en die voor uw gemeente, nieuwste eerst, vijftig per pagina."""
        found = await reading.listed(in_state(wanted, page), await scope.of_municipality(actor))
        return [presenting.listed(each) for each in found]

    @get("/{booking_id:uuid}", guards=[requires(Permission.READ_BOOKINGS)], opt=_MISSING)
    async def booking(
        self, booking_id: FromPath[UUID], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> EngagementDetail:
        """Eén boeking, met gewerkte dagen en wat er gebeurde."""
        return presenting.in_full(await reading.read(booking_id, actor=actor), language)

    @get("/{booking_id:uuid}/calendar", guards=[requires(Permission.READ_BOOKINGS)], media_type=ICS, opt=_MISSING)
    async def calendar(
        self, booking_id: FromPath[UUID], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> Response[bytes]:
        """De boeking voor in een agenda (.ics)."""
        return as_calendar(calendar.for_municipality(await reading.read(booking_id, actor=actor), language))

    @post("/{booking_id:uuid}/cancellation", guards=[requires(Permission.BOOK)], status_code=204, opt=_MISSING)
    async def cancel(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[DecideOnBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Annuleert de boeking; dagen die niet zijn gewerkt, zijn meteen weer beschikbaar."""
        await completing.cancel(booking_id, data, actor=actor, now=now)

    @post("/{booking_id:uuid}/completion", guards=[requires(Permission.BOOK)], status_code=204, opt=_MISSING)
    async def complete(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[DecideOnBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Rondt de boeking af; dagen die over zijn, komen vanzelf terug."""
        await completing.complete(booking_id, data, actor=actor, now=now)

    @post("/{booking_id:uuid}/changes", guards=[requires(Permission.BOOK)], opt=_MISSING)
    async def change(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[ChangeBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> ChangeMade:
        """Minder dagen of een kortere periode geldt meteen; iets anders wacht op de adviseur."""
        return ChangeMade(waiting=await changing.change(booking_id, data, actor=actor, now=now))

    @post(
        "/{booking_id:uuid}/changes/{change_id:uuid}/withdrawal",
        guards=[requires(Permission.BOOK)],
        status_code=204,
        opt=_MISSING,
    )
    async def take_back(
        self,
        booking_id: FromPath[UUID],
        change_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Neemt een wijziging terug die op de adviseur wacht."""
        await changing.take_back_change(booking_id, change_id, actor=actor, now=now)

    @post("/{booking_id:uuid}/worked-days/approval", guards=[requires(Permission.BOOK)], status_code=204, opt=_MISSING)
    async def approve(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[AnswerWorkedDays],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Keurt gewerkte dagen goed: alle genoemde of geen; door een mens, niet met een sleutel."""
        await working.approve(booking_id, data, actor=actor, now=now)

    @post("/{booking_id:uuid}/worked-days/rejection", guards=[requires(Permission.BOOK)], status_code=204, opt=_MISSING)
    async def reject(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[RejectWorkedDays],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Keurt gewerkte dagen af, met een reden; door een mens, niet met een sleutel."""
        await working.reject(booking_id, data, actor=actor, now=now)
