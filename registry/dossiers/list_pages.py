"""The list of dossiers in the browser: by where they stand, by scheme, by name or number, in an order, or as a file."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from registry.accounts.guards import requires
from registry.days import amsterdam_day
from registry.dossiers import finding, listing
from registry.dossiers.wording import STATES
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language


class DossierListPages(Controller):
    """All dossiers that somebody may read, in the browser."""

    path = "/dossiers"
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_DOSSIERS)])
    async def listed(
        self,
        *,
        chosen: NamedDependency[Choice],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        scheme: Annotated[str, QueryParameter(name="schema", max_length=40)] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that were chosen, on the page or as a file."""
        choice = replace(chosen, others={"schema": scheme})
        if kind is not None:
            exported = await listing.dossiers(choice, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        context = {
            "found": finding.DOSSIERS.around(await finding.page_of(choice, actor=actor), choice, language),
            "schemes": await schemes.names(language),
            "states": STATES,
        }
        return Template("dossiers.html", context=context)
