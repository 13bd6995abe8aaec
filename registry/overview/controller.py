"""The overview of intakes and days in the API."""

from datetime import date
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from registry.accounts.guards import requires
from registry.overview import service
from registry.overview.schemas import OverviewOut
from registry.overview.service import Wanted
from registry.permissions import Actor, Permission


class DayOverviewController(Controller):
    """Intakes and days over all municipalities."""

    tags = ("Boekingen",)

    @get("/day-overview", guards=[requires(Permission.READ_DAYS)])
    async def overview(
        self,
        first_day: Annotated[date, QueryParameter(name="firstDay")],
        last_day: Annotated[date, QueryParameter(name="lastDay")],
        actor: NamedDependency[Actor],
        programme: FromQuery[str | None] = None,
        region: FromQuery[str | None] = None,
    ) -> OverviewOut:
        """Intakes tegen het hoogste aantal, en dagen per regio en maand.

        Een lege `region` vraagt wat in geen regio valt, of in meer dan één.
        """
        return await service.overview(Wanted(first_day, last_day, programme, region), actor=actor)
