"""The page of a holder who is to be certified again: when, how, how far, education, and applying."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Apply
from registry.dossiers.wording import ROUTES
from registry.errors import Fault, Invalid, NotFound, RuleBroken
from registry.permissions import Actor, Permission
from registry.renewals import presenting, service
from registry.renewals.schemas import EnterEducation
from registry.renewals.wording import LABELS, OUTCOMES
from registry.texts import Language, Text

_OWN = "/hercertificering"
_NOT_AGREED = Text(
    "Lees de voorwaarden en de gedragscode, en ga ermee akkoord.", "Read the terms and the code of conduct, and agree."
)
_NEWS = {
    "aangevraagd": Text("Uw aanvraag is ontvangen.", "Your application has been received."),
    "opgegeven": Text("Uw bijscholing is opgegeven.", "Your education has been entered."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A holder who can be certified again sees the way, with what they were told last; nobody else sees anything."""
    if not actor.may(Permission.KEEP_OWN_FILE):
        return []
    title = Text("Hercertificering", "Recertification")
    try:
        told = {each: await presenting.own(actor, language=each, now=now) for each in Language}
    except NotFound:
        return []
    if not told[Language.NL]:
        return []
    last = {
        each: next((reminder.text for renewal in of if not renewal.renewed_by for reminder in renewal.reminders[:1]), "")
        for each, of in told.items()
    }
    otherwise = Text("Zie wanneer en hoe u uw certificaat verlengt.", "See when and how you renew your certificate.")
    text = Text(last[Language.NL], last[Language.EN]) if last[Language.NL] else otherwise
    return [Card(title, _OWN, text)]


class OwnRenewalPages(Controller):
    """A holder's renewals in the browser."""

    path = _OWN
    guards = (requires(Permission.KEEP_OWN_FILE),)

    @get()
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """When and how you are certified again, and the education you entered."""
        return await _page(actor, language, now, flash=news(done, _NEWS, language))

    @post("/aanvragen", guards=[requires(Permission.APPLY)])
    async def apply(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Apply for the renewal of one certificate, and agree to the conditions that hold now."""
        try:
            await dossiers.apply(await _application(form, actor, language, now), actor=actor, now=now)
        except (Invalid, RuleBroken, UnknownCertificate) as error:
            return await _page(actor, language, now, refused=refusal(error, language, LABELS), kept=form)
        return Redirect(in_language(f"{_OWN}?gedaan=aangevraagd", language), status_code=303)

    @post("/bijscholing")
    async def enter(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Enter education that you followed."""
        try:
            await service.enter(form.read(EnterEducation), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _page(actor, language, now, refused=refusal(error, language, LABELS), kept=form)
        return Redirect(in_language(f"{_OWN}?gedaan=opgegeven", language), status_code=303)


async def _application(form: Form, actor: Actor, language: Language, now: datetime) -> Apply:
    """The application for the certificate named; the conditions agreed to are those that the page showed."""
    own = await presenting.own(actor, language=language, now=now)
    chosen = next((each for each in own if each.certificate == form.text("renews")), None)
    if chosen is None:
        raise NotFound
    if not form.text("agreed"):
        raise Invalid([Fault("agreed", _NOT_AGREED)])
    return Apply(
        scheme=chosen.scheme,
        terms_version=form.text("termsVersion"),
        code_of_conduct_version=form.text("codeOfConductVersion"),
        renews=chosen.certificate,
    )


async def _page(
    actor: Actor,
    language: Language,
    now: datetime,
    *,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    context = {
        "renewals": await presenting.own(actor, language=language, now=now),
        "education": await presenting.own_education(actor),
        "routes": ROUTES,
        "outcomes": OUTCOMES,
        "labels": LABELS,
        "today": amsterdam_day(now),
        "kept": kept or Form(),
        "refused": refused,
        "flash": flash,
        "own_path": _OWN,
    }
    return Template("own_renewals.html", context=context, status_code=refused.status)
