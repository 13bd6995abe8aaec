"""Certificates in the API, for who may read them whole."""

from datetime import datetime

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.forms import AnyRequest
from registry.accounts.guards import requires, signed_in
from registry.certificates import reading
from registry.certificates.downloads import PDF, download
from registry.certificates.schemas import OwnCertificateOut
from registry.permissions import Actor, Permission
from registry.texts import Language


class CertificateController(Controller):
    """Certificates and their documents."""

    tags = ("Certificaten",)

    @get("/own-certificates", guards=[requires(Permission.KEEP_OWN_FILE)], opt={"problems": (404,)})
    async def own(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> list[OwnCertificateOut]:
        """Uw eigen certificaten, nieuwste eerst, met de status van vandaag."""
        return [OwnCertificateOut.of(each.snapshot, status, language) for each, status in await reading.own(actor, now=now)]

    @get("/certificates/{number:str}/document", guards=[signed_in], media_type=PDF)
    async def document(
        self,
        request: AnyRequest,
        number: FromPath[str],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """Het certificaat als pdf, voor de houder, de certificerende instelling en auditors; de taal volgt Accept-Language."""
        return await download(number, site=request.app.state.base_url, language=language, actor=actor, now=now)
