"""Private keys as they lie: each in a file of its own, encrypted PKCS#8, which its owner alone can read.

The passphrase is in another file. What signs is a `Signer`: one from hardware would be another class, and nothing else changes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from registry import private_files
from registry.base64url import encoded
from registry.signing_keys.rules import ALGORITHM_OF, Algorithm, Use

COORDINATE = 32
"""Bytes of each of the two numbers of a public key and of a signature on P-256."""
_SHORTEST = 16
_THUMBPRINT_MEMBERS = ("crv", "kty", "x", "y")

PrivateKey = EllipticCurvePrivateKey | Ed25519PrivateKey


class SigningKeyRefused(ValueError):
    """A key, or its passphrase, cannot be used; the text is a sentence that says why."""


class Signer(Protocol):
    """What signs: a key in a file, or one in hardware that never leaves it."""

    @property
    def kid(self) -> str:
        """The thumbprint of its public half."""

    def sign(self, message: bytes) -> bytes:
        """The signature as JOSE writes it: of ES256 the two numbers side by side, of EdDSA its 64 bytes."""


@dataclass(frozen=True, slots=True)
class FileSigner:
    """A key that was read from its file."""

    kid: str
    private: PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Its signature."""
        if isinstance(self.private, Ed25519PrivateKey):
            return self.private.sign(message)
        r, s = decode_dss_signature(self.private.sign(message, ECDSA(SHA256())))
        return r.to_bytes(COORDINATE) + s.to_bytes(COORDINATE)


@dataclass(slots=True)
class KeyFolder:
    """The folder with the keys of this place, and the file with their passphrase. A key is decrypted once in each process."""

    folder: Path
    passphrase: Path
    opened: dict[str, tuple[tuple[int, ...] | None, FileSigner]] = field(default_factory=dict, repr=False)

    def make(self, use: Use) -> dict[str, str]:
        """Generate a key and keep it; returns its public half as a JSON Web Key. Raises SigningKeyRefused."""
        passphrase = read_passphrase(self.passphrase)
        private: PrivateKey = (
            Ed25519PrivateKey.generate() if ALGORITHM_OF[use] is Algorithm.EDDSA else generate_private_key(SECP256R1())
        )
        jwk = jwk_of(private)
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
        file = self._file(jwk["kid"], use)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            private_files.make(file, pem)
        except OSError as error:
            raise SigningKeyRefused(f"The signing key {file} cannot be written: {error.strerror}.") from error
        return jwk

    def signer(self, kid: str, use: Use) -> FileSigner:
        """The key of that thumbprint. Raises SigningKeyRefused when it is absent, open to others, or does not open."""
        file = self._file(kid, use)
        seen = private_files.seen(file)
        known = self.opened.get(kid)
        if known is not None and known[0] == seen:
            return known[1]
        try:
            private = load_pem_private_key(read_private(file), password=read_passphrase(self.passphrase))
        except (ValueError, TypeError) as error:
            if isinstance(error, SigningKeyRefused):
                raise
            raise SigningKeyRefused(
                f"The signing key {file} does not open with the passphrase in {self.passphrase}."
            ) from error
        if not isinstance(private, PrivateKey) or jwk_of(private)["kid"] != kid:
            raise SigningKeyRefused(f"The signing key {file} is not the key of its name.")
        signer = FileSigner(kid, private)
        self.opened[kid] = (seen, signer)
        return signer

    def _file(self, kid: str, use: Use) -> Path:
        return self.folder / f"{use}-{kid}.pem"


def make_passphrase_if_absent(file: Path, secret: str) -> None:
    """Keep this passphrase, where there is none yet. For development only: a real one comes from elsewhere."""
    private_files.make_if_absent(file, f"{secret}\n".encode)


def jwk_of(private: PrivateKey) -> dict[str, str]:
    """The public half as a JSON Web Key, with its thumbprint as `kid`."""
    public = private.public_key()
    members: dict[str, str]
    if isinstance(public, Ed25519PublicKey):
        members = {"crv": "Ed25519", "kty": "OKP", "x": encoded(public.public_bytes(Encoding.Raw, PublicFormat.Raw))}
    else:
        numbers = public.public_numbers()
        x, y = numbers.x.to_bytes(COORDINATE), numbers.y.to_bytes(COORDINATE)
        members = {"crv": "P-256", "kty": "EC", "x": encoded(x), "y": encoded(y)}
    algorithm = Algorithm.ES256 if isinstance(public, EllipticCurvePublicKey) else Algorithm.EDDSA
    return {**members, "kid": thumbprint(members), "use": "sig", "alg": algorithm.value}


def thumbprint(members: Mapping[str, str]) -> str:
    """The name that follows from a JSON Web Key alone (RFC 7638): SHA-256 of its required members in order."""
    required = {name: members[name] for name in _THUMBPRINT_MEMBERS if name in members}
    return encoded(hashlib.sha256(json.dumps(required, separators=(",", ":"), sort_keys=True).encode()).digest())


def passphrase_fault(file: Path) -> str | None:
    """What keeps this file from being a passphrase, as a sentence, or None."""
    try:
        read_passphrase(file)
    except SigningKeyRefused as error:
        return str(error)
    return None


def read_passphrase(file: Path) -> bytes:
    passphrase = read_private(file).strip()
    if len(passphrase) < _SHORTEST:
        raise SigningKeyRefused(f"The passphrase in {file} has fewer than {_SHORTEST} characters.")
    return passphrase


def read_private(file: Path) -> bytes:
    """What is in a file that its owner alone can read."""
    try:
        return private_files.read(file)
    except private_files.Refused as error:
        raise SigningKeyRefused(f"The file of a key {error}") from error
