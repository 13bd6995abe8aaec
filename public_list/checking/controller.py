"""Checking one certificate number in the API: no account needed."""

from datetime import date, datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from public_list.checking.schemas import CheckedOut
from public_list.listing import service
from registry.texts import Language


class CheckController(Controller):
    """What everyone may check."""

    tags = ("Openbare lijst",)
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

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
