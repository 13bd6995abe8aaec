"""Every fault in a request that its handler's signature refuses, told at once and by the names the client wrote.

Litestar and msgspec stop at the first fault of a body and name Python's parameters; so once a request was refused, it is
read again here, value by value, against the same types.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from litestar import Request
from litestar.enums import RequestEncodingType
from litestar.exceptions import ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.params import BodyKwarg, ParameterKwarg
from litestar.typing import FieldDefinition
from litestar.utils.scope.state import ScopeState
from msgspec import inspect

from registry.texts import Text

_REQUIRED = Text("Dit ontbreekt.", "This is missing.")
_REPEATED = Text("Dit mag maar één keer voorkomen.", "This may be given once only.")
_UNKNOWN = Text("Dit veld kennen wij niet.", "We do not know this field.")


@dataclass(frozen=True, slots=True)
class RequestFault:
    """One wrong value: `place` is query, path, header, cookie or body; `location` its name there, dotted inside a body."""

    place: str
    location: str
    code: str
    text: Text


def faults_of(request: Request[Any, Any, Any]) -> list[RequestFault]:
    """All faults of the request's parameters and JSON body, as far as the handler and its dependencies declare them."""
    handler: object = request.scope.get("route_handler")  # the router may have matched none
    if not isinstance(handler, BaseRouteHandler):
        return []
    found: list[RequestFault] = []
    for field in _declared(handler):
        match field.kwarg_definition:
            case BodyKwarg() as body:
                found.extend(_body_faults(request, body, field.annotation))
            case ParameterKwarg() as parameter:
                found.extend(_parameter_faults(request, parameter, handler.signature_model, field))
    return found


def require_single_values(request: Request[Any, Any, Any]) -> None:
    """Raise ValidationException for a query that names twice what is one value: two readers may each take another."""
    if b"&" in request.scope["query_string"]:
        names = [name for name, _ in request.query_params.multi_items()]
        if len(set(names)) < len(names) and any(fault.code == "repeated" for fault in faults_of(request)):
            raise ValidationException


def _declared(handler: BaseRouteHandler) -> Iterator[FieldDefinition]:
    """The parameters of the handler, and of each dependency that it or another dependency names."""
    providers = handler.resolve_dependencies()
    waiting = [handler.parsed_fn_signature]
    seen: set[str] = set()
    while waiting:
        for name, field in waiting.pop().parameters.items():
            if name in seen:
                continue
            seen.add(name)
            if name in providers:
                waiting.append(providers[name].parsed_fn_signature)
            else:
                yield field


def _parameter_faults(
    request: Request[Any, Any, Any],
    parameter: ParameterKwarg,
    model: type[msgspec.Struct],
    field: FieldDefinition,
) -> Iterator[RequestFault]:
    name, place = parameter.name or field.name, parameter.param_type.value
    values: Mapping[str, Any] = {
        "query": request.query_params,
        "path": request.path_params,
        "header": request.headers,
        "cookie": request.cookies,
    }[place]
    if name not in values:
        if not field.has_default and not field.is_optional and parameter.required is not False:
            yield RequestFault(place, name, "required", _REQUIRED)
        return
    annotation = model.__annotations__.get(field.name, field.annotation)
    several = place == "query" and field.is_non_string_sequence
    if place == "query" and not several and len(request.query_params.getall(name)) > 1:
        yield RequestFault(place, name, "repeated", _REPEATED)
        return
    value = request.query_params.getall(name) if several else values[name]
    yield from _value_faults(value, annotation, place=place, location=name)


def _body_faults(request: Request[Any, Any, Any], body: BodyKwarg, annotation: Any) -> Iterator[RequestFault]:  # noqa: ANN401 - a type, whatever it is
    if body.media_type is not RequestEncodingType.JSON:
        return
    raw = ScopeState.from_scope(request.scope).body
    if not isinstance(raw, bytes) or not raw:
        yield RequestFault("body", "", "required", _REQUIRED)
        return
    yield from _value_faults(msgspec.json.decode(raw), annotation, place="body", location="")


