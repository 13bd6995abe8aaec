"""The pages of one's own interests: the conflict statement, and the relations that one declares."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, NotFound, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.impartiality import declarations, listing, statements, waivers
from registry.impartiality.schemas import DeclareRelation, EndRelation
from registry.impartiality.seeking import RELATIONS
from registry.impartiality.wording import KINDS, LABELS, NEWS
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_OWN = "/belangen"
_SOON = timedelta(days=30)


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A certifier sees until when their statement holds and which waivers wait for them; an auditor the way in."""
    if not actor.may(Permission.READ_CERTIFICATES):
        return []
    title, path = Text("Ontheffingen", "Waivers"), "/ontheffingen"
    if not actor.may(Permission.DECLARE_CONFLICTS):
        declared = Text("Bekijk welke relaties zijn opgegeven.", "Look at the relations that were declared.")
        return [
            Card(Text("Belangen", "Interests"), _OWN, declared),
            Card(title, path, Text("Bekijk alle ontheffingen.", "Look at all waivers.")),
        ]
    cards = [Card(Text("Mijn belangen", "My interests"), _OWN, await _statement(actor, now))]
    asked = [each for each in await waivers.waivers_for(actor, now=now) if each.granted is None and not each.is_own]
    text = Text("Vraag ontheffing, of beslis over een collega.", "Ask for a waiver, or decide about a colleague.")
    cards.append(Card(title, path, text, len(asked), Text("wachten op een tweede persoon", "waiting for a second person")))
    return cards


async def _statement(actor: Actor, now: datetime) -> Text:
    if actor.api_key is not None:
        return Text("", "")
    last = await statements.own_until(actor=actor, now=now)
    if last is None:
        return Text(
            "Leg uw belangenverklaring af. Tot dan kunt u niets voorbereiden of beslissen.",
            "Make your conflict statement. Until then you cannot prepare or decide anything.",
        )
    if last - amsterdam_day(now) <= _SOON:
        return Text("Uw belangenverklaring verloopt binnenkort.", "Your conflict statement expires soon.")
    return Text("Geef relaties met adviseurs op.", "Declare relations with advisers.")


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks, and what they sent."""

    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of these pages."""
    return _Visit(form, language, actor, now)


class InterestPages(Controller):
    """One's own interests, in the browser."""

    path = _OWN
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self,
        visit: NamedDependency[_Visit],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The statement, the declared relations that were chosen, and the form to declare one; to an auditor everyone's.

        These relations as a file where one is asked.
        """
        if kind is not None:
            found = RELATIONS.sift(await declarations.named_relations(visit.actor), chosen, visit.language)
            exported = listing.relations(found, actor=visit.actor, today=amsterdam_day(visit.now))
            return answer(exported, kind, language=visit.language)
        return await _listed(visit, chosen=chosen, flash=news(done, NEWS, visit.language))

    @post(guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def declare(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """A relation is declared; what is refused is told at the form, and nothing typed is lost."""
        try:
            await declarations.declare(visit.form.read(DeclareRelation), actor=visit.actor, now=visit.now)
        except Invalid as error:
            return await _listed(visit, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"{_OWN}?gedaan=opgegeven", visit.language), status_code=303)

    @post("/verklaring", guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def state(self, visit: NamedDependency[_Visit]) -> Redirect:
        """The statement is made."""
        await statements.state(actor=visit.actor, now=visit.now)
        return Redirect(in_language(f"{_OWN}?gedaan=verklaard", visit.language), status_code=303)

    @get("/{relation_id:uuid}/einde", guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def ask_end(self, relation_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template:
        """The form for the last day of a relation."""
        return await _ending(relation_id, visit)

    @post("/{relation_id:uuid}/einde", guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def end(self, relation_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The relation has its last day."""
        try:
            await declarations.end(relation_id, visit.form.read(EndRelation), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _ending(relation_id, visit, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"{_OWN}?gedaan=beeindigd", visit.language), status_code=303)


async def _listed(
    visit: _Visit, *, chosen: Choice = NOTHING_CHOSEN, flash: dict[str, str] | None = None, refused: Refusal = NOTHING
) -> Template:
    may_declare = visit.actor.may(Permission.DECLARE_CONFLICTS)
    context = {
        "found": RELATIONS.sift(await declarations.named_relations(visit.actor), chosen, visit.language),
        "may_declare": may_declare,
        "stated_until": await statements.own_until(actor=visit.actor, now=visit.now) if may_declare else None,
        "kinds": KINDS,
        "options": [(each.value, words.say(visit.language)) for each, words in KINDS.items()],
        "today": amsterdam_day(visit.now),
        "labels": LABELS,
        "kept": visit.form,
        "refused": refused,
        "flash": flash,
        "own_path": _OWN,
    }
    return Template("interests.html", context=context, status_code=refused.status)


async def _ending(relation: UUID, visit: _Visit, *, refused: Refusal = NOTHING) -> Template:
    found = next((each for each in await declarations.declared_for(visit.actor) if each.id == relation), None)
    if found is None:
        raise NotFound
    context = {
        "relation": found,
        "kinds": KINDS,
        "today": amsterdam_day(visit.now),
        "first": amsterdam_day(found.declared_at),
        "labels": LABELS,
        "kept": visit.form,
        "refused": refused,
        "own_path": f"{_OWN}/{relation}/einde",
    }
    return Template("relation_ending.html", context=context, status_code=refused.status)
