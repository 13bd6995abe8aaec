"""The page on which a provider sees its own pass rates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from exams.integrity.bars import Bar, bar_of
from exams.integrity.rules import Tally
from exams.integrity.schemas import RateOut
from exams.pass_rates import listing
from exams.pass_rates.service import PartPassRateOut, pass_rates_of
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.texts import Language, Text, written


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A provider is shown the way to its own figures."""
    if not actor.may(Permission.READ_RESULTS):
        return []
    text = Text(
        "Bekijk per onderdeel en per zitting hoeveel kandidaten slaagden.", "See how many passed each part and sitting."
    )
    return [Card(Text("Slagingspercentages", "Pass rates"), "/slagingspercentages", text)]


class PassRatePages(Controller):
    """Pass rates in the browser."""

    @get("/slagingspercentages", guards=[requires(Permission.READ_RESULTS)])
    async def pass_rates(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        wanted: Annotated[UUID | None, QueryParameter(name="opleider")] = None,
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Each part with its sittings, of one provider; of the first where none is chosen. As a file where one is asked."""
        providers = await _providers(actor)
        chosen = wanted or (providers[0][0] if providers else None)
        rates = await pass_rates_of(chosen, language=language, actor=actor) if chosen else []
        if kind is not None:
            name = dict(providers).get(chosen, "") if chosen else ""
            exported = listing.pass_rates(rates, name, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        context = {
            "providers": providers,
            "chosen": chosen,
            "rates": [(each, _bars(each, language)) for each in rates],
        }
        return Template("pass_rates.html", context=context)


async def _providers(actor: Actor) -> Sequence[tuple[UUID, str]]:
    if actor.sees_everything:
        return [(each.id, each.name) for each in await organisations.listed(Kind.PROVIDER)]
    names = await organisations.names_of(set(actor.organisations_where(Permission.READ_RESULTS)))
    return sorted(names.items(), key=lambda each: each[1])


def _bars(rates: PartPassRateOut, language: Language) -> list[Bar]:
    together = bar_of(Text("Samen", "Together").say(language), _tally(rates.rate))
    sittings = [
        bar_of(written(each.held_on, language), _tally(each.rate), supervised=each.supervised) for each in rates.sittings
    ]
    return [together, *sittings]


def _tally(rate: RateOut) -> Tally:
    return Tally(rate.passed, rate.taken)
