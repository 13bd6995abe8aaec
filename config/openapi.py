"""The description of the API, true to what it does: paths below the base path, guards, problems and headers.

It is made from a second application with the same routes at its root, which is never served: so its paths carry no prefix
(the server address does), and Litestar's own documentation pages, which load scripts from elsewhere, do not exist.
"""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Response, Router, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Contact, License, Server, Tag
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler

from config.answers import MEDIA_TYPE, Problem
from config.languages import API_PREFIX
from config.security_headers import API_VERSION
from registry.accounts.guards import in_person
from registry.idempotency.once import takes_key
from registry.idempotency.requests import HEADER, REPLAYED
from registry.permissions import NEVER_BY_KEY

DESCRIPTION = (
    "Register van gecertificeerde e-adviseurs: uitslagen, besluiten, certificaten, de openbare lijst en boekingen. "
    "Fouten zijn problemen volgens RFC 9457; titel en toelichting volgen Accept-Language (nl of en)."
)
TAG = "Over deze API"
_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MEANINGS = {
    400: "Het verzoek klopt niet; elke fout staat in `errors`.",
    401: "Aanmelden is nodig.",
    403: "Uw rol geeft hier geen recht op.",
    404: "Dit bestaat niet, of u mag het niet zien.",
    408: "De inhoud kwam niet op tijd binnen.",
    409: "Een regel staat dit nu niet toe.",
    413: "De inhoud is te groot.",
    415: "De inhoud is van een soort die hier niet wordt gelezen.",
    422: "Deze Idempotency-Key hoort bij een ander verzoek.",
    429: "Te veel verzoeken in korte tijd.",
    500: "Er ging iets mis aan onze kant.",
    503: "De database is even niet bereikbaar.",
}
_WHOLE, _TEXT = {"type": "integer"}, {"type": "string"}
_HEADERS: dict[str, tuple[str, dict[str, str]]] = {
    "API-Version": ("Volledig versienummer van de API.", _TEXT),
    "X-Request-ID": ("Nummer van dit verzoek; noem het als u iets meldt.", _TEXT),
    "Retry-After": ("Na zoveel seconden kunt u het opnieuw proberen.", _WHOLE),
    "RateLimit-Limit": ("Zoveel verzoeken kunnen achter elkaar.", _WHOLE),
    "RateLimit-Remaining": ("Zoveel verzoeken zijn er nog over.", _WHOLE),
    "RateLimit-Reset": ("Na zoveel seconden is het tegoed weer vol.", _WHOLE),
    "WWW-Authenticate": ("Hoe u zich aanmeldt: met een bearer-token.", _TEXT),
    REPLAYED: ("Staat er `true`, dan is dit het antwoord dat u op dit verzoek al eerder kreeg.", _TEXT),
}
_SECURITY = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Een token voor tien minuten: van `/access-tokens` voor een wachtwoord, van `/access-tokens/refresh` "
        "voor een refresh-token, of van `/access-tokens/for-key` voor een sleutel. De openbare sleutels "
        "staan op `/.well-known/jwks.json`.",
    },
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "ar_<prefix>_<secret>",
        "description": "Een sleutel voor een programma, voor één organisatie en met een einddatum; zie `/api-keys`. Liever "
        "ruilt het programma hem bij `/access-tokens/for-key` voor een token.",
    },
}
_IDEMPOTENCY_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Uw eigen kenmerk van dit verzoek. Stuurt u het met hetzelfde kenmerk nog eens, dan gebeurt er niets "
    "opnieuw en krijgt u hetzelfde antwoord; twee dagen lang.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}
_ALWAYS = ("API-Version", "X-Request-ID")
_WITH_STATUS = {
    401: ("WWW-Authenticate",),
    429: ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
    503: ("Retry-After",),
}


@get("/openapi.json", opt={"public": True}, tags=[TAG], media_type=MediaType.JSON, sync_to_thread=False)
def openapi_document(state: State) -> Response[dict[str, Any]]:
    """De beschrijving van deze API als OpenAPI 3.1."""
    return Response(
        state.openapi.document(),
        media_type="application/json",
        headers={"access-control-allow-origin": "*", "cache-control": "public, max-age=300"},
    )


