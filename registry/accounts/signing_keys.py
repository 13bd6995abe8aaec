"""The keys that sign access tokens, and which of them does what at a moment.

A key is known before it signs and for as long as a token of it may last, so that nobody meets a token whose key they do not
know, and changing keys ends no token. What a key does follows from when each begins to sign; nothing else is kept.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry.base64url import encoded

LIFETIME = timedelta(minutes=10)
"""How long an access token lasts."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of two processes may be apart."""
SINCE_EVER = datetime.min.replace(tzinfo=UTC)


class Standing(StrEnum):
    """What a key does at a moment."""

    COMING = "known, signs later"
    SIGNING = "signs"
    RETIRING = "signs no more, its tokens last"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, and from when it signs."""

    private: Ed25519PrivateKey = field(repr=False)
    signs_from: datetime = SINCE_EVER
    public: Ed25519PublicKey = field(init=False, repr=False)
    raw: bytes = field(init=False, repr=False)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        public = self.private.public_key()
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        object.__setattr__(self, "public", public)
        object.__setattr__(self, "raw", raw)
        object.__setattr__(self, "id", urlsafe_b64encode(hashlib.sha256(raw).digest())[:16].decode())

    @property
    def jwk(self) -> dict[str, str]:
        """The public half, as RFC 8037 writes it."""
        return {"kty": "OKP", "crv": "Ed25519", "x": encoded(self.raw), "use": "sig", "alg": "EdDSA", "kid": self.id}


class KeyRing:
    """Every key of one registry, the first to sign first; there is at least one."""

    def __init__(self, keys: Iterable[SigningKey]) -> None:
        self.keys = tuple(sorted(keys, key=lambda key: key.signs_from))
        followed = {key.id: successor.signs_from for key, successor in pairwise(self.keys)}
        self._ends = {identity: then + LIFETIME + CLOCKS_DIFFER for identity, then in followed.items()}
        self._by_id = {key.id: key for key in self.keys}

    def signing(self, now: datetime) -> SigningKey:
        """The key that signs at this moment: the latest that began; before any of them began, the first."""
        return next((key for key in reversed(self.keys) if key.signs_from <= now), self.keys[0])

    def ends(self, key: SigningKey) -> datetime | None:
        """From when no token of this key lasts any more; None while no other follows it."""
        return self._ends.get(key.id)

    def standing(self, key: SigningKey, now: datetime) -> Standing:
        """What this key does at this moment."""
        if key is self.signing(now):
            return Standing.SIGNING
        if key.signs_from > now:
            return Standing.COMING
        ends = self.ends(key)
        return Standing.OVER if ends is not None and ends <= now else Standing.RETIRING

    def known(self, now: datetime) -> tuple[SigningKey, ...]:
        """Every key whose tokens may be met at this moment, or soon."""
        return tuple(key for key in self.keys if self.standing(key, now) is not Standing.OVER)

    def find(self, identity: str, *, now: datetime) -> SigningKey | None:
        """The key of that id, if its tokens are believed at this moment."""
        key = self._by_id.get(identity)
        return None if key is None or self.standing(key, now) is Standing.OVER else key

    def public(self, now: datetime) -> dict[str, list[dict[str, str]]]:
        """The public halves of the keys that are known, as a JWK set (RFC 7517): the one that signs now first."""
        signing = self.signing(now)
        return {"keys": [key.jwk for key in sorted(self.known(now), key=lambda key: key is not signing)]}
