"""The pages that a link from a mail leads to, and the one on which a forgotten password is told; nobody is signed in.

Looking at a link does not use it up: mail programs look at links too. Its token stands in the path alone: nothing of the path
is logged, and no other site is told it.
"""

from datetime import datetime

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, refusal
from registry.accounts.pages import in_language
from registry.accounts.purposes import INVITING, PATHS, RENEWING, Purpose
from registry.admittance import administering, forgetting
from registry.admittance.wording import LABELS
from registry.errors import Invalid
from registry.texts import Language

_FORGOTTEN, _CHOSEN, _REMOVED = "/wachtwoord-vergeten", "/wachtwoord-gekozen", "/tweede-factor-weggehaald"
_INVITED, _RENEWED, _LOST = (PATHS[each] for each in (Purpose.INVITATION, Purpose.NEW_PASSWORD, Purpose.SECOND_FACTOR))
_PUBLIC = {"public": True}
_NEVER_KEPT = {"cache-control": "no-store"}


class LinkPages(Controller):
    """Choosing a password, and giving up a second factor, by a link."""

    opt = _PUBLIC

    @get(_INVITED + "/{token:str}")
    async def invited(self, token: FromPath[str], now: NamedDependency[datetime]) -> Template:
        """Whoever was invited chooses a password."""
        return await _choosing(token, INVITING, now=now)

    @post(_INVITED + "/{token:str}")
    async def accept(
        self,
        token: FromPath[str],
        request: AnyRequest,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The password is chosen; a poor one is told at its field, and the link still works."""
        return await _chosen(token, INVITING, request, form, language=language, now=now)

    @get(_RENEWED + "/{token:str}")
    async def renew(self, token: FromPath[str], now: NamedDependency[datetime]) -> Template:
        """Whoever forgot their password chooses another."""
        return await _choosing(token, RENEWING, now=now)

    @post(_RENEWED + "/{token:str}")
    async def renewed(
        self,
        token: FromPath[str],
        request: AnyRequest,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """As after an invitation."""
        return await _chosen(token, RENEWING, request, form, language=language, now=now)

    @get(_CHOSEN, sync_to_thread=False)
    def chosen(self) -> Template:
        """What to do now."""
        return Template("password_chosen.html")

    @get(_LOST + "/{token:str}")
    async def lost(self, token: FromPath[str], now: NamedDependency[datetime]) -> Template:
        """The question whether the second factor is to be taken away."""
        await administering.check_removal(token, now=now)
        return Template("second_factor_lost.html", context={"token": token}, headers=_NEVER_KEPT)

    @post(_LOST + "/{token:str}")
    async def remove(
        self, token: FromPath[str], language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Redirect:
        """It is taken away."""
        await administering.remove_second_factor(token, now=now)
        return Redirect(in_language(_REMOVED, language), status_code=303)

    @get(_REMOVED, sync_to_thread=False)
    def removed(self) -> Template:
        """What to do now."""
        return Template("second_factor_gone.html")


class ForgottenPasswordPages(Controller):
    """A forgotten password."""

    path = _FORGOTTEN
    opt = _PUBLIC

    @get(sync_to_thread=False)
    def ask(self) -> Template:
        """The form."""
        return Template("password_forgotten.html", context={"asked": False})

    @post()
    async def asked(
        self, form: NamedDependency[Form], language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Redirect:
        """Whatever was typed, the answer is the same, and so is the work."""
        await forgetting.ask(form.text("email")[:1000], now=now)
        return Redirect(in_language(f"{_FORGOTTEN}/gevraagd", language), status_code=303)

    @get("/gevraagd", sync_to_thread=False)
    def told(self) -> Template:
        """What happens now."""
        return Template("password_forgotten.html", context={"asked": True})


async def _choosing(token: str, purposes: frozenset[Purpose], *, now: datetime, refused: Refusal = NOTHING) -> Template:
    context = {
        "email": await forgetting.check(token, purposes, now=now),
        "action": f"{_INVITED if purposes == INVITING else _RENEWED}/{token}",
        "is_new": purposes == INVITING,
        "labels": LABELS,
        "refused": refused,
    }
    return Template("password_choosing.html", context=context, status_code=refused.status, headers=_NEVER_KEPT)


async def _chosen(
    token: str, purposes: frozenset[Purpose], request: AnyRequest, form: Form, *, language: Language, now: datetime
) -> Template | Redirect:
    passwords = request.app.state.passwords
    try:
        await forgetting.choose(token, form.text("password"), purposes, passwords=passwords, now=now)
    except Invalid as error:
        return await _choosing(token, purposes, now=now, refused=refusal(error, language, LABELS))
    return Redirect(in_language(_CHOSEN, language), status_code=303)
