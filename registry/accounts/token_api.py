"""Tokens for programs after the sign-in: renewing, ending, exchanging a key; and the public keys they are checked with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts import api_keys, refreshing
from registry.accounts.controller import not_repeatable
from registry.accounts.guards import AFRESH, in_person
from registry.accounts.token_schemas import (
    AccessToken,
    EndTokens,
    ExchangeKey,
    ProgramSignedIn,
    PublicKeyOut,
    PublicKeys,
    RenewTokens,
    TokenPair,
)
from registry.permissions import Actor
from registry.signing_keys import service as signing_keys
from registry.signing_keys.rules import Use

_FRESH = {"cache-control": "public, max-age=30"}


class AccessTokenController(Controller):
    """Access tokens, without a password."""

    path = "/access-tokens"
    tags = ("Accounts",)

    @post("/refresh", guards=[not_repeatable], opt={"public": True, "problems": (401,)}, status_code=200)
    async def renew(self, data: JSONBody[RenewTokens], state: State, now: NamedDependency[datetime]) -> TokenPair:
        """Geeft een nieuw paar tokens voor een refresh-token, één keer; komt het nog eens, dan stopt de reeks."""
        given = await refreshing.renew(data.refresh_token, tokens=state.tokens, now=now)
        return TokenPair.of(given.access, given.refresh)

    @post("/revocation", guards=[not_repeatable], opt={"public": True}, status_code=204)
    async def end(self, data: JSONBody[EndTokens], now: NamedDependency[datetime]) -> None:
        """Beëindigt een refresh-token en alles wat uit dezelfde aanmelding kwam; het antwoord is altijd hetzelfde."""
        await refreshing.end(data.refresh_token, now=now)

    @post("/for-key", guards=[not_repeatable], opt={"public": True, "problems": (401,)}, status_code=200)
    async def exchange(self, data: JSONBody[ExchangeKey], state: State, now: NamedDependency[datetime]) -> AccessToken:
        """Geeft een token voor tien minuten in ruil voor een sleutel voor een programma; het kan niet meer dan die sleutel."""
        actor = await api_keys.actor_by(data.key, now=now)
        return AccessToken.of(api_keys.token_for(actor, tokens=state.tokens, now=now))

    @get("/sign-ins", guards=[in_person])
    async def listed(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[ProgramSignedIn]:
        """De programma’s waarin u zich met uw wachtwoord aanmeldde, laatst vernieuwd eerst."""
        found = await refreshing.open_ones(actor=actor, now=now)
        return [
            ProgramSignedIn(
                id=each.id,
                started_at=each.started_at,
                renewed_at=each.renewed_at,
                expires_at=each.expires_at,
                reused_at=each.reused_at,
            )
            for each in found
        ]

    @post("/sign-ins/{sign_in_id:uuid}/ending", guards=[in_person], status_code=204, opt=AFRESH)
    async def end_own(self, sign_in_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Meldt één programma af, met alle tokens die het kreeg."""
        await refreshing.end_own(sign_in_id, actor=actor, now=now)


class PublicKeyController(Controller):
    """Where others find the keys that our tokens are checked with."""

    @get("/.well-known/jwks.json", opt={"public": True})
    async def keys(self, state: State, now: NamedDependency[datetime]) -> Response[PublicKeys]:
        """De openbare sleutels waarmee tokens te controleren zijn, en certificaten als bestand."""
        known = active_first(await signing_keys.published(Use.CREDENTIAL), state.tokens.public(now=now)["keys"])
        return Response(
            PublicKeys(keys=[PublicKeyOut(**each) for each in known]), media_type="application/jwk-set+json", headers=_FRESH
        )


def active_first(*kinds: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The key of each kind that signs now, which stands first in its own, before all others: some look at no other."""
    return [key for keys in kinds for key in keys[:1]] + [key for keys in kinds for key in keys[1:]]
