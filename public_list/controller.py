"""The public list and the check of one number in the API: no account needed."""

from datetime import date, datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from public_list import service
from public_list.rules import Wanted
from public_list.schemas import Asked, CheckedOut, EntryOut
from registry.texts import Language


class PublicListController(Controller):
    """What everyone may see."""

    tags = ("Openbare lijst",)
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/certified-advisers")
    async def search(
        self,
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        name: Annotated[Asked, QueryParameter(description="Begin van woorden uit de naam.")] = "",
        province: Annotated[Asked, QueryParameter(description="Provincie waarin de adviseur werkt.")] = "",
        specialism: Annotated[Asked, QueryParameter(description="Code van een vakgebied.")] = "",
    ) -> list[EntryOut]:
        """De gecertificeerde adviseurs die op de lijst staan, op naam."""
        entries = await service.search(Wanted(name, province, specialism), now=now)
        return [EntryOut.of(entry, language) for entry in entries]

    @get("/certificates/{number:str}")
    async def check(
        self,
        number: FromPath[str],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        valid_on: Annotated[date | None, QueryParameter(name="validOn", description="Een andere dag dan vandaag.")] = None,
    ) -> CheckedOut:
        """De status van een certificaat, vandaag of op een andere dag."""
        return CheckedOut.of(await service.check(number, day=valid_on, now=now), language)
