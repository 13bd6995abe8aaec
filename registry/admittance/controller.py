"""Accounts and roles in the API, for admins."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from registry.accounts import roles
from registry.accounts.forms import AnyRequest
from registry.accounts.guards import requires
from registry.accounts.schemas import AccountOut, GrantRole
from registry.admittance import administering, inviting, overseeing
from registry.admittance.schemas import (
    AccountDetail,
    AccountsListed,
    InvitePerson,
    ResetSecondFactor,
    Standing,
)
from registry.idempotency.requests import IDEMPOTENT, answer_once
from registry.permissions import Actor, Permission, Role
from registry.sieves.choosing import Choice


class AccountAdministrationController(Controller):
    """Accounts as admins keep them."""

    tags = ("Accounts",)
    guards = (requires(Permission.MANAGE_ACCOUNTS),)

    @get("/accounts")
    async def listed(
        self,
        *,
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        words: Annotated[str, QueryParameter(max_length=100, description="In naam, e-mailadres of organisatie.")] = "",
        role: FromQuery[Role | None] = None,
        standing: FromQuery[Standing | None] = None,
        page: Annotated[int, QueryParameter(ge=1, le=100_000)] = 1,
    ) -> AccountsListed:
        """De accounts op naam, vijftig per pagina, met de rollen die nu gelden."""
        choice = Choice(standing or "", words, page=page, others={"rol": role or ""})
        return await overseeing.listed(choice, actor=actor, now=now)

    @get("/accounts/{account_id:uuid}")
    async def one(
        self, account_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> AccountDetail:
        """Eén account."""
        return await overseeing.one(account_id, actor=actor, now=now)

    @post("/invitations", opt={**IDEMPOTENT, "problems": (404, 409)})
    async def invite(
        self,
        request: AnyRequest,
        data: JSONBody[InvitePerson],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[AccountOut]:
        """Nodigt een persoon uit: een account met een rol, en een e-mail met een link om zelf een wachtwoord te kiezen."""

        async def invited() -> AccountOut:
            return AccountOut(id=await inviting.invite(data, actor=actor, now=now))

        return await answer_once(request, invited, actor=actor, now=now)

    @post("/accounts/{account_id:uuid}/invitation", status_code=204, opt={"problems": (409,)})
    async def invite_again(
        self, account_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> None:
        """Stuurt de uitnodiging opnieuw; de link van daarvoor werkt niet meer."""
        await inviting.invite_again(account_id, actor=actor, now=now)

    @post("/accounts/{account_id:uuid}/invitation/withdrawal", status_code=204, opt={"problems": (409,)})
    async def withdraw(self, account_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Trekt de uitnodiging in."""
        await inviting.withdraw(account_id, actor=actor, now=now)

    @post("/accounts/{account_id:uuid}/roles/ending", status_code=204, opt={"problems": (409,)})
    async def end_role(
        self,
        account_id: FromPath[UUID],
        data: JSONBody[GrantRole],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Beëindigt een rol, vanaf het volgende verzoek; de laatste beheerder blijft."""
        await roles.end(account_id, data, actor=actor, now=now)

    @post("/accounts/{account_id:uuid}/disabling", status_code=204, opt={"problems": (409,)})
    async def disable(self, account_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Zet een account uit, vanaf het volgende verzoek; de laatste beheerder blijft."""
        await administering.disable(account_id, actor=actor, now=now)

    @post("/accounts/{account_id:uuid}/enabling", status_code=204)
    async def enable(self, account_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Zet een account weer aan, met het wachtwoord en de rollen die het had."""
        await administering.enable(account_id, actor=actor, now=now)

    @post("/accounts/{account_id:uuid}/sessions/ending", status_code=204)
    async def end_sessions(
        self, account_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> None:
        """Meldt een account overal af."""
        await administering.end_sessions(account_id, actor=actor, now=now)

    @post("/accounts/{account_id:uuid}/second-factor/removal", status_code=204, opt={"problems": (409,)})
    async def ask_to_remove_second_factor(
        self,
        account_id: FromPath[UUID],
        data: JSONBody[ResetSecondFactor],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Vraagt de houder per e-mail te bevestigen dat de tweede factor weg kan, omdat die kwijt is."""
        await administering.ask_to_remove_second_factor(account_id, data, actor=actor, now=now)
