"""Whether the audit trail is what it was when it was sealed, asked by an auditor in the browser."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Template

from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.audit.verifying import Harm, verify
from registry.permissions import Actor, Permission
from registry.texts import Text

PATH = "/logboek/controle"
_SHOWN = 100
_HARMS: Mapping[Harm, Text] = {
    Harm.ALTERED: Text("Een regel is veranderd", "An entry was changed"),
    Harm.SWAPPED: Text("Twee regels zijn verwisseld", "Two entries were swapped"),
    Harm.REMOVED: Text("Een regel is weg", "An entry is gone"),
    Harm.INSERTED: Text("Een regel is later tussengevoegd", "An entry was put in later"),
    Harm.SEAL_ALTERED: Text("Een zegel is veranderd", "A seal was changed"),
    Harm.SEAL_REMOVED: Text("Een zegel is weg", "A seal is gone"),
    Harm.SEAL_INSERTED: Text("Een zegel is later tussengevoegd", "A seal was put in later"),
    Harm.CANNOT_BE_CHECKED: Text("Dit is niet na te gaan", "This cannot be checked"),
    Harm.OTHER_HEAD: Text("Het begin klopt niet met wat is genoteerd", "The head is not what was noted"),
}
_one_at_a_time = asyncio.Lock()


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An auditor is shown the way."""
    if not actor.may(Permission.READ_AUDIT):
        return []
    text = Text("Ga na of iemand iets aan het logboek veranderde.", "See whether anybody changed the audit trail.")
    return [Card(Text("Logboek controleren", "Check the audit trail"), PATH, text)]


class TrailCheckPages(Controller):
    """Checking the audit trail, in the browser."""

    @get(PATH, guards=[requires(Permission.READ_AUDIT)])
    async def check(self, now: NamedDependency[datetime]) -> Template:
        """The whole chain is walked now, for one auditor at a time; nothing is written."""
        async with _one_at_a_time:
            told = await verify()
        context = {"told": told, "shown": told.findings[:_SHOWN], "harms": _HARMS, "now": now}
        return Template("trail_check.html", context=context)
