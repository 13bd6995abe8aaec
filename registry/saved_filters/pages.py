"""The page of one's own filters, and the form that keeps one."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import in_person
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.errors import Invalid
from registry.permissions import Actor
from registry.saved_filters import service
from registry.saved_filters.rules import LONGEST
from registry.saved_filters.schemas import SaveFilter
from registry.texts import Language, Text

_OWN, _NEW = "/bewaarde-filters", "/bewaarde-filters/nieuw"
_LABELS = {
    "name": Text("Naam van het filter", "Name of the filter"),
    "address": Text("Adres van de lijst", "Address of the list"),
}
_NEWS = {
    "bewaard": Text("Uw filter is bewaard.", "Your filter is saved."),
    "verwijderd": Text("Uw filter is verwijderd.", "Your filter is removed."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Who saved a filter sees how many, and the way to them."""
    number = await service.number(actor)
    if not number:
        return []
    text = Text("Lijsten zoals u ze filterde.", "Lists as you filtered them.")
    return [Card(Text("Bewaarde filters", "Saved filters"), _OWN, text, number, Text("bewaard", "saved"))]


class SavedFilterPages(Controller):
    """One's own filters, in the browser."""

    path = _OWN
    guards = (in_person,)

    @get()
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        removed: Annotated[str, QueryParameter(name="adres", max_length=LONGEST)] = "",
    ) -> Template:
        """My filters, by name; one that was just removed can be saved again."""
        again = {"href": f"{_NEW}?{urlencode({'adres': removed})}"} if done == "verwijderd" and removed else None
        context = {"saved": await service.own(actor), "flash": news(done, _NEWS, language), "undo": again}
        return Template("saved_filters.html", context=context)

    @get("/nieuw")
    async def ask(self, address: Annotated[str, QueryParameter(name="adres", max_length=LONGEST)] = "") -> Template:
        """The form to save a filter."""
        return _form(Form({"address": address}))

    @post()
    async def save(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Save a filter; what is not right yet is told at the form, which keeps what was typed."""
        try:
            await service.save(form.read(SaveFilter), actor=actor, now=now)
        except Invalid as error:
            return _form(form, refused=refusal(error, language, _LABELS))
        return Redirect(in_language(f"{_OWN}?gedaan=bewaard", language), status_code=303)

    @post("/{saved_id:uuid}/verwijderen")
    async def remove(
        self,
        saved_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """Remove a filter; it can be saved again at any time, so nothing is asked first."""
        address = await service.remove(saved_id, actor=actor, now=now)
        query = urlencode({"gedaan": "verwijderd", "adres": address})
        return Redirect(in_language(f"{_OWN}?{query}", language), status_code=303)


def _form(kept: Form, *, refused: Refusal = NOTHING) -> Template:
    context = {"labels": _LABELS, "kept": kept, "refused": refused, "own_path": _NEW}
    return Template("saved_filter_form.html", context=context, status_code=refused.status)
