"""The public list in the API: no account needed."""

from datetime import date, datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from public_list.listing import service
from public_list.listing.rules import Facet, Wanted
from public_list.listing.schemas import Asked, FoundOut
from registry.texts import Language


class PublicListController(Controller):
    """What everyone may see."""

    tags = ("Openbare lijst",)
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/certified-advisers")
    async def search(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        name: Annotated[Asked, QueryParameter(description="Begin van woorden uit de naam.")] = "",
        province: Annotated[Asked, QueryParameter(description="Provincie waarin de adviseur werkt.")] = "",
        specialism: Annotated[Asked, QueryParameter(description="Code van een vakgebied.")] = "",
        valid_on: Annotated[date | None, QueryParameter(name="validOn", description="De lijst van een andere dag.")] = None,
    ) -> FoundOut:
        """De gecertificeerde adviseurs die op de lijst staan, op naam."""
        chosen = tuple((facet, value) for facet, value in ((Facet.PROVINCE, province), (Facet.SPECIALISM, specialism)) if value)
        return FoundOut.of(await service.search(Wanted(name.strip(), chosen, day=valid_on), now=now), language)
