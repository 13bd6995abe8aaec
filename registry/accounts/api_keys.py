"""API keys: how a program signs in for a person's account and one of its organisations.

A key is `ar_<prefix>_<secret>`. The prefix finds its row; of the secret, 256 random bits, only the SHA-256 is kept. A slow
hash such as argon2 protects what people choose and others can guess; nobody guesses 256 random bits.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from uuid import UUID, uuid4

from registry.accounts.schemas import IssueApiKey
from registry.accounts.service import actor_of
from registry.accounts.tables import ApiKey
from registry.accounts.tokens import Tokens
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import AMSTERDAM, add_months, amsterdam_day, day_after
from registry.errors import Fault, Invalid, NotAuthenticated, NotFound
from registry.organisations import service as organisations
from registry.permissions import NEVER_BY_KEY, Actor, Grant, Permission
from registry.texts import Text
from registry.transactions import transaction

LONGEST_MONTHS = 12
_START = "ar_"
_KEY = re.compile(r"ar_([0-9a-f]{16})_([A-Za-z0-9_-]{43})", re.ASCII)
_SEEN_EVERY = timedelta(minutes=1)
_NO_HASH = bytes(32)

_SCOPES_NOT_HELD = Text(
    "Kies alleen rechten die u zelf voor deze organisatie heeft.",
    "Choose only rights that you hold for this organisation yourself.",
)
NO_SCOPES = Text("Kies ten minste één recht.", "Choose at least one right.")
_LAST_DAY = Text(
    "Kies een dag van vandaag tot en met {latest}: een sleutel geldt hooguit een jaar.",
    "Choose a day from today up to and including {latest}: a key lasts a year at most.",
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as its owner sees it; without its secret. It is valid through its last day, in Amsterdam."""

    id: UUID
    organisation: UUID
    organisation_name: str
    label: str
    prefix: str
    scopes: tuple[Permission, ...]
    issued_at: datetime
    last_day: date
    last_used_at: datetime | None
    revoked_at: datetime | None
    expired: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key, and what nobody will see again."""

    id: UUID
    secret: str = field(repr=False)


def scopes_of(actor: Actor, organisation: UUID) -> frozenset[Permission]:
    """What a key of this actor for the organisation may be allowed."""
    held = (grant.permissions for grant in actor.grants if grant.organisation == organisation)
    return frozenset[Permission]().union(*held) - NEVER_BY_KEY


async def issue(command: IssueApiKey, *, actor: Actor, now: datetime) -> Issued:
    """A new key, shown this once. Raises NotFound without a role there, Invalid, NotAllowed for who came by a key."""
    account = _own(actor)
    if not any(grant.organisation == command.organisation for grant in actor.grants):
        raise NotFound
    scopes = sorted(set(command.scopes))
    _check(command, allowed=scopes_of(actor, command.organisation), today=amsterdam_day(now))
    prefix, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    row = ApiKey(
        id=uuid4(),
        account=account,
        organisation=command.organisation,
        label=command.label,
        prefix=prefix,
        secret_hash=_hash(secret),
        scopes=[scope.value for scope in scopes],
        issued_at=now,
        expires_at=_end_of(command.last_day),
    )
    async with transaction():
        await ApiKey.insert(row)
        facts = {"organisation": command.organisation, "scopes": scopes, "last_day": command.last_day}
        await audit.record(Action.API_KEY_ISSUED, row.id, actor=actor, at=now, facts=facts)
    return Issued(row.id, f"{_START}{prefix}_{secret}")


async def keys_of(actor: Actor, *, now: datetime) -> list[Key]:
    """Every key of the actor's account, newest first, those that no longer open anything included."""
    rows = await ApiKey.select().where(ApiKey.account == _own(actor)).order_by(ApiKey.issued_at, ascending=False)
    names = await organisations.names_of({row["organisation"] for row in rows})
    return [_key(row, names[row["organisation"]], now=now) for row in rows]


async def revoke(key: UUID, *, actor: Actor, now: datetime) -> None:
    """The key opens nothing from now on; twice is once. Raises NotFound for a key of another account."""
    account = _own(actor)
    async with transaction():
        mine = (ApiKey.id == key) & (ApiKey.account == account)
        revoked = await ApiKey.update({ApiKey.revoked_at: now}).where(mine, ApiKey.revoked_at.is_null()).returning(ApiKey.id)
        if revoked:
            await audit.record(Action.API_KEY_REVOKED, key, actor=actor, at=now)
        elif not await ApiKey.exists().where(mine):
            raise NotFound


