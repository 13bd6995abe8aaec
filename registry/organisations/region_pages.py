"""The pages on which an admin keeps regions: which municipality is in which, since when."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Refusal, news
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import listing, memberships, regions, seeking
from registry.organisations.schemas import CreateRegion, JoinRegion
from registry.organisations.visiting import Visit, Whole, last_day, visit_of
from registry.organisations.wording import NEWS
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Text

REGIONS = "/regios"


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """An admin keeps the regions."""
    if not actor.may(Permission.MANAGE_ORGANISATIONS):
        return []
    told = Text("Bekijk welke gemeente in welke regio ligt.", "See which municipality is in which region.")
    return [Card(Text("Regio’s", "Regions"), REGIONS, told)]


class RegionPages(Controller):
    """Regions in the browser."""

    path = REGIONS
    dependencies = {"visit": Provide(visit_of), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.MANAGE_ORGANISATIONS),)

    @get()
    async def listed(
        self, visit: NamedDependency[Visit], chosen: NamedDependency[Choice], kind: AskedKind = None
    ) -> Template | Stream:
        """The regions that were chosen, and the form for a new one; these regions as a file where one is asked."""
        if kind is not None:
            found = seeking.REGIONS.sift(await regions.listed(), chosen, visit.language)
            exported = listing.regions(found, actor=visit.actor, today=visit.today)
            return answer(exported, kind, language=visit.language)
        return await _regions(visit, chosen=chosen)

    @post()
    async def create(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """A new region."""
        try:
            command = visit.form.read(CreateRegion)
            await regions.create(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _regions(visit, refused=visit.refusal(error))
        return visit.back(f"{REGIONS}/{command.code}?gedaan=gemaakt")

    @get("/{code:str}")
    async def one(
        self,
        code: FromPath[str],
        visit: NamedDependency[Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """One region with its municipalities; these as a file where one is asked."""
        region = await _region(code)
        if kind is not None:
            exported = listing.in_region(region.members, region.name, actor=visit.actor, today=visit.today)
            return answer(exported, kind, language=visit.language)
        return await visit.members(region, flash=news(done, NEWS, visit.language))

    @post("/{code:str}")
    async def join(self, code: FromPath[str], visit: NamedDependency[Visit]) -> Template | Redirect:
        """A municipality belongs to it from a day on."""
        try:
            await regions.join(code, visit.form.read(JoinRegion), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await visit.members(await _region(code), refused=visit.refusal(error))
        return visit.back(f"{REGIONS}/{code}?gedaan=erbij")

    @get("/{code:str}/{municipality:str}/eruit")
    async def leaving(self, code: FromPath[str], municipality: FromPath[str], visit: NamedDependency[Visit]) -> Template:
        """The form for the last day of a municipality in it."""
        return visit.leaving(await _region(code), municipality)

    @post("/{code:str}/{municipality:str}/eruit")
    async def leave(
        self, code: FromPath[str], municipality: FromPath[str], visit: NamedDependency[Visit]
    ) -> Template | Redirect:
        """The last day of a municipality in it."""
        try:
            await regions.leave(code, last_day(visit.form, municipality), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return visit.leaving(await _region(code), municipality, refused=visit.refusal(error))
        return visit.back(f"{REGIONS}/{code}?gedaan=eruit")


async def _region(code: str) -> Whole:
    found = await regions.one(code)
    return Whole(found.name, f"{REGIONS}/{code}", REGIONS, is_region=True, members=found.members)


async def _regions(visit: Visit, *, chosen: Choice = NOTHING_CHOSEN, refused: Refusal = NOTHING) -> Template:
    found = seeking.REGIONS.sift(await regions.listed(), chosen, visit.language)
    shown = [(each, len([member for member in each.members if memberships.in_it(member, visit.today)])) for each in found.shown]
    return visit.page("regions.html", refused=refused, found=found, regions=shown, own_path=REGIONS)
