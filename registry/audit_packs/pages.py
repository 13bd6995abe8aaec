"""The pages on which a certifier or an auditor checks a certificate anew and takes its audit pack."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.audit_packs import service
from registry.audit_packs.downloads import ZIP, attached
from registry.audit_packs.wording import RULES
from registry.errors import Invalid
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.rechecking.reading import Parts
from registry.texts import Language, Text

_LABELS = {"number": Text("Nummer van het certificaat", "Number of the certificate")}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Whoever may read certificates sees the way in; nothing waits here."""
    if not actor.may(Permission.READ_CERTIFICATES):
        return []
    text = Text("Ga na hoe een certificaat tot stand kwam.", "See how a certificate came about.")
    return [Card(Text("Auditpakketten", "Audit packs"), "/auditpakketten", text)]


class AuditPackPages(Controller):
    """Audit packs in the browser."""

    path = "/auditpakketten"
    guards = (requires(Permission.READ_CERTIFICATES),)

    @get()
    async def asked(
        self,
        language: NamedDependency[Language],
        typed: Annotated[str, QueryParameter(name="nummer")] = "",
    ) -> Template | Redirect:
        """The number of a certificate is asked; a right one leads to its own page."""
        if not typed:
            return _form(typed)
        try:
            number = read_certificate_number(typed)
        except Invalid as error:
            return _form(typed, refused=refusal(error, language, _LABELS))
        return Redirect(in_language(f"/auditpakketten/{number}", language), status_code=303)

    @get("/{number:str}")
    async def one(
        self,
        number: FromPath[str],
        parts: NamedDependency[Parts],
        actor: NamedDependency[Actor],
    ) -> Template:
        """What checking the certificate anew comes to, and the way to its pack."""
        return Template("audit_pack.html", context={"look": await service.look(number, parts, actor=actor), "rules": RULES})

    @get("/{number:str}/zip", media_type=ZIP)
    async def give(
        self,
        number: FromPath[str],
        parts: NamedDependency[Parts],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """The pack; that it was given is on record."""
        return attached(await service.give(number, parts, actor=actor, now=now))


def _form(typed: str, *, refused: Refusal = NOTHING) -> Template:
    context = {"typed": typed, "labels": _LABELS, "refused": refused}
    return Template("audit_packs.html", context=context, status_code=refused.status)
