"""A question to a database."""

import asyncio

import asyncpg


def ask(url: str, question: str) -> object:
    """One answer from the database, in an event loop of its own."""

    async def asked() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(asked())
    finally:
        loop.close()
