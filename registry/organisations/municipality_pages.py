"""The public page of all municipalities since 2006, with what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template
from msgspec import Meta

from registry.accounts.forms import NOTHING, Form, Refusal, kept_day, refusal
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.exports.answering import AskedKind, answer
from registry.exports.choosing import InAddress
from registry.organisations import finding, listing
from registry.organisations.finding import SoughtMunicipality
from registry.reference_data.building_blocks import PROVINCES
from registry.schema import Schema
from registry.sieves.choosing import LONGEST
from registry.texts import Language, Text

MUNICIPALITIES = "/gemeenten"
_WORDS, _DAY = "naam", "dag"
_LABELS = {_WORDS: Text("Naam", "Name"), _DAY: Text("Bestond op de dag", "Existed on the day")}


class _Typed(Schema, frozen=True):
    """What was typed in the fields for text, by their names in the address."""

    words: Annotated[str, Meta(max_length=LONGEST)] = msgspec.field(default="", name=_WORDS)
    day: date | None = msgspec.field(default=None, name=_DAY)


@dataclass(frozen=True, slots=True)
class _Choice(InAddress):
    """What was chosen, as the address has it."""

    words: str
    province: str
    day: str

    @property
    def given(self) -> Mapping[str, str]:
        """Each by its name in the address."""
        return {_WORDS: self.words, "provincie": self.province, _DAY: self.day}

    def read(self) -> SoughtMunicipality:
        """Raises Invalid for what is no day, and for words that are too many."""
        typed = Form(self.given).read(_Typed)
        return SoughtMunicipality(typed.words, self.province, typed.day)


async def _chosen(
    words: Annotated[str, QueryParameter(name=_WORDS)] = "",
    province: Annotated[str, QueryParameter(name="provincie")] = "",
    day: Annotated[str, QueryParameter(name=_DAY)] = "",
) -> _Choice:
    """The dependency `chosen` of the page; what is no province chooses none."""
    return _Choice(words.strip(), province if province in PROVINCES else "", day.strip())


class MunicipalityPages(Controller):
    """Municipalities in the browser."""

    path = MUNICIPALITIES
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it
    dependencies = {"chosen": Provide(_chosen)}  # noqa: RUF012  likewise

    @get()
    async def listed(
        self,
        *,
        chosen: NamedDependency[_Choice],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that are sought, by name; as a file where one is asked. What is no day is told at its field."""
        try:
            sought = chosen.read()
        except Invalid as error:
            return _page(chosen, refused=refusal(error, language, _LABELS))
        found = await finding.municipalities(sought)
        if kind is not None:
            return answer(listing.municipalities(found, sought, today=amsterdam_day(now)), kind, language=language)
        return _page(replace(chosen, day=kept_day(sought.day)), municipalities=found)


def _page(chosen: _Choice, *, refused: Refusal = NOTHING, **found: object) -> Template:
    context = {
        "chosen": chosen,
        "provinces": [(each, each) for each in PROVINCES],
        "labels": _LABELS,
        "refused": refused,
        "municipalities": [],
        **found,
    }
    return Template("municipalities.html", context=context, status_code=refused.status)
