"""How open data is answered: to everyone, from anywhere, and not again to who has it already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from litestar import Response

from public_list.listing import service
from public_list.listing.conditional import Validators, not_modified, unchanged, validators
from public_list.listing.visiting import rests_on
from public_list.open_data.publisher import Publisher
from registry.accounts.forms import AnyRequest
from registry.texts import Language

FRESH = {"cache-control": "public, max-age=0, must-revalidate"}
"""Anyone may keep it, and asks before using it again: what may be published can change at any moment."""
SHARED = {**FRESH, "access-control-allow-origin": "*", "access-control-expose-headers": "etag, last-modified"}
"""Besides, pages of any site may read it."""


def publisher_of(request: AnyRequest) -> Publisher:
    """What the operator says of the publication."""
    publisher: Publisher = request.app.state.publisher
    return publisher


@dataclass(frozen=True, slots=True)
class Present:
    """What an answer rests on: the public list as it stands, and by what the answer is known."""

    generation: str
    changed_at: datetime
    validators: Validators


async def present(request: AnyRequest, *, now: datetime) -> Present:
    """By what the answer to this address is known, as the public list now stands and the operator now says."""
    standing = await service.standing(now=now)
    asked = request.scope["path"], request.scope["query_string"].decode("latin-1"), repr(publisher_of(request))
    known = validators(standing.generation, *asked, changed_at=standing.changed_at, now=now)
    return Present(standing.generation, standing.changed_at, known)


def known_already(request: AnyRequest, known: Present, headers: Mapping[str, str] = SHARED) -> Response[None] | None:
    """The short answer to who has the present one; nothing for everyone else."""
    return not_modified(known.validators, headers) if unchanged(request.headers, known.validators) else None


def whole(
    request: AnyRequest, known: Present, body: bytes, media_type: str, headers: Mapping[str, str] = SHARED
) -> Response[bytes]:
    """The answer itself, which others may be given as long as the list stands as it does."""
    rests_on(request, known.generation)
    return Response(body, media_type=media_type, headers={**headers, **known.validators.headers})


def in_language(path: str, language: Language) -> str:
    """A page in the language: English ones stand under `/en`."""
    if language is Language.NL:
        return path
    return "/en" if path == "/" else f"/en{path}"
