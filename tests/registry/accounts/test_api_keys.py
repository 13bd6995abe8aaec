"""API keys: what one opens, for how long, and that it never does more than its owner may at that moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.accounts import api_keys
from registry.accounts import service as accounts
from registry.accounts.api_keys import Issued, scopes_of
from registry.accounts.schemas import GrantRole, IssueApiKey
from registry.accounts.scope_texts import SCOPES
from registry.accounts.tables import Account, ApiKey, Membership
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotAuthenticated, NotFound
from registry.organisations.tables import Kind
from registry.permissions import NEVER_BY_KEY, OPERATOR, ROLES, Actor, Grant, Permission, Role
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LAST_DAY = date(2027, 3, 5)
LAST_INSTANT = datetime(2027, 3, 5, 22, 59, 59, tzinfo=UTC)
UPLOAD, READ, ENROL = Permission.UPLOAD_RESULTS, Permission.READ_RESULTS, Permission.ENROL


async def provider() -> Actor:
    """Someone who works for a training provider."""
    academy = await making.organisation(Kind.PROVIDER, "Academie")
    return await making.account(await making.person("Petra", "Lindeman"), Role.PROVIDER, academy)


def home(actor: Actor) -> UUID:
    """The organisation they work for."""
    found = actor.grants[0].organisation
    assert found is not None
    return found


def asked(actor: Actor, **more: Any) -> IssueApiKey:
    """A key to upload with."""
    given: dict[str, Any] = {
        "organisation": home(actor),
        "label": "Leerlingsysteem",
        "scopes": [UPLOAD, READ],
        "last_day": LAST_DAY,
    }
    return IssueApiKey(**(given | more))


async def issued(actor: Actor, **more: Any) -> Issued:
    """A key that was made now."""
    return await api_keys.issue(asked(actor, **more), actor=actor, now=NOW)


async def test_a_key_opens_what_its_owner_gave_it(database: None) -> None:
    """Of the account's rights for that organisation only those of its scopes; it acts for its owner."""
    actor = await provider()
    made = await issued(actor)
    by_key = await api_keys.actor_by(made.secret, now=NOW)
    assert (by_key.account, by_key.person, by_key.name, by_key.api_key) == (actor.account, actor.person, actor.name, made.id)
    assert by_key.organisations_where(UPLOAD) == by_key.organisations_where(READ) == {home(actor)}
    assert by_key.organisations_where(ENROL) == frozenset()
    with pytest.raises(NotAllowed):
        by_key.must(ENROL)
    actor.must(ENROL)


async def test_only_the_hash_of_the_secret_is_kept(database: None) -> None:
    """Neither the table nor the audit trail has the key or its secret, and what was made does not print it."""
    made = await issued(await provider())
    start, prefix, secret = made.secret.split("_", 2)
    assert (start, len(prefix), len(secret)) == ("ar", 16, 43)
    kept = f"{await ApiKey.select()} {await AuditEntry.select()} {made}"
    assert prefix in kept
    assert secret not in kept
    assert made.secret not in kept


async def test_what_is_audited(database: None) -> None:
    """Making and blocking a key, each once, by whom; facts without the label, which may name a person."""
    actor = await provider()
    made = await issued(actor)
    for _ in range(2):
        await api_keys.revoke(made.id, actor=actor, now=NOW)
    rows = await AuditEntry.select().where(AuditEntry.subject == made.id).order_by(AuditEntry.id).output(load_json=True)
    assert [row["action"] for row in rows] == [Action.API_KEY_ISSUED, Action.API_KEY_REVOKED]
    assert {row["account"] for row in rows} == {actor.account}
    assert rows[0]["facts"] == {
        "organisation": str(home(actor)),
        "scopes": ["read-results", "upload-results"],
        "last_day": "2027-03-05",
    }


