"""The page of one's own account: where one is signed in, another password, and the second factor."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts import own_password, second_factor, service, sessions
from registry.accounts.errors import TooManyTries
from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, news, refusal
from registry.accounts.guards import AFRESH, in_person, renew_session, session_token, source_of
from registry.accounts.pages import in_language
from registry.accounts.schemas import ChangePassword
from registry.errors import Fault, Invalid, NotFound
from registry.permissions import Actor
from registry.texts import Language, Text

_LABELS = {
    "oldPassword": Text("Wachtwoord van nu", "Present password"),
    "newPassword": Text("Nieuw wachtwoord", "New password"),
    "code": Text("Code uit uw app", "Code from your app"),
}
_NEWS = {
    "afgemeld": Text("Die browser is afgemeld.", "That browser is signed out."),
    "overal-afgemeld": Text("U bent overal elders afgemeld.", "You are signed out everywhere else."),
    "wachtwoord": Text(
        "Uw wachtwoord is gewijzigd. Overal elders bent u afgemeld.",
        "Your password was changed. Everywhere else you are signed out.",
    ),
}
_TOO_MANY = 429


class OwnAccountPages(Controller):
    """One's own account."""

    path = "/account"
    guards = (in_person,)

    @get()
    async def shown(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """Where I am signed in, and how."""
        return await _page(request, actor, now=now, flash=news(done, _NEWS, language))

    @post("/sessies/{session_id:uuid}/afmelden", opt=AFRESH)
    async def end(
        self,
        session_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """Sign out another browser."""
        await sessions.end_own(session_id, actor=actor, now=now)
        return _done("afgemeld", language)

    @post("/sessies/afmelden", opt=AFRESH)
    async def end_others(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """Sign out everywhere else."""
        await sessions.end_others(besides=await sessions.id_of(session_token(request)), actor=actor, now=now)
        return _done("overal-afgemeld", language)

    @post("/wachtwoord")
    async def change_password(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Another password; this session goes on under another id, all others end."""
        try:
            await own_password.change(
                form.read(ChangePassword),
                passwords=request.app.state.passwords,
                source=source_of(request),
                session=await sessions.id_of(session_token(request)),
                actor=actor,
                now=now,
            )
        except Invalid as error:
            return await _page(request, actor, now=now, refused=refusal(_of_form(error), language, _LABELS))
        except TooManyTries as error:
            return await _page(request, actor, now=now, refused=refusal(error, language, _LABELS, status=_TOO_MANY))
        await renew_session(request, now=now)
        return _done("wachtwoord", language)


def _of_form(error: Invalid) -> Invalid:
    """A fault in the password is one in the new password: the old one has a fault of its own."""
    names = {"password": "newPassword"}
    return Invalid([Fault(names.get(fault.field, fault.field), fault.text, fault.facts) for fault in error.faults])


def _done(what: str, language: Language) -> Redirect:
    return Redirect(in_language(f"/account?gedaan={what}", language), status_code=303)


async def _page(
    request: AnyRequest,
    actor: Actor,
    *,
    now: datetime,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
) -> Template:
    if actor.account is None:
        raise NotFound
    context: dict[str, Any] = {
        "sessions": await sessions.open_ones(actor=actor, now=now),
        "own_session": await sessions.id_of(session_token(request)),
        "second_factor": await second_factor.state_of(actor.account),
        "email": (await service.about(actor.account))[0],
        "labels": _LABELS,
        "flash": flash,
        "refused": refused,
        "own_path": "/account",
    }
    return Template("own_account.html", context=context, status_code=refused.status)
