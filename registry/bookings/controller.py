"""Programmes, intakes, allotments and bookings in the API."""

from datetime import datetime

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from registry.accounts.guards import requires
from registry.allotments.schemas import AllotmentOut
from registry.bookings import presenting, service
from registry.bookings.schemas import AskBooking, BookingMade, JudgementOut
from registry.idempotency.once import NOT_KEPT
from registry.idempotency.requests import IDEMPOTENT, AnyRequest, answer_once, id_under_key
from registry.permissions import Actor, Permission
from registry.texts import Language


class BookingController(Controller):
    """Allotments and bookings."""

    tags = ("Boekingen",)

    @get("/allotments", guards=[requires(Permission.BOOK)])
    async def allotments(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[AllotmentOut]:
        """De dagenbudgetten waaruit uw gemeente mag boeken."""
        return [presenting.allotment(each) for each in await service.allotments_for(actor, now=now)]

    @post("/booking-checks", guards=[requires(Permission.BOOK)], status_code=200, opt=NOT_KEPT)
    async def weigh(
        self,
        data: JSONBody[AskBooking],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> JudgementOut:
        """Zegt vooraf of een boeking kan, met elke toets; er wordt niets geboekt."""
        return presenting.judgement(await service.weigh(data, actor=actor, now=now), language)

    @post("/bookings", guards=[requires(Permission.BOOK)], opt=IDEMPOTENT)
    async def book(
        self,
        request: AnyRequest,
        data: JSONBody[AskBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[BookingMade]:
        """Boekt een adviseur; de dagen zijn daarna gereserveerd."""

        async def booked() -> BookingMade:
            same = await id_under_key(request, actor=actor)
            return BookingMade(id=await service.request(data, actor=actor, now=now, booking=same))

        return await answer_once(request, booked, actor=actor, now=now)
