"""Requests made from the description: values that fit its schemas, and sometimes name what is there."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from tests.config.doors.described import Document, Operation, found

Known = Mapping[str, Sequence[str]]
"""What is there, by its format: `uuid`, or none for codes and numbers."""
_LETTERS = some.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc"))
_DAYS = some.dates(date(1990, 1, 1), date(2040, 12, 31)).map(str)
_INSTANTS = some.datetimes(datetime(1990, 1, 1), datetime(2040, 12, 31), timezones=some.just(UTC)).map(datetime.isoformat)  # noqa: DTZ001  hypothesis adds the zone
_LIST = 3
_TEXT = 60


def requests(operation: Operation, document: Document, *, known: Known, examples: int) -> list[dict[str, Any]]:
    """So many requests that the description allows; always the same ones for the same description."""
    made: list[dict[str, Any]] = []

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_request(operation, document, known))
    def collect(request: dict[str, Any]) -> None:
        made.append(request)

    collect()
    return made


def _request(operation: Operation, document: Document, known: Known) -> some.SearchStrategy[dict[str, Any]]:
    parameters = {(each["in"], each["name"]): each for each in operation.parameters if each["in"] in ("path", "query")}
    always = {at: values(each["schema"], document, known) for at, each in parameters.items() if each.get("required")}
    perhaps = {at: values(each["schema"], document, known) for at, each in parameters.items() if at not in always}
    given_ones = some.fixed_dictionaries(always, optional=perhaps)
    body = some.just({}) if operation.body is None else _body(*operation.body, document, known)
    return some.builds(lambda chosen, sent: _sent(operation, chosen, sent), given_ones, body)


def _body(kind: str, schema: Document, document: Document, known: Known) -> some.SearchStrategy[dict[str, Any]]:
    fields = values(schema, document, known)
    if kind == "application/json":
        return fields.map(lambda body: {"content": json.dumps(body).encode(), "kind": kind})
    return fields.map(lambda body: {"files": {name: _part(value) for name, value in body.items()}})


def _part(value: object) -> tuple[str | None, bytes]:
    """A file of a form, or one of its fields."""
    is_file = isinstance(value, str) and value.startswith("PK")
    return ("een.xlsx" if is_file else None, (value if isinstance(value, str) else json.dumps(value)).encode())


def _sent(operation: Operation, chosen: Mapping[tuple[str, str], Any], body: Mapping[str, Any]) -> dict[str, Any]:
    path = operation.path
    for (place, name), value in chosen.items():
        if place == "path":
            path = path.replace(f"{{{name}}}", _escaped(str(value)))
    query = {name: _as_query(value) for (place, name), value in chosen.items() if place == "query" and value is not None}
    sent: dict[str, Any] = {"method": operation.method, "url": f"/api/v1{path}", "params": query, "headers": {}}
    for name in ("content", "files"):
        if name in body:
            sent[name] = body[name]
    if "kind" in body:
        sent["headers"]["content-type"] = body["kind"]
    return sent


def _escaped(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode()) or "-"


def _as_query(value: Any) -> Any:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return [_as_query(each) for each in value]
        case _:
            return value


def values(schema: Mapping[str, Any], document: Document, known: Known) -> some.SearchStrategy[Any]:
    """Values that fit the schema."""
    if reference := schema.get("$ref"):
        return some.deferred(lambda: values(found(reference, document), document, known))
    if alternatives := schema.get("oneOf"):
        return some.one_of(*(values(each, document, known) for each in alternatives))
    if "enum" in schema:
        return some.sampled_from(schema["enum"])
    if made := _KINDS.get(schema.get("type", "")):
        return made(schema, document, known)
    return some.none() | some.integers(0, 9) | some.text(_LETTERS, max_size=9)


def _lists(schema: Mapping[str, Any], document: Document, known: Known) -> some.SearchStrategy[Any]:
    least = schema.get("minItems", 0)
    most = max(least, min(schema.get("maxItems", _LIST), _LIST))
    return some.lists(values(schema.get("items", {}), document, known), min_size=least, max_size=most)


def _whole(schema: Mapping[str, Any], _document: Document, _known: Known) -> some.SearchStrategy[int]:
    return some.integers(int(schema.get("minimum", -5)), int(min(schema.get("maximum", 10**6), 2**53)))


def _numbers(schema: Mapping[str, Any], _document: Document, _known: Known) -> some.SearchStrategy[float]:
    return some.decimals(schema.get("minimum", 0), schema.get("maximum", 100), places=2).map(float)


def _objects(schema: Mapping[str, Any], document: Document, known: Known) -> some.SearchStrategy[Any]:
    fields = {name: values(each, document, known) for name, each in schema.get("properties", {}).items()}
    required = {name: each for name, each in fields.items() if name in schema.get("required", ())}
    rest = {name: each for name, each in fields.items() if name not in required}
    more = schema.get("additionalProperties")
    if not fields and isinstance(more, dict):
        return some.dictionaries(some.text(_LETTERS, min_size=1, max_size=9), values(more, document, known), max_size=_LIST)
    return some.fixed_dictionaries(required, optional=rest)


def _texts(schema: Mapping[str, Any], _document: Document, known: Known) -> some.SearchStrategy[str]:
    kind = schema.get("format", "")
    there = some.sampled_from(sorted(known[kind])) if known.get(kind) else some.nothing()
    match kind:
        case "uuid":
            return there | there | some.uuids().map(str)
        case "date":
            return _DAYS
        case "date-time":
            return _INSTANTS
        case _ if "contentMediaType" in schema or kind == "binary":
            return some.sampled_from(["PK\x03\x04" + "x" * 40, "PK", "PK\x03\x04"])
    least, most = schema.get("minLength", 0), min(schema.get("maxLength", _TEXT), max(schema.get("minLength", 0), _TEXT))
    if pattern := schema.get("pattern"):
        fits = re.compile(pattern).search
        made = some.from_regex(pattern).filter(lambda text: least <= len(text) <= most)
        return made | there.filter(lambda text: bool(fits(text)) and least <= len(text) <= most)
    return some.text(_LETTERS, min_size=least, max_size=most) | there.filter(lambda text: least <= len(text) <= most)


_KINDS: Mapping[str, Callable[[Mapping[str, Any], Document, Known], some.SearchStrategy[Any]]] = {
    "object": _objects,
    "array": _lists,
    "string": _texts,
    "integer": _whole,
    "number": _numbers,
    "boolean": lambda _schema, _document, _known: some.booleans(),
    "null": lambda _schema, _document, _known: some.none(),
}