async def test_the_trail_tells_the_key(database: None) -> None:
    """What a program did is told with its key beside the account, of one subject and of many; what people do has none."""
    actor = await provider()
    made = await issued(actor)
    by_key = await api_keys.actor_by(made.secret, now=NOW)
    for who in (actor, by_key):
        async with transaction():
            await audit.record(Action.ENROLLED, uuid4(), actor=who, at=NOW)
            await audit.record_all(Action.ENROLLED, {uuid4(): {}, uuid4(): {}}, actor=who, at=NOW)
    rows = await AuditEntry.select().where(AuditEntry.action == Action.ENROLLED.value).order_by(AuditEntry.id)
    assert [row["api_key"] for row in rows] == [None] * 3 + [made.id] * 3
    assert {row["account"] for row in rows} == {actor.account}


async def test_a_key_is_valid_through_its_last_day(database: None) -> None:
    """In Amsterdam; the second after, it opens nothing."""
    made = await issued(await provider())
    await api_keys.actor_by(made.secret, now=LAST_INSTANT)
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(made.secret, now=LAST_INSTANT + SECOND)


async def test_a_revoked_key_opens_nothing(database: None) -> None:
    """From that moment on; other keys of the account go on."""
    actor = await provider()
    made, other = await issued(actor), await issued(actor)
    await api_keys.revoke(made.id, actor=actor, now=NOW)
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(made.secret, now=NOW)
    await api_keys.actor_by(other.secret, now=NOW)


async def test_a_member_who_left(database: None) -> None:
    """The key of whoever no longer has a role there fails at the next request."""
    actor = await provider()
    made = await issued(actor)
    await api_keys.actor_by(made.secret, now=NOW)
    await Membership.update({Membership.ended_at: NOW}).where(Membership.account == actor.account)
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(made.secret, now=NOW)


async def test_a_disabled_account(database: None) -> None:
    """Its keys open nothing."""
    actor = await provider()
    made = await issued(actor)
    await Account.update({Account.disabled_at: NOW}).where(Account.id == actor.account)
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(made.secret, now=NOW)


async def test_a_key_is_for_one_organisation(database: None) -> None:
    """What its account may for another organisation it may not, nor what an adviser may for themselves."""
    actor = await provider()
    assert actor.account is not None
    other = await making.organisation(Kind.PROVIDER, "Andere Academie")
    for command in (GrantRole(role=Role.PROVIDER, organisation=other), GrantRole(role=Role.ADVISER)):
        await accounts.grant(actor.account, command, actor=OPERATOR, now=BEFORE)
    whole = await accounts.actor_of(actor.account)
    made = await api_keys.issue(asked(actor), actor=whole, now=NOW)
    by_key = await api_keys.actor_by(made.secret, now=NOW)
    assert by_key.organisations_where(UPLOAD) == {home(actor)}
    assert whole.organisations_where(UPLOAD) == {home(actor), other}
    with pytest.raises(NotFound):
        by_key.must_for(UPLOAD, other)
    with pytest.raises(NotAllowed):
        by_key.must(Permission.KEEP_OWN_FILE)


async def test_one_of_two_roles_that_ended(database: None) -> None:
    """What only that role gave is gone; the rest goes on."""
    body = await making.organisation(Kind.OPERATOR, "Beheer")
    actor = await making.account(await making.person(), Role.ADMIN, body)
    await making.account(await making.person("Bert", "Blijft"), Role.ADMIN, body)
    assert actor.account is not None
    made = await api_keys.issue(asked(actor, scopes=[Permission.MANAGE_PROGRAMMES]), actor=actor, now=NOW)
    (await api_keys.actor_by(made.secret, now=NOW)).must(Permission.MANAGE_PROGRAMMES)
    await Membership.update({Membership.ended_at: NOW}).where(Membership.account == actor.account)
    await accounts.grant(actor.account, GrantRole(role=Role.AUDITOR, organisation=body), actor=OPERATOR, now=NOW)
    by_key = await api_keys.actor_by(made.secret, now=NOW)
    with pytest.raises(NotAllowed):
        by_key.must(Permission.MANAGE_PROGRAMMES)
    with pytest.raises(NotAllowed):
        by_key.must(Permission.READ_AUDIT)


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key[:-1],
        lambda key: key + "A",
        lambda key: key[:-1] + ("B" if key[-1] == "A" else "A"),
        lambda key: key.upper(),
        lambda key: "ar_" + "0" * 16 + key[19:],
        lambda key: key.replace("ar_", "ar_ ", 1),
        lambda key: key + "\n",
        lambda _: "ar_",
        lambda _: "ar__",
        lambda _: "",
        lambda _: "ar_" + "é" * 16 + "_" + "é" * 43,
        lambda _: "ar_\ud800",
        lambda _: "ar_" + "x" * 100_000,
    ],
)
async def test_anything_else_is_refused(database: None, change: Callable[[str], str]) -> None:
    """Malformed, unknown or with another secret: all alike."""
    made = await issued(await provider())
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(change(made.secret), now=NOW)


