"""The pages of a certificate as it was issued: for its holder, the body that issued it, and auditors."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template

from registry.accounts.forms import AnyRequest
from registry.accounts.guards import requires, signed_in
from registry.accounts.work import Card
from registry.certificates import keeping, reading
from registry.certificates.downloads import download
from registry.certificates.schemas import OwnCertificateOut
from registry.credentials import service as credentials
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.texts import Language, Text


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A holder sees the way to their certificates; who has none, or no file, sees nothing."""
    if not actor.may(Permission.KEEP_OWN_FILE):
        return []
    try:
        own = await reading.own(actor, now=now)
    except NotFound:
        return []
    text = Text("Bekijk uw certificaat en download het als pdf.", "See your certificate and download it as a PDF.")
    return [Card(Text("Mijn certificaten", "My certificates"), "/mijn-certificaten", text)] if own else []


class OwnCertificatePages(Controller):
    """A holder's own certificates in the browser."""

    path = "/mijn-certificaten"
    guards = (requires(Permission.KEEP_OWN_FILE),)

    @get()
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """Your certificates, how they stand today, and their documents."""
        own = await reading.own(actor, now=now)
        addresses = await credentials.addresses_of([each.id for each, _ in own])
        context = {
            "certificates": [OwnCertificateOut.of(each.snapshot, status, language) for each, status in own],
            "addresses": {each.number: addresses.get(each.id) for each, _ in own},
            "today": amsterdam_day(now),
        }
        return Template("own_certificates.html", context=context)


class CertificatePages(Controller):
    """One certificate as it was issued: a page and a PDF that say the same."""

    path = "/certificaten/{number:str}"
    guards = (signed_in,)

    @get("/inhoud")
    async def contents(
        self,
        request: AnyRequest,
        number: FromPath[str],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """All that stands on the certificate, and its status today."""
        issued = await reading.read_by(number, actor=actor)
        site, today = request.app.state.base_url, amsterdam_day(now)
        document = await keeping.described(issued, site=site, language=language)
        context = {
            "document": document,
            "facts": [(fact.term, fact.value) for fact in document.facts],
            "status": issued.status_on(today, now),
            "today": today,
            "own": actor.may(Permission.KEEP_OWN_FILE),
        }
        return Template("certificate_contents.html", context=context)

    @get("/pdf")
    async def pdf(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        request: AnyRequest,
        number: FromPath[str],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        wanted: Annotated[Language | None, QueryParameter(name="taal")] = None,
    ) -> Response[bytes]:
        """The document, in the language asked or else that of the page."""
        return await download(number, site=request.app.state.base_url, language=wanted or language, actor=actor, now=now)
