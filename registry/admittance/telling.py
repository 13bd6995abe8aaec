"""The owner of an account is told that the way in changed: in the inbox, and by mail."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from registry.accounts.changes import Change
from registry.messages import service as messages
from registry.messages.rules import Kind

_KINDS: Mapping[Change, Kind] = {
    Change.PASSWORD: Kind.PASSWORD_SET,
    Change.SECOND_FACTOR: Kind.SECOND_FACTOR_SET_UP,
    Change.RECOVERY_CODES: Kind.RECOVERY_CODES_MADE,
}


async def tell(account: UUID, change: Change, at: datetime) -> None:
    """Inside the transaction of the change."""
    await messages.tell([account], _KINDS[change], subject=account, facts={}, path="/account", at=at)
