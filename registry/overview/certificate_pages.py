"""The page with certificates over time, for who keeps them."""

from collections.abc import Sequence
from datetime import datetime

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Stream, Template

from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.certificates.rules import Status
from registry.certificates.wording import STATUSES
from registry.days import amsterdam_day
from registry.exports.answering import AskedKind, answer
from registry.overview import certificate_listing
from registry.overview.certificate_listing import SHOWN
from registry.overview.in_force import Standing, standings
from registry.permissions import Actor, Permission
from registry.pictures.drawing import Column, Paint, columns
from registry.texts import Language, Text, written

PATH = "/cijfers/certificaten"
_DRAWN = ((Status.VALID, Paint.FULL), (Status.SUSPENDED, Paint.STRIPES))


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Who reads certificates is shown the way."""
    if not actor.may(Permission.READ_CERTIFICATES):
        return []
    text = Text("Bekijk hoeveel certificaten per maand geldig waren.", "See how many certificates were valid each month.")
    return [Card(Text("Certificaten door de tijd", "Certificates over time"), PATH, text)]


def drawn(found: Sequence[Standing], parts: Sequence[tuple[Status, Paint]], language: Language) -> list[Column]:
    """A column for each day, of the parts that are drawn."""
    rows = [(each.day, [(paint, each.counts[status]) for status, paint in parts]) for each in found]
    return columns([(written(day, language), str(sum(amount for _, amount in bars)), bars) for day, bars in rows])


class CertificateFigurePages(Controller):
    """Certificates over time, in the browser."""

    @get(PATH, guards=[requires(Permission.READ_CERTIFICATES)])
    async def over_time(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The certificates of one's own body by month and status: as a picture with a table, or as a file."""
        found = await standings(actor=actor, now=now)
        if kind is not None:
            exported = certificate_listing.certificates(found, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        context = {
            "columns": drawn(found, _DRAWN, language),
            "parts": [(paint, STATUSES[status].say(language)) for status, paint in _DRAWN],
            "statuses": [(status, STATUSES[status].say(language)) for status in SHOWN],
            "found": found,
        }
        return Template("certificates_over_time.html", context=context)
