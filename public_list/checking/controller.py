"""Checking certificate numbers in the API, one and in lists: no account needed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Controller, HttpMethod, Response, get, post, route
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Operation, Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from public_list.checking import asking, service
from public_list.checking.allowance import client_of, of_this_process
from public_list.checking.numbers import Typed
from public_list.checking.schemas import CheckedListOut, CheckedOut, CheckList
from public_list.checking.sharing import ALLOWED, OpenToOtherSites
from public_list.listing.fresh import fresh
from registry.accounts.forms import AnyRequest
from registry.days import amsterdam_day
from registry.texts import Language

_LIST_BYTES = 1024 * 1024
_TOLD = ResponseSpec(CheckedOut, description="Wat er van dit certificaat te zeggen is.", generate_examples=False)


@dataclass
class _Check(Operation):
    """The description of the check: its handler reads the address itself, so that all faults come back together."""

    def __post_init__(self) -> None:
        day = Parameter(
            name=asking.FOR_PROGRAMS,
            param_in="query",
            description="Een andere dag dan vandaag.",
            schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE),
            required=False,
        )
        self.parameters = [*(self.parameters or ()), day]


class CheckController(Controller):
    """What everyone may check."""

    tags = ("Openbare lijst",)
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it
    middleware = (OpenToOtherSites(),)

    @get("/certificates/{number:str}", operation_class=_Check, responses={HTTP_200_OK: _TOLD})
    async def check(
        self,
        request: AnyRequest,
        number: FromPath[str],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Response[Any]:
        """De status van een certificaat, vandaag of op een andere dag.

        Is het geen nummer, dan noemt het probleem de uitgegeven nummers die u kunt bedoelen, in `facts.suggestions`.
        """
        day = asking.of_programs(request.scope["query_string"]).right()

        async def checked() -> CheckedOut:
            return CheckedOut.of(await service.check(number, day=day, now=now), language)

        return await fresh(request, checked, language=language, now=now)

    @post("/certificate-checks", status_code=HTTP_200_OK, request_max_body_size=_LIST_BYTES)
    async def check_list(
        self,
        request: AnyRequest,
        data: JSONBody[CheckList],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> CheckedListOut:
        """De status van hooguit vijfduizend certificaten tegelijk, vandaag of op een andere dag. Er wordt niets bewaard."""
        of_this_process.take(client_of(request), len(data.numbers), now=now)
        typed = [Typed(position, text) for position, text in enumerate(data.numbers, 1)]
        lines = await service.check_list(typed, day=data.valid_on, now=now)
        return CheckedListOut.of(lines, data.valid_on or amsterdam_day(now), language)

    @route(
        "/certificate-checks",
        http_method=HttpMethod.OPTIONS,
        status_code=HTTP_204_NO_CONTENT,
        include_in_schema=False,
        sync_to_thread=False,
    )
    def ask_leave(self) -> Response[None]:
        """What the browser of another site asks before it sends a list."""
        return Response(None, status_code=HTTP_204_NO_CONTENT, headers=ALLOWED)
