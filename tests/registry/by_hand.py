"""What a client of the database can try by hand, without any of our code."""

from typing import Any

Connection = Any
"""An asyncpg connection; its rows and values have no one type."""

NEW_ID = {"id": "gen_random_uuid()"}


async def digest(connection: Connection, table: str) -> object:
    """What a table holds."""
    return await connection.fetchval(f"SELECT sum(hashtext(t::text)::bigint) FROM {table} AS t")  # noqa: S608  name of a table


async def copied(connection: Connection, table: str, changes: dict[str, str], where: str = "true") -> str:
    """Insert a row of a table again, with other values in some columns."""
    rows = await connection.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1", table
    )
    names = [row["column_name"] for row in rows if row["column_name"] != "id" or "id" in changes]
    values = [changes.get(name, f'"{name}"') for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table} WHERE {where} LIMIT 1"  # noqa: S608  names
    return str(await connection.execute(statement))
