"""The pages on which an intake begins: planned by a coordinator, or taken over from elsewhere by an admin."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, kept_day, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import Invalid, NotFound, RuleBroken
from registry.intakes import coordinating, entering, places, service
from registry.intakes.places import Place
from registry.intakes.wording import LABELS, TAKING_OVER
from registry.organisations import service as organisations
from registry.organisations.errors import UnknownMunicipality
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.programmes.tables import Programme
from registry.texts import Language

_OWN = "/intakes"


class IntakePlanningPages(Controller):
    """Planning an intake in the browser, and taking one over."""

    path = _OWN

    @get("/nieuw", guards=[requires(Permission.HOLD_INTAKES)])
    async def ask(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        wanted: Annotated[str, QueryParameter(name="verband")] = "",
    ) -> Template:
        """The form for a municipality, or for the members of the partnership chosen."""
        return await _planning(_uuid(wanted), Form(), actor=actor, language=language, now=now)

    @post("/nieuw", guards=[requires(Permission.HOLD_INTAKES)])
    async def plan(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The intake is planned."""
        holder = _uuid(form.text("holder"))
        chosen = await places.municipalities_on(amsterdam_day(now))
        own = next((each.code for each in chosen if each.organisation == holder), None)
        try:
            made = await service.plan_intake(entering.planned(form, own), actor=actor, now=now)
        except (Invalid, RuleBroken, UnknownMunicipality) as error:
            partnership = None if own else holder
            refused = refusal(error, language, LABELS)
            return await _planning(partnership, form, actor=actor, language=language, now=now, refused=refused)
        return Redirect(in_language(f"{_OWN}/{made}?gedaan=gepland", language), status_code=303)

    @get("/overnemen", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def ask_taken_over(self, language: NamedDependency[Language], now: NamedDependency[datetime]) -> Template:
        """The form for an intake that was completed elsewhere."""
        return await _taking_over(Form(), language=language, now=now)

    @post("/overnemen", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def take_over(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The intake is taken over, with its opening balance."""
        try:
            command = entering.taken_over(form, await _codes_of(_uuid(form.text("holder")), now))
            made = await service.take_over_intake(command, actor=actor, now=now)
        except (Invalid, RuleBroken, UnknownMunicipality) as error:
            return await _taking_over(form, language=language, now=now, refused=refusal(error, language, TAKING_OVER))
        return Redirect(in_language(f"{_OWN}/{made}?gedaan=overgenomen", language), status_code=303)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


async def _codes_of(holder: UUID | None, now: datetime) -> list[str]:
    """The municipality's own code, or those of every member of the partnership today."""
    if holder is None:
        return []
    day = amsterdam_day(now)
    own = [each.code for each in await places.municipalities_on(day) if each.organisation == holder]
    return own or [code for code, _ in await places.members_on(holder, day)]


async def _planning(
    partnership: UUID | None,
    form: Form,
    *,
    actor: Actor,
    language: Language,
    now: datetime,
    refused: Refusal = NOTHING,
) -> Template:
    day = amsterdam_day(now)
    names = {each.id: each.name for each in await organisations.listed(Kind.PARTNERSHIP)}
    if partnership is not None and partnership not in names:
        raise NotFound
    context = {
        "municipalities": _options(await places.municipalities_for(actor.person, day)),
        "partnerships": list(names.items()),
        "partnership": partnership,
        "partnership_name": names.get(partnership) if partnership else None,
        "members": await places.members_from(partnership, day) if partnership else [],
        "ticked": entering.TICKED,
        **(await _shared(language, day=kept_day(day))),
    }
    return Template("intake_form.html", context=context | {"kept": form, "refused": refused}, status_code=refused.status)


async def _taking_over(form: Form, *, language: Language, now: datetime, refused: Refusal = NOTHING) -> Template:
    day = amsterdam_day(now)
    partnerships = [(each.id, each.name) for each in await organisations.listed(Kind.PARTNERSHIP)]
    context = {
        "holders": [*partnerships, *_options(await places.municipalities_on(day))],
        "coordinators": list((await coordinating.coordinators()).items()),
        **(await _shared(language, day=kept_day(day))),
        "labels": TAKING_OVER,
    }
    return Template("intake_takeover.html", context=context | {"kept": form, "refused": refused}, status_code=refused.status)


def _options(chosen: list[Place]) -> list[tuple[UUID, str]]:
    return [(each.organisation, each.name) for each in chosen]


async def _shared(language: Language, *, day: str) -> dict[str, Any]:
    rows = await Programme.select(Programme.code, Programme.name_nl, Programme.name_en).order_by(Programme.first_day)
    name = "name_nl" if language is Language.NL else "name_en"
    return {"programmes": [(row["code"], row[name]) for row in rows], "labels": LABELS, "today": day}
