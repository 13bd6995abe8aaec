"""What comes in and goes out about the tokens of programs."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from registry.accounts.signing_keys import LIFETIME
from registry.schema import Schema

_Secret = Annotated[str, Meta(max_length=5000)]


class AccessToken(Schema, frozen=True):
    """A token for the `Authorization: Bearer` header, and how many seconds it lasts (RFC 6749, 5.1)."""

    access_token: str
    token_type: str
    expires_in: int

    @classmethod
    def of(cls, access: str) -> Self:
        """As an answer."""
        return cls(access_token=access, token_type="Bearer", expires_in=int(LIFETIME.total_seconds()))  # noqa: S106


class TokenPair(Schema, frozen=True):
    """An access token, and the refresh token that gives the next pair, once, within 30 days of the sign-in."""

    access_token: str
    token_type: str
    expires_in: int
    refresh_token: str

    @classmethod
    def of(cls, access: str, refresh: str) -> Self:
        """As an answer."""
        seconds = int(LIFETIME.total_seconds())
        return cls(access_token=access, token_type="Bearer", expires_in=seconds, refresh_token=refresh)  # noqa: S106


class RenewTokens(Schema, frozen=True):
    """A refresh token is used up for a new pair."""

    refresh_token: _Secret


class EndTokens(Schema, frozen=True):
    """A program stops: its refresh token, and all that came from the same sign-in, ends."""

    refresh_token: _Secret


class ProgramSignedIn(Schema, frozen=True):
    """A program that is signed in with your password, until it ends: at most 30 days.

    `reusedAt` is when one of its refresh tokens came a second time: it may be stolen, and renews nothing any more.
    """

    id: UUID
    started_at: datetime
    renewed_at: datetime
    expires_at: datetime
    reused_at: datetime | None


class ExchangeKey(Schema, frozen=True):
    """An API key is exchanged for an access token, so that the key itself does not go along with each request."""

    key: _Secret


class PublicKeyOut(Schema, frozen=True):
    """The public half of a key that signs access tokens, or credentials (RFC 7517, RFC 7518, RFC 8037)."""

    kty: str
    crv: str
    x: str
    use: str
    alg: str
    kid: str
    y: str | UnsetType = UNSET


class PublicKeys(Schema, frozen=True):
    """Every key whose tokens are believed now, and one that will sign soon; and those of credentials, which sign no tokens."""

    keys: list[PublicKeyOut]
