"""The description of the running application, read as a program would read it: its operations, and what fits a schema."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

Document = dict[str, Any]
_API = "/api/v1"


@dataclass(frozen=True)
class Operation:
    """One operation of the description, and the handler that answers it."""

    path: str
    method: str
    said: Document = field(repr=False)
    handler: HTTPRouteHandler = field(repr=False)

    @property
    def name(self) -> str:
        """What a report calls it."""
        return f"{self.method} {self.path}"

    @property
    def public(self) -> bool:
        """Nobody needs to sign in for it."""
        return bool(self.handler.opt.get("public"))

    @property
    def parameters(self) -> list[Document]:
        """What it takes in its path, query and headers."""
        return list(self.said.get("parameters", ()))

    @property
    def body(self) -> tuple[str, Document] | None:
        """The media type and the schema of its body, if it takes one."""
        content = self.said.get("requestBody", {}).get("content", {})
        return next(((kind, each["schema"]) for kind, each in content.items()), None)


def document_of(application: Litestar) -> Document:
    """The description as it is served."""
    document: Document = json.loads(msgspec.json.encode(application.state.openapi.document(), enc_hook=list))
    return document


def operations_of(application: Litestar) -> list[Operation]:
    """Every operation that is described, each with the handler behind it."""
    paths = document_of(application)["paths"]
    handlers = {
        (route.path_format, method): handler
        for route in application.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
    }
    return [
        Operation(path, method.upper(), said, handlers[_API + path, method.upper()])
        for path, methods in sorted(paths.items())
        for method, said in sorted(methods.items())
    ]


def misfits(value: object, schema: Mapping[str, Any], document: Document, *, at: str = "$") -> Iterator[str]:
    """Each way in which a value does not fit its schema, with where it is; of JSON Schema as much as the document uses."""
    if reference := schema.get("$ref"):
        yield from misfits(value, found(reference, document), document, at=at)
    elif alternatives := schema.get("oneOf"):
        if sum(not any(misfits(value, each, document)) for each in alternatives) != 1:
            yield f"{at}: {value!r} fits not exactly one of {len(alternatives)}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not one of those named"
    elif "type" in schema and not _is(schema["type"], value):
        yield f"{at}: {value!r} is no {schema['type']}"
    else:
        yield from _misfits_of_kind(value, schema, document, at=at)


def _misfits_of_kind(value: object, schema: Mapping[str, Any], document: Document, *, at: str) -> Iterator[str]:
    match value:
        case dict():
            yield from _misfits_of_object(value, schema, document, at=at)
        case list():
            yield from _misfits_of_list(value, schema, document, at=at)
        case str():
            yield from _misfits_of_text(value, schema, at=at)
        case bool():
            return
        case int() | float():
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                yield f"{at}: {value!r} is out of range"


def found(reference: str, document: Document) -> Document:
    place: Any = document
    for step in reference.removeprefix("#/").split("/"):
        place = place[step]
    return dict(place)


def _is(kind: str, value: object) -> bool:
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return isinstance(value, {"string": str, "array": list, "object": dict}[kind])


def _misfits_of_object(value: Document, schema: Mapping[str, Any], document: Document, *, at: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}.{name} is missing"
    rest = schema.get("additionalProperties", True)
    for name, each in value.items():
        if name in properties:
            yield from misfits(each, properties[name], document, at=f"{at}.{name}")
        elif rest is False:
            yield f"{at}.{name} is not described"
        elif isinstance(rest, dict):
            yield from misfits(each, rest, document, at=f"{at}.{name}")


def _misfits_of_list(value: list[object], schema: Mapping[str, Any], document: Document, *, at: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{at}: {len(value)} items"
    for number, each in enumerate(value):
        yield from misfits(each, schema.get("items", {}), document, at=f"{at}[{number}]")


def _misfits_of_text(value: str, schema: Mapping[str, Any], *, at: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{at}: {len(value)} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} has another pattern"
    try:
        _FORMATS.get(schema.get("format", ""), str)(value)
    except ValueError:
        yield f"{at}: {value!r} is no {schema['format']}"


_FORMATS: Mapping[str, Any] = {"uuid": UUID, "date": date.fromisoformat, "date-time": datetime.fromisoformat}
