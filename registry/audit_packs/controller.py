"""Audit packs in the API."""

from datetime import datetime

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.guards import requires
from registry.audit_packs import service
from registry.audit_packs.downloads import ZIP, attached
from registry.permissions import Actor, Permission
from registry.rechecking.reading import Parts


class AuditPackController(Controller):
    """The audit pack of a certificate."""

    path = "/certificates/{number:str}/audit-pack"
    tags = ("Certificaten",)

    @get(guards=[requires(Permission.READ_CERTIFICATES)], media_type=ZIP)
    async def give(
        self,
        number: FromPath[str],
        parts: NamedDependency[Parts],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """Alles waarop het certificaat rust, als zip, met een script dat het besluit opnieuw afleidt."""
        return attached(await service.give(number, parts, actor=actor, now=now))
