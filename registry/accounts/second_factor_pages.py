"""The pages on which someone sets up the app that shows codes, reads their recovery codes, and changes to another app."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from registry.accounts import second_factor, service, sessions
from registry.accounts.errors import WrongCode
from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, refusal
from registry.accounts.guards import (
    AFRESH,
    BEFORE_SECOND_FACTOR,
    has_proof,
    in_person,
    renew_session,
    session_token,
)
from registry.accounts.pages import in_language, own_path
from registry.accounts.qr_codes import svg
from registry.accounts.rules import in_groups, link_for_app, written
from registry.errors import NotFound
from registry.permissions import Actor
from registry.texts import Language, Text

_ISSUER = "Adviseursregister"
_LABELS = {"code": Text("Code uit uw app", "Code from your app")}
_ACT = {**BEFORE_SECOND_FACTOR, **AFRESH}


class SecondFactorPages(Controller):
    """A second factor of one's own."""

    path = "/tweede-factor"
    guards = (in_person,)

    @get(opt=BEFORE_SECOND_FACTOR)
    async def shown(
        self,
        request: AnyRequest,
        actor: NamedDependency[Actor],
        next_path: Annotated[str, QueryParameter(name="next")] = "",
    ) -> Template:
        """How it stands; and, shortly after signing in, the QR code of a secret that is not in use yet."""
        return await _page(request, actor, wanted=next_path)

    @post(opt=_ACT)
    async def confirm(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """The code shows that the app has the secret: it is in use, and the recovery codes are shown this once."""
        session = await sessions.id_of(session_token(request))
        try:
            codes = await second_factor.confirm(form.text("code"), session=session, actor=actor, now=now)
        except WrongCode as error:
            return await _page(request, actor, wanted=form.text("next"), refused=refusal(error, language, _LABELS))
        await renew_session(request, now=now)
        way = own_path(form.text("next"), in_language("/werk", language))
        return Template("recovery_codes.html", context={"codes": codes.codes, "way": way, "is_set_up": True})

    @post("/andere-app", opt=_ACT)
    async def begin(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        form: NamedDependency[Form],
    ) -> Redirect:
        """A new secret for another app; the one in use stays until a code of the new one was typed."""
        await second_factor.offer(session=await sessions.id_of(session_token(request)), actor=actor)
        wanted = own_path(form.text("next"), "")
        return Redirect(in_language("/tweede-factor", language) + (f"?next={wanted}" if wanted else ""), status_code=303)

    @post("/herstelcodes", opt=AFRESH)
    async def codes(
        self, language: NamedDependency[Language], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Template:
        """Other recovery codes; those there were open nothing any more."""
        made = await second_factor.new_codes(actor=actor, now=now)
        way = in_language("/tweede-factor", language)
        return Template("recovery_codes.html", context={"codes": made.codes, "way": way, "is_set_up": False})


async def _page(request: AnyRequest, actor: Actor, *, wanted: str, refused: Refusal = NOTHING) -> Template:
    if actor.account is None:
        raise NotFound
    state = await second_factor.state_of(actor.account)
    context: dict[str, Any] = {"state": state, "next": own_path(wanted, ""), "refused": refused, "labels": _LABELS}
    if has_proof(request, actor) and (state.is_offered or not state.in_use):
        secret = await second_factor.offer(session=await sessions.id_of(session_token(request)), actor=actor)
        link = link_for_app(secret, email=(await service.about(actor.account))[0], issuer=_ISSUER)
        context |= {"secret": in_groups(written(secret)), "link": link, "qr": svg(link)}
    return Template("second_factor.html", context=context, status_code=refused.status)
