"""The pages with a form about accounts: inviting somebody, giving a role, and a second factor that was lost.

A role is chosen first, since it decides between which organisations one chooses.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts import service
from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.roles import KINDS
from registry.accounts.schemas import GrantRole
from registry.admittance import administering, inviting, overseeing
from registry.admittance.pages import OWN
from registry.admittance.schemas import InvitePerson, ResetSecondFactor
from registry.admittance.wording import LABELS, NEVER_TOGETHER, ROLES
from registry.errors import Invalid, NotFound, RuleBroken
from registry.organisations import service as organisations
from registry.people.schemas import Email, GivenName, Prefix
from registry.permissions import NEVER_TOGETHER as PAIRS
from registry.permissions import Actor, Permission, Role
from registry.schema import Schema
from registry.texts import Language


class _Invited(Schema, frozen=True):
    """What the form asks: a candidate number in place of a name for who is known already."""

    email: Email
    role: Role
    organisation: UUID | None = None
    candidate_number: str | None = None
    given_name: GivenName | None = None
    family_prefix: Prefix | None = None
    family_name: GivenName | None = None


@dataclass(frozen=True, slots=True)
class _Visit:
    """Which admin fills in what."""

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


class AccountFormPages(Controller):
    """Forms about accounts, in the browser."""

    path = OWN
    guards = (requires(Permission.MANAGE_ACCOUNTS),)
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  Litestar's own way to say it

    @get("/uitnodigen")
    async def ask_whom(self, visit: NamedDependency[_Visit], role: Annotated[str, QueryParameter(name="rol")] = "") -> Template:
        """For which role, then whom."""
        return await _inviting(visit, Form({"role": role}))

    @post("/uitnodigen")
    async def invite(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """They are invited; what is refused is told at the form, which keeps what was typed."""
        try:
            account = await inviting.invite(await _command(visit), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken, NotFound) as error:
            return await _inviting(visit, visit.form, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"{OWN}/{account}?gedaan=uitgenodigd", visit.language), status_code=303)

    @get("/{account_id:uuid}/rol")
    async def ask_role(
        self,
        account_id: FromPath[UUID],
        visit: NamedDependency[_Visit],
        role: Annotated[str, QueryParameter(name="rol")] = "",
    ) -> Template:
        """Which role, then for which organisation."""
        return await _giving(account_id, visit, Form({"role": role}))

    @post("/{account_id:uuid}/rol")
    async def give_role(self, account_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The role is given; roles that never go together are refused, and the page says which those are."""
        try:
            await service.grant(account_id, visit.form.read(GrantRole), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _giving(account_id, visit, visit.form, refused=refusal(error, visit.language, LABELS))
        return _back(account_id, "rol-gegeven", visit.language)

    @get("/{account_id:uuid}/tweede-factor")
    async def ask_why(self, account_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template:
        """Why it is to be taken away."""
        return await _taking_away(account_id, visit)

    @post("/{account_id:uuid}/tweede-factor")
    async def take_away(self, account_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The holder is mailed, to confirm it."""
        try:
            command = visit.form.read(ResetSecondFactor)
            await administering.ask_to_remove_second_factor(account_id, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _taking_away(account_id, visit, refused=refusal(error, visit.language, LABELS))
        return _back(account_id, "tweede-factor", visit.language)


def _back(account: UUID, done: str, language: Language) -> Redirect:
    return Redirect(in_language(f"{OWN}/{account}?gedaan={done}", language), status_code=303)


async def _command(visit: _Visit) -> InvitePerson:
    typed = visit.form.read(_Invited)
    person = None
    if typed.candidate_number is not None:
        person = await inviting.person_of_number(typed.candidate_number, actor=visit.actor)
    return InvitePerson(
        email=typed.email,
        role=typed.role,
        organisation=typed.organisation,
        person=person,
        given_name=typed.given_name,
        family_prefix=typed.family_prefix,
        family_name=typed.family_name,
    )


async def _choices(form: Form, language: Language) -> dict[str, object]:
    """The role that was chosen, and the organisations it can be held for; none where none was chosen yet."""
    role = next((each for each in Role if each == form.text("role")), None)
    kinds = sorted(KINDS[role]) if role is not None else []
    fitting = [each for kind in kinds for each in await organisations.listed(kind)]
    return {
        "role": role,
        "role_options": [(each.value, words.say(language)) for each, words in ROLES.items()],
        "roles": ROLES,
        "organisations": [(str(each.id), each.name) for each in fitting],
        "labels": LABELS,
        "kept": form,
        "never": _never_together(language),
    }


def _never_together(language: Language) -> str:
    """The roles that nobody holds together, in words."""
    pairs = sorted(" + ".join(sorted(ROLES[role].say(language) for role in pair)) for pair in PAIRS)
    return NEVER_TOGETHER.say(language, pairs="; ".join(pairs))


async def _inviting(visit: _Visit, kept: Form, *, refused: Refusal = NOTHING) -> Template:
    context = {**await _choices(kept, visit.language), "refused": refused, "own_path": f"{OWN}/uitnodigen"}
    return Template("account_inviting.html", context=context, status_code=refused.status)


async def _giving(account: UUID, visit: _Visit, kept: Form, *, refused: Refusal = NOTHING) -> Template:
    context = {
        **await _choices(kept, visit.language),
        "account": await overseeing.one(account, actor=visit.actor, now=visit.now),
        "refused": refused,
        "own_path": f"{OWN}/{account}/rol",
    }
    return Template("account_role.html", context=context, status_code=refused.status)


async def _taking_away(account: UUID, visit: _Visit, *, refused: Refusal = NOTHING) -> Template:
    context = {
        "account": await overseeing.one(account, actor=visit.actor, now=visit.now),
        "labels": LABELS,
        "kept": visit.form,
        "refused": refused,
        "own_path": f"{OWN}/{account}/tweede-factor",
    }
    return Template("account_second_factor.html", context=context, status_code=refused.status)
