"""The page of past lists: for everyone, and whole for who may see them so."""

from collections.abc import Mapping
from datetime import datetime

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Stream, Template

from public_list.listing.visiting import page
from public_list.listing.wording import names_of_values
from public_list.past import asking, files, service
from public_list.past.asking import Reading
from public_list.past.schemas import page_of, pages_of
from registry.accounts.forms import NOTHING, AnyRequest, Refusal, refusal
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

_OWN = "/adviseurs/zoals-toen"
FIELDS: Mapping[str, Text] = {
    "dag": Text("Lijst van welke dag?", "List of which day?"),
    "bekend-op": Text("Zoals bekend op", "As known on"),
    "tijd": Text("Tijd", "Time"),
    "pagina": Text("Pagina", "Page"),
    "bestand": Text("Bestand", "File"),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Who may see past lists whole is shown the way."""
    if not actor.may(Permission.READ_CERTIFICATES):
        return []
    text = Text(
        "Bekijk de lijst van een dag, zoals die toen bekend was.", "See the list of a day, as it was known at the time."
    )
    return [Card(Text("De lijst zoals die was", "The list as it was"), _OWN, text)]


class PastListPages(Controller):
    """The list as it was."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get(_OWN)
    async def past_list(
        self, request: AnyRequest, language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Template | Stream:
        """The list of a day as it was known at a moment, on the page or as a file; without either, that of yesterday."""
        reading = asking.of_people(request.scope["query_string"], now=now)
        try:
            question = reading.right()
        except Invalid as error:
            return _page(request, reading, now=now, refused=refusal(error, language, FIELDS))
        visitor = request.scope["state"]["visitor"]
        entries = await service.seen_by(visitor, question.moment, now=now)
        names = await names_of_values(language)
        if question.file:
            policy = files.WHOLE if _sees_whole(request) else files.PUBLISHED
            return files.file(entries, question.moment, policy, question.file, names, language=language)
        return _page(
            request,
            reading,
            now=now,
            refused=NOTHING,
            shown=page_of(entries, question.page),
            total=len(entries),
            pages=pages_of(entries),
            names=names,
        )


def _page(request: AnyRequest, reading: Reading, *, now: datetime, refused: Refusal, **more: object) -> Template:
    """What was typed stays in the form; but a field of days takes nothing else, so what is no day does not."""
    question = reading.question
    at = reading.typed.get("tijd") or question.written["tijd"]
    no_days = dict.fromkeys(refused.at.keys() & {"dag", "bekend-op"}, "")
    return page(
        "past_list.html",
        request,
        question=question,
        typed=question.written | {"tijd": at} | no_days,
        refused=refused,
        fields=FIELDS,
        today=amsterdam_day(now),
        sees_whole=_sees_whole(request),
        **more,
    )


def _sees_whole(request: AnyRequest) -> bool:
    visitor = request.scope["state"]["visitor"]
    return visitor is not None and visitor.may(Permission.READ_CERTIFICATES)
