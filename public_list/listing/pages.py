"""The pages for everyone: home, and the public list."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Template

from public_list.listing import service
from public_list.listing.rules import Facet, Wanted
from public_list.listing.schemas import Asked
from public_list.listing.visiting import page
from registry.accounts.forms import AnyRequest
from registry.reference_data.building_blocks import PROVINCES, specialisms
from registry.texts import Language


class PublicPages(Controller):
    """What everyone may see."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/")
    async def home(self, request: AnyRequest) -> Template:
        """The way in."""
        return page("home.html", request)

    @get("/adviseurs")
    async def search(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        name: Annotated[Asked, QueryParameter(name="naam")] = "",
        province: Annotated[Asked, QueryParameter(name="provincie")] = "",
        specialism: Annotated[Asked, QueryParameter(name="vakgebied")] = "",
    ) -> Template:
        """The certified advisers who answer the question; its address can be kept."""
        chosen = tuple((facet, value) for facet, value in ((Facet.PROVINCE, province), (Facet.SPECIALISM, specialism)) if value)
        found = await service.search(Wanted(name.strip(), chosen), now=now)
        offered = {
            "specialisms": specialisms(),
            "province_options": [(each, each) for each in PROVINCES],
            "specialism_options": [(code, each.say(language)) for code, each in specialisms().items()],
        }
        typed = {"name": name.strip(), "province": province, "specialism": specialism}
        return page("advisers.html", request, wanted=typed, entries=found.entries, total=found.total, **offered)
