"""One at a time: who changes what is on record of an organisation waits for who does so already."""

from uuid import UUID

from registry.transactions import Connection


async def take_turn(organisation: UUID, *, connection: Connection) -> None:
    """Wait for whoever else has the turn of this organisation; it ends with the transaction."""
    await connection.execute("SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE", organisation)
