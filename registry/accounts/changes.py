"""Changes of how one signs in, of which the owner is told whoever made them (ASVS 5.0, 6.3.7).

Messages stand on accounts, so that accounts cannot call them: who puts the program together says how it is told.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import Enum, auto
from uuid import UUID


class Change(Enum):
    """What changed."""

    PASSWORD = auto()
    SECOND_FACTOR = auto()
    RECOVERY_CODES = auto()


Tell = Callable[[UUID, Change, datetime], Awaitable[None]]


class _Kept:
    """How this process tells."""

    tell: Tell | None = None


def tell_by(tell: Tell) -> None:
    """From now on this process tells in this way."""
    _Kept.tell = tell


async def tell(account: UUID, change: Change, *, at: datetime) -> None:
    """The owner of the account is told, inside the transaction of the change."""
    if _Kept.tell is None:
        raise RuntimeError("this process was not told how to tell of changes")
    await _Kept.tell(account, change, at)
