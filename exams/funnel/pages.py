"""The page that shows how far enrolments came, for providers, certifiers and auditors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from exams.funnel import listing
from exams.funnel.listing import FIRST_DAY, LAST_DAY, STEPS
from exams.funnel.service import Funnel, funnels, may_see
from registry.accounts.forms import NOTHING, Form, Refusal, kept_day, refusal
from registry.accounts.guards import signed_in
from registry.accounts.work import Card
from registry.days import add_months, amsterdam_day
from registry.errors import Invalid
from registry.exports.answering import AskedKind, answer
from registry.exports.choosing import InAddress
from registry.permissions import Actor, Permission
from registry.pictures.drawing import Group, Paint, groups
from registry.schema import Schema
from registry.texts import Language, Text

PATH = "/cijfers/van-inschrijving-tot-certificaat"
_MONTHS_BACK = 24
_LABELS: Mapping[str, Text] = {"firstDay": FIRST_DAY, "lastDay": LAST_DAY}


class _Typed(Schema, frozen=True):
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Period(InAddress):
    """The period, as the address has it."""

    first_day: str
    last_day: str

    @property
    def given(self) -> Mapping[str, str]:
        """Each day by its name in the address."""
        return {"van": self.first_day, "tot": self.last_day}

    def read(self, today: date) -> tuple[date, date]:
        """Two years through today where nothing was chosen; raises Invalid for what is no day."""
        period = Form({"firstDay": self.first_day, "lastDay": self.last_day}).read(_Typed)
        return period.first_day or add_months(today, -_MONTHS_BACK), period.last_day or today


async def _filtered(
    first_day: Annotated[str, QueryParameter(name="van")] = "", last_day: Annotated[str, QueryParameter(name="tot")] = ""
) -> _Period:
    """The dependency `chosen` of the page."""
    return _Period(first_day.strip(), last_day.strip())


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Who may see how far enrolments came is shown the way."""
    if not may_see(actor):
        return []
    text = Text("Bekijk hoeveel inschrijvingen tot een certificaat leidden.", "See how many enrolments led to a certificate.")
    return [Card(Text("Van inschrijving tot certificaat", "From enrolment to certificate"), PATH, text)]


class FunnelPages(Controller):
    """From enrolment to certificate, in the browser."""

    dependencies = {"chosen": Provide(_filtered)}  # noqa: RUF012  Litestar's own way to say it

    @get(PATH, guards=[signed_in])
    async def funnel(
        self,
        chosen: NamedDependency[_Period],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The steps of each track in the period: as pictures with a table, or as a file."""
        if not may_see(actor):
            actor.must(Permission.READ_RESULTS)
        today = amsterdam_day(now)
        try:
            first, last = chosen.read(today)
            found = await funnels(first, last, actor=actor)
        except Invalid as error:
            return _page(chosen, [], language, refused=refusal(error, language, _LABELS))
        if kind is not None:
            exported = listing.funnels(found, first, last, actor=actor, today=today)
            return answer(exported, kind, language=language)
        return _page(_Period(kept_day(first), kept_day(last)), found, language, address=PATH + chosen.address)


def _page(
    chosen: _Period, found: list[Funnel], language: Language, *, refused: Refusal = NOTHING, address: str = ""
) -> Template:
    context = {
        "chosen": chosen,
        "found": [(each, drawn(each, language)) for each in found],
        "steps": [step.say(language) for step in STEPS],
        "labels": _LABELS,
        "refused": refused,
        "address": address,
    }
    return Template("funnel.html", context=context, status_code=refused.status)


def drawn(found: Funnel, language: Language) -> list[Group]:
    """A bar for each step, with its number and its share of the first."""
    return groups(
        [
            (step.say(language), [(Paint.FULL, number, f"{number} ({_percent(number, found.enrolled)} %)")])
            for step, number in zip(STEPS, found.steps, strict=True)
        ]
    )


def _percent(number: int, of: int) -> int:
    """Rounded half up; a part that is not all is never told as all, nor one that is something as nothing."""
    whole = (200 * number + of) // (2 * of)
    if 0 < number < of:
        return min(max(whole, 1), 99)
    return whole
