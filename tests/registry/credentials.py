"""What people of a test sign in with: their password, and a code where they have a second factor."""

from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from registry.accounts import sealed
from registry.accounts.rules import code_at, step_of
from registry.accounts.tables import Account, SecondFactor


async def fresh_code(account: UUID, *, now: datetime) -> str | None:
    """The code that their app shows; one that was used counts as new, for people sign in less often than tests do."""
    row = await SecondFactor.select().where(SecondFactor.account == account).first()
    if row is None or row["secret"] is None:
        return None
    await SecondFactor.update({SecondFactor.last_step: 0}).where(SecondFactor.account == account)
    return code_at(sealed.opened(row["secret"], account=account), step_of(now))


async def credentials(client: httpx.AsyncClient, email: str, password: str) -> dict[str, str]:
    """The fields of a sign-in at the clock of the application that this client asks."""
    row = await Account.select(Account.id).where(Account.email == email).first()
    assert row is not None, email
    code = await fresh_code(row["id"], now=now_of(client))
    return {"email": email, "password": password} | ({"code": code} if code else {})


def now_of(client: httpx.AsyncClient) -> datetime:
    """What the application that this client asks takes for the time."""
    transport: Any = client._transport  # noqa: SLF001  httpx does not tell it otherwise
    now: datetime = transport.app.application.state.clock()
    return now
