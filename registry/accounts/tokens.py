"""Short access tokens for the API: one fixed algorithm (EdDSA), issuer, audience and type (RFC 9068)."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry.errors import NotAuthenticated

LIFETIME = timedelta(minutes=10)
_ALGORITHM = "EdDSA"
_TYPE = "at+jwt"


class Tokens:
    """Issues and reads the access tokens of one registry with its one key."""

    def __init__(self, key: Ed25519PrivateKey, *, issuer: str) -> None:
        self._key = key
        self._public = key.public_key()
        raw = self._public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._key_id = urlsafe_b64encode(hashlib.sha256(raw).digest())[:16].decode()
        self._issuer = issuer
        self._audience = f"{issuer}/api/v1"

    def issue(self, account: UUID, *, now: datetime) -> str:
        """A token for the account, for ten minutes. Rights are not in it: they are read at each request."""
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": str(account),
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "jti": str(uuid4()),
        }
        return jwt.encode(claims, self._key, _ALGORITHM, headers={"typ": _TYPE, "kid": self._key_id})

    def read(self, token: str, *, now: datetime) -> UUID:
        """The account of a token that we issued and that has not ended; raises NotAuthenticated."""
        try:
            header = jwt.get_unverified_header(token)
            if (header.get("typ"), header.get("kid")) != (_TYPE, self._key_id):
                raise NotAuthenticated
            claims = jwt.decode(
                token,
                self._public,
                algorithms=[_ALGORITHM],
                audience=self._audience,
                issuer=self._issuer,
                options={"require": ["exp", "iat", "sub", "jti"], "verify_exp": False, "verify_iat": False},
            )
            issued, ends = float(claims["iat"]), float(claims["exp"])
            if not issued - 60 <= now.timestamp() < ends:
                raise NotAuthenticated
            return UUID(claims["sub"])
        except (jwt.PyJWTError, ValueError, TypeError, UnicodeError) as error:
            raise NotAuthenticated from error
