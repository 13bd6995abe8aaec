"""Signing in for programs, and who is signed in."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts import service
from registry.accounts.guards import requires, signed_in
from registry.accounts.schemas import AccessToken, AccountOut, CreateAccount, GrantOut, GrantRole, OwnAccount, SignIn
from registry.accounts.tokens import LIFETIME
from registry.permissions import ROLES, Actor, Permission


class AccountController(Controller):
    """Accounts and access tokens."""

    tags = ("Accounts",)

    @post("/access-tokens", opt={"public": True, "problems": (401,)})
    async def sign_in(self, data: JSONBody[SignIn], state: State, now: NamedDependency[datetime]) -> AccessToken:
        """Geeft een token voor tien minuten, in ruil voor e-mailadres en wachtwoord."""
        account = await service.sign_in(data, passwords=state.passwords, now=now)
        token = state.tokens.issue(account, now=now)
        return AccessToken(access_token=token, token_type="Bearer", expires_in=int(LIFETIME.total_seconds()))  # noqa: S106

    @get("/me", guards=[signed_in])
    async def me(self, actor: NamedDependency[Actor]) -> OwnAccount:
        """Wie u bent en wat u mag."""
        permissions = sorted({permission.value for grant in actor.grants for permission in ROLES[grant.role]})
        grants = [GrantOut(role=grant.role, organisation=grant.organisation) for grant in actor.grants]
        return OwnAccount(account=actor.account, name=actor.name, grants=grants, permissions=permissions)

    @post("/accounts", guards=[requires(Permission.MANAGE_ACCOUNTS)])
    async def create(
        self,
        data: JSONBody[CreateAccount],
        state: State,
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> AccountOut:
        """Maakt een account voor een geregistreerde persoon."""
        return AccountOut(id=await service.create(data, passwords=state.passwords, actor=actor, now=now))

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
