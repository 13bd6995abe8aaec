"""What grants wrote, taken away and written once more: the bare work beside which the benchmark of certificates stands."""

from datetime import datetime
from typing import TypeAlias

import asyncpg

from registry.transactions import transaction

_WRITTEN = ("personal_value", "certificate", "certificate_event", "dossier_event", "audit_entry")
"""What a grant writes, in the order in which the tables refer to one another."""

Made: TypeAlias = "dict[str, list[asyncpg.Record]]"


async def taken_away(at: datetime) -> Made:
    """All rows that were written at that instant, by table; they are removed, as nothing but a benchmark may."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        removed = "DELETE FROM {} WHERE recorded_at = $1 RETURNING *"
        return {table: await connection.fetch(removed.format(table), at) for table in _WRITTEN}


async def inserted(made: Made) -> None:
    """The rows once more, by one INSERT for each, table after table in one transaction."""
    async with transaction() as connection:
        for table, rows in made.items():
            columns = list(rows[0].keys())
            values = ", ".join(f"${place}" for place, _ in enumerate(columns, 1))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608  names of ours
            await connection.executemany(statement, [tuple(row) for row in rows])


async def copied(made: Made) -> None:
    """The rows once more, by one COPY for each table in one transaction."""
    async with transaction() as connection:
        for table, rows in made.items():
            columns = list(rows[0].keys())
            await connection.copy_records_to_table(table, columns=columns, records=[tuple(row) for row in rows])
