"""Signing in for programs, and who is signed in."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from registry.accounts import api_keys, refreshing, service, signing_in
from registry.accounts.api_keys import Key
from registry.accounts.errors import SecondFactorNotSetUp
from registry.accounts.forms import AnyRequest
from registry.accounts.guards import AnyConnection, in_person, requires, signed_in, source_of
from registry.accounts.schemas import (
    ApiKeyOut,
    GrantOut,
    GrantRole,
    IssueApiKey,
    NewApiKey,
    OwnAccount,
    SignIn,
)
from registry.accounts.token_schemas import TokenPair
from registry.errors import Fault, Invalid
from registry.permissions import Actor, Permission
from registry.texts import Text

_NOT_REPEATABLE = Text(
    "Laat Idempotency-Key weg: een sleutel wordt één keer getoond en niet bewaard.",
    "Leave out Idempotency-Key: a key is shown once and not kept.",
)


async def not_repeatable(connection: AnyConnection, _: BaseRouteHandler) -> None:
    """A guard for a route whose answer must not be kept; raises Invalid for a request that asks for that."""
    if "idempotency-key" in connection.headers:
        raise Invalid([Fault("Idempotency-Key", _NOT_REPEATABLE)])


class AccountController(Controller):
    """Accounts and access tokens."""

    tags = ("Accounts",)

    @post("/access-tokens", opt={"public": True, "problems": (401,)})
    async def sign_in(
        self, request: AnyRequest, data: JSONBody[SignIn], state: State, now: NamedDependency[datetime]
    ) -> TokenPair:
        """Geeft een token voor tien minuten, in ruil voor e-mailadres, wachtwoord en waar nodig een code."""
        source = source_of(request)
        async with signing_in.sign_in(data, passwords=state.passwords, source=source, now=now) as signed:
            given = None if signed.needs_to_set_up else await refreshing.begin(signed.account, tokens=state.tokens, now=now)
        if given is None:
            raise SecondFactorNotSetUp
        return TokenPair.of(given.access, given.refresh)

    @get("/me", guards=[signed_in])
    async def me(self, actor: NamedDependency[Actor]) -> OwnAccount:
        """Wie u bent en wat u mag."""
        permissions = sorted({permission.value for grant in actor.grants for permission in grant.permissions})
        grants = [GrantOut(role=grant.role, organisation=grant.organisation) for grant in actor.grants]
        return OwnAccount(account=actor.account, name=actor.name, grants=grants, permissions=permissions)

    @post("/accounts/{account_id:uuid}/roles", guards=[requires(Permission.MANAGE_ACCOUNTS)], status_code=204)
    async def grant(
        self,
        account_id: FromPath[UUID],
        data: JSONBody[GrantRole],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Geeft een account een rol voor een organisatie."""
        await service.grant(account_id, data, actor=actor, now=now)


class ApiKeyController(Controller):
    """Keys for programs, made by people."""

    path = "/api-keys"
    tags = ("Accounts",)

    @get(guards=[in_person])
    async def listed(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[ApiKeyOut]:
        """Uw sleutels voor programma’s, nieuwste eerst; zonder hun geheim."""
        return [_out(key) for key in await api_keys.keys_of(actor, now=now)]

    @post(guards=[in_person, not_repeatable])
    async def issue(
        self, data: JSONBody[IssueApiKey], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> NewApiKey:
        """Maakt een sleutel voor een programma; u ziet hem alleen in dit antwoord."""
        made = await api_keys.issue(data, actor=actor, now=now)
        return NewApiKey(id=made.id, key=made.secret)

    @post("/{key_id:uuid}/revocation", guards=[in_person], status_code=204)
    async def revoke(self, key_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Blokkeert een sleutel, meteen en voorgoed."""
        await api_keys.revoke(key_id, actor=actor, now=now)


def _out(key: Key) -> ApiKeyOut:
    return ApiKeyOut(
        id=key.id,
        organisation=key.organisation,
        label=key.label,
        prefix=key.prefix,
        scopes=list(key.scopes),
        issued_at=key.issued_at,
        last_day=key.last_day,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
        expired=key.expired,
    )