def looks_like_one(token: str) -> bool:
    """Whether a bearer token is to be read as an API key; an access token never begins like one."""
    return token.strip().startswith(_START)


async def actor_by(token: str, *, now: datetime) -> Actor:
    """Whom a key acts for: the account's roles as they are now, for the key's organisation, within its scopes.

    Raises NotAuthenticated, whatever is wrong: malformed, unknown, expired, revoked, account disabled, no role left.
    """
    found = _KEY.fullmatch(token)
    if found is None:
        raise NotAuthenticated
    prefix, secret = found.groups()
    row = await ApiKey.select().where(ApiKey.prefix == prefix).first()
    fits = hmac.compare_digest(_hash(secret), row["secret_hash"] if row is not None else _NO_HASH)
    if row is None or not fits or row["revoked_at"] is not None or row["expires_at"] <= now:
        raise NotAuthenticated
    return await _acting(row, now=now)


def token_for(actor: Actor, *, tokens: Tokens, now: datetime) -> str:
    """An access token that may what the key may by which this actor came, and that dies with it; raises NotAuthenticated."""
    if actor.account is None or actor.api_key is None:
        raise NotAuthenticated
    return tokens.issue(actor.account, now=now, api_key=actor.api_key)


async def actor_of_key(key: UUID, account: UUID, *, now: datetime) -> Actor:
    """Whom an access token acts for that was given for this key; raises NotAuthenticated as `actor_by` does."""
    row = await ApiKey.select().where(ApiKey.id == key, ApiKey.account == account).first()
    if row is None or row["revoked_at"] is not None or row["expires_at"] <= now:
        raise NotAuthenticated
    return await _acting(row, now=now)


async def actor_again(account: UUID, key: UUID | None, *, now: datetime) -> Actor:
    """Who asked for work that is done later, with the rights of this moment; raises NotAuthenticated for a key that ended."""
    actor = await actor_of(account)
    if key is None:
        return actor
    row = await ApiKey.select().where(ApiKey.id == key, ApiKey.account == account).first()
    if row is None or row["revoked_at"] is not None or row["expires_at"] <= now:
        raise NotAuthenticated
    return _narrowed(actor, row)


async def _acting(row: dict[str, Any], *, now: datetime) -> Actor:
    """The actor by a key that is in force, which was used at this moment; raises NotAuthenticated when no role is left."""
    actor = _narrowed(await actor_of(row["account"]), row)
    if not actor.grants:
        raise NotAuthenticated
    if row["last_used_at"] is None or now - row["last_used_at"] >= _SEEN_EVERY:
        await ApiKey.update({ApiKey.last_used_at: now}).where(ApiKey.id == row["id"])
    return actor


def _narrowed(actor: Actor, row: dict[str, Any]) -> Actor:
    scopes = frozenset(_known(row["scopes"])) - NEVER_BY_KEY
    grants = (grant for grant in actor.grants if grant.organisation == row["organisation"])
    return replace(actor, grants=tuple(Grant(grant.role, grant.organisation, scopes) for grant in grants), api_key=row["id"])


def _own(actor: Actor) -> UUID:
    actor.must_be_in_person()
    if actor.account is None:
        raise NotFound
    return actor.account


def _check(command: IssueApiKey, *, allowed: frozenset[Permission], today: date) -> None:
    faults = []
    if not command.scopes:
        faults.append(Fault("scopes", NO_SCOPES))
    elif not allowed.issuperset(command.scopes):
        faults.append(Fault("scopes", _SCOPES_NOT_HELD))
    latest = add_months(today, LONGEST_MONTHS)
    if not today <= command.last_day <= latest:
        faults.append(Fault("lastDay", _LAST_DAY, {"latest": latest}))
    if faults:
        raise Invalid(faults)


def _end_of(day: date) -> datetime:
    """The first instant after that day, in Amsterdam."""
    return datetime.combine(day_after(day), clock_time(), AMSTERDAM)


def _key(row: dict[str, Any], organisation_name: str, *, now: datetime) -> Key:
    return Key(
        id=row["id"],
        organisation=row["organisation"],
        organisation_name=organisation_name,
        label=row["label"],
        prefix=row["prefix"],
        scopes=_known(row["scopes"]),
        issued_at=row["issued_at"],
        last_day=amsterdam_day(row["expires_at"] - timedelta(microseconds=1)),
        last_used_at=row["last_used_at"],
        revoked_at=row["revoked_at"],
        expired=row["expires_at"] <= now,
    )


def _known(scopes: list[str]) -> tuple[Permission, ...]:
    """The scopes that are still a permission; an older version of the registry may have known more."""
    return tuple(permission for permission in Permission if permission.value in scopes)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
