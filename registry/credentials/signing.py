"""Signing credentials with ES256, and telling strangers by which keys: one seam for keys in files, and for hardware later.

A key's id is its thumbprint (RFC 7638). A document names every key whose signatures still count, the one that signs first:
some verifiers look at no other.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, EllipticCurvePublicKey

_COORDINATE = 32
_DID_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1")
CREDENTIAL = "vc+jwt"
_ES256 = jwt.get_algorithm_by_name("ES256")


class Signer(Protocol):
    """What signs: a key in a file, or one in hardware that never leaves it."""

    @property
    def public(self) -> EllipticCurvePublicKey:
        """The public half."""

    def sign(self, claims: Mapping[str, Any], *, kid: str) -> str:
        """The claims as a JWS in compact form, under the key's full name."""


class KeyInMemory:
    """A P-256 key that was read from a file. Raises ValueError for a key on another curve."""

    def __init__(self, private: EllipticCurvePrivateKey) -> None:
        if not isinstance(private.curve, SECP256R1):
            raise ValueError("credentials are signed with a key on P-256 (ES256)")  # noqa: TRY004  the kind of key is a value
        self._private = private
        self.public = private.public_key()

    def sign(self, claims: Mapping[str, Any], *, kid: str) -> str:
        """Its header says what it is, who signed and how, and nothing else: Open Badges allows no more."""
        return jwt.encode(dict(claims), self._private, algorithm="ES256", headers={"typ": CREDENTIAL, "kid": kid})


def signed(claims: Mapping[str, Any], *, kid: str, sign: Callable[[bytes], bytes]) -> str:
    """The claims as a JWS in compact form, by whatever signs with ES256, under the key's full name."""
    header = {"alg": "ES256", "kid": kid, "typ": CREDENTIAL}
    message = ".".join(_text(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return f"{message}.{_text(sign(message.encode()))}"


def public_key(jwk: Mapping[str, str]) -> EllipticCurvePublicKey:
    """The key that a JSON Web Key describes. Raises ValueError for one on another curve."""
    return _public_key(jwk["crv"], jwk["x"], jwk["y"])


@lru_cache(maxsize=64)
def _public_key(curve: str, x: str, y: str) -> EllipticCurvePublicKey:
    found = _ES256.from_jwk({"kty": "EC", "crv": curve, "x": x, "y": y})
    if curve != "P-256" or not isinstance(found, EllipticCurvePublicKey):
        raise ValueError("credentials are checked with a key on P-256 (ES256)")
    return found


def is_signed_by(public: EllipticCurvePublicKey, *, signed: bytes, signature: bytes) -> bool:
    """Whether this key made the signature, the two numbers of ES256 side by side, over these bytes."""
    return _ES256.verify(signed, public, signature)


def public_jwk(public: EllipticCurvePublicKey) -> dict[str, str]:
    """The public half as a JSON Web Key, with its thumbprint as `kid`."""
    numbers = public.public_numbers()
    key = {
        "crv": "P-256",
        "kty": "EC",
        "x": _text(numbers.x.to_bytes(_COORDINATE)),
        "y": _text(numbers.y.to_bytes(_COORDINATE)),
    }
    return {**key, "kid": thumbprint(key), "use": "sig", "alg": "ES256"}


def thumbprint(key: Mapping[str, str]) -> str:
    """The id that follows from a key alone (RFC 7638): SHA-256 of its required members in order."""
    required = {name: key[name] for name in ("crv", "kty", "x", "y")}
    return _text(hashlib.sha256(json.dumps(required, separators=(",", ":"), sort_keys=True).encode()).digest())


def did_document(did: str, keys: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Who may sign in the name of this address; the key that signs now is given first. Ids are absolute."""
    methods = [
        {"id": f"{did}#{key['kid']}", "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": dict(key)} for key in keys
    ]
    return {
        "@context": list(_DID_CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