async def test_the_secret_of_another_key(database: None) -> None:
    """The prefix of one with the secret of another opens neither."""
    actor = await provider()
    one, other = (await issued(actor)).secret, (await issued(actor)).secret
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(one[:20] + other[20:], now=NOW)


async def test_last_use_is_written_once_a_minute(database: None) -> None:
    """A key that is used all the time is not written all the time; one that was refused was not used."""
    actor = await provider()
    made = await issued(actor)
    uses = [NOW, NOW + MINUTE - SECOND, NOW + MINUTE, NOW + 2 * MINUTE - SECOND]
    seen = []
    for at in uses:
        await api_keys.actor_by(made.secret, now=at)
        seen.append((await api_keys.keys_of(actor, now=at))[0].last_used_at)
    assert seen == [NOW, NOW, NOW + MINUTE, NOW + MINUTE]
    await api_keys.revoke(made.id, actor=actor, now=NOW)
    with pytest.raises(NotAuthenticated):
        await api_keys.actor_by(made.secret, now=NOW + 9 * MINUTE)
    assert (await api_keys.keys_of(actor, now=NOW))[0].last_used_at == NOW + MINUTE


async def test_a_key_makes_and_blocks_no_keys(database: None) -> None:
    """Nor sees which there are; whoever signed in themselves does."""
    actor = await provider()
    made = await issued(actor)
    by_key = await api_keys.actor_by(made.secret, now=NOW)
    with pytest.raises(NotAllowed):
        await issued(by_key)
    with pytest.raises(NotAllowed):
        await api_keys.revoke(made.id, actor=by_key, now=NOW)
    with pytest.raises(NotAllowed):
        await api_keys.keys_of(by_key, now=NOW)
    assert len(await api_keys.keys_of(actor, now=NOW)) == 1


async def test_accounts_and_passwords_are_never_by_key(database: None) -> None:
    """An admin's key cannot have that scope, and would not have the right if a row said so."""
    actor = await making.account(await making.person(), Role.ADMIN, await making.organisation(Kind.OPERATOR, "Beheer"))
    with pytest.raises(Invalid):
        await issued(actor, scopes=[Permission.MANAGE_ACCOUNTS])
    made = await issued(actor, scopes=[Permission.MANAGE_ORGANISATIONS])
    await ApiKey.update({ApiKey.scopes: [each.value for each in Permission]}).where(ApiKey.id == made.id)
    by_key = await api_keys.actor_by(made.secret, now=NOW)
    assert by_key.grants[0].permissions == ROLES[Role.ADMIN] - NEVER_BY_KEY
    with pytest.raises(NotAllowed):
        by_key.must(Permission.MANAGE_ACCOUNTS)


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"scopes": []}, ["scopes"]),
        ({"scopes": [Permission.BOOK]}, ["scopes"]),
        ({"scopes": [UPLOAD, Permission.DECIDE_DOSSIERS]}, ["scopes"]),
        ({"last_day": date(2026, 11, 19)}, ["lastDay"]),
        ({"last_day": date(2027, 11, 21)}, ["lastDay"]),
        ({"last_day": date.max}, ["lastDay"]),
        ({"last_day": date.min, "scopes": []}, ["scopes", "lastDay"]),
    ],
)
async def test_what_is_no_key_to_make(database: None, more: dict[str, Any], fields: list[str]) -> None:
    """Scopes that are not held, or none; a last day before today or more than a year away; all told at once."""
    with pytest.raises(Invalid) as refused:
        await issued(await provider(), **more)
    assert [fault.field for fault in refused.value.faults] == fields
    assert await ApiKey.count() == 0


