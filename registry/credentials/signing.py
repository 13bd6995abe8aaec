"""Signing credentials with ES256, by whatever `Signer` there is, and telling strangers by which keys.

A key's id is its thumbprint (RFC 7638). A document names every key whose signatures still count, the one that signs first:
some verifiers look at no other.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from registry.base64url import decoded, encoded
from registry.signing_keys.files import COORDINATE, Signer

_DID_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1")
CREDENTIAL = "vc+jwt"
_ES256 = ECDSA(SHA256())


def signed(claims: Mapping[str, Any], *, did: str, signer: Signer) -> str:
    """The claims as a JWS in compact form.

    Its header says what it is, who signed and how, and nothing else: Open Badges allows no more.
    """
    message = f"{_header(key_name(did, signer.kid))}.{encoded(msgspec.json.encode(claims))}"
    return f"{message}.{encoded(signer.sign(message.encode()))}"


def key_name(did: str, kid: str) -> str:
    """The full name of a key: who signs with it, and its thumbprint."""
    return f"{did}#{kid}"


@lru_cache(maxsize=8)
def _header(kid: str) -> str:
    return encoded(msgspec.json.encode({"alg": "ES256", "kid": kid, "typ": CREDENTIAL}))


def public_key(jwk: Mapping[str, str]) -> EllipticCurvePublicKey:
    """The key that a JSON Web Key describes. Raises ValueError for one on another curve."""
    return _public_key(jwk["crv"], jwk["x"], jwk["y"])


@lru_cache(maxsize=64)
def _public_key(curve: str, x: str, y: str) -> EllipticCurvePublicKey:
    if curve != "P-256":
        raise ValueError("credentials are checked with a key on P-256 (ES256)")
    return EllipticCurvePublicNumbers(_number(x), _number(y), SECP256R1()).public_key()


def is_signed_by(public: EllipticCurvePublicKey, *, signed: bytes, signature: bytes) -> bool:
    """Whether this key made the signature, the two numbers of ES256 side by side, over these bytes."""
    if len(signature) != 2 * COORDINATE:
        return False
    r, s = int.from_bytes(signature[:COORDINATE]), int.from_bytes(signature[COORDINATE:])
    try:
        public.verify(encode_dss_signature(r, s), signed, _ES256)
    except InvalidSignature:
        return False
    return True


def is_signed(jws: str, public: EllipticCurvePublicKey) -> bool:
    """Whether this key signed what we just made."""
    message, _, signature = jws.rpartition(".")
    return is_signed_by(public, signed=message.encode(), signature=decoded(signature))


def did_document(did: str, keys: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Who may sign in the name of this address; the key that signs now is given first. Ids are absolute."""
    methods = [
        {"id": key_name(did, key["kid"]), "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": dict(key)}
        for key in keys
    ]
    return {
        "@context": list(_DID_CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _number(text: str) -> int:
    return int.from_bytes(decoded(text))
