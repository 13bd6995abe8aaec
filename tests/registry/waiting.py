"""What is being done by somebody else at the same time."""

import asyncio

from registry.transactions import fetch

_WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"


async def waits_for_a_row(task: asyncio.Task[object]) -> bool:
    """Whether it waits for a row that somebody holds, rather than being done; may be asked inside a transaction."""
    while not task.done():
        if await fetch(_WAITING):
            return True
        await asyncio.sleep(0.02)
    return False
