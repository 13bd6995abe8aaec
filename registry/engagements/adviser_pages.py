"""The pages of an adviser: their bookings, answering one, and the days worked for it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import kept_day, news
from registry.accounts.guards import requires
from registry.days import amsterdam_day
from registry.engagements import answering, calendar, changing, listing, presenting, reading, scope, working
from registry.engagements.booking_page import shown
from registry.engagements.calendar import ICS
from registry.engagements.downloads import as_calendar
from registry.engagements.schemas import DecideOnBooking, EnterWorkedDay
from registry.engagements.seeking import OWN_BOOKINGS
from registry.engagements.visiting import Answer, Answered, Visit, visit_of
from registry.engagements.wording import MEANINGS_FOR_ADVISER, STATES
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_OWN = "/mijn-boekingen"
_NEWS = {
    "akkoord": Text("U bent akkoord. De boeking is actief.", "You accepted. The booking is active."),
    "afgewezen": Text("U heeft de boeking afgewezen.", "You declined the booking."),
    "wijziging-akkoord": Text("De wijziging geldt nu.", "The change holds now."),
    "wijziging-afgewezen": Text("De boeking blijft zoals die was.", "The booking stays as it was."),
    "ingevuld": Text("De dag is ingevuld. De gemeente keurt die goed.", "The day is entered. The municipality approves it."),
    "teruggenomen": Text("De dag is teruggenomen.", "The day is taken back."),
}


class AdviserBookingPages(Controller):
    """An adviser's bookings in the browser."""

    path = _OWN
    guards = (requires(Permission.ANSWER_BOOKINGS),)
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        *,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """My bookings, newest first; as a file where one is asked."""
        whose = scope.of_adviser(actor)
        if kind is not None:
            exported = await listing.bookings(chosen, whose, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        page = await reading.page_of(chosen, whose)
        told = page.holding([presenting.listed(each) for each in page.rows])
        context = {
            "found": OWN_BOOKINGS.around(told, chosen, language),
            "states": STATES,
        }
        return Template("adviser_bookings.html", context=context)


class AdviserBookingPage(Controller):
    """One booking in the browser of the adviser."""

    path = _OWN + "/{booking_id:uuid}"
    guards = (requires(Permission.ANSWER_BOOKINGS),)
    dependencies = {"visit": Provide(visit_of)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def one(
        self,
        visit: NamedDependency[Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """How it stands, what I can answer, and my days."""
        return await _page(visit, flash=news(done, _NEWS, visit.language))

    @get("/agenda.ics", media_type=ICS)
    async def calendar(self, visit: NamedDependency[Visit]) -> Response[bytes]:
        """The booking for my calendar."""
        return as_calendar(calendar.for_adviser(await reading.read_own(visit.booking, actor=visit.actor), visit.language))

    @post("/antwoord")
    async def answer(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """Accept, judged again with every check told, or decline."""
        try:
            accepts = visit.form.read(Answered).act is Answer.ACCEPT
            act = answering.accept if accepts else answering.decline
            await act(visit.booking, visit.form.read(DecideOnBooking), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page(visit, error=error)
        return visit.to(_OWN, "akkoord" if accepts else "afgewezen")

    @post("/wijzigingen/{change_id:uuid}")
    async def answer_change(self, visit: NamedDependency[Visit], change_id: FromPath[UUID]) -> Template | Redirect:
        """Accept a change, judged again, or keep the booking as it is."""
        try:
            accepts = visit.form.read(Answered).act is Answer.ACCEPT
            act = changing.accept_change if accepts else changing.decline_change
            await act(visit.booking, change_id, visit.form.read(DecideOnBooking), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page(visit, error=error)
        return visit.to(_OWN, "wijziging-akkoord" if accepts else "wijziging-afgewezen")

    @post("/dagen")
    async def enter(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """A day that I worked; what is refused is told at its field."""
        try:
            await working.enter(visit.booking, visit.form.read(EnterWorkedDay), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page(visit, error=error)
        return visit.to(_OWN, "ingevuld")

    @post("/dagen/{worked_day_id:uuid}/terugnemen")
    async def take_back(self, visit: NamedDependency[Visit], worked_day_id: FromPath[UUID]) -> Template | Redirect:
        """A day that I entered wrongly, while it waits."""
        try:
            await working.take_back(visit.booking, worked_day_id, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await _page(visit, error=error)
        return visit.to(_OWN, "teruggenomen")


async def _page(visit: Visit, *, error: Invalid | RuleBroken | None = None, flash: dict[str, str] | None = None) -> Template:
    booking = await reading.read_own(visit.booking, actor=visit.actor)
    today = amsterdam_day(visit.now)
    meaning = MEANINGS_FOR_ADVISER[booking.engagement.now.state]
    context = await shown(booking, visit, error=error) | {"flash": flash, "today": kept_day(today), "meaning": meaning}
    return Template("adviser_booking.html", context=context, status_code=context["refused"].status)
