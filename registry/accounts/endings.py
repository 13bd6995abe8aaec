"""What ends when the means to sign in to an account change: all that was opened with the old ones."""

from datetime import datetime
from uuid import UUID

from registry.transactions import current_connection


async def end_all(account: UUID, *, besides: UUID | None, now: datetime) -> None:
    """Every session of the account ends, but the one named, and every program must sign in anew.

    A secret that was offered to another session for an app is not set up any more.

    In the transaction that is open; raises NoTransaction.
    """
    connection = current_connection()
    await connection.execute(
        "UPDATE session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $3",
        account,
        now,
        besides,
    )
    await connection.execute(
        "DELETE FROM second_factor WHERE account = $1 AND secret IS NULL AND offered_in IS DISTINCT FROM $2", account, besides
    )
    await connection.execute(
        "UPDATE second_factor SET offered = NULL, offered_in = NULL WHERE account = $1 AND offered_in IS DISTINCT FROM $2",
        account,
        besides,
    )
    await connection.execute("UPDATE refresh_family SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL", account, now)
