"""A route that reads JSON reads nothing else: a form posted from a foreign page never reaches it as one."""

from typing import Any

from litestar import Request
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg

from config.errors import MediaTypeRefused
from config.invalid_requests import require_single_values

_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


async def require_json(request: Request[Any, Any, Any]) -> None:
    """Refuse a body of another media type than the handler reads, before it is read; and a query that names one value twice."""
    require_single_values(request)
    if request.method not in _WRITING:
        return
    data = request.route_handler.parsed_fn_signature.parameters.get("data")
    if data is None or not isinstance(data.kwarg_definition, BodyKwarg):
        return
    given = request.content_type[0]
    expected = data.kwarg_definition.media_type
    if expected == RequestEncodingType.JSON and given != expected and not given.endswith("+json"):
        raise MediaTypeRefused(expected=RequestEncodingType.JSON.value)
