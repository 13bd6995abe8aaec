"""The pages of a municipality: its days, its bookings, and one booking with the days that wait for it."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import Form, news
from registry.accounts.guards import requires
from registry.allotments.ledger import AccountKind
from registry.bookings import service
from registry.bookings.service import Standing
from registry.days import amsterdam_day
from registry.engagements import calendar, changing, listing, presenting, proposing, reading, scope, working
from registry.engagements.booking_page import shown
from registry.engagements.calendar import ICS
from registry.engagements.downloads import as_calendar
from registry.engagements.schemas import AnswerWorkedDays, RejectWorkedDays
from registry.engagements.seeking import BOOKINGS
from registry.engagements.visiting import AskedChange, Judged, Rejected, Verdict, Visit, visit_of
from registry.engagements.wording import STATES
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.reference_data.building_blocks import specialisms
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_OWN = "/boekingen"
_TICK = "dag-"
_NEWS = {
    "geboekt": Text("De adviseur is geboekt. De dagen zijn gereserveerd.", "The adviser is booked. The days are reserved."),
    "goedgekeurd": Text("De dagen zijn goedgekeurd.", "The days are approved."),
    "afgekeurd": Text("De dagen zijn afgekeurd.", "The days are rejected."),
    "gewijzigd": Text("De boeking is gewijzigd.", "The booking is changed."),
    "gevraagd": Text("De wijziging is gevraagd. De adviseur antwoordt.", "The change is asked. The adviser answers."),
    "teruggenomen": Text("De wijziging is teruggenomen.", "The change is taken back."),
    "afgerond": Text("De boeking is afgerond.", "The booking is completed."),
    "geannuleerd": Text("De boeking is geannuleerd.", "The booking is cancelled."),
}
_NONE_TICKED = Text("Kruis ten minste één dag aan.", "Tick at least one day.")


class MunicipalityBookingPages(Controller):
    """Days and bookings in the browser."""

    path = _OWN
    guards = (requires(Permission.READ_BOOKINGS),)
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        *,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The days that may be booked from, and the bookings, newest first; these as a file where one is asked."""
        whose = await scope.of_municipality(actor)
        if kind is not None:
            exported = await listing.bookings(chosen, whose, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        page = await reading.page_of(chosen, whose)
        told = page.holding([presenting.listed(each) for each in page.rows])
        context = {
            "found": BOOKINGS.around(told, chosen, language),
            "allotments": [_bar(each) for each in await service.allotments_for(actor, now=now)],
            "states": STATES,
            "may_book": actor.may(Permission.BOOK),
            "flash": news(done, _NEWS, language),
        }
        return Template("bookings.html", context=context)


class MunicipalityBookingPage(Controller):
    """One booking in the browser of the municipality that made it, or that it is for."""

    path = _OWN + "/{booking_id:uuid}"
    guards = (requires(Permission.READ_BOOKINGS),)
    dependencies = {"visit": Provide(visit_of)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def one(
        self,
        visit: NamedDependency[Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """How it stands, its days, and what happened."""
        return await _page(visit, flash=news(done, _NEWS, visit.language))

    @get("/agenda.ics", media_type=ICS)
    async def calendar(self, visit: NamedDependency[Visit]) -> Response[bytes]:
        """The booking for a calendar."""
        return as_calendar(calendar.for_municipality(await reading.read(visit.booking, actor=visit.actor), visit.language))

    @post("/dagen", guards=[requires(Permission.BOOK)])
    async def answer(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """The days that were ticked are approved, or rejected: all of them or none."""
        try:
            match visit.form.read(Judged).act:
                case Verdict.APPROVE:
                    await working.approve(visit.booking, _ticked(visit.form), actor=visit.actor, now=visit.now)
                    done = "goedgekeurd"
                case Verdict.REJECT:
                    rejected = RejectWorkedDays(_ticked(visit.form).worked_days, visit.form.read(Rejected).reason)
                    await working.reject(visit.booking, rejected, actor=visit.actor, now=visit.now)
                    done = "afgekeurd"
        except (Invalid, RuleBroken) as error:
            return await _page(visit, error=error)
        return visit.to(_OWN, done)

    @post("/wijziging-terugnemen", guards=[requires(Permission.BOOK)])
    async def take_back(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """The change that waits for the adviser is asked no longer."""
        try:
            asked = visit.form.read(AskedChange).change
            await changing.take_back_change(visit.booking, asked, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page(visit, error=error)
        return visit.to(_OWN, "teruggenomen")


def _ticked(form: Form) -> AnswerWorkedDays:
    """The days that were ticked, each in a field of its own; raises Invalid where there is none."""
    ticked = [name.removeprefix(_TICK) for name in form.fields if name.startswith(_TICK)]
    try:
        return msgspec.convert({"workedDays": ticked}, AnswerWorkedDays)
    except msgspec.ValidationError as error:
        raise Invalid([Fault("workedDays", _NONE_TICKED)]) from error


async def _page(visit: Visit, *, error: Invalid | RuleBroken | None = None, flash: dict[str, str] | None = None) -> Template:
    booking = await reading.read(visit.booking, actor=visit.actor)
    context = await shown(booking, visit, error=error)
    own = booking.engagement.now.municipality in visit.actor.organisations_where(Permission.BOOK)
    others = await proposing.others_for(booking.engagement.now, actor=visit.actor, now=visit.now)
    context |= {"may_act": own, "others": others, "specialisms": specialisms(), "flash": flash}
    return Template("own_booking.html", context=context, status_code=context["refused"].status)


def _bar(standing: Standing) -> dict[str, Any]:
    """An allotment in quarters, as the bar of days takes them."""
    amounts = {kind.value: standing.balances[kind] for kind in AccountKind if kind is not AccountKind.GRANTED}
    return {"id": f"dagen-{standing.id}", "holder": standing.holder_name, "programme": standing.programme, **amounts}
