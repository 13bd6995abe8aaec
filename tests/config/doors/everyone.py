"""Everyone who may come to the doors of one registry: every role twice, nobody, and who was let in once and is no more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID

from config.demo import story
from registry.accounts import api_keys, passwords, second_factor, service
from registry.accounts.schemas import GrantRole, IssueApiKey
from registry.accounts.tables import Account, Membership
from registry.accounts.tokens import Tokens
from registry.admittance import administering
from registry.organisations.service import municipality_by_code
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, ROLES, Permission, Role
from registry.transactions import transaction
from tests.registry import making

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NEIGHBOUR = "GM0363"


@dataclass(frozen=True)
class Someone:
    """Who comes to the door, and by what; what they may follows from their roles, as the table of permissions has it."""

    name: str
    account: UUID | None = None
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[Permission] | None = None
    shows: Callable[[], str] = field(default=lambda: "", repr=False)
    refused: str = ""
    """The code of the problem with which every guarded door stays shut, whatever the roles."""

    @property
    def headers(self) -> dict[str, str]:
        """What a program sends along."""
        token = self.shows()
        return {"authorization": f"Bearer {token}"} if token else {}

    def may(self, permission: Permission) -> bool:
        """The table gives it to one of the roles, and the key, if they come by one, has it too."""
        given = any(permission in ROLES[role] for role in self.roles)
        return given and (self.scopes is None or permission in self.scopes)


@dataclass(frozen=True)
class Everyone:
    """The people at the doors of the demo's registry, and newcomers whose organisations have nothing yet."""

    staff: Mapping[str, Someone]
    newcomers: Mapping[str, Someone]
    refused: Mapping[str, Someone]

    async def email_of(self, name: str) -> str:
        """What a newcomer signs in with."""
        row = await Account.select(Account.email).where(Account.id == self.newcomers[name].account).first()
        assert row is not None
        return str(row["email"])

    @property
    def all(self) -> list[Someone]:
        """Whoever comes to a door."""
        return [*self.staff.values(), *self.newcomers.values(), *self.refused.values()]


async def gather(tokens: Tokens) -> Everyone:
    """Tell the demo's story, and add who is not in it."""
    await story.tell(passwords.cheapest())

    def bearing(name: str, account: UUID | None, *roles: Role) -> Someone:
        def token() -> str:
            return tokens.issue(account, now=NOW, proved_at=NOW) if account else ""

        return Someone(name, account, frozenset(roles), shows=token)

    staff = {role.value: bearing(role.value, await _first_with(role), role) for role in Role}
    newcomers = {each.name: each for each in await _newcomers(bearing)}
    refused = {each.name: each for each in await _refused(bearing)}
    return Everyone(staff, newcomers, refused)


async def _first_with(role: Role) -> UUID:
    rows = await Membership.select(Membership.account).where(Membership.role == role.value).order_by(Membership.recorded_at)
    account: UUID = rows[0]["account"]
    return account


async def _newcomers(bearing: Callable[..., Someone]) -> list[Someone]:
    """A second provider, municipality and adviser, and a program of the second municipality with little scope."""
    provider = await making.organisation(Kind.PROVIDER, "De nieuwe opleider")
    municipality = (await municipality_by_code(NEIGHBOUR))["organisation"]
    second = await making.account(await making.person("Nora", "Nieuw"), Role.PROVIDER, provider)
    books = await making.account(await making.person("Bram", "Buur"), Role.MUNICIPALITY, municipality)
    adviser = await making.candidate("Ada", "Anders")
    scopes = [Permission.READ_BOOKINGS]
    command = IssueApiKey(organisation=municipality, label="Rooster", scopes=scopes, last_day=date(2027, 3, 5))
    key = await api_keys.issue(command, actor=books, now=NOW)
    return [
        bearing("second provider", second.account, Role.PROVIDER),
        bearing("second municipality", books.account, Role.MUNICIPALITY),
        bearing("second adviser", adviser.actor.account, Role.ADVISER),
        Someone("key", books.account, frozenset({Role.MUNICIPALITY}), scopes=frozenset(scopes), shows=lambda: key.secret),
    ]


async def _refused(bearing: Callable[..., Someone]) -> list[Someone]:
    """Nobody, a token that is none, an account that was disabled, one whose role ended, one without its second factor."""
    provider = await making.organisation(Kind.PROVIDER, "De gesloten opleider")
    disabled = await making.account(await making.person("Dirk", "Dicht"), Role.PROVIDER, provider)
    former = await making.account(await making.person("Vera", "Voorbij"), Role.PROVIDER, provider)
    operator = await making.organisation(Kind.OPERATOR, "De andere beheerder")
    lacking = await making.account(await making.person("Fien", "Factor"), Role.AUDITOR, operator)
    assert disabled.account
    assert former.account
    assert lacking.account
    await administering.disable(disabled.account, actor=OPERATOR, now=NOW)
    await _end_role(former.account, GrantRole(role=Role.PROVIDER, organisation=provider))
    async with transaction():
        await second_factor.remove(lacking.account, now=NOW)
    stranger = Someone("a token of nobody", shows=lambda: "e30.e30.e30", refused="not-authenticated")
    return [
        Someone("nobody", refused="not-authenticated"),
        stranger,
        replace(bearing("disabled", disabled.account, Role.PROVIDER), refused="not-authenticated"),
        bearing("former provider", former.account),
        replace(bearing("no second factor", lacking.account, Role.AUDITOR), refused="second-factor-not-set-up"),
    ]


async def _end_role(account: UUID, role: GrantRole) -> None:
    from registry.accounts import roles  # noqa: PLC0415  the name is that of a field above

    await roles.end(account, role, actor=OPERATOR, now=NOW)
    assert not (await service.actor_of(account)).grants
    assert await Account.exists().where(Account.id == account)
