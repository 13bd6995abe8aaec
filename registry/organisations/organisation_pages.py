"""The pages on which an admin finds organisations and registers new ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Refusal, news
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import finding, listing, service
from registry.organisations.finding import PAGE, Sought
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.organisations.visiting import Visit, visit_of
from registry.organisations.wording import KINDS, NEWS
from registry.permissions import Actor, Permission
from registry.texts import Text

ORGANISATIONS = "/organisaties"


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """An admin registers organisations."""
    if not actor.may(Permission.MANAGE_ORGANISATIONS):
        return []
    told = Text("Registreer opleiders, werkgevers en andere organisaties.", "Register providers, employers and others.")
    return [Card(Text("Organisaties", "Organisations"), ORGANISATIONS, told)]


@dataclass(frozen=True, slots=True)
class _Filter:
    """What was chosen, as the address has it."""

    kind: str
    words: str

    @property
    def address(self) -> str:
        """The address with the same choice."""
        return "?" + urlencode({name: value for name, value in (("soort", self.kind), ("naam", self.words)) if value})

    def read(self) -> Sought:
        """A kind that is none chooses nothing."""
        return Sought(next((each for each in Kind if each == self.kind), None), self.words)


async def _filtered(
    chosen_kind: Annotated[str, QueryParameter(name="soort")] = "",
    words: Annotated[str, QueryParameter(name="naam", max_length=100)] = "",
) -> _Filter:
    """The dependency `chosen` of the list."""
    return _Filter(chosen_kind, words.strip())


class OrganisationPages(Controller):
    """Organisations in the browser."""

    path = ORGANISATIONS
    dependencies = {"visit": Provide(visit_of), "chosen": Provide(_filtered)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.MANAGE_ORGANISATIONS),)

    @get()
    async def listed(
        self,
        chosen: NamedDependency[_Filter],
        visit: NamedDependency[Visit],
        page: Annotated[int, QueryParameter(name="pagina", ge=1, le=100_000)] = 1,
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that are sought, and the form for a new one; all of them as a file where one is asked."""
        if kind is not None:
            exported = await listing.organisations(chosen.read(), actor=visit.actor, today=visit.today)
            return answer(exported, kind, language=visit.language)
        return await _page(chosen, visit, page=page, flash=news(done, NEWS, visit.language))

    @post()
    async def register(self, chosen: NamedDependency[_Filter], visit: NamedDependency[Visit]) -> Template | Redirect:
        """A new organisation."""
        try:
            command = visit.form.read(RegisterOrganisation)
            await service.register(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page(chosen, visit, refused=visit.refusal(error))
        found = _Filter(command.kind.value, command.name)
        return visit.back(f"{ORGANISATIONS}{found.address}&gedaan=organisatie")


async def _page(
    chosen: _Filter, visit: Visit, *, page: int = 1, refused: Refusal = NOTHING, flash: dict[str, str] | None = None
) -> Template:
    shown = await finding.organisations(chosen.read(), actor=visit.actor).page(page, size=PAGE)
    context = {
        "chosen": chosen,
        "organisations": [finding.found_in(row) for row in shown.rows],
        "found": shown,
        "kinds": [(kind.value, said.say(visit.language)) for kind, said in KINDS.items()],
        "said": KINDS,
        "own_path": ORGANISATIONS,
    }
    return visit.page("organisations.html", refused=refused, flash=flash, **context)
