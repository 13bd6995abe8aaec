"""The page of one list of certificates issued elsewhere: what it would become, and who decides it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.errors import RuleBroken
from registry.permissions import Actor, Permission
from registry.takeovers import presenting, service
from registry.takeovers.wording import ENDINGS
from registry.texts import Language, Text

_OWN = "/overnames"
_ELSE = "iemand-anders-"
_NEWS = {
    "voorbereid": Text("De lijst is voorbereid. Een collega beslist.", "The list is prepared. A colleague decides."),
    "vastgelegd": Text("Vastgelegd dat dit iemand anders is.", "It is on record that this is somebody else."),
    "besloten": Text("De certificaten zijn overgenomen.", "The certificates have been taken over."),
    "afgewezen": Text("De lijst is afgewezen.", "The list has been declined."),
    "teruggenomen": Text("De lijst is teruggenomen.", "The list has been taken back."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A certifier sees how many lists wait for a second person; an auditor the way in."""
    if not actor.may(Permission.READ_CERTIFICATES):
        return []
    lists = await presenting.listed(actor)
    title = Text("Overnames", "Takeovers")
    text = Text("Neem certificaten over die elders zijn uitgegeven.", "Take over certificates that were issued elsewhere.")
    count = sum(each.ending is None for each in lists)
    return [Card(title, _OWN, text, count, Text("wachten op een besluit", "waiting for a decision"))]


class TakeoverPages(Controller):
    """One list, in the browser."""

    path = f"{_OWN}/{{takeover_id:uuid}}"

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(
        self,
        takeover_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """The list, row for row."""
        return await _page(takeover_id, actor, language, now, flash=news(done, _NEWS, language))

    @post("/iemand-anders", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def confirm(
        self,
        takeover_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Who was ticked is somebody else than those of a like name."""
        ticked = [name.removeprefix(_ELSE) for name in form.fields if name.startswith(_ELSE)]
        rows = [int(row) for row in ticked if row.isascii() and row.isdigit()]
        try:
            await service.confirm(takeover_id, rows, actor=actor, now=now)
        except RuleBroken as error:
            return await _page(takeover_id, actor, language, now, refused=refusal(error, language, {}))
        return _done(takeover_id, "vastgelegd", language)

    @post("/besluit", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def decide(
        self,
        takeover_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Every certificate of the list is taken over, or none."""
        try:
            await service.decide(takeover_id, actor=actor, now=now)
        except RuleBroken as error:
            return await _page(takeover_id, actor, language, now, refused=refusal(error, language, {}))
        return _done(takeover_id, "besloten", language)

    @post("/afwijzen", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def decline(
        self,
        takeover_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Nothing is taken over."""
        try:
            await service.decline(takeover_id, actor=actor, now=now)
        except RuleBroken as error:
            return await _page(takeover_id, actor, language, now, refused=refusal(error, language, {}))
        return _done(takeover_id, "afgewezen", language)

    @post("/terugnemen", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def take_back(
        self,
        takeover_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Who prepared the list takes it back."""
        try:
            await service.take_back(takeover_id, actor=actor, now=now)
        except RuleBroken as error:
            return await _page(takeover_id, actor, language, now, refused=refusal(error, language, {}))
        return _done(takeover_id, "teruggenomen", language)


def _done(takeover: UUID, what: str, language: Language) -> Redirect:
    return Redirect(in_language(f"{_OWN}/{takeover}?gedaan={what}", language), status_code=303)


async def _page(
    takeover: UUID,
    actor: Actor,
    language: Language,
    now: datetime,
    *,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
) -> Template:
    shown = await presenting.detail(takeover, language=language, actor=actor, now=now)
    may_act = shown.ending is None and actor.may(Permission.DECIDE_CERTIFICATES)
    context = {
        "takeover": shown,
        "doubtful": [row for row in shown.rows if row.alike],
        "may_decide": may_act and not shown.prepared_by_you,
        "may_change": may_act and shown.prepared_by_you,
        "endings": ENDINGS,
        "else_field": _ELSE,
        "refused": refused,
        "flash": flash,
        "own_path": f"{_OWN}/{takeover}",
    }
    return Template("takeover.html", context=context, status_code=refused.status)
