"""The pages on which an admin finds organisations and registers new ones."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

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
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.visiting import Visit, visit_of
from registry.organisations.wording import KINDS, NEWS
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import LONGEST, NOTHING_CHOSEN, Choice
from registry.texts import Text

ORGANISATIONS = "/organisaties"


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """An admin registers organisations."""
    if not actor.may(Permission.MANAGE_ORGANISATIONS):
        return []
    told = Text("Registreer opleiders, werkgevers en andere organisaties.", "Register providers, employers and others.")
    return [Card(Text("Organisaties", "Organisations"), ORGANISATIONS, told)]


class OrganisationPages(Controller):
    """Organisations in the browser."""

    path = ORGANISATIONS
    dependencies = {"visit": Provide(visit_of), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.MANAGE_ORGANISATIONS),)

    @get()
    async def listed(
        self,
        *,
        chosen: NamedDependency[Choice],
        visit: NamedDependency[Visit],
        of_kind: Annotated[str, QueryParameter(name="soort", max_length=40)] = "",
        name: Annotated[str, QueryParameter(name="naam")] = "",
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that were chosen, and the form for a new one; or all of these as a file.

        Addresses that were kept before `zoek` have `naam` for it.
        """
        words, others = chosen.words or name.strip(), {"soort": of_kind if of_kind in KINDS else ""}
        choice = replace(chosen, words=words, others=others)
        if kind is not None:
            exported = await listing.organisations(choice, actor=visit.actor, today=visit.today)
            return answer(exported, kind, language=visit.language)
        return await _page(choice, visit, flash=news(done, NEWS, visit.language))

    @post()
    async def register(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """A new organisation."""
        try:
            command = visit.form.read(RegisterOrganisation)
            await service.register(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _page(NOTHING_CHOSEN, visit, refused=visit.refusal(error))
        found = Choice(words=command.name[:LONGEST], others={"soort": command.kind.value})
        return visit.back(f"{ORGANISATIONS}{found.address}&gedaan=organisatie")


async def _page(choice: Choice, visit: Visit, *, refused: Refusal = NOTHING, flash: dict[str, str] | None = None) -> Template:
    page = await finding.page_of(choice, actor=visit.actor)
    context = {
        "found": finding.ORGANISATIONS.around(page, choice, visit.language),
        "kinds": [(kind.value, said.say(visit.language)) for kind, said in KINDS.items()],
        "said": KINDS,
        "own_path": ORGANISATIONS,
    }
    return visit.page("organisations.html", refused=refused, flash=flash, **context)
