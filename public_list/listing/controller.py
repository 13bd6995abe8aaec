"""The public list in the API: no account needed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Operation, Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK

from public_list.listing import asking, service
from public_list.listing.answering import answer, placed
from public_list.listing.asked_values import LAST_PAGE
from public_list.listing.asking import FOR_PROGRAMS
from public_list.listing.errors import NotListed
from public_list.listing.fresh import fresh
from public_list.listing.rules import Facet
from public_list.listing.schemas import EntryOut, FoundOut
from registry.accounts.forms import AnyRequest
from registry.numbering import read_certificate_number
from registry.texts import Language

_TEXT = Schema(type=OpenAPIType.STRING, max_length=asking.LONGEST)
_DAY = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE)
_PAGE = Schema(type=OpenAPIType.INTEGER, minimum=1, maximum=LAST_PAGE, default=1)
_ORDER = Schema(type=OpenAPIType.STRING, enum=sorted(FOR_PROGRAMS.orders.values()))
_SEVERAL = Schema(type=OpenAPIType.ARRAY, items=_TEXT, max_items=asking.MOST_VALUES)
_OF_FACETS = {
    Facet.PROVINCE: "Provincie waarin de adviseur werkt.",
    Facet.REGION: "Code van een regio waarin de adviseur werkt.",
    Facet.COMPETENCE: "Code van een competentie.",
    Facet.SPECIALISM: "Code van een vakgebied.",
    Facet.SCHEME: "Code van een certificatieschema.",
    Facet.LANGUAGE: "Taal waarin de adviseur werkt: een code van ISO 639.",
}
_AGAIN = " Mag vaker: een van de waarden is genoeg."


def _parameters() -> list[tuple[str, str, Schema]]:
    """What may be asked, as the reader of addresses reads it."""
    words = FOR_PROGRAMS
    return [
        (words.name, "Begin van woorden uit de naam; een typefout mag.", _TEXT),
        (words.municipality, "Naam of CBS-code van een gemeente, ook van een die is opgeheven.", _TEXT),
        *((words.facets[facet], meaning + _AGAIN, _SEVERAL) for facet, meaning in _OF_FACETS.items()),
        (words.available_from, "Een dag waarop de adviseur volgens eigen opgave al tijd heeft.", _DAY),
        (words.day, "De lijst van een andere dag, zoals die nu bekend is.", _DAY),
        (words.order, "Volgorde: op naam, nieuwste certificaat eerst, of langst geldig eerst.", _ORDER),
        (words.page, "Pagina van twintig.", _PAGE),
    ]


@dataclass
class _Search(Operation):
    """The description of the search: its handler reads the address itself, so that all faults come back together."""

    def __post_init__(self) -> None:
        self.parameters = [
            Parameter(name=name, param_in="query", description=meaning, schema=schema, required=False)
            for name, meaning, schema in _parameters()
        ]


def _told(kind: type) -> ResponseSpec:
    return ResponseSpec(kind, description="De lijst, zoals die nu is.", generate_examples=False)


class PublicListController(Controller):
    """What everyone may see."""

    tags = ("Openbare lijst",)
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/certified-advisers", operation_class=_Search, responses={HTTP_200_OK: _told(FoundOut)})
    async def search(
        self, request: AnyRequest, language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Response[Any]:
        """De gecertificeerde adviseurs die op de lijst staan en aan alles voldoen wat is gevraagd."""
        reading, place = await placed(asking.read(request.scope["query_string"], FOR_PROGRAMS), FOR_PROGRAMS, now=now)
        question = reading.right()

        async def found() -> FoundOut:
            told = await answer(question, place, now=now)
            return FoundOut.of(told.found, language, around=told.around)

        if place is not None:
            return Response(await found())
        return await fresh(request, found, language=language, now=now)

    @get("/certified-advisers/{number:str}", responses={HTTP_200_OK: _told(EntryOut)})
    async def one(
        self,
        request: AnyRequest,
        number: FromPath[str],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Response[Any]:
        """Een adviseur op de lijst van vandaag, met het nummer van het certificaat."""
        asked = read_certificate_number(number)

        async def found() -> EntryOut:
            entry = await service.entry(asked, now=now)
            if entry is None:
                raise NotListed
            return EntryOut.of(entry, language)

        return await fresh(request, found, language=language, now=now)
