"""A provider's own pass rates in the API."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from exams.pass_rates.service import PartPassRateOut, pass_rates_of
from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.texts import Language


class PassRateController(Controller):
    """Pass rates."""

    tags = ("Uitslagen",)

    @get("/providers/{provider_id:uuid}/pass-rates", guards=[requires(Permission.READ_RESULTS)])
    async def pass_rates(
        self, provider_id: FromPath[UUID], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> list[PartPassRateOut]:
        """De slagingspercentages van uw opleiding, per onderdeel en per zitting."""
        return await pass_rates_of(provider_id, language=language, actor=actor)
