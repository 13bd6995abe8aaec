"""Past lists in the API."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Operation, Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from public_list.listing.asked_values import LAST_PAGE
from public_list.past import asking, service
from public_list.past.schemas import PastListOut
from registry.accounts.forms import AnyRequest
from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.texts import Language

_PARAMETERS = (
    (
        "validOn",
        "De lijst van welke dag; zonder dag die van gisteren.",
        Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE),
    ),
    (
        "knownAt",
        "Zoals die bekend was op dit moment; zonder moment aan het einde van die dag, of bij de laatste middernacht.",
        Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME),
    ),
    ("page", "Pagina van twintig.", Schema(type=OpenAPIType.INTEGER, minimum=1, maximum=LAST_PAGE, default=1)),
)


@dataclass
class _Past(Operation):
    """The description of the list: its handler reads the address itself, so that all faults come back together."""

    def __post_init__(self) -> None:
        self.parameters = [
            Parameter(name=name, param_in="query", description=meaning, schema=schema, required=False)
            for name, meaning, schema in _PARAMETERS
        ]


class PastListController(Controller):
    """The list as it was."""

    tags = ("Openbare lijst",)

    @get("/certified-advisers/as-known", opt={"public": True}, operation_class=_Past)
    async def published(
        self, request: AnyRequest, language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> PastListOut:
        """De lijst van een dag, zoals die op een moment bekend was: wat daarvan vandaag nog openbaar mag zijn."""
        question = asking.of_programs(request.scope["query_string"], now=now).right()
        return PastListOut.of(await service.published(question.moment, now=now), question, language)

    @get(
        "/certified-advisers/as-known/whole",
        guards=[requires(Permission.READ_CERTIFICATES)],
        operation_class=_Past,
    )
    async def whole(
        self,
        request: AnyRequest,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> PastListOut:
        """De lijst van een dag, zoals die toen was: voor de auditor, en voor de certificeerder van de eigen instelling."""
        question = asking.of_programs(request.scope["query_string"], now=now).right()
        return PastListOut.of(await service.whole(question.moment, actor=actor, now=now), question, language)
