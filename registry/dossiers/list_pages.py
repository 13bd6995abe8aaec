"""The list of dossiers in the browser: by where they stand, by scheme, by name or number, in an order, or as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from registry.accounts.guards import requires
from registry.days import amsterdam_day
from registry.dossiers import finding, listing
from registry.dossiers.finding import Order, Sought
from registry.dossiers.rules import State
from registry.dossiers.wording import STATES
from registry.exports.answering import AskedKind, answer
from registry.exports.choosing import ORDER, InAddress
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.texts import Language, Text

_OWN = "/dossiers"
_ORDERS = {
    Order.OLDEST: Text("Eerst de oudste aanvraag", "Oldest application first"),
    Order.NEWEST: Text("Eerst de nieuwste aanvraag", "Newest application first"),
    Order.NAME: Text("Op naam", "By name"),
    Order.LONGEST_WAITING: Text("Eerst wat het langst stilligt", "Longest without a step first"),
}


@dataclass(frozen=True, slots=True)
class _Filter(InAddress):
    """What was chosen, as the address has it."""

    state: str
    scheme: str
    words: str
    order: str

    @property
    def given(self) -> Mapping[str, str]:
        """Each by its name in the address."""
        return {"stand": self.state, "schema": self.scheme, "zoek": self.words, ORDER: self.order}

    def read(self) -> Sought:
        """A state or an order that is none chooses nothing."""
        state = next((each for each in State if each == self.state), None)
        order = next((each for each in Order if each == self.order), Order.OLDEST)
        return Sought(state, self.scheme, self.words, order)


async def _filtered(
    standing: Annotated[str, QueryParameter(name="stand", max_length=40)] = "",
    scheme: Annotated[str, QueryParameter(name="schema", max_length=40)] = "",
    words: Annotated[str, QueryParameter(name="zoek", max_length=100)] = "",
    order: Annotated[str, QueryParameter(name=ORDER, max_length=40)] = "",
) -> _Filter:
    """The dependency `chosen` of the list."""
    return _Filter(standing, scheme, words.strip(), order)


class DossierListPages(Controller):
    """All dossiers that somebody may read, in the browser."""

    path = _OWN
    dependencies = {"chosen": Provide(_filtered)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_DOSSIERS)])
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        chosen: NamedDependency[_Filter],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        page: Annotated[int, QueryParameter(name="pagina", ge=1, le=1_000_000)] = 1,
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that are sought, on the page or as a file."""
        sought = chosen.read()
        if kind is not None:
            exported = await listing.dossiers(sought, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        names = {each.scheme_code: each.scheme_name.say(language) for each in await schemes.versions()}
        found = await finding.page_of(page, sought, actor=actor)
        context = {
            "chosen": chosen,
            "order": sought.order,
            "dossiers": [finding.found_in(row) for row in found.rows],
            "found": found,
            "states": STATES,
            "options": [(each.value, words.say(language)) for each, words in STATES.items()],
            "schemes": sorted(names.items(), key=itemgetter(1)),
            "orders": [(each.value, words.say(language)) for each, words in _ORDERS.items() if each is not Order.OLDEST],
            "usual_order": _ORDERS[Order.OLDEST].say(language),
        }
        return Template("dossiers.html", context=context)
