"""The page with intakes and days over all municipalities, which is also where its files are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, kept_day, refusal
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.days import add_months, amsterdam_day
from registry.errors import Invalid
from registry.exports.answering import AskedKind, answer
from registry.exports.choosing import InAddress
from registry.exports.listing import Exported
from registry.overview import listing, service
from registry.overview.drawing import FLOW, INTAKES, groups_of, meters_of
from registry.overview.listing import NO_REGION
from registry.overview.schemas import OverviewOut
from registry.overview.service import WITHOUT_REGION, Wanted, together
from registry.permissions import Actor, Permission
from registry.programmes import reading as programmes
from registry.schema import Schema
from registry.texts import Language, Text, written

_OWN = "/dagen-overzicht"
_ELSEWHERE = "-"
"""In the address, what belongs to no one region; no region has this code."""
_MONTHS_BACK = 11
_LABELS: Mapping[str, Text] = {"firstDay": Text("Vanaf", "From"), "lastDay": Text("Tot en met", "Through")}
_EMPTY = OverviewOut(intakes=[], days=[])


class _Table(StrEnum):
    DAYS = "dagen"
    INTAKES = "intakes"


class _Period(Schema, frozen=True):
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Choice(InAddress):
    """What was chosen, as the address has it."""

    programme: str
    region: str
    first_day: str
    last_day: str

    @property
    def given(self) -> Mapping[str, str]:
        """Each by its name in the address."""
        return {"programma": self.programme, "regio": self.region, "van": self.first_day, "tot": self.last_day}

    def read(self, today: date) -> Wanted:
        """Twelve months through today, where no period was chosen; raises Invalid for what is no day."""
        period = Form({"firstDay": self.first_day, "lastDay": self.last_day}).read(_Period)
        return Wanted(
            first_day=period.first_day or add_months(today.replace(day=1), -_MONTHS_BACK),
            last_day=period.last_day or today,
            programme=self.programme or None,
            region=WITHOUT_REGION if self.region == _ELSEWHERE else self.region or None,
        )


async def _filtered(
    programme: Annotated[str, QueryParameter(name="programma")] = "",
    region: Annotated[str, QueryParameter(name="regio")] = "",
    first_day: Annotated[str, QueryParameter(name="van")] = "",
    last_day: Annotated[str, QueryParameter(name="tot")] = "",
) -> _Choice:
    """The dependency `chosen` of the page."""
    return _Choice(programme, region, first_day.strip(), last_day.strip())


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Who may read days of all is shown the way."""
    if not actor.may(Permission.READ_DAYS):
        return []
    text = Text("Bekijk intakes en dagen per regio en maand.", "Look at intakes and days by region and month.")
    return [Card(Text("Overzicht van dagen", "Overview of days"), _OWN, text)]


class DayOverviewPages(Controller):
    """Intakes and days over all municipalities, in the browser."""

    dependencies = {"chosen": Provide(_filtered)}  # noqa: RUF012  Litestar's own way to say it

    @get(_OWN, guards=[requires(Permission.READ_DAYS)])
    async def overview(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        chosen: NamedDependency[_Choice],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.DAYS,
    ) -> Template | Stream:
        """As the filter asks: on the page, or as a file; a wrong period is told at its field."""
        today = amsterdam_day(now)
        try:
            wanted = chosen.read(today)
            found = await service.overview(wanted, actor=actor)
        except Invalid as error:
            return await _page(chosen, refused=refusal(error, language, _LABELS), language=language)
        if kind is not None:
            return answer(await _exported(table, wanted, found, actor=actor, today=today), kind, language=language)
        return await _page(chosen, wanted, found, language=language)


async def _exported(table: _Table, wanted: Wanted, found: OverviewOut, *, actor: Actor, today: date) -> Exported:
    if table is _Table.INTAKES:
        return listing.intakes(found.intakes, wanted, actor=actor, today=today)
    name = dict(await service.regions()).get(wanted.region or "")
    return listing.days(found.days, wanted, region=name, actor=actor, today=today)


async def _page(
    chosen: _Choice,
    wanted: Wanted | None = None,
    found: OverviewOut = _EMPTY,
    *,
    language: Language,
    refused: Refusal = NOTHING,
) -> Template:
    names = await programmes.names(language)
    context = {
        "programmes": list(names.items()),
        "regions": [*await service.regions(), (_ELSEWHERE, NO_REGION.say(language))],
        "chosen": chosen,
        "first_day": kept_day(wanted.first_day) if wanted else chosen.first_day,
        "last_day": kept_day(wanted.last_day) if wanted else chosen.last_day,
        "wanted": wanted,
        "found": found,
        "names": names,
        "no_region": NO_REGION,
        "labels": _LABELS,
        "refused": refused,
        "files": {table.value: _OWN + chosen.address_with("tabel", table.value) for table in _Table},
        **_drawn(found, names, language),
    }
    return Template("dashboard.html", context=context, status_code=refused.status)


def _drawn(found: OverviewOut, names: Mapping[str, str], language: Language) -> dict[str, Any]:
    by_month = together(found.days, lambda row: row.month)
    by_region = together(found.days, lambda row: row.region_name or NO_REGION.say(language))
    intakes = [
        (f"{names[row.programme]}\n{written(row.first_day, language)} – {written(row.last_day, language)}", row)
        for row in found.intakes
    ]
    months = {f"{month.month:02}-{month.year}": flow for month, flow in by_month.items()}
    return {
        "months": groups_of(months, language),
        "places": groups_of(by_region, language),
        "meters": meters_of(intakes),
        "flow_key": [(paint, words.say(language)) for _, paint, words in FLOW],
        "intake_key": [(paint, words.say(language)) for _, paint, words in INTAKES],
        "by_month": months,
        "by_region": by_region,
    }
