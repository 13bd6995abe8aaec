"""The pages on which an admin keeps partnerships: which municipalities are members, since when."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Refusal, news
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import listing, memberships, seeking, service
from registry.organisations.schemas import JoinPartnership, Name, RegisterOrganisation
from registry.organisations.tables import Kind
from registry.organisations.visiting import Visit, Whole, last_day, visit_of
from registry.organisations.wording import NEWS
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Text

PARTNERSHIPS = "/samenwerkingsverbanden"


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """An admin keeps the partnerships."""
    if not actor.may(Permission.MANAGE_ORGANISATIONS):
        return []
    told = Text("Bekijk welke gemeenten samen dagen hebben.", "See which municipalities have days together.")
    return [Card(Text("Samenwerkingsverbanden", "Partnerships"), PARTNERSHIPS, told)]


class _Partnership(Schema, frozen=True):
    """What the form of a new partnership asks."""

    name: Name


class PartnershipPages(Controller):
    """Partnerships in the browser."""

    path = PARTNERSHIPS
    dependencies = {"visit": Provide(visit_of), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.MANAGE_ORGANISATIONS),)

    @get()
    async def listed(
        self, visit: NamedDependency[Visit], chosen: NamedDependency[Choice], kind: AskedKind = None
    ) -> Template | Stream:
        """The partnerships that were chosen, and the form for a new one; these as a file where one is asked."""
        if kind is not None:
            found = seeking.PARTNERSHIPS.sift(await service.listed(Kind.PARTNERSHIP), chosen, visit.language)
            exported = listing.partnerships(found, actor=visit.actor, today=visit.today)
            return answer(exported, kind, language=visit.language)
        return await _partnerships(visit, chosen=chosen)

    @post()
    async def create(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """A new partnership."""
        try:
            command = RegisterOrganisation(kind=Kind.PARTNERSHIP, name=visit.form.read(_Partnership).name)
            made = await service.register(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _partnerships(visit, refused=visit.refusal(error))
        return visit.back(f"{PARTNERSHIPS}/{made}?gedaan=gemaakt")

    @get("/{partnership_id:uuid}")
    async def one(
        self,
        partnership_id: FromPath[UUID],
        visit: NamedDependency[Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """One partnership with its members; these as a file where one is asked."""
        partnership = await _partnership(partnership_id)
        if kind is not None:
            exported = listing.in_partnership(partnership.members, partnership.name, actor=visit.actor, today=visit.today)
            return answer(exported, kind, language=visit.language)
        return await visit.members(partnership, flash=news(done, NEWS, visit.language))

    @post("/{partnership_id:uuid}")
    async def join(self, partnership_id: FromPath[UUID], visit: NamedDependency[Visit]) -> Template | Redirect:
        """A municipality is a member from a day on."""
        try:
            command = visit.form.read(JoinPartnership)
            await service.join_partnership(partnership_id, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await visit.members(await _partnership(partnership_id), refused=visit.refusal(error))
        return visit.back(f"{PARTNERSHIPS}/{partnership_id}?gedaan=erbij")

    @get("/{partnership_id:uuid}/{municipality:str}/eruit")
    async def leaving(
        self, partnership_id: FromPath[UUID], municipality: FromPath[str], visit: NamedDependency[Visit]
    ) -> Template:
        """The form for the last day of a member."""
        return visit.leaving(await _partnership(partnership_id), municipality)

    @post("/{partnership_id:uuid}/{municipality:str}/eruit")
    async def leave(
        self, partnership_id: FromPath[UUID], municipality: FromPath[str], visit: NamedDependency[Visit]
    ) -> Template | Redirect:
        """The last day of a member."""
        try:
            command = last_day(visit.form, municipality)
            await memberships.leave_partnership(partnership_id, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return visit.leaving(await _partnership(partnership_id), municipality, refused=visit.refusal(error))
        return visit.back(f"{PARTNERSHIPS}/{partnership_id}?gedaan=eruit")


async def _partnership(partnership: UUID) -> Whole:
    name = await service.must_be(partnership, Kind.PARTNERSHIP)
    members = await memberships.members_of_partnership(partnership)
    return Whole(name, f"{PARTNERSHIPS}/{partnership}", PARTNERSHIPS, is_region=False, members=members)


async def _partnerships(visit: Visit, *, chosen: Choice = NOTHING_CHOSEN, refused: Refusal = NOTHING) -> Template:
    found = seeking.PARTNERSHIPS.sift(await service.listed(Kind.PARTNERSHIP), chosen, visit.language)
    return visit.page("partnerships.html", refused=refused, found=found, own_path=PARTNERSHIPS)
