"""Signing access tokens with a new key, and the audit trail of it."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from config import token_key
from registry.accounts.signing_keys import SigningKey
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import system_now
from registry.permissions import OPERATOR
from registry.transactions import transaction


async def rotated_in_time(file: Path) -> None:
    """A new key signs from 30 seconds from now; raises TokenKeyRefused."""
    now = system_now()
    async with transaction():
        await _record(token_key.rotate(file, now=now), why="rotated", now=now)


async def replaced_at_once(file: Path) -> None:
    """A new key signs from now on, alone: no token given before is believed. Raises TokenKeyRefused."""
    now = system_now()
    async with transaction():
        await _record(token_key.start_anew(file, now=now), why="compromised", now=now)


async def _record(key: SigningKey, *, why: str, now: datetime) -> None:
    facts = {"key": key.id, "signs_from": key.signs_from, "why": why}
    await audit.record(Action.TOKEN_KEY_ROTATED, UUID(bytes=key.raw[:16]), actor=OPERATOR, at=now, facts=facts)
