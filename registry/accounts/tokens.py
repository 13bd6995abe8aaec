"""Short access tokens for the API: one fixed algorithm (EdDSA), issuer, audience and type (RFC 9068).

A token is taken only in the one form that we write: three parts of canonical base64url, a header of three fields of which
the key id is the only one that is looked up, and claims that are each of their one type, named once, and known.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

import jwt
import msgspec
from msgspec import Meta

from registry.accounts.signing_keys import CLOCKS_DIFFER, LIFETIME, KeyRing, SigningKey
from registry.base64url import decoded
from registry.errors import NotAuthenticated

_ALGORITHM = "EdDSA"
_TYPE = "at+jwt"
_LONGEST = 4000
_JWS = jwt.PyJWS(algorithms=[_ALGORITHM])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SECOND = 253_402_300_799  # of the year 9999
_Moment = Annotated[int, Meta(ge=0, le=_LAST_SECOND)]
_Id = Annotated[str, Meta(pattern=r"\A[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]


class _Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What a token says (RFC 9068, 2.2), with the family of renewals or the key that it was given for."""

    iss: str
    aud: str
    sub: _Id
    iat: _Moment
    exp: _Moment
    jti: _Id
    auth_time: _Moment | None = None
    sid: _Id | None = None
    api_key: _Id | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What a token shows: the account, when its owner last proved who they are, and what it was given for."""

    account: UUID
    proved_at: datetime | None = None
    family: UUID | None = None
    api_key: UUID | None = None


class Tokens:
    """Issues and reads the access tokens of one registry; `keys` gives its keys as they are now, and is asked each time."""

    def __init__(self, keys: Callable[[], KeyRing], *, issuer: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = f"{issuer}/api/v1"

    def issue(
        self,
        account: UUID,
        *,
        now: datetime,
        proved_at: datetime | None = None,
        family: UUID | None = None,
        api_key: UUID | None = None,
    ) -> str:
        """A token for the account, for ten minutes. Rights are not in it: they are read at each request."""
        claims = _Claims(
            iss=self._issuer,
            aud=self._audience,
            sub=str(account),
            iat=int(now.timestamp()),
            exp=int((now + LIFETIME).timestamp()),
            jti=str(uuid4()),
            auth_time=None if proved_at is None else int(proved_at.timestamp()),
            sid=None if family is None else str(family),
            api_key=None if api_key is None else str(api_key),
        )
        key = self._keys().signing(now)
        return _JWS.encode(msgspec.json.encode(claims), key.private, _ALGORITHM, headers={"typ": _TYPE, "kid": key.id})

    def read(self, token: str, *, now: datetime) -> Held:
        """What a token shows that we issued and that has not ended; raises NotAuthenticated."""
        try:
            claims = msgspec.convert(_object(self._signed(token, now=now)), _Claims)
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError, RecursionError) as error:
            raise NotAuthenticated from error
        if (claims.iss, claims.aud) != (self._issuer, self._audience) or claims.exp - claims.iat > LIFETIME.total_seconds():
            raise NotAuthenticated
        if not claims.iat - CLOCKS_DIFFER.total_seconds() <= now.timestamp() < claims.exp:
            raise NotAuthenticated
        return Held(
            account=UUID(claims.sub),
            proved_at=None if claims.auth_time is None else _EPOCH + timedelta(seconds=claims.auth_time),
            family=None if claims.sid is None else UUID(claims.sid),
            api_key=None if claims.api_key is None else UUID(claims.api_key),
        )

    def public(self, *, now: datetime) -> dict[str, list[dict[str, str]]]:
        """The public halves of the keys whose tokens are believed, as a JWK set."""
        return self._keys().public(now)

    def _signed(self, token: str, *, now: datetime) -> bytes:
        """The payload, if one of our keys signed it under exactly the header that goes with that key."""
        said = _object(_header(token))
        identity = said.get("kid")
        key = self._keys().find(identity, now=now) if isinstance(identity, str) else None
        if key is None or said != _header_of(key):
            raise NotAuthenticated
        payload: bytes = _JWS.decode_complete(token, key.public, algorithms=[_ALGORITHM])["payload"]
        return payload


def _header_of(key: SigningKey) -> dict[str, object]:
    return {"alg": _ALGORITHM, "kid": key.id, "typ": _TYPE}


def _header(token: str) -> bytes:
    """The header, of a token that is written as we write it; raises NotAuthenticated or ValueError for any other."""
    if len(token) > _LONGEST:
        raise NotAuthenticated
    header, _, _ = (decoded(part) for part in token.split("."))
    return header


def _object(text: bytes) -> dict[str, Any]:
    """A JSON object in which each name stands once; raises NotAuthenticated or ValueError."""
    read = json.loads(text.decode("utf-8"), object_pairs_hook=_named_once)
    if not isinstance(read, dict):
        raise NotAuthenticated
    return read


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise NotAuthenticated
    return read
