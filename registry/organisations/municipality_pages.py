"""The public page of all municipalities since 2006, with what became of them."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.exports.answering import AskedKind, answer
from registry.organisations import finding, listing
from registry.organisations.finding import SoughtMunicipality
from registry.reference_data.building_blocks import PROVINCES
from registry.schema import Schema
from registry.texts import Language, Text

MUNICIPALITIES = "/gemeenten"
_LABELS = {"day": Text("Bestond op de dag", "Existed on the day")}


class _Typed(Schema, frozen=True):
    """The day that was typed."""

    day: date | None = None


class MunicipalityPages(Controller):
    """Municipalities in the browser."""

    path = MUNICIPALITIES
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        words: Annotated[str, QueryParameter(name="naam", max_length=100)] = "",
        province: Annotated[str, QueryParameter(name="provincie")] = "",
        day: Annotated[str, QueryParameter(name="dag", max_length=20)] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that are sought, by name; as a file where one is asked. What is no day is told at its field."""
        try:
            typed = Form({"day": day.strip()}).read(_Typed)
        except Invalid as error:
            return _page(words, province, day, refused=refusal(error, language, _LABELS))
        sought = SoughtMunicipality(words.strip(), province if province in PROVINCES else "", typed.day)
        found = await finding.municipalities(sought)
        if kind is not None:
            return answer(listing.municipalities(found, sought, today=amsterdam_day(now)), kind, language=language)
        return _page(words, sought.province, day, municipalities=found)


def _page(words: str, province: str, day: str, *, refused: Refusal = NOTHING, **found: object) -> Template:
    chosen = {"naam": words.strip(), "provincie": province, "dag": day.strip()}
    context = {
        "chosen": chosen,
        "address": "?" + urlencode({name: value for name, value in chosen.items() if value}),
        "provinces": [(each, each) for each in PROVINCES],
        "labels": _LABELS,
        "refused": refused,
        "municipalities": [],
        **found,
    }
    return Template("municipalities.html", context=context, status_code=refused.status)