@pytest.mark.parametrize("last_day", [TODAY, date(2027, 11, 20)])
async def test_from_a_day_to_a_year(database: None, last_day: date) -> None:
    """Today is a last day, and so is the same day next year."""
    actor = await provider()
    await issued(actor, last_day=last_day)
    assert [key.last_day for key in await api_keys.keys_of(actor, now=NOW)] == [last_day]


async def test_an_organisation_of_others(database: None) -> None:
    """Whoever has no role there is told that it does not exist."""
    actor, other = await provider(), await making.organisation(Kind.PROVIDER, "Andere Academie")
    for organisation in (other, uuid4()):
        with pytest.raises(NotFound):
            await issued(actor, organisation=organisation)


async def test_keys_are_their_owners(database: None) -> None:
    """A colleague neither sees nor blocks them."""
    actor = await provider()
    colleague = await making.account(await making.person("Cor", "Lega"), Role.PROVIDER, home(actor))
    made = await issued(actor)
    assert await api_keys.keys_of(colleague, now=NOW) == []
    for key in (made.id, uuid4()):
        with pytest.raises(NotFound):
            await api_keys.revoke(key, actor=colleague, now=NOW)
    await api_keys.actor_by(made.secret, now=NOW)


async def test_the_list(database: None) -> None:
    """Newest first, each as it stands: in use, expired or blocked."""
    actor = await provider()
    first, second = await issued(actor, label="Eerste", last_day=TODAY), await issued(actor, label="Tweede")
    await api_keys.revoke(second.id, actor=actor, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    third = await api_keys.issue(asked(actor, label="Derde"), actor=actor, now=tomorrow)
    keys = await api_keys.keys_of(actor, now=tomorrow)
    assert keys[0].id == third.id
    assert {(key.label, key.expired, key.revoked_at is not None) for key in keys} == {
        ("Derde", False, False),
        ("Tweede", False, True),
        ("Eerste", True, False),
    }
    assert {key.organisation_name for key in keys} == {"Academie"}
    assert {key.scopes for key in keys} == {(UPLOAD, READ)}
    assert first.id in {key.id for key in keys}


def test_every_right_has_words() -> None:
    """Whoever makes a key reads what it may do."""
    assert set(SCOPES) == set(Permission)
    assert len({text.nl for text in SCOPES.values()}) == len({text.en for text in SCOPES.values()}) == len(Permission)


def test_what_scopes_there_are() -> None:
    """All that the roles for that organisation give, but for what is never by key."""
    here, there = uuid4(), uuid4()
    actor = Actor(uuid4(), uuid4(), "", (Grant(Role.ADMIN, here), Grant(Role.COORDINATOR, here), Grant(Role.PROVIDER, there)))
    assert scopes_of(actor, here) == (ROLES[Role.ADMIN] | ROLES[Role.COORDINATOR]) - NEVER_BY_KEY
    assert scopes_of(actor, there) == ROLES[Role.PROVIDER]
    assert scopes_of(actor, uuid4()) == frozenset()


def test_a_key_is_told_from_an_access_token() -> None:
    """By its first letters."""
    assert api_keys.looks_like_one("ar_")
    assert api_keys.looks_like_one(" ar_x")
    assert not api_keys.looks_like_one("eyJhbGciOi.ar_.x")
