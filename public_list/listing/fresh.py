"""Answers of the API that rest on the public list alone: not sent again to who has them, and given to others as they are."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from litestar import Response

from public_list.listing import service
from public_list.listing.conditional import has_tag, not_modified, unchanged, validators
from public_list.listing.visiting import rests_on
from registry.accounts.forms import AnyRequest
from registry.texts import Language

HEADERS = {"cache-control": "public, max-age=0, must-revalidate", "vary": "accept-language"}
"""What such an answer carries: whoever keeps it asks each time whether it is still the present one."""


async def fresh(
    request: AnyRequest, make: Callable[[], Awaitable[object]], *, language: Language, now: datetime
) -> Response[Any]:
    """The answer that `make` makes, unless whoever asks has the present one; raises what it raises where there is none."""
    standing = await service.standing(now=now)
    asked = request.scope["path"], request.scope["query_string"].decode("latin-1"), language.value
    known = validators(standing.generation, *asked, changed_at=standing.changed_at, now=now)
    if unchanged(request.headers, known):
        if not has_tag(request.headers, known):
            await make()
        return not_modified(known, HEADERS)
    rests_on(request, standing.generation)
    return Response(await make(), headers={**HEADERS, **known.headers})
