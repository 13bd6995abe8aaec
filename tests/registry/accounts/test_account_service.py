"""Accounts, roles and signing in."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.accounts import passwords as argon2
from registry.accounts import service as accounts
from registry.accounts import sessions
from registry.accounts.errors import AccountExists, RoleNeedsOrganisation, RolesClash, WrongCredentials
from registry.accounts.schemas import CreateAccount, GrantRole, SignIn
from registry.accounts.tables import Account, Membership
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotAuthenticated, NotFound
from registry.organisations.tables import Kind
from registry.permissions import NEVER_TOGETHER, OPERATOR, Grant, Role
from registry.transactions import fetch
from tests.registry import making
from tests.registry.accounts import entering
from tests.registry.making import BEFORE, NOW, PASSWORD, PASSWORDS

KIND = {
    Role.PROVIDER: Kind.PROVIDER,
    Role.COORDINATOR: Kind.COORDINATION,
    Role.CERTIFIER: Kind.CERTIFICATION_BODY,
    Role.SCHEME_OWNER: Kind.SCHEME_OWNER,
    Role.ADMIN: Kind.OPERATOR,
    Role.AUDITOR: Kind.OPERATOR,
}


def command(person: object, email: str = "Elif@Test.Example") -> CreateAccount:
    """An account to be made."""
    return CreateAccount(person=person, email=email, password=PASSWORD)  # type: ignore[arg-type]


async def sign_in(email: str, password: str = PASSWORD) -> object:
    """Try these credentials."""
    signing = SignIn(email=email, password=password)
    return (await entering.sign_in(signing, passwords=PASSWORDS, source="10.0.0.1", now=NOW)).account


async def test_an_account_signs_in_however_its_address_is_typed(database: None) -> None:
    """Case and blanks around the e-mail address make no difference; signing in is audited."""
    made = await accounts.create(command(await making.person()), passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    for typed in ("elif@test.example", "ELIF@test.example ", " Elif@Test.Example"):
        assert await sign_in(typed) == made
    assert await AuditEntry.count().where(AuditEntry.action == Action.SIGNED_IN.value) == 3
    assert await accounts.account_by_email("ELIF@TEST.EXAMPLE") == made
    with pytest.raises(NotFound):
        await accounts.account_by_email("iemand@test.example")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("elif@test.example", "een ander wachtwoord"),
        ("niemand@test.example", PASSWORD),
        ("", ""),
        ("elif@test.example\x00", PASSWORD + "x"),
        ("%", PASSWORD),
    ],
)
async def test_wrong_credentials_all_look_alike(database: None, email: str, password: str) -> None:
    """Unknown address or wrong password: the same refusal, and nothing audited."""
    await accounts.create(command(await making.person()), passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    with pytest.raises(WrongCredentials) as refused:
        await sign_in(email, password)
    assert refused.value.facts == {}
    assert await AuditEntry.count().where(AuditEntry.action == Action.SIGNED_IN.value) == 0


async def test_a_disabled_account_is_nobody(database: None) -> None:
    """It neither signs in nor acts, with a token or session from before."""
    made = await accounts.create(command(await making.person()), passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    token = await sessions.start(made, now=NOW)
    await Account.update({Account.disabled_at: NOW}).where(Account.id == made)
    with pytest.raises(WrongCredentials):
        await sign_in("elif@test.example")
    with pytest.raises(NotAuthenticated):
        await accounts.actor_of(made)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)
    with pytest.raises(NotAuthenticated):
        await accounts.actor_of(uuid4())


async def test_one_account_per_person_and_per_address(database: None) -> None:
    """A second account of a person, or with an address in whatever case, is refused; so is one of nobody."""
    elif_, jan = await making.person(), await making.person("Jan", "Janssen")
    await accounts.create(command(elif_), passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    for second in (command(elif_, "ander@test.example"), command(jan, "ELIF@TEST.EXAMPLE")):
        with pytest.raises(AccountExists):
            await accounts.create(second, passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    with pytest.raises(NotFound):
        await accounts.create(command(uuid4(), "x@test.example"), passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    poor = CreateAccount(person=jan, email="jan@test.example", password="kort")
    with pytest.raises(Invalid):
        await accounts.create(poor, passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    assert await Account.count() == 1


async def test_a_new_password_ends_every_session(database: None) -> None:
    """The old password and the old sessions are worth nothing; other accounts notice nothing."""
    one = await accounts.create(command(await making.person()), passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    other = (await making.account(await making.person(), None)).account
    assert other is not None
    token, theirs = await sessions.start(one, now=NOW), await sessions.start(other, now=NOW)
    await accounts.set_password(one, "een heel ander wachtwoord", passwords=PASSWORDS, actor=OPERATOR, now=NOW)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)
    assert (await sessions.actor_by(theirs, now=NOW)).account == other
    with pytest.raises(WrongCredentials):
        await sign_in("elif@test.example")
    assert await sign_in("elif@test.example", "een heel ander wachtwoord") == one
    [told] = await fetch("SELECT account, kind, path FROM message")
    assert (told["account"], told["kind"], told["path"]) == (one, "password-set", "/account")


async def test_nobody_has_no_password_to_set(database: None) -> None:
    """For an account that does not exist nothing is written or audited."""
    with pytest.raises(NotFound):
        await accounts.set_password(uuid4(), PASSWORD, passwords=PASSWORDS, actor=OPERATOR, now=NOW)
    assert await AuditEntry.count() == 0


async def test_an_outdated_hash_is_renewed_at_sign_in(database: None) -> None:
    """The password is hashed anew with today's parameters, and still opens the account."""
    made = await accounts.create(command(await making.person()), passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    old = await Account.select(Account.password_hash).where(Account.id == made).first()
    signing = SignIn(email="elif@test.example", password=PASSWORD)
    signed = await entering.sign_in(signing, passwords=argon2.standard(), source="10.0.0.1", now=NOW)
    assert signed.account == made
    new = await Account.select(Account.password_hash).where(Account.id == made).first()
    assert old != new
    assert await sign_in("elif@test.example") == made


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_is_held_for_an_organisation_of_its_kind(database: None, role: Role) -> None:
    """Of every other kind, or for none, it is refused; an adviser holds theirs for themselves only."""
    world = await making.world()
    actor = await making.account(await making.person(), None)
    assert actor.account is not None
    await making.set_up_second_factor(actor.account)
    fitting = making.OWN if role is Role.MUNICIPALITY else KIND.get(role, "")
    refused = 0
    for name, organisation in {**world.organisations, "": None}.items():
        grant = GrantRole(role=role, organisation=organisation)
        if name == fitting or (role is Role.MUNICIPALITY and name == making.NEIGHBOUR):
            continue
        with pytest.raises(RoleNeedsOrganisation):
            await accounts.grant(actor.account, grant, actor=OPERATOR, now=NOW)
        refused += 1
    assert refused >= 8
    right = GrantRole(role=role, organisation=world.organisations.get(fitting))
    for _ in range(2):
        await accounts.grant(actor.account, right, actor=OPERATOR, now=NOW)
    assert (await accounts.actor_of(actor.account)).grants == (Grant(role, right.organisation),)


@pytest.mark.parametrize("pair", sorted(sorted(pair) for pair in NEVER_TOGETHER), ids=" and ".join)
async def test_roles_that_never_go_together(database: None, pair: list[Role]) -> None:
    """In either order the second is refused, until the first has ended."""
    world = await making.world()
    await making.account(await making.person("Bert", "Blijft"), Role.ADMIN, world.organisations["operator"])
    for first, second in (pair, pair[::-1]):
        actor = await making.account(await making.person(), first, world.organisations[KIND[first]])
        assert actor.account is not None
        grant = GrantRole(role=second, organisation=world.organisations[KIND[second]])
        with pytest.raises(RolesClash):
            await accounts.grant(actor.account, grant, actor=OPERATOR, now=NOW)
        await Membership.update({Membership.ended_at: NOW}).where(Membership.account == actor.account)
        await accounts.grant(actor.account, grant, actor=OPERATOR, now=NOW)
        with pytest.raises(asyncpg.CheckViolationError):
            await Membership.update({Membership.ended_at: None}).where(Membership.account == actor.account)


async def test_granting_to_nobody_and_for_nobody(database: None) -> None:
    """An account or organisation that does not exist is not found."""
    world, actor = await making.world(), await making.account(await making.person(), None)
    assert actor.account is not None
    grant = GrantRole(role=Role.CERTIFIER, organisation=world.organisations["certification-body"])
    with pytest.raises(NotFound):
        await accounts.grant(uuid4(), grant, actor=OPERATOR, now=NOW)
    with pytest.raises(NotFound):
        await accounts.grant(actor.account, GrantRole(role=Role.CERTIFIER, organisation=uuid4()), actor=OPERATOR, now=NOW)


async def test_only_an_admin_manages_accounts(database: None) -> None:
    """Nobody else makes accounts, sets passwords or gives roles."""
    world = await making.world()
    account = world.provider.account
    assert account is not None
    for actor in (*world.certifiers, world.owner, world.provider, world.municipality, world.coordinator, world.auditor):
        with pytest.raises(NotAllowed):
            await accounts.create(command(uuid4()), passwords=PASSWORDS, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await accounts.set_password(account, PASSWORD, passwords=PASSWORDS, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await accounts.grant(account, GrantRole(role=Role.ADVISER), actor=actor, now=NOW)


async def test_rights_are_read_afresh(database: None) -> None:
    """A role that has ended gives nothing any more."""
    world = await making.world()
    account = world.provider.account
    assert account is not None
    await Membership.update({Membership.ended_at: NOW - timedelta(days=1)}).where(Membership.account == account)
    assert (await accounts.actor_of(account)).grants == ()
