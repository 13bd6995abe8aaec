"""The pages on which a municipality changes, completes or cancels a booking; each carries what it was made from."""

from typing import Any

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.response import Redirect, Template

from registry.accounts.forms import Form, kept_day, kept_decimal
from registry.accounts.guards import requires
from registry.engagements import changing, completing, reading
from registry.engagements.booking_page import shown
from registry.engagements.schemas import ChangeBooking, DecideOnBooking
from registry.engagements.visiting import Visit, visit_of
from registry.errors import Invalid, NotFound, RuleBroken
from registry.permissions import Permission

_OWN = "/boekingen"


class BookingEndingPages(Controller):
    """Changing, completing and cancelling in the browser."""

    path = _OWN + "/{booking_id:uuid}"
    guards = (requires(Permission.BOOK),)
    dependencies = {"visit": Provide(visit_of)}  # noqa: RUF012  Litestar's own way to say it

    @get("/wijzigen")
    async def ask_change(self, visit: NamedDependency[Visit]) -> Template:
        """The form, filled in with what holds now."""
        return await _page("booking_change.html", visit)

    @post("/wijzigen")
    async def change(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """Less holds at once, more waits for the adviser; what is refused is told with every check."""
        try:
            command = visit.form.read(ChangeBooking)
            waiting = await changing.change(visit.booking, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page("booking_change.html", visit, error=error)
        return visit.to(_OWN, "gewijzigd" if waiting is None else "gevraagd")

    @get("/afronden")
    async def ask_complete(self, visit: NamedDependency[Visit]) -> Template:
        """The question, with the days used and those that return."""
        return await _page("booking_completion.html", visit)

    @post("/afronden")
    async def complete(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """The booking is completed."""
        try:
            command = visit.form.read(DecideOnBooking)
            await completing.complete(visit.booking, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page("booking_completion.html", visit, error=error)
        return visit.to(_OWN, "afgerond")

    @get("/annuleren")
    async def ask_cancel(self, visit: NamedDependency[Visit]) -> Template:
        """The question, with the days that return."""
        return await _page("booking_cancellation.html", visit)

    @post("/annuleren")
    async def cancel(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """The booking is cancelled."""
        try:
            command = visit.form.read(DecideOnBooking)
            await completing.cancel(visit.booking, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page("booking_cancellation.html", visit, error=error)
        return visit.to(_OWN, "geannuleerd")


async def _page(template: str, visit: Visit, *, error: Invalid | RuleBroken | None = None) -> Template:
    """The page with its form; of a booking that is only for the actor's municipality there is none."""
    booking = await reading.read(visit.booking, actor=visit.actor)
    now = booking.engagement.now
    if now.municipality not in visit.actor.organisations_where(Permission.BOOK):
        raise NotFound
    context: dict[str, Any] = await shown(booking, visit, error=error)
    if error is None:
        days = kept_decimal(context["booking"].days, visit.language)
        held = {"firstDay": kept_day(now.first_day), "lastDay": kept_day(now.last_day), "days": days}
        context["kept"] = Form(held)
    return Template(template, context=context, status_code=context["refused"].status)
