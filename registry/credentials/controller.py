"""What strangers need to check a credential, at the addresses that its formats give: for programs, without an account."""

import hashlib
from datetime import datetime
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.forms import AnyRequest
from registry.credentials import endorsing, publishing, reading, service
from registry.credentials.signing import did_document
from registry.credentials.status_list import Purpose
from registry.errors import NotFound

_SHARED = {"access-control-allow-origin": "*"}
_FRESH = {**_SHARED, "cache-control": "public, max-age=300"}
_PRIVATE = {"cache-control": "private, no-store", "referrer-policy": "no-referrer"}
_CREDENTIAL = "application/vc+jwt"
_JSON = "application/json"


class CredentialFiles(Controller):
    """Keys, status lists, what was achieved and by whom; and the credential itself, for who knows its address."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/.well-known/did.json")
    async def did(self, request: AnyRequest) -> Response[bytes]:
        """The keys that sign in the name of this address; the one that signs now first."""
        document = did_document(service.did(), await service.public_keys())
        return _answered(request, reading.written(document), media_type="application/did+json")

    @get("/status/{purpose:str}/{number:int}")
    async def status(
        self,
        request: AnyRequest,
        purpose: FromPath[str],
        number: FromPath[int],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """A list of what is revoked or suspended, as it is published; or as it was at `timestamp`."""
        moment = reading.moment(request.query_params.get("timestamp"), now=now)
        known = purpose in set(Purpose) and 0 < number < reading.MOST
        jws = await publishing.served(Purpose(purpose), number, at=moment) if known else None
        if jws is None:
            raise NotFound
        return _answered(request, jws.encode(), media_type=_CREDENTIAL)

    @get("/credentials/{address:uuid}")
    async def credential(self, request: AnyRequest, address: FromPath[UUID]) -> Response[bytes]:
        """The credential that counts now of a certificate, for who knows this address."""
        jws = await service.current(address)
        if jws is None:
            raise NotFound
        plain = request.headers.get("accept", "").startswith("text/plain")
        name = f'attachment; filename="certificaat-{address}.jwt"'
        return Response(
            jws.encode(),
            media_type="text/plain" if plain else _CREDENTIAL,
            headers={**_PRIVATE, **_SHARED, "content-disposition": name, "vary": "accept"},
        )

    @get("/schemes/{code:str}/{version:str}")
    async def achievement(self, request: AnyRequest, code: FromPath[str], version: FromPath[str]) -> Response[bytes]:
        """What a certificate of a version of a scheme says of its holder, as `v1`."""
        found = await reading.achievement_of(code, version)
        if found is None:
            raise NotFound
        return _answered(request, reading.written(found), media_type=_JSON)

    @get("/issuer")
    async def issuer(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[bytes]:
        """Who issues, and what scheme owners say of that."""
        return _answered(request, reading.written(await reading.profile(now=now)), media_type=_JSON)

    @get("/schemes/{code:str}/{version:str}/endorsement")
    async def endorsement(
        self, request: AnyRequest, code: FromPath[str], version: FromPath[str], now: NamedDependency[datetime]
    ) -> Response[bytes]:
        """What the owner of a scheme says of the certification body, for a version in force, as `v1`."""
        jws = await endorsing.endorsement_of(code, version, now=now)
        if jws is None:
            raise NotFound
        return _answered(request, jws.encode(), media_type=_CREDENTIAL)


def _answered(request: AnyRequest, content: bytes, *, media_type: str) -> Response[bytes]:
    """The content, or 304 for who has it already."""
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {**_FRESH, "etag": tag}
    if tag in [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(b"", status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
