"""The pages on which an admin sees accounts, shuts and opens them, and ends roles."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts import roles
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.schemas import GrantRole
from registry.accounts.work import Card
from registry.admittance import administering, inviting, overseeing
from registry.admittance import listing as account_listing
from registry.admittance.wording import NEWS, ROLES, STANDINGS
from registry.errors import RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

OWN = "/beheer/accounts"


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An admin is shown the way."""
    if not actor.may(Permission.MANAGE_ACCOUNTS):
        return []
    text = Text("Nodig mensen uit, en geef of beëindig rollen.", "Invite people, and give or end roles.")
    return [Card(Text("Accounts en rollen", "Accounts and roles"), OWN, text)]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Which admin looks at which account, and what they sent."""

    account: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime

    def back(self, done: str) -> Redirect:
        """To the account, with the news."""
        return Redirect(in_language(f"{OWN}/{self.account}?gedaan={done}", self.language), status_code=303)

    async def page(self, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
        """The account whole."""
        context = {
            "account": await overseeing.one(self.account, actor=self.actor, now=self.now),
            "roles": ROLES,
            "standings": STANDINGS,
            "is_own": self.account == self.actor.account,
            "flash": flash,
            "refused": refused,
            "own_path": f"{OWN}/{self.account}",
        }
        return Template("account_administering.html", context=context, status_code=refused.status)

    async def refused(self, error: RuleBroken) -> Template:
        """The account as it still is, and what stood in the way."""
        return await self.page(refused=refusal(error, self.language, {}))


async def _visit(
    *,
    account_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of the pages of one account."""
    return _Visit(account_id, form, language, actor, now)


class AccountListPages(Controller):
    """All accounts, in the browser."""

    path = OWN
    guards = (requires(Permission.MANAGE_ACCOUNTS),)
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        *,
        chosen: NamedDependency[Choice],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        role: Annotated[str, QueryParameter(name="rol", max_length=40)] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The accounts that were chosen: on the page, or as a file."""
        choice = replace(chosen, others={"rol": role if role in ROLES else ""})
        if kind is not None:
            exported = await account_listing.accounts(choice, language=language, actor=actor, now=now)
            return answer(exported, kind, language=language)
        page = await overseeing.page_of(choice, actor=actor, now=now)
        context = {
            "found": overseeing.ACCOUNTS.around(page, choice, language),
            "roles": ROLES,
            "standings": STANDINGS,
            "role_options": [(each.value, words.say(language)) for each, words in ROLES.items()],
        }
        return Template("accounts.html", context=context)


class AccountPages(Controller):
    """One account, in the browser."""

    path = OWN + "/{account_id:uuid}"
    guards = (requires(Permission.MANAGE_ACCOUNTS),)
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  likewise

    @get()
    async def one(self, visit: NamedDependency[_Visit], done: Annotated[str, QueryParameter(name="gedaan")] = "") -> Template:
        """Who it is, how it stands, and what can be done."""
        return await visit.page(flash=news(done, NEWS, visit.language))

    @post("/rol/einde")
    async def end_role(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """A role ends, from the next request on."""
        try:
            await roles.end(visit.account, visit.form.read(GrantRole), actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await visit.refused(error)
        return visit.back("rol-beeindigd")

    @post("/uitzetten")
    async def disable(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Nobody signs in with it any more."""
        try:
            await administering.disable(visit.account, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await visit.refused(error)
        return visit.back("uitgezet")

    @post("/aanzetten")
    async def enable(self, visit: NamedDependency[_Visit]) -> Redirect:
        """It opens again."""
        await administering.enable(visit.account, actor=visit.actor, now=visit.now)
        return visit.back("aangezet")

    @post("/afmelden")
    async def end_sessions(self, visit: NamedDependency[_Visit]) -> Redirect:
        """Whoever is signed in with it signs in again."""
        await administering.end_sessions(visit.account, actor=visit.actor, now=visit.now)
        return visit.back("afgemeld")

    @post("/uitnodiging")
    async def invite_again(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Another mail, with a link that replaces the one before it."""
        try:
            await inviting.invite_again(visit.account, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await visit.refused(error)
        return visit.back("uitgenodigd")

    @post("/uitnodiging/intrekken")
    async def withdraw(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The link no longer works."""
        try:
            await inviting.withdraw(visit.account, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await visit.refused(error)
        return visit.back("ingetrokken")