def _fits(value: object, annotation: Any) -> bool:  # noqa: ANN401 - a type, whatever it is
    try:
        msgspec.convert(value, annotation, strict=False, str_keys=True)
    except msgspec.ValidationError:
        return False
    return True


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - a type, whatever it is
    """The type beneath `Annotated` and `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        members = [member for member in get_args(annotation) if member not in {NoneType, msgspec.UnsetType}]
        return _bare(members[0]) if len(members) == 1 else annotation
    return annotation


def _value_faults(value: object, annotation: Any, *, place: str, location: str) -> Iterator[RequestFault]:  # noqa: ANN401 - a type
    """The faults of a value and of all that is in it; nothing when it fits."""
    if _fits(value, annotation):
        return
    bare = _bare(annotation)
    inner: list[RequestFault] = []
    if isinstance(value, dict) and isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        inner = list(_struct_faults(value, bare, place=place, location=location))
    elif isinstance(value, list) and get_origin(bare) in {list, tuple, set, frozenset}:
        for number, item in enumerate(value):
            inner.extend(_value_faults(item, get_args(bare)[0], place=place, location=_join(location, str(number))))
    yield from inner or [RequestFault(place, location, *_expected(annotation))]


def _struct_faults(
    value: dict[str, object],
    struct: type[msgspec.Struct],
    *,
    place: str,
    location: str,
) -> Iterator[RequestFault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name, field in fields.items():
        if name in value:
            yield from _value_faults(value[name], field.type, place=place, location=_join(location, name))
        elif field.required:
            yield RequestFault(place, _join(location, name), "required", _REQUIRED)
    if struct.__struct_config__.forbid_unknown_fields:
        for name in value.keys() - fields.keys():
            yield RequestFault(place, _join(location, name), "unknown-field", _UNKNOWN)


def _join(location: str, name: str) -> str:
    return f"{location}.{name}" if location else name


def _expected(annotation: Any) -> tuple[str, Text]:  # noqa: ANN401 - a type, whatever it is
    """What a value of this type has to be: a code, and a sentence for a person."""
    return _sentence(_kind(inspect.type_info(annotation)))


def _kind(kind: inspect.Type) -> inspect.Type:
    """The kind beneath metadata and `| None`."""
    match kind:
        case inspect.Metadata():
            return _kind(kind.type)
        case inspect.UnionType():
            members = [member for member in kind.types if not isinstance(member, inspect.NoneType)]
            return _kind(members[0]) if len(members) == 1 else kind
        case _:
            return kind


def _sentence(kind: inspect.Type) -> tuple[str, Text]:
    match kind:
        case inspect.IntType():
            bounds = _range(kind.ge, kind.le)
            return "invalid-integer", Text(f"Geef een geheel getal{bounds.nl}.", f"Give a whole number{bounds.en}.")
        case inspect.StrType():
            length = _range(kind.min_length, kind.max_length)
            return "invalid-text", Text(
                f"Geef tekst in de goede vorm{length.nl and f', met een lengte{length.nl}'}.",
                f"Give text in the right form{length.en and f', with a length{length.en}'}.",
            )
        case inspect.EnumType():
            return "invalid-choice", _choice([str(member.value) for member in kind.cls])
        case inspect.LiteralType():
            return "invalid-choice", _choice([str(value) for value in kind.values])
        case _:
            return _PLAIN.get(type(kind), ("invalid-value", Text("Deze waarde klopt niet.", "This value is not right.")))


def _range(least: int | None, most: int | None) -> Text:
    """`van 1 tot en met 12`, or the half that is known."""
    match least, most:
        case None, None:
            return Text("", "")
        case int(), None:
            return Text(f" vanaf {least}", f" from {least}")
        case None, int():
            return Text(f" tot en met {most}", f" up to {most}")
        case _:
            return Text(f" van {least} tot en met {most}", f" from {least} to {most}")


def _choice(values: list[str]) -> Text:
    listed = ", ".join(values[:20])
    return Text(f"Kies uit: {listed}.", f"Choose from: {listed}.")


_PLAIN: dict[type[inspect.Type], tuple[str, Text]] = {
    inspect.BoolType: ("invalid-boolean", Text("Geef true of false.", "Give true or false.")),
    inspect.FloatType: ("invalid-number", Text("Geef een getal.", "Give a number.")),
    inspect.DecimalType: ("invalid-number", Text("Geef een getal.", "Give a number.")),
    inspect.DateType: ("invalid-date", Text("Geef een datum als 2026-03-05.", "Give a date like 2026-03-05.")),
    inspect.DateTimeType: (
        "invalid-date-time",
        Text("Geef een tijdstip als 2026-03-05T14:30:00Z.", "Give an instant like 2026-03-05T14:30:00Z."),
    ),
    inspect.UUIDType: ("invalid-id", Text("Geef een id in de vorm van een UUID.", "Give an id in the form of a UUID.")),
    inspect.ListType: ("invalid-list", Text("Geef een lijst.", "Give a list.")),
    inspect.VarTupleType: ("invalid-list", Text("Geef een lijst.", "Give a list.")),
    inspect.StructType: ("invalid-object", Text("Geef een object met velden.", "Give an object with fields.")),
}
