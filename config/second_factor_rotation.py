"""Replacing the key of second factors while the registry runs, and the audit trail of it."""

import asyncio
from pathlib import Path
from uuid import UUID

from config.second_factor_key import replaced
from registry.accounts import resealing
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import system_now
from registry.permissions import OPERATOR
from registry.transactions import transaction

LOOKS, BETWEEN = 300, 0.2
"""How often it is looked whether the transactions of others have ended, and the seconds between."""
_SECOND_FACTORS = UUID("6c7a6f0e-3f0b-4d0c-8a54-94c2f8a5f0b1")


class StillOpen(Exception):
    """A transaction that may have sealed with the old key has not ended: both keys stay in the file."""


async def rotated(file: Path) -> int:
    """Every secret is sealed with a new key, and the old one is gone; returns of how many accounts.

    Whoever sealed with the old key just before the new one was in the file does so in a transaction: those that are open then
    are waited for, and what they sealed follows. Raises SecondFactorKeyRefused and StillOpen; asked again, it goes on.
    """
    with replaced(file):
        async with transaction():
            done = await resealing.reseal()
        await _ended(await resealing.open_transactions())
        async with transaction():
            done += await resealing.reseal()
            await audit.record(
                Action.SECOND_FACTOR_KEY_ROTATED, _SECOND_FACTORS, actor=OPERATOR, at=system_now(), facts={"accounts": done}
            )
    return done


async def _ended(those: frozenset[tuple[int, object]]) -> None:
    for _ in range(LOOKS):
        if not those & await resealing.open_transactions():
            return
        await asyncio.sleep(BETWEEN)
    raise StillOpen
