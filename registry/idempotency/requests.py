"""Idempotency-Key for handlers: `opt=IDEMPOTENT` describes the header, `answer_once` honours it.

@post("/things", guards=[…], opt=IDEMPOTENT)
async def make(self, request: AnyRequest, data: …, actor: …, now: …) -> Response[ThingOut]:
    return await answer_once(request, lambda: made(data, actor=actor, now=now), actor=actor, now=now)
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID, uuid5

from litestar import Request, Response
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.serialization import encode_json

from registry.errors import NotAuthenticated
from registry.idempotency.errors import KeyMalformed
from registry.idempotency.service import Answer, answered_once
from registry.permissions import Actor, Grant

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
IDEMPOTENT: Mapping[str, Any] = {"idempotent": True}
"""Marks a route that takes the header, for the description of the API."""

AnyRequest = Request[Any, Any, Any]
Out = TypeVar("Out")
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
_JSON = "application/json"
_PIECE = 1024 * 1024


async def answer_once(request: AnyRequest, run: Callable[[], Awaitable[Out]], *, actor: Actor, now: datetime) -> Response[Out]:
    """What `run` returns, as JSON with the status of the route; under an Idempotency-Key the same request runs once.

    It is the same request while method, path, query, body and the rights of whoever asks are the same. The answer that is
    given again carries `Idempotent-Replayed: true`. Raises KeyMalformed, KeyReused and StillRunning.
    """
    key = key_of(request)
    if key is None:
        return Response(await run())
    if actor.account is None:
        raise NotAuthenticated

    async def answered() -> Answer:
        return Answer(request.route_handler.status_code, _JSON, encode_json(await run()))

    given = await answered_once(
        key, account=actor.account, request_hash=await request_hash(request, actor=actor), now=now, run=answered
    )
    headers = {REPLAYED: "true"} if given.replayed else None
    answer = Response(given.body, status_code=given.status, media_type=given.content_type, headers=headers)
    return cast("Response[Out]", answer)


async def id_under_key(request: AnyRequest, *, actor: Actor) -> UUID | None:
    """An id for what the request makes, the same whenever this request comes under this key of the account; None without one.

    Whoever makes a row with it finds it there when an earlier run was cut off between its commit and its answer.
    """
    key = key_of(request)
    if key is None or actor.account is None:
        return None
    return uuid5(actor.account, f"{key} {(await request_hash(request, actor=actor)).hex()}")


def key_of(request: AnyRequest) -> str | None:
    """The key that came with the request, if any; raises KeyMalformed."""
    keys = request.headers.getall(HEADER, [])
    if not keys:
        return None
    if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
        raise KeyMalformed
    return keys[0]


async def request_hash(request: AnyRequest, *, actor: Actor) -> bytes:
    """SHA-256 over what makes a request this one; of a multipart form its parts count, not the boundary between them."""
    digest = hashlib.sha256()
    _add(digest, request.method.encode())
    _add(digest, request.scope["path"].encode("utf-8", "surrogatepass"))
    _add(digest, request.scope["query_string"])
    for rights in sorted(map(_rights, actor.grants)):
        _add(digest, rights.encode())
    if request.content_type[0] == RequestEncodingType.MULTI_PART:
        await _add_parts(digest, request)
    else:
        _add(digest, await request.body())
    return digest.digest()


def _rights(grant: Grant) -> str:
    return " ".join([grant.role, str(grant.organisation), *sorted(grant.permissions)])


async def _add_parts(digest: "hashlib._Hash", request: AnyRequest) -> None:
    for name, value in (await request.form()).multi_items():
        _add(digest, name.encode())
        if isinstance(value, UploadFile):
            _add(digest, value.filename.encode())
            _add(digest, await _digest_of(value))
        else:
            _add(digest, str(value).encode())


async def _digest_of(file: UploadFile) -> bytes:
    """SHA-256 of a file, which is at its beginning again afterwards."""
    digest = hashlib.sha256()
    await file.seek(0)
    while piece := await file.read(_PIECE):
        digest.update(piece)
    await file.seek(0)
    return digest.digest()


def _add(digest: "hashlib._Hash", piece: bytes) -> None:
    """Each piece with its length before it, so that no two requests run together into the same bytes."""
    digest.update(len(piece).to_bytes(8, "big"))
    digest.update(piece)
