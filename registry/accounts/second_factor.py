"""The second factor of an account: an app that shows codes (RFC 6238), and recovery codes for when it is lost.

Every function that writes does so in the transaction that its caller opened, but for those that say otherwise.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog

from registry.accounts import changes, endings, sealed
from registry.accounts.changes import Change
from registry.accounts.errors import WrongCode
from registry.accounts.rules import RECOVERY_CODES, SECRET_BYTES, in_groups, recovery_code, step_of, step_proved
from registry.accounts.tables import RecoveryCode, SecondFactor
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.permissions import Actor
from registry.transactions import current_connection, transaction

_CODE_BYTES = 15
_log = structlog.get_logger("second factors")


@dataclass(frozen=True, slots=True)
class State:
    """Whether an account has a second factor, since when, whether another waits, and how many recovery codes are left."""

    confirmed_at: datetime | None
    is_offered: bool
    codes_left: int

    @property
    def in_use(self) -> bool:
        """Signing in asks for a code."""
        return self.confirmed_at is not None


@dataclass(frozen=True, slots=True)
class Codes:
    """New recovery codes, which nobody sees again."""

    codes: tuple[str, ...] = field(repr=False)


async def state_of(account: UUID) -> State:
    """How it stands with the second factor of an account."""
    row = await SecondFactor.select().where(SecondFactor.account == account).first()
    left = await RecoveryCode.count().where(RecoveryCode.account == account, RecoveryCode.used_at.is_null())
    if row is None:
        return State(None, is_offered=False, codes_left=left)
    return State(row["confirmed_at"], is_offered=row["offered"] is not None, codes_left=left)


async def is_in_use(account: UUID) -> bool:
    """Whether signing in to the account asks for a code."""
    mine = (SecondFactor.account == account) & SecondFactor.confirmed_at.is_not_null()
    found: bool = await SecondFactor.exists().where(mine)
    return found


async def offer(*, session: UUID | None, actor: Actor) -> bytes:
    """The secret that waits to be confirmed, made when there is none; raises NotFound without an account.

    Opens its own transaction. Whoever asks again in the same session is shown the same one, until a code of it confirmed it;
    in another it is another: who once looked into an open browser does not know the secret that its owner sets up later.
    """
    account = _own(actor)
    fresh = secrets.token_bytes(SECRET_BYTES)
    async with transaction() as connection:
        kept: bytes = await connection.fetchval(
            "INSERT INTO second_factor (id, account, offered, offered_in) VALUES (gen_random_uuid(), $1, $2, $3) "
            "ON CONFLICT (account) DO UPDATE SET offered_in = excluded.offered_in, offered = CASE "
            "WHEN second_factor.offered_in = excluded.offered_in THEN coalesce(second_factor.offered, excluded.offered) "
            "ELSE excluded.offered END RETURNING offered",
            account,
            sealed.seal(fresh, account=account),
            session,
        )
        if (offered := _opened(kept, account)) is None:
            await connection.execute(
                "UPDATE second_factor SET offered = $2 WHERE account = $1", account, sealed.seal(fresh, account=account)
            )
    return offered or fresh


async def confirm(typed: str, *, session: UUID | None, actor: Actor, now: datetime) -> Codes:
    """The offered secret is in use from now on, as a code of it was typed; other sessions end. Returns recovery codes.

    Opens its own transaction; `session` is the one that goes on. Raises WrongCode, and NotFound where nothing is offered.
    """
    account = _own(actor)
    async with transaction() as connection:
        kept = await connection.fetchval(
            "SELECT offered FROM second_factor WHERE account = $1 AND offered_in IS NOT DISTINCT FROM $2 FOR UPDATE",
            account,
            session,
        )
        offered = None if kept is None else _opened(kept, account)
        if offered is None:
            raise NotFound
        step = step_proved(offered, typed, last_step=None, now=now)
        if step is None:
            raise WrongCode
        await set_up(account, offered, last_step=step, now=now)
        await endings.end_all(account, besides=session, now=now)
        codes = await _new_codes(account, now=now)
        await audit.record(Action.SECOND_FACTOR_SET_UP, account, actor=actor, at=now)
        await changes.tell(account, Change.SECOND_FACTOR, at=now)
    return codes


async def set_up(account: UUID, secret: bytes, *, last_step: int | None = None, now: datetime) -> None:
    """Put a secret to use for an account; codes up to `last_step`, or up to those of this moment, count as used."""
    await current_connection().execute(
        "INSERT INTO second_factor (id, account, secret, confirmed_at, last_step) VALUES (gen_random_uuid(), $1, $2, $3, $4) "
        "ON CONFLICT (account) DO UPDATE SET secret = $2, confirmed_at = $3, last_step = $4, offered = NULL, offered_in = NULL",
        account,
        sealed.seal(secret, account=account),
        now,
        step_of(now) if last_step is None else last_step,
    )


async def new_codes(*, actor: Actor, now: datetime) -> Codes:
    """Other recovery codes in place of those there were; raises NotFound without a second factor. Its own transaction."""
    account = _own(actor)
    async with transaction() as connection:
        if not await connection.fetchval("SELECT true FROM second_factor WHERE account = $1 AND secret IS NOT NULL", account):
            raise NotFound
        codes = await _new_codes(account, now=now)
        await audit.record(Action.RECOVERY_CODES_MADE, account, actor=actor, at=now)
        await changes.tell(account, Change.RECOVERY_CODES, at=now)
    return codes


async def remove(account: UUID, *, now: datetime) -> bool:
    """The account has no second factor any more, and its sessions end; False where it had none. Audited by who asks."""
    removed = await SecondFactor.delete().where(SecondFactor.account == account).returning(SecondFactor.secret)
    await RecoveryCode.delete().where(RecoveryCode.account == account)
    await endings.end_all(account, besides=None, now=now)
    return bool(removed) and removed[0]["secret"] is not None


async def use(account: UUID, typed: str, *, now: datetime) -> bool:
    """Whether this is a code of the app, or a recovery code, that was not used before; from now on it was.

    One statement each: of many who come with the same code at once, one wins.
    """
    if (code := recovery_code(typed)) is not None:
        mine = (RecoveryCode.account == account) & (RecoveryCode.code_hash == _hash(code)) & RecoveryCode.used_at.is_null()
        return bool(await RecoveryCode.update({RecoveryCode.used_at: now}).where(mine).returning(RecoveryCode.id))
    row = await SecondFactor.select(SecondFactor.secret, SecondFactor.last_step).where(SecondFactor.account == account).first()
    if row is None or row["secret"] is None:
        return False
    secret = _opened(row["secret"], account)
    step = None if secret is None else step_proved(secret, typed, last_step=row["last_step"], now=now)
    if step is None:
        return False
    later = (SecondFactor.account == account) & (SecondFactor.secret == row["secret"]) & (SecondFactor.last_step < step)
    return bool(await SecondFactor.update({SecondFactor.last_step: step}).where(later).returning(SecondFactor.id))


def _opened(kept: bytes, account: UUID) -> bytes | None:
    """The secret, or nothing where it is not one that this key sealed for this account: no code fits it then."""
    try:
        return sealed.opened(kept, account=account)
    except sealed.NotOurSeal as error:
        _log.error("a second factor does not open with the key of this process", account=str(account), reason=str(error))
        return None


async def _new_codes(account: UUID, *, now: datetime) -> Codes:
    codes = [base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode() for _ in range(RECOVERY_CODES)]
    await RecoveryCode.delete().where(RecoveryCode.account == account)
    rows = [RecoveryCode(account=account, code_hash=_hash(code), recorded_at=now) for code in codes]
    await RecoveryCode.insert(*rows)
    return Codes(tuple(in_groups(code) for code in codes))


def _own(actor: Actor) -> UUID:
    actor.must_be_in_person()
    if actor.account is None:
        raise NotFound
    return actor.account


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