class OpenApi:
    """The description of one set of API routes; made when it is first asked for."""

    def __init__(
        self,
        *,
        base_url: str,
        routes: Sequence[ControllerRouterHandler],
        dependencies: Mapping[str, Provide],
        tags: Mapping[str, str],
    ) -> None:
        self._server = f"{base_url}{API_PREFIX}"
        self._contact = base_url
        self._routes = routes
        self._dependencies = dependencies
        self._tags = {**tags, TAG: "De beschrijving van deze API."}
        self._document: dict[str, Any] = {}

    def document(self) -> dict[str, Any]:
        """The document; the same one every time."""
        if not self._document:
            self._document = self._made()
        return self._document

    def _made(self) -> dict[str, Any]:
        described = Litestar(
            [Router("/", route_handlers=self._routes, dependencies=self._dependencies)],
            openapi_config=self._configuration(),
            logging_config=None,
        )
        document = described.openapi_schema.to_schema()
        components = document.setdefault("components", {})
        _, schemas = msgspec.json.schema_components([Problem], ref_template="#/components/schemas/{name}")
        components.setdefault("schemas", {}).update(schemas)
        components["securitySchemes"] = _SECURITY
        components["headers"] = {
            name: {"description": meaning, "schema": schema} for name, (meaning, schema) in _HEADERS.items()
        }
        for schema in components["schemas"].values():
            if "properties" in schema:
                schema["additionalProperties"] = False
        for route, handler, operation in _operations(described, document):
            _tell_the_truth(operation, route=route, handler=handler)
        return document

    def _configuration(self) -> OpenAPIConfig:
        return OpenAPIConfig(
            title="Adviseursregister",
            version=API_VERSION,
            description=DESCRIPTION,
            contact=Contact(name="Adviseursregister", url=self._contact, email=_address(self._contact)),
            license=License(name="EUPL-1.2", url="https://interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12"),
            servers=[Server(url=self._server)],
            tags=[Tag(name=name, description=meaning) for name, meaning in self._tags.items()],
            use_handler_docstrings=True,
            path="/never-served",
        )


def problem_statuses(route: HTTPRoute, handler: HTTPRouteHandler) -> Iterator[int]:
    """The problems that a route can answer with; a handler that has more of them names them in `responses`."""
    writes = bool(handler.http_methods & _WRITING)
    yield from (400, 429, 500, 503)
    if not handler.opt.get("public"):
        yield from (401, 403)
    if route.path_parameters or writes:
        yield 404
    if writes:
        yield 409
    if "data" in handler.parsed_fn_signature.parameters:
        yield from (408, 413, 415)
    if takes_key(handler):
        yield 422
    yield from handler.opt.get("problems", ())


def _operations(described: Litestar, document: dict[str, Any]) -> Iterator[tuple[HTTPRoute, HTTPRouteHandler, dict[str, Any]]]:
    for route in described.routes:
        if not isinstance(route, HTTPRoute):
            continue
        operations = document["paths"].get(route.path_format, {})
        for handler in route.route_handlers:
            for method in handler.http_methods:
                if operation := operations.get(method.lower()):
                    yield route, handler, operation


def _tell_the_truth(operation: dict[str, Any], *, route: HTTPRoute, handler: HTTPRouteHandler) -> None:
    """Security where there is a guard, problems as this route gives them, and the headers of every answer."""
    operation.pop("security", None)
    if not handler.opt.get("public"):
        operation["security"] = [{name: []} for name in _SECURITY if name == "bearer" or _takes_keys(handler)]
    responses = operation["responses"]
    if takes_key(handler):
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
        for status in (status for status in responses if int(status) < HTTPStatus.BAD_REQUEST):
            responses[status].setdefault("headers", {})[REPLAYED] = {"$ref": f"#/components/headers/{REPLAYED}"}
    if kinds := handler.opt.get("files"):
        responses["200"]["content"] = {kind: {"schema": _of_file(kind)} for kind in kinds}
    for status in sorted({*problem_statuses(route, handler), *_own_problems(responses)}):
        responses[str(status)] = _problem(status)
    for status, response in responses.items():
        names = (*_ALWAYS, *_WITH_STATUS.get(int(status), ()))
        response.setdefault("headers", {}).update({name: {"$ref": f"#/components/headers/{name}"} for name in names})


def _of_file(kind: str) -> dict[str, str]:
    """A list in JSON is whatever its columns are; other files are bytes of their kind."""
    return {} if kind == "application/json" else {"type": "string", "contentMediaType": kind}


def _takes_keys(handler: HTTPRouteHandler) -> bool:
    """Whether a program may come here by an API key; some acts are for people alone."""
    guards = handler.resolve_guards()
    return in_person not in guards and not any(getattr(guard, "permission", None) in NEVER_BY_KEY for guard in guards)


def _own_problems(responses: Mapping[str, object]) -> Iterator[int]:
    return (int(status) for status in responses if int(status) >= HTTPStatus.BAD_REQUEST)


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": _MEANINGS.get(status) or HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _address(base_url: str) -> str:
    """A contact address at the host that serves the API."""
    return f"register@{base_url.partition('://')[2].partition(':')[0]}"
